"""What ``extractor check`` takes for a record: the whole command, and the checks alone.

    python benchmarks/check.py [-n RECORDS]

The records are the bundled goldens again and again, each below a sentence of its own, so that every
text and hash is another. It is processor time, which other work on the machine hardly changes; and
since machines differ, beside the milliseconds stand multiples of what reading and hashing the texts
and parsing the records takes in the same run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF
from typing import Any

from extractor import exact_json, schema
from extractor.checks import check

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "golden" / "trade"
TRADE = schema.load("trade", ROOT / "schemas" / "trade.py")


def made(folder: Path, records: int) -> tuple[Path, list[Path]]:
    """A project with one run of that many records; the run's folder and the articles' files."""
    goldens = [
        (path.with_suffix(".txt").read_bytes().decode(), json.loads(path.read_bytes())["data"])
        for path in sorted(GOLDEN.glob("a*.json"))
    ]
    run, articles = folder / "run", folder / "articles"
    run.mkdir()
    articles.mkdir()
    (folder / "extractor.toml").touch()
    (run / "run.json").write_text(json.dumps({"format": 1, "schema": "trade"}))
    files = []
    with (run / "results.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(records):
            text, data = goldens[number % len(goldens)]
            content = f"Bản tin thứ {number} của chúng tôi.\n{text}".encode()
            files.append(articles / f"{number:05}.txt")
            files[-1].write_bytes(content)
            article = {
                "id": files[-1].stem,
                "source": f"articles/{files[-1].name}",
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            lines.write(json.dumps({"article": article, "data": data}, ensure_ascii=False) + "\n")
    return run, files


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process and of those that it waited for."""

    def spent() -> float:
        used = [resource.getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
        return sum(use.ru_utime + use.ru_stime for use in used)

    begin = spent()
    work()
    return spent() - begin


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=2000, metavar="RECORDS")
    records = parser.parse_args().n
    with tempfile.TemporaryDirectory() as name:
        run, files = made(Path(name), records)
        lines = (run / "results.jsonl").read_text("utf-8").splitlines()

        def read() -> None:
            for file, line in zip(files, lines, strict=True):
                hashlib.sha256(file.read_bytes()).hexdigest()
                json.loads(line)

        def checked() -> None:
            for text, data in held:
                assert not check(text, data, TRADE).crashed

        def command() -> None:
            done = subprocess.run(
                [sys.executable, "-m", "extractor", "check", "run"],
                cwd=name,
                env={"PYTHONPATH": str(ROOT)},
                capture_output=True,
                encoding="utf-8",
            )
            assert f"{records} articles" in done.stderr, done.stderr
            assert " 0 without a result, 0 not checked" in done.stderr, done.stderr

        held: list[tuple[str, Any]] = [
            (file.read_bytes().decode(), exact_json.loads(line)["data"])
            for file, line in zip(files, lines, strict=True)
        ]
        reference = min(seconds(read) for _ in range(10))
        took = {"reading, hashing, parsing": reference}
        took |= {"the checks alone": seconds(checked), "extractor check": seconds(command)}
    for told, whole in took.items():
        print(f"{told:26}{whole / records * 1000:8.3f} ms a record{whole / reference:8.1f} times")


if __name__ == "__main__":
    main()
