"""A process that has imported all that a command may need and forks itself into commands.

``tests.forked`` starts it and sends it, over the socket whose number is its argument, one request
after another: the length of a JSON object, the object, and files with the first byte. Of each
command's process it reports the number, and its status when it ended. A command begins as a
started interpreter has it: its own streams, folder, environment and signals, and ends as one does.
"""

from __future__ import annotations

import fcntl
import gc
import io
import json
import os
import signal
import socket
import sys
import tempfile
import termios
import threading
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, TextIO

from extractor.__main__ import main
from extractor.cli.app import VERBS, run_command_line
from tests.harness import ARTICLE, ModelServer, completion, report

LENGTH = 8
"""Bytes of a request's length."""
COMMANDS = (
    "run x.txt --endpoint model --out m",
    "run x.txt --out r",
    "accept r",
    "diff r",
    "show r x",
)
"""What loads most of what is loaded only when it is used."""
_STREAMS = ("stdin", "stdout", "stderr")


def load() -> None:
    """What is loaded when it is first used is loaded by this."""
    server = ModelServer(lambda _: (200, completion(report())))
    said = io.StringIO()
    with ExitStack() as stack:
        stack.enter_context(chdir(stack.enter_context(tempfile.TemporaryDirectory())))
        stack.enter_context(redirect_stdout(said))
        stack.enter_context(redirect_stderr(said))
        Path("extractor.toml").write_text(server.configuration(), "utf-8")
        Path("x.txt").write_text(ARTICLE.replace("2021", "2019"), "utf-8")
        for command in (*COMMANDS, *(f"{verb} --help" for verb in VERBS)):
            assert run_command_line(command.split()) == 0, said.getvalue()
    server.close()
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join()


def received(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The next request and its files; nobody is left to ask where there is none."""
    content, files, _, _ = socket.recv_fds(control, LENGTH, len(_STREAMS) + 1)
    if not content:
        raise EOFError
    length = int(content)
    content = b""
    while len(content) < length:
        content += control.recv(length - len(content))
    return json.loads(content), files


def tell_of(process: int, to: int) -> None:
    """Tell of a process that was begun, wait for its end and tell of that."""
    for said in (lambda: process, lambda: os.waitpid(process, 0)[1]):
        os.write(to, f"{said()}\n".encode())


def reap() -> None:
    """Let go of those that have told of a command's end."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def become(request: dict[str, Any], files: list[int]) -> None:
    """Let this process be as one that was started as the request says."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    for number, name in enumerate(_STREAMS):
        stream = _opened(number)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    if request["terminal"]:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    sys.argv = ["extractor", *request["arguments"]]


def _opened(number: int) -> TextIO:
    """A stream as the interpreter opens it when it starts."""
    return open(
        number,
        "w" if number else "r",
        encoding="utf-8",
        errors=("strict", "strict", "backslashreplace")[number],
        buffering=1 if number == 2 else -1,
        closefd=False,
    )


def serve(control: socket.socket) -> dict[str, Any]:
    """Fork a process for each request; returns in those processes alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    while True:
        try:
            request, (to, *files) = received(control)
        except EOFError:
            os._exit(0)
        finally:
            reap()
        if os.fork():
            for file in (to, *files):
                os.close(file)
            continue
        control.close()
        if process := os.fork():
            for file in files:
                os.close(file)
            tell_of(process, to)
            os._exit(0)
        os.close(to)
        become(request, files)
        return request


if __name__ == "__main__":
    load()
    asked = serve(socket.socket(fileno=int(sys.argv[1])))
    exec(asked["code"]) if asked["code"] else main()
