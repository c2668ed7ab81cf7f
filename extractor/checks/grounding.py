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
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from extractor.checks.wording import quoted
from extractor.folding import Folded, fold
from extractor.numbers.counted import counted
from extractor.numbers.period import PeriodMention
from extractor.numbers.period_lexer import periods
from extractor.numbers.place import PlaceMention, places
from extractor.numbers.quantity import Quantity
from extractor.numbers.quantity_lexer import quantities
from extractor.reader.addressing import without_instructions
from extractor.span import Span

_WORD = re.compile(r"\w")
_GOES_ON = re.compile(r"[0-9]|[.,/][0-9]")
_COMES_ON = re.compile(r"(?:[0-9][.,/]?|[^\W\d_])\Z")
_SENTENCE_END = re.compile(r"[.!?…](?<!\bTP.)(?<!\bTp.)(?=\s)|\n")
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
            index[_digits(quantity, self.folded.lower)].append(quantity)
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
        return [mention for mention in self.times if mention.kind != "date"]

    @cached_property
    def times(self) -> Sequence[PeriodMention]:
        """The same with the days that it names."""
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
            for time in self.times:
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
