"""``extractor`` and ``python -m extractor``."""

from __future__ import annotations

import signal
import sys

from extractor.errors import INTERRUPTED


def main() -> None:
    """Run the command line given by ``sys.argv`` and end the process with its exit status."""
    try:
        # Only here, so that an interrupt while the command line is imported ends like any other.
        from extractor.cli.app import run_command_line

        status = run_command_line(sys.argv[1:])
    except KeyboardInterrupt:
        status = INTERRUPTED
    # What is left is the interpreter's own end, where an interrupt could only print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


if __name__ == "__main__":
    main()
