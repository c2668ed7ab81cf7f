"""Records that are known to be right: what errors are planted in, and what nothing may flag.

The goldens were accepted and are held against their truths by a test. The benchmark's own articles
have truths alone: the reader's report is taken where it equals the truth in all that a truth says,
and else the truth is turned into a report, word by word from the article, so that records also
stand for articles that the reader reads wrongly.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from benchmarks.regressions import ROOT, TRADE, Report
from extractor import exact_json, schema
from extractor.folding import Folded, fold
from extractor.golden import Shelf
from extractor.numbers.change import read_change, read_share
from extractor.numbers.period_lexer import periods
from extractor.numbers.quantity import Quantity
from extractor.numbers.quantity_lexer import quantities
from extractor.reader import read
from extractor.schema import SCALE_FACTOR, without_spans

ARTICLES = ROOT / "benchmarks" / "articles"
TRUTHS = ROOT / "tests" / "truth"

Origin = Literal["golden", "read", "written", "answer"]
_WORDS_BACK = 5


@dataclass(frozen=True, eq=False)
class Known:
    """A right record with its article.

    ``asides`` are what the article prints beside it that is none of its figures, each with the
    reason. ``origin`` says whose words the record has: an accepted golden's, the reader's, those
    of a truth, or a model's. ``contradicts`` says that the article contradicts itself, which a
    check should say of a right record too.
    """

    id: str
    text: str
    data: Report
    asides: tuple[tuple[str, str], ...] = ()
    origin: Origin = "golden"
    contradicts: bool = False


@dataclass(frozen=True)
class Planted:
    """A record that is wrong in the fields at ``places`` and what follows from them.

    A place stands for all that lies below it, but for «statements», which is what a statement that
    is missing concerns.
    """

    data: Report
    places: tuple[str, ...]


Plant = Callable[[Known, random.Random], Iterator[Planted]]


def goldens(names: set[str] | None = None) -> Iterator[Known]:
    """The bundled goldens that have a text."""
    for golden in Shelf.load(ROOT / "golden", "trade", names):
        text = golden.text()
        if text is not None:
            truth = _truth(TRUTHS / f"{golden.article.id}.json")
            data = without_spans(golden.data)
            yield _known(golden.article.id, text, data, truth, "golden")


def articles(names: set[str] | None = None, folder: Path = ARTICLES) -> Iterator[Known]:
    """The articles with truth in a folder that a record can be made of."""
    for path in sorted(folder.glob("*.txt")):
        if names is None or path.stem in names:
            text, truth = path.read_bytes().decode(), _truth(path.with_suffix(".json"))
            data = read(text, TRADE).data
            if equals(data, truth):
                yield _known(path.stem, text, data, truth, "read")
            elif (written := of_truth(text, truth, data)) is not None:
                yield _known(path.stem, text, written, truth, "written")


def answers(folder: Path, texts: Iterable[Path]) -> Iterator[Known]:
    """A model's reports that are right, each with its article, a bundled one or in ``texts``."""
    goldens = {golden.article.id: golden for golden in Shelf.load(ROOT / "golden", "trade")}
    for path in sorted(folder.glob("*.json")):
        places = [place / f"{path.stem}.txt" for place in (ROOT / "golden" / "trade", *texts)]
        text = next((place for place in places if place.exists()), None)
        if text is None:
            print(f"no article is given for {path.stem}", file=sys.stderr)
            continue
        data = without_spans(exact_json.loads(path.read_bytes()))
        golden = goldens.get(path.stem)
        contradicts = golden is not None and bool(golden.findings)
        words = text.read_bytes().decode()
        yield Known(path.stem, words, data, origin="answer", contradicts=contradicts)


def _known(name: str, text: str, data: Report, truth: dict[str, Any], origin: Origin) -> Known:
    asides = tuple((aside["why"], aside["stated"]) for aside in truth["distractors"])
    return Known(name, text, data, asides, origin, truth["source_inconsistent"])


def _truth(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = exact_json.loads(path.read_text("utf-8"))
    return truth


# ---- a report against its truth


def stated(truth: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """What a truth says, each with its place, period, measure and value in base units."""
    for said in truth["statements"]:
        value = said["value_usd"] if said["value_usd"] is not None else said["value_vnd"]
        exactly = None if value is None else Decimal(str(value))
        yield (
            (said["place"], said["period_start"], said["period_end"], said["flow"], exactly),
            said,
        )


def _reported(data: Report) -> Iterator[tuple[tuple[Any, ...], Report, Report]]:
    for at in schema.figures(data, TRADE):
        statement = data["statements"][at.statement]
        period, value = statement["period"], schema.base_value(at.figure)
        key = (statement["place"], period["start"], period["end"], at.measure, value)
        yield key, statement, at.figure


def _says(figure: Report, said: dict[str, Any]) -> bool:
    mine = [figure[part] and figure[part]["percent"] for part in ("change", "plan")]
    estimate = said.get("estimate_any") or figure["approximate"] is said["estimate"]
    return mine == [said["yoy_pct"], said["plan_pct"]] and estimate


def equals(data: Report, truth: dict[str, Any]) -> bool:
    """Whether a report says all that a truth says and nothing else.

    What may come out or not has no place or period in a truth, so that nobody knows whether it is
    right. Two values of one measure must be told apart by their scope, whatever its words.
    """
    left = list(_reported(data))
    if len({(*key[:4], one["scope"]) for key, one, _ in left}) < len(left):
        return False
    for key, said in stated(truth):
        match = next((one for one in left if one[0] == key and _says(one[2], said)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


# ---- a truth turned into a report


def of_truth(text: str, truth: dict[str, Any], data: Report) -> Report | None:
    """The report that a truth makes, the words of ``data`` kept where they say the same.

    ``None`` where the article's words for something are not found.
    """
    folded = fold(text)
    words = {key[:3]: statement["period"]["text"] for key, statement, _ in _reported(data)}
    made: dict[tuple[Any, ...], Report] = {}
    for key, said in stated(truth):
        mine = (figure for other, _, figure in _reported(data) if other == key)
        figure = next((f for f in mine if _says(f, said)), None) or _figure(folded, key[4], said)
        place, start, end, measure, _ = key
        if figure is None:
            return None
        told = words.get(key[:3]) or _period(folded, start, end)
        period = {"start": start, "end": end, "text": told}
        head = {"place": place, "scope": said["scope"], "period": period}
        statement = made.setdefault(
            (place, said["scope"], start, end), {**head, **TRADE.empty_statement()}
        )
        if statement[measure] is not None:
            return None
        statement[measure] = figure
    return {"statements": list(made.values())}


def _period(folded: Folded, start: str, end: str) -> str:
    """The article's words for a period, the first where there are several, else none."""
    wanted = (date.fromisoformat(start), date.fromisoformat(end))
    found = (m for m in periods(folded) if m.resolve(wanted[0].year) == wanted)
    return next((m.span.of(folded.text) for m in found), "")


def _figure(folded: Folded, base: Decimal | None, said: dict[str, Any]) -> Report | None:
    printed = fold(said["stated"]).text
    near = folded.text.find(printed)
    figure: Report = dict.fromkeys(("value", "scale", "currency", "text", "change", "plan"))
    figure["approximate"] = said["estimate"]
    if base is not None:
        amount = _amount(printed, base, "USD" if said["value_usd"] is not None else "VND")
        if near < 0 or amount is None:
            return None
        figure |= amount
    for part, percent in (("change", said["yoy_pct"]), ("plan", said["plan_pct"])):
        if percent is not None:
            words = worded(folded, part, Decimal(str(percent)), max(near, 0))
            if words is None:
                return None
            figure[part] = {"percent": percent, "text": words}
    return figure


def _amount(printed: str, base: Decimal, currency: str) -> Report | None:
    for quantity in quantities(fold(printed)):
        for reading in quantity.readings:
            for scale in (quantity.scale,) if quantity.scale else SCALE_FACTOR:
                value = reading.value.copy_abs().copy_sign(base)
                if quantity.kind in ("money", "plain") and value * SCALE_FACTOR[scale] == base:
                    text = quantity.span.of(printed)
                    return {"value": value, "scale": scale, "currency": currency, "text": text}
    return None


def worded(folded: Folded, part: str, percent: Decimal, near: int) -> str | None:
    """The article's words that say this change or share, the nearest behind an offset."""
    told = (
        (q.span.start < near, abs(q.span.start - near), words)
        for q in quantities(folded)
        if (words := said_by(folded, q, part, percent)) is not None
    )
    return min(told, default=(False, 0, None))[2]


def said_by(folded: Folded, quantity: Quantity, part: str, percent: Decimal) -> str | None:
    """The shortest words up to a number that say this change or share and no other one."""
    if quantity.kind not in ("percent", "multiple", "plain"):
        return None
    reads = read_change if part == "change" else read_share
    begin = folded.text.rfind("\n", 0, quantity.span.start) + 1
    heads = [m.start() for m in re.finditer(r"(?<!\S)\S", folded.text[begin : quantity.span.start])]
    for head in [quantity.span.start, *(begin + h for h in heads[: -_WORDS_BACK - 1 : -1])]:
        words = folded.text[head : quantity.span.end]
        if [reading.value for reading in reads(words)] == [percent]:
            return words
    return None
