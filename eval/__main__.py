"""`python -m eval` is `xianwen eval`."""

import sys

from eval.command import main

sys.exit(main(sys.argv[1:], "python -m eval"))
