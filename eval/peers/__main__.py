"""`python -m eval.peers` compares peers."""

import sys

from eval.peers.command import main

sys.exit(main(sys.argv[1:], "python -m eval.peers"))
