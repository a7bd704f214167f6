"""``python -m mutua`` is the command ``mutua``."""

import sys

from mutua.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
