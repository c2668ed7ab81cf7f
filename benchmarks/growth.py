"""How time grows when hostile input doubles, and how long starting takes; 2 is linear.

    python benchmarks/growth.py

Each line is a ratio within this run: the time of twice the input over the time of the input, the
best of two runs each. The paragraphs are those of the bundled articles, each repeated by itself, of
which the steepest are shown that take long enough to tell. The last lines hold the start of
``extractor --help`` against ``import openai``, and the diff of 1,000 unchanged goldens in seconds.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor import schema
from extractor.checks import check
from extractor.diff import diff
from extractor.endpoint import answer
from extractor.errors import EndpointError
from extractor.reader import read

ROOT = Path(__file__).resolve().parent.parent
TRADE = schema.load("trade", ROOT / "schemas" / "trade.py")

PIECES = (
    *("lũy kế tính từ đầu năm ", "từ ngày 1/1 đến ", "6 tháng ", "# Hà Nội\n", "xuất khẩu, "),
    *("lần lượt 1,5, ", "- xuất khẩu: 5 triệu USD\n", "1 triệu USD ", "(", ".\n", "1\t", "| "),
    "năm 2021 xuất khẩu 5 triệu USD, năm 2022 xuất khẩu 6 triệu USD, tăng 20%\n",
    "6 tháng đầu năm 2021 đạt 5 triệu USD, 9 tháng đạt 8 triệu USD. ",
    "Xuất khẩu năm 2022: 1,72 tỷ USD (+31%). Nhập khẩu năm 2022: 0,98 tỷ USD. ",
)
LENGTH = 30_000
"""Characters to which a paragraph is repeated, then twice as many."""
LONG = 0.3
"""Seconds below which a ratio says little."""
SHOWN = 5
FENCED = ("a", " ", "`", "``` ", "{ ", "```{}```a")


def seconds(run: Callable[[], object]) -> float:
    took = []
    for _ in range(2):
        begin = time.perf_counter()
        run()
        took.append(time.perf_counter() - begin)
    return min(took)


def growth(run: Callable[[int], object], size: int) -> tuple[float, float]:
    """The ratio, and the seconds that twice the input takes."""
    once, twice = seconds(lambda: run(size)), seconds(lambda: run(2 * size))
    return twice / once, twice


def show(name: str, grown: float, took: float) -> None:
    print(f"{name:44} {grown:5.2f}   {took:7.3f} s", flush=True)


def ratio(name: str, run: Callable[[int], object], size: int) -> None:
    show(name, *growth(run, size))


def figure(value: int) -> dict[str, Any]:
    return {
        "value": value,
        "scale": "million",
        "currency": "USD",
        "text": f"{value} triệu USD",
        "approximate": False,
        "change": None,
        "plan": None,
    }


def statement(scope: str | None = None, **figures: Any) -> dict[str, Any]:
    period = {"start": "2031-01-01", "end": "2031-06-30", "text": "6 tháng"}
    return {
        "place": "An Bình",
        "scope": scope,
        "period": period,
        **TRADE.empty_statement(),
        **figures,
    }


def one_text(size: int) -> None:
    text = "6 tháng, tổng 640 triệu USD, xuất 640 triệu USD.\n" * size
    made = [statement(total=figure(640), export=figure(640)) for _ in range(size)]
    check(text, {"statements": made}, TRADE)


def many_scopes(size: int) -> None:
    made = [
        statement(f"loại {i}", export=figure(i + 1), local_export=figure(i + 1))
        for i in range(size)
    ]
    check("\n".join(f"{i + 1} triệu USD" for i in range(size)), {"statements": made}, TRADE)


def repeated(piece: str) -> Callable[[int], object]:
    return lambda size: read(piece * size, TRADE)


def paragraphs() -> None:
    found = []
    for path in sorted((ROOT / "golden" / "trade").glob("*.txt")):
        for paragraph in path.read_text("utf-8").split("\n\n"):
            piece = paragraph.replace("\n", " ") + " "
            found.append((*growth(repeated(piece), LENGTH // len(piece)), piece))
    found = [line for line in found if line[1] >= LONG]
    for grown, took, piece in sorted(found, reverse=True)[:SHOWN]:
        show(f"read {json.dumps(piece[:30], ensure_ascii=False)} …", grown, took)


def fenced(piece: str) -> Callable[[int], None]:
    def run(size: int) -> None:
        message = {"role": "assistant", "content": "```" + piece * size}
        with contextlib.suppress(EndpointError):
            answer.report({"choices": [{"index": 0, "message": message}]}, "TradeReport")

    return run


def unchanged(size: int) -> None:
    data = {"statements": [statement(f"loại {n}", total=figure(n)) for n in range(5)]}
    turned = {"statements": list(reversed(data["statements"]))}
    for _ in range(size):
        assert not diff(data, (), turned, (), TRADE)


def started(*command: str) -> float:
    return seconds(lambda: subprocess.run([sys.executable, *command], check=True, stdout=-3))


def main() -> None:
    print("time of twice the input over time of the input")
    for piece in PIECES:
        ratio(f"read {json.dumps(piece, ensure_ascii=False)}", repeated(piece), 5000)
    paragraphs()
    ratio("check: one text for all figures", one_text, 400)
    ratio("check: one subject in many scopes", many_scopes, 400)
    for piece in FENCED:
        ratio(f"answer: a fence, then {json.dumps(piece)}", fenced(piece), 20_000)
    ratio("diff: unchanged reports", unchanged, 500)
    own, heavy = started("-m", "extractor", "--help"), started("-c", "import openai")
    share = Decimal(own / heavy).quantize(Decimal("0.01"))
    print(f"extractor --help takes {own:.2f} s, {share} of import openai ({heavy:.2f} s)")


if __name__ == "__main__":
    main()
