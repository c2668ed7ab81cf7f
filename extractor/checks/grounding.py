"""Where a report's words stand in the article.

Words count as printed where the folded article has them character for character, spaces and line
breaks being one, and every number in them is a whole number of the article: «425 triệu USD» does
not stand in «1.425 triệu USD», nor «28,3%» in «-28,3%». Nothing is ever matched approximately: a
digit that differs is another number.

Places are offsets into the folded text (``Folded.span`` leads back to the article).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, islice

from extractor.checks.wording import quoted
from extractor.folding import Folded, fold
from extractor.numbers.counted import counted
from extractor.numbers.period import PeriodMention
from extractor.numbers.period_lexer import periods
from extractor.numbers.place import PlaceMention, places
from extractor.numbers.quantity import Quantity
from extractor.numbers.quantity_lexer import quantities
from extractor.reader.addressing import without_instructions
from extractor.record import Data
from extractor.schema import Schema
from extractor.span import Span

_WORD = re.compile(r"\w")
_GOES_ON = re.compile(r"[0-9]|[.,/][0-9]")
_COMES_ON = re.compile(r"(?:[0-9][.,/]?|[^\W\d_])\Z")
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")
_SENTENCE_REACH = 400
_COUNTED_IN = re.compile(
    r"(?<!\w)(?:đvt|đơn vị tính|đơn vị ?:)|\((?:1[.,]?000|nghìn|ngàn|triệu|tỷ) (?:usd|đồng)\)"
)
"""Says what the bare numbers of the rows below are counted in."""


@dataclass(frozen=True, eq=False)
class ArticleText:
    """An article's text, folded and lexed once, in which words can be looked up.

    What is not for its readers (``reader.addressing``) is blank.
    """

    folded: Folded
    quantities: Sequence[Quantity]
    _found: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    _amounts: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    @staticmethod
    @lru_cache(maxsize=1)
    def of(text: str) -> ArticleText:
        """Fold and lex ``text``; time grows linearly with it.

        The last text is kept, since records that share one come one after another.
        """
        folded = without_instructions(fold(text), led=True)
        return ArticleText(folded, quantities(folded))

    @staticmethod
    @lru_cache(maxsize=1)
    def whole(text: str) -> ArticleText:
        """The same with what is not for the article's readers: it supports no figure."""
        folded = fold(text)
        return ArticleText(folded, quantities(folded))

    @cached_property
    def _by_digits(self) -> Mapping[str, list[Quantity]]:
        index: dict[str, list[Quantity]] = defaultdict(list)
        for quantity in self.quantities:
            index[_digits(quantity, self.folded.text)].append(quantity)
        return index

    @cached_property
    def _starts(self) -> list[int]:
        return [quantity.number.start for quantity in self.quantities]

    @cached_property
    def places(self) -> Sequence[PlaceMention]:
        """Every place that the article names, in order."""
        return places(self.folded)

    @cached_property
    def periods(self) -> Sequence[PeriodMention]:
        """Every period that the article names, in order, days left out."""
        return [mention for mention in self._times if mention.kind != "date"]

    @cached_property
    def _times(self) -> Sequence[PeriodMention]:
        return periods(self.folded)

    @cached_property
    def _rows_from(self) -> int:
        """Where rows may begin whose unit stands above them."""
        found = _COUNTED_IN.search(self.folded.lower)
        return found.start() if found is not None else len(self.folded.text)

    def otherwise(self, quantity: Quantity) -> str | None:
        """What a number is by the words beside it that is no amount and no percentage.

        ``None`` where no words say so: a bare number may be either.
        """
        if quantity.kind != "plain":
            return None
        in_rows = quantity.span.start > self._rows_from
        what = counted(self.folded, quantity, in_rows=in_rows)
        if what is not None:
            return f"a count of {quoted(what)}"
        if quantity.scale is None:
            for time in self._times:
                if time.span.contains(quantity.span):
                    return f"a part of {quoted(time.span.of(self.folded.text))}"
        return None

    def quantities_in(self, span: Span) -> Sequence[Quantity]:
        """The quantities whose number begins within ``span``, in order."""
        return self.quantities[bisect_left(self._starts, span.start) : self.after(span.end)]

    def after(self, offset: int) -> int:
        """The index of the first quantity whose number begins at ``offset`` or later."""
        return bisect_left(self._starts, offset)

    def sentence_start(self, offset: int) -> int:
        """Where the sentence (or line) around ``offset`` begins, at most some lines back."""
        start = max(0, offset - _SENTENCE_REACH)
        last = start
        for match in _SENTENCE_END.finditer(self.folded.text, start, offset):
            last = match.end()
        return last

    def sentence_end(self, offset: int) -> int:
        """Where the sentence (or line) around ``offset`` ends, at most some lines on."""
        limit = min(len(self.folded.text), offset + _SENTENCE_REACH)
        match = _SENTENCE_END.search(self.folded.text, offset, limit)
        return match.start() if match else limit

    def occurrences(self, words: str) -> tuple[Span, ...]:
        """Every place where ``words`` are printed, in order; none for words without a character."""
        wanted = " ".join(fold(words).lower.split()).replace(" %", "%")
        if wanted not in self._found:
            self._found[wanted] = tuple(self._search(wanted)) if wanted else ()
        return self._found[wanted]

    def amounts(self, words: str) -> tuple[Span, ...]:
        """The places of a figure's words, without those where the number is no amount.

        All places where there is no other: what the number is instead is then to be said.
        """
        if words not in self._amounts:
            spans = self.occurrences(words)
            self._amounts[words] = tuple(s for s in spans if self._is_amount(s)) or spans
        return self._amounts[words]

    def _is_amount(self, span: Span) -> bool:
        return any(
            q.kind == "money" or (q.kind == "plain" and self.otherwise(q) is None)
            for q in self.quantities_in(span)
        )

    def _search(self, wanted: str) -> list[Span]:
        text = self.folded.lower
        numbers = quantities(fold(wanted))
        found = []
        if numbers:
            # From its rarest number outward, so that the text is not searched once per figure.
            printed = [(_digits(q, wanted), q.number.end) for q in numbers]
            digits, end_at = min(printed, key=lambda p: len(self._by_digits.get(p[0], ())))
            at = end_at - len(digits)
            for quantity in self._by_digits.get(digits, ()):
                head = quantity.number.end - len(digits)
                start = _backward(text, head, wanted[:at])
                end = _forward(text, head, wanted[at:])
                if (
                    start is not None
                    and end is not None
                    and self._opens(start, wanted, *printed[0])
                ):
                    found.append(Span(start, end))
        else:
            pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())))
            found = [Span(*match.span()) for match in pattern.finditer(text)]
        return [span for span in found if self._stands_alone(span)]

    def _opens(self, start: int, wanted: str, digits: str, end_at: int) -> bool:
        """Whether the first number of ``wanted``, printed from ``start`` on, is a whole number.

        Words that begin with its digits leave no sign of the article's out.
        """
        head = _forward(self.folded.lower, start, wanted[: end_at - len(digits)])
        if head is None:
            return False
        for quantity in self.quantities_in(Span(max(0, head - 1), head + 1)):
            if quantity.number.end == head + len(digits):
                signed = quantity.number.start < head and self.folded.text[head - 1] == "-"
                return start < head or not signed
        return False

    def _stands_alone(self, span: Span) -> bool:
        """Whether neither end cuts a word or a number of the article in two."""
        text, (start, end) = self.folded.text, span
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        if text[end - 1].isdigit():
            ends = not _GOES_ON.match(after)
        else:
            ends = not (_WORD.match(text[end - 1]) and _WORD.match(after))
        if text[start].isdigit():
            return ends and not _COMES_ON.search(before)
        return ends and not (_WORD.match(text[start]) and _WORD.match(before[-1:]))


def _digits(quantity: Quantity, text: str) -> str:
    """A number of ``text`` without its sign."""
    return quantity.number.of(text).lstrip("+-")


def _forward(text: str, at: int, wanted: str) -> int | None:
    """The end of ``wanted`` in ``text`` from ``at`` on, spaces and line breaks being one."""
    for char in wanted:
        if char == " ":
            if not text[at : at + 1].isspace():
                return None
            while text[at : at + 1].isspace():
                at += 1
            continue
        if char == "%" and text.startswith(" %", at):
            at += 1
        if not text.startswith(char, at):
            return None
        at += 1
    return at


def _backward(text: str, at: int, wanted: str) -> int | None:
    """The start of ``wanted`` in ``text`` where it ends at ``at``."""
    for char in reversed(wanted):
        if char == " ":
            if at == 0 or not text[at - 1].isspace():
                return None
            while at and text[at - 1].isspace():
                at -= 1
        elif at == 0 or text[at - 1] != char:
            return None
        else:
            at -= 1
    return at


_STEP_BACK = 50
_SAME_PLACE = 10**9
_OTHER_CLAUSE = 200
_PERIOD_FAR = 10
_CLAUSE_END = re.compile(r"[;\n]|\.\s")
_CROWDED = 64
_LANDMARKS = 8

Costed = list[tuple[Span, int]]


@dataclass(frozen=True, slots=True)
class _Printed:
    """Where the words of a figure are printed, each of its three texts on its own.

    ``anchors`` are the places where the figure can stand: its number, or where that is not printed
    what is said of it.
    """

    path: str
    amount: tuple[Span, ...]
    said: Mapping[str, tuple[Span, ...]]
    anchors: tuple[Span, ...]

    @classmethod
    def of(cls, article: ArticleText, path: str, figure: Data) -> _Printed:
        amount = article.amounts(figure["text"]) if figure["text"] is not None else ()
        said = {
            part: spans
            for part in ("change", "plan")
            if figure[part] is not None and (spans := article.occurrences(figure[part]["text"]))
        }
        return cls(path, amount, said, amount or next(iter(said.values()), ()))


def locate(article: ArticleText, data: Data, schema: Schema) -> dict[str, Span]:
    """Where each quoted text of a report stands, by the path of what it belongs to.

    Keys are «statements.0.export», «statements.0.export.change», «statements.0.export.plan»; what
    the article does not print has none. Of several occurrences those are taken that keep a figure
    close to its change and share, and the figures of a statement close to each other in the order
    of the report (a shortest path). Of words that are printed more than ``_CROWDED`` times only the
    places beside the statement's rarest words are weighed, so that the time for a statement does
    not grow with their number.
    """
    places: dict[str, Span] = {}
    for index, statement in enumerate(data["statements"]):
        period = article.occurrences(statement["period"]["text"])
        made = [
            _Printed.of(article, f"statements.{index}.{measure.name}", figure)
            for measure in schema.measures
            if (figure := statement.get(measure.name)) is not None
        ]
        row = _thinned([printed for printed in made if printed.anchors], period)
        for printed, anchor in zip(row, _path(article, row, period), strict=True):
            if printed.amount:
                places[printed.path] = anchor
            for part, spans in printed.said.items():
                places[f"{printed.path}.{part}"] = _nearest(article, anchor, spans)[0]
    return places


def _thinned(row: list[_Printed], period: tuple[Span, ...]) -> list[_Printed]:
    """The figures of a statement, each with few enough anchors to weigh all of them."""
    if all(len(printed.anchors) <= _CROWDED for printed in row):
        return row
    texts = [period, *(s for p in row for s in (p.amount, *p.said.values()))]
    rarest_first = sorted((spans for spans in texts if spans), key=len)
    landmarks = list(islice(chain.from_iterable(rarest_first), _LANDMARKS))
    # As many to either side as the statement has figures, which may all print the same words.
    return [
        printed
        if len(printed.anchors) <= _CROWDED
        else replace(printed, anchors=_beside(printed.anchors, landmarks, len(row)))
        for printed in row
    ]


def _beside(anchors: tuple[Span, ...], landmarks: Sequence[Span], reach: int) -> tuple[Span, ...]:
    """The anchors next to the landmarks, ``reach`` of them to either side, in order."""
    near: set[int] = set()
    for landmark in landmarks:
        at = bisect_left(anchors, landmark)
        near.update(range(max(0, at - reach), min(len(anchors), at + reach + 1)))
    return tuple(anchors[i] for i in sorted(near))


def _path(article: ArticleText, row: Sequence[_Printed], period: tuple[Span, ...]) -> list[Span]:
    """One anchor per figure, the whole path as short as can be; ties go to the earliest."""
    best: list[list[tuple[int, int]]] = []
    for number, printed in enumerate(row):
        own = [_around(article, printed, anchor) for anchor in printed.anchors]
        if number == 0:
            if period:
                own = [
                    cost + _nearest(article, anchor, period)[1] // _PERIOD_FAR
                    for anchor, cost in zip(printed.anchors, own, strict=True)
                ]
            best.append([(cost, -1) for cost in own])
            continue
        before = [
            (span, cost) for span, (cost, _) in zip(row[number - 1].anchors, best[-1], strict=True)
        ]
        reached = _reach(before, printed.anchors)
        best.append([(cost + far, back) for cost, (far, back) in zip(own, reached, strict=True)])
    if not best:
        return []
    at = min(range(len(best[-1])), key=lambda i: best[-1][i][0])
    taken = []
    for number in range(len(row) - 1, -1, -1):
        taken.append(row[number].anchors[at])
        at = best[number][at][1]
    return taken[::-1]


def _reach(before: Costed, anchors: Sequence[Span]) -> list[tuple[int, int]]:
    """The cheapest way from some place before to each anchor: its cost and where it came from.

    Onward costs the distance, back twice that and a step, staying where one is next to everything.
    """
    forward: list[tuple[int, int] | None] = []
    i, cheapest = 0, None
    for anchor in anchors:
        while i < len(before) and before[i][0].start < anchor.start:
            cost = before[i][1] - before[i][0].start
            if cheapest is None or cost < cheapest[0]:
                cheapest = (cost, i)
            i += 1
        forward.append(cheapest and (cheapest[0] + anchor.start, cheapest[1]))
    backward: list[tuple[int, int] | None] = []
    i, cheapest = len(before) - 1, None
    for anchor in reversed(anchors):
        while i >= 0 and before[i][0].start > anchor.start:
            cost = before[i][1] + 2 * before[i][0].start
            if cheapest is None or cost <= cheapest[0]:
                cheapest = (cost, i)
            i -= 1
        backward.append(cheapest and (cheapest[0] - 2 * anchor.start + _STEP_BACK, cheapest[1]))
    stay = {span.start: (cost + _SAME_PLACE, i) for i, (span, cost) in enumerate(before)}
    reached = []
    for anchor, onward, back in zip(anchors, forward, reversed(backward), strict=True):
        ways = [way for way in (onward, back, stay.get(anchor.start)) if way is not None]
        reached.append(min(ways))
    return reached


def _around(article: ArticleText, printed: _Printed, anchor: Span) -> int:
    """How far a figure's change and share stand from it."""
    return sum(_nearest(article, anchor, spans)[1] for spans in printed.said.values())


def _nearest(article: ArticleText, anchor: Span, spans: tuple[Span, ...]) -> tuple[Span, int]:
    """The one of ``spans`` that most likely belongs to what stands at ``anchor``, and how far."""
    text = article.folded.text
    at = bisect_left(spans, anchor)
    candidates = []
    for span in spans[max(0, at - 1) : at + 2]:
        if span.overlaps(anchor):
            candidates.append((0, span))
            continue
        later = span.start >= anchor.end
        low, high = (anchor.end, span.start) if later else (span.end, anchor.start)
        cost = high - low + (0 if later else 3)
        if _CLAUSE_END.search(text, low, min(high, low + _OTHER_CLAUSE)):
            cost += _OTHER_CLAUSE
        candidates.append((cost, span))
    cost, span = min(candidates)
    return span, cost
