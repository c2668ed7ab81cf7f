"""``extractor`` and ``python -m extractor``."""

from __future__ import annotations

import sys

from extractor.cli.app import run_command_line


def main() -> None:
    """Run the command line given by ``sys.argv`` and end the process with its exit status."""
    sys.exit(run_command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()
