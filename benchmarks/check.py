"""What ``extractor check`` takes for a record, whose memory and time grow with their number.

    python benchmarks/check.py [-n RECORDS]

The whole command is run over a quarter, half and all of so many records: the bundled goldens again
and again, each below a sentence of its own, so that every text and hash is another; then records
that all share one text. Beside processor time a record and peak memory, both with the start, stand
their ratios to the line before: at most 1 for the time and 2 for the memory is linear. The last
lines part the time of the checks alone: the reader's reading of a text, the rest, and what another
record of the same text takes. It is processor time, which other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from extractor import schema
from extractor.checks import check
from extractor.reader import read

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "golden" / "trade"
TRADE = schema.load("trade", ROOT / "schemas" / "trade.py")
PARTED = 200
"""Records whose time is parted."""

Case = tuple[str, Any]
"""A text and a report of it."""


def cases(records: int, *, distinct: bool) -> list[Case]:
    """So many records, each of a text of its own or all of one."""
    goldens = [
        (path.with_suffix(".txt").read_bytes().decode(), json.loads(path.read_bytes())["data"])
        for path in sorted(GOLDEN.glob("a*.json"))
    ]
    if not distinct:
        return goldens[:1] * records
    return [
        (f"Bản tin thứ {number} của chúng tôi.\n{text}", data)
        for number in range(records)
        for text, data in [goldens[number % len(goldens)]]
    ]


def laid_out(folder: Path, given: list[Case]) -> None:
    """A project with one run of the records."""
    run, articles = folder / "run", folder / "articles"
    run.mkdir()
    articles.mkdir()
    (folder / "extractor.toml").touch()
    (run / "run.json").write_text(json.dumps({"format": 1, "schema": "trade"}))
    with (run / "results.jsonl").open("w", encoding="utf-8") as lines:
        for number, (text, data) in enumerate(given):
            content = text.encode()
            digest = hashlib.sha256(content).hexdigest()
            file = articles / f"{digest}.txt"
            file.write_bytes(content)
            source = f"articles/{file.name}"
            article = {"id": f"{number:06}", "source": source, "sha256": digest}
            lines.write(json.dumps({"article": article, "data": data}, ensure_ascii=False) + "\n")


def command(records: int, *, distinct: bool) -> tuple[float, float]:
    """Processor seconds of one ``extractor check`` of so many records, and its peak in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        laid_out(folder, cases(records, distinct=distinct))
        with (folder / "told").open("w+", encoding="utf-8") as told:
            child = subprocess.Popen(
                [sys.executable, "-m", "extractor", "check", "run"],
                cwd=folder,
                env={"PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=told,
            )
            # Of this child alone, where the usage of all children keeps the largest peak.
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            told.seek(0)
            said = told.read()
        assert f"{records} articles" in said, said
        assert " 0 without a result, 0 not checked" in said, said
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def grown(records: int, *, distinct: bool) -> None:
    """Print a line for a quarter, half and all of the records."""
    before: tuple[float, float] | None = None
    for number in (records // 4, records // 2, records):
        took, peak = command(number, distinct=distinct)
        line = f"{number:8} records{took / number * 1000:9.2f} ms a record{peak:9.1f} MB"
        if before is not None:
            line += f"{took / number / before[0]:9.2f} and {peak / before[1]:.2f} times"
        print(line, flush=True)
        before = took / number, peak


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of some work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def parted() -> None:
    """Print how the time of a check parts, in milliseconds and percent."""
    given = cases(PARTED, distinct=True)
    read(given[0][0], TRADE)  # compiles the vocabulary
    reading = whole = again = 0.0
    for text, data in given:
        whole += spent(partial(check, text, data, TRADE))
        again += spent(partial(check, text, data, TRADE))
    # Of other texts in between nothing is kept.
    for text, _ in given:
        reading += spent(partial(read, text, TRADE))
    shares = {
        "the reader's second reading": reading,
        "folding, lexing, rules": whole - reading,
        "another record of one text": again,
    }
    for told, took in shares.items():
        print(f"{told:30}{took / PARTED * 1000:8.2f} ms{took / whole:8.0%} of a first check")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=2000, metavar="RECORDS")
    records = max(4, parser.parse_args().n)
    for distinct in (True, False):
        print("each record of its own text" if distinct else "all records of one text")
        grown(records, distinct=distinct)
    parted()


if __name__ == "__main__":
    main()
