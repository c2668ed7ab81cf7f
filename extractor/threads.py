"""Work that holds up the event loop, in threads that nobody has to wait for."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def aside(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of ``function``, run in a daemon thread of its own.

    Whoever is cancelled while waiting here gets away at once, and the process ends without the
    thread: it is abandoned, so ``function`` must write nothing that must not be cut off. A pool's
    threads, such as ``asyncio.to_thread`` takes, are waited for when the loop and the interpreter
    end. Raises what ``function`` raises.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result, failure = None, None
        try:
            result = context.run(function, *args, **kwargs)
        except BaseException as error:
            failure = error
        # The loop is closed where it ended without this thread.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=work, daemon=True).start()
    return await future
