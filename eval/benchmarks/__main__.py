"""`python -m eval.benchmarks NAME PATH`."""

import sys

from eval.benchmarks.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "python -m eval.benchmarks"))
