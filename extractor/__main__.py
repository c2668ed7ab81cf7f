"""``extractor`` and ``python -m extractor``."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys

from extractor.errors import INTERRUPTED

_OBJECTS = 50_000
"""How many new objects are let come before garbage is looked for among them."""


def main() -> None:
    """Run the command line given by ``sys.argv`` and end the process with its exit status."""
    status, is_told = INTERRUPTED, False
    # What is imported stays: to look through it again and again for garbage takes a tenth of a run.
    gc.set_threshold(_OBJECTS)
    try:
        # Only here, so that an interrupt while the command line is imported ends like any other.
        from extractor.cli.app import run_command_line

        status = run_command_line(sys.argv[1:])
        is_told = True
    except KeyboardInterrupt:
        pass
    finally:
        _stop_listening()
    if status == INTERRUPTED and not is_told:
        # Before there was a command line that could have said so.
        with contextlib.suppress(Exception):
            sys.stderr.write("extractor: interrupted\n")
            sys.stderr.flush()
    sys.exit(status)


def _stop_listening() -> None:
    """Ignore interrupts: only the interpreter's own end is left, where one prints a traceback.

    One that came before this is delivered by the very call that ends them; it is too late as well.
    """
    while True:
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        except KeyboardInterrupt:
            continue
        return


if __name__ == "__main__":
    main()
