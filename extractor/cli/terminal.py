"""What reaches the terminal: data on standard output, words for people on standard error.

Articles and answers are hostile: whatever comes from them goes through ``visible`` and never
through anything that interprets markup. Data in a machine's format is UTF-8 whatever the locale;
text is in the terminal's encoding, with escapes for what that cannot show. A reader that closes
standard output early ends the output and not the work.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any, TextIO

import typer

from extractor import exact_json
from extractor.errors import ExtractorError, StoreError

_WORD = re.compile(r" *[^ ]+| +$")
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_ACTED_ON = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """``text`` on one line, with everything that a terminal would act on made visible.

    White space is collapsed; control characters, escape sequences, bidirectional overrides and
    other invisible characters come out as ``\\\\x1b`` or ``\\\\u202e``. In a log of GitHub Actions,
    which takes lines for commands, so does what would begin one.
    """
    flat = " ".join(text.split())
    if os.environ.get("GITHUB_ACTIONS"):
        flat = flat.replace("::", "\\x3a:").replace("##[", "\\x23#[")
    if flat.isascii() and flat.isprintable():
        return flat
    return "".join(
        c.encode("unicode_escape").decode("ascii")
        if unicodedata.category(c) in _INVISIBLE and not c.isspace()
        else c
        for c in flat
    )


def prepare() -> None:
    """Make both streams safe to write any text to, also where they are closed or narrow."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str = "") -> None:
    """One line for people, on standard error."""
    with _unless_closed(sys.stderr):
        sys.stderr.write(_wrapped(text, sys.stderr) + "\n")


def say_error(error: ExtractorError) -> None:
    """What went wrong and what to do, on one line."""
    say(f"extractor: {visible(str(error))}")


def put(text: str) -> None:
    """One line of text, on standard output, in the terminal's encoding."""
    with _unless_closed(sys.stdout):
        sys.stdout.write(_wrapped(text, sys.stdout) + "\n")


def put_data(text: str) -> None:
    """A piece of a machine's format, on standard output, in UTF-8.

    Exact in a file or a pipe; what a terminal would act on is spelled out on one.
    """
    with _unless_closed(sys.stdout):
        if sys.stdout.isatty():
            text = _spelled_out(text.replace("\r\n", "\n"))
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))


def put_json(value: Any) -> None:
    """One JSON document, on standard output.

    What a terminal would act on is written as JSON's own escapes, which mean the same.
    """
    put_data(_spelled_out(exact_json.dumps(value, indent=2)) + "\n")


def _spelled_out(text: str) -> str:
    """``text`` with what a terminal would act on as JSON writes it; line breaks and tabs stay."""
    return _ACTED_ON.sub(lambda c: f"\\u{ord(c[0]):04x}", text)


def flush() -> None:
    """Write out what is still buffered; nothing is left for the interpreter to fail on."""
    for stream in (sys.stdout, sys.stderr):
        with _unless_closed(stream):
            stream.flush()


def styled(text: str, stream: TextIO, colour: str | None = None, *, bold: bool = False) -> str:
    """``text`` in a colour where ``stream`` is a terminal that shows colours, else as it is."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return typer.style(text, fg=colour, bold=bold or None)


def cells(text: str) -> int:
    """How many cells of a terminal ``text`` takes, its styles aside."""
    from rich.cells import cell_len

    return cell_len(_STYLE.sub("", text))


def padded(text: str, width: int) -> str:
    """``text`` filled up to ``width`` terminal cells; longer text stays whole."""
    return text + " " * (width - cells(text))


def rows(line: str, width: int) -> int:
    """How many rows a line takes on a terminal of that many cells a row."""
    return sum(1 for _ in _rows(line, width))


def _wrapped(text: str, stream: TextIO) -> str:
    """``text`` with its lines broken at spaces, indented below, where a terminal shows it."""
    if not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(row for line in text.split("\n") for row in _rows(line, width))


def _rows(line: str, width: int) -> Iterator[str]:
    hanging = " " * (len(line) - len(line.lstrip(" ")) + 4)
    row, used = "", 0
    for word in _WORD.findall(line):
        taken = cells(word)
        if used > len(hanging) and used + taken > width:
            yield row.rstrip(" ")
            row, used = hanging, len(hanging)
            word = word.lstrip(" ")
            taken = cells(word)
        row += word
        used += taken
    yield row


@contextlib.contextmanager
def _unless_closed(stream: TextIO) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        _discard(stream)
    except OSError as error:
        _discard(stream)
        raise StoreError(f"cannot write the output: {error.strerror}") from None


def _discard(stream: TextIO) -> None:
    """Lead a stream's file into nothing, so that no later write or flush can fail."""
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
