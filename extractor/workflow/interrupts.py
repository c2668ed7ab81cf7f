"""Ctrl-C and termination: whoever does the work is told, and ends it in good order.

No signal shows as an exception in the middle of the work.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def heard(tell: Callable[[], None]) -> Iterator[None]:
    """Call ``tell`` at the first SIGINT or SIGTERM within the block.

    From then on SIGINT does nothing, after the block neither: what is left is to write down and to
    say how far the work came, which an impatient Ctrl-C must not cut off. A second SIGTERM does
    what it did before. Only the main thread hears signals; in any other nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def hear(number: int, frame: FrameType | None) -> None:
        del number, frame
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, before[signal.SIGTERM])
        tell()

    for number in before:
        signal.signal(number, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before[signal.SIGTERM])
        # Not where a block within this one was told: what it left off hearing stays unheard.
        if signal.getsignal(signal.SIGINT) is hear:
            signal.signal(signal.SIGINT, before[signal.SIGINT])
