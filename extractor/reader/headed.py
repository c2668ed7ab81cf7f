"""What a table says of its cells beside what they hold: planned, estimated or done, indices.

A heading, a row's first words or the caption may make amounts a plan («Kế hoạch năm 2023») or
estimates («Ước tháng 6»); a column of comparisons may count from 100, the year before, which the
amounts beside it, a neighbour of like heading or its own values settle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from extractor.numbers.interval import Interval
from extractor.numbers.quantity import SIGNS, Quantity
from extractor.reader.column import INDEX_FROM, Column, headings_of, values
from extractor.reader.slots import Headed
from extractor.reader.tokens import Kind, Token, Tokeniser
from extractor.span import Span

_DONE = re.compile(
    r"(?<!\w)(?:thực hiện|th|đã|kết quả|đạt|chính thức|thực tế|hoàn thành|vượt|so|so với)(?!\w)"
)
"""Beside a plan these tell what came of it, or compare with it."""
_OFFICIAL = re.compile(r"(?<!\w)(?:thực hiện|th|chính thức|thực tế)(?!\w)")
_ESTIMATED = re.compile(r"(?<![^\W_])(?:ưth|ut|ước)(?![^\W_])")
_OFFICES = frozenset(
    {"sở", "bộ", "phòng", "ban", "vụ", "ngành", "cục", "viện", "học viện", "báo", "trường"}
)
"""Words behind which a plan is a part of an office's name («Phòng Kế hoạch - Tài chính»)."""
_INDICATOR = "chỉ tiêu"
_LONGEST = 120
"""Characters that a caption has at most."""
_RELATIVE = re.compile(r"%|phần trăm|(?<!\w)(?:so|chỉ số)(?!\w)|(?:19|20)[0-9]{2} ?/ ?(?:19|20)")
_OF_A_WHOLE = re.compile(
    r"cơ cấu|tỷ trọng|thị phần|đóng góp|chiếm|(?<!\w)(?:kh|kế hoạch|dự toán|nghị quyết|chỉ tiêu"
    r"|đạt|hoàn thành|% thực hiện|thực hiện \(%\))(?!\w)"
)
_RISING = re.compile(r"tăng|giảm|\+/-|±|tốc độ")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_LOW, _HIGH = 70, 150
"""Between these lie the values of a column that can hardly be growths, all of them."""
_FEWEST = 2
_DIGITS = 3
"""Digits from which on one value that fits is no chance."""
_MOST = 8
"""Columns of amounts that are held against each other."""
_HUNDRED = Fraction(100)


def plan_of(tokens: Sequence[Token]) -> str | None:
    """The noun of plan or of aim that some words are about, and not what came of it."""
    text = " ".join(token.text.lower() for token in tokens)
    if _DONE.search(text) or any(t.kind in (Kind.COMPARED, Kind.PERCENT) for t in tokens):
        return None
    for index, token in enumerate(tokens):
        office = index > 0 and tokens[index - 1].text.lower() in _OFFICES
        behind = tokens[index + 1 : index + 2]
        if token.text.lower() == _INDICATOR and not (behind and _is_assigned(behind[0])):
            continue  # «Một số chỉ tiêu kinh tế»
        if token.kind in (Kind.PLAN, Kind.TARGET) and not office:
            return token.text
    return None


def _is_assigned(token: Token) -> bool:
    """«Chỉ tiêu năm 2024», «chỉ tiêu giao»: what is to be reached, and no indicator."""
    year = token.kind is Kind.PERIOD and token.mention.kind == "year"
    return year or token.kind in (Kind.TARGET, Kind.PLAN) or token.text.lower() == "giao"


def plan_above(tokeniser: Tokeniser, caption: Sequence[Span]) -> str | None:
    """The caption's words where it heads a table of what is planned."""
    for stretch in reversed(caption):
        if stretch.end - stretch.start > _LONGEST:
            return None
        tokens = tokeniser.cell(stretch)
        if any(t.kind is Kind.MONEY for t in tokens):
            return None
        if plan_of(tokens) is not None:
            return stretch.of(tokeniser.folded.text).strip()
    return None


class Headings:
    """Reads what the headings of one table say of its cells."""

    def __init__(
        self,
        tokeniser: Tokeniser,
        caption: Sequence[Span],
        header: Sequence[Sequence[Span]],
        body: Sequence[Sequence[Span]],
        *,
        estimate: bool,
    ) -> None:
        self._tokeniser = tokeniser
        self._folded = tokeniser.folded
        self._estimate = estimate and bool(caption) and self._is_caption(caption)
        self._body = body
        width = max((len(cells) for cells in (*header, *body)), default=0)
        spread = headings_of(self._folded, header, width)
        words = [
            [c[i] for c in spread if len(c) > i and c[i].end > c[i].start] for i in range(width)
        ]
        self._tokens = [[t for w in own for t in tokeniser.cell(w)] for own in words]
        self._texts = [" ".join(w.of(self._folded.lower) for w in own) for own in words]
        years = (int(year) for text in self._texts for year in _YEAR.findall(text))
        self._latest = max(years, default=0)
        self._above = plan_above(tokeniser, caption)
        each = zip(words, self._tokens, strict=True)
        self._plans = [self._plan(own, tokens) for own, tokens in each]
        self.grows = dict(self._settled())

    def _is_caption(self, caption: Sequence[Span]) -> bool:
        """Whether a word of estimate stands in a caption, and in no sentence above the table."""
        lines = [self._tokeniser.cell(stretch) for stretch in caption]
        return all(
            all(t.kind not in (Kind.MONEY, Kind.PERCENT) for t in line)
            for line in lines
            if any(t.kind is Kind.ESTIMATE for t in line)
        )

    def _plan(self, words: Sequence[Span], tokens: Sequence[Token]) -> str | None:
        if plan_of(tokens) is None or any("%" in w.of(self._folded.text) for w in words):
            return None
        return " ".join(w.of(self._folded.text) for w in words)

    def columns(self, columns: Sequence[Column | None]) -> list[Column | None]:
        """The columns, those of changes with what is settled of how they count."""
        return [
            replace(c, grows=self.grows[i]) if c and c.role == "change" and i in self.grows else c
            for i, c in enumerate(columns)
        ]

    def row_plan(self, name: Sequence[Token]) -> str | None:
        """The words that make a row one of plans."""
        return " ".join(t.text for t in name) if plan_of(name) is not None else None

    def cells(self) -> Iterator[tuple[int, Headed]]:
        """What is said of each cell, with where its number begins."""
        for cells in self._body:
            name = self._tokeniser.cell(cells[0]) if cells else []
            said = cells[0].of(self._folded.lower) if cells else ""
            planned = self.row_plan(name)
            for index, quantity in self._numbers(cells):
                text = f"{self._texts[index]} {said}"
                start = quantity.number.start
                if index in self.grows:
                    yield start, Headed(index=not self.grows[index])
                elif quantity.kind != "percent" and not _RELATIVE.search(self._texts[index]):
                    done = _OFFICIAL.search(text) is not None
                    plan = self._plans[index] or planned or self._above
                    plan = None if plan is not None and _DONE.search(text) else plan
                    estimate = self._is_estimate(text, done=done) if plan is None else None
                    yield start, Headed(plan, estimate)

    def _is_estimate(self, text: str, *, done: bool) -> bool | None:
        if _ESTIMATED.search(text):
            return True
        if done:
            return None if self._estimate else False
        years = [int(year) for year in _YEAR.findall(text)]
        past = "cùng kỳ" in text or (bool(years) and max(years) < self._latest)
        return True if self._estimate and not past else None

    def _numbers(self, cells: Sequence[Span]) -> Iterator[tuple[int, Quantity]]:
        for index, cell in enumerate(cells[1:], 1):
            if index < len(self._texts) and (found := values(self._folded, cell)):
                yield index, found[0]

    # ---- how a column of comparisons counts

    def _settled(self) -> Iterator[tuple[int, bool]]:
        """The columns of unsigned comparisons of which it is settled whether they are growths."""
        rows = [dict(self._numbers(cells)) for cells in self._body]
        relative = [
            i
            for i, text in enumerate(self._texts)
            if i and _RELATIVE.search(text) and not _OF_A_WHOLE.search(text)
        ]
        compared = {i: column for i in relative if (column := self._unsigned(i, rows))}
        amounts = [
            i
            for i, text in enumerate(self._texts)
            if i and not _RELATIVE.search(text) and self._plans[i] is None
        ][:_MOST]
        found: dict[int, bool] = {}
        for i, column in compared.items():
            grows = _by_arithmetic(column, rows, amounts)
            if grows is None and not _RISING.search(self._texts[i]) and _lies_around(column):
                grows = False
            if grows is not None:
                found[i] = grows
        yield from found.items()
        for i, column in compared.items():
            like = {g for j, g in found.items() if self._is_like(i, j)}
            high = all(q.value >= INDEX_FROM for q in column.values())
            if i not in found and like == {False} and high:
                yield i, False

    def _unsigned(
        self, index: int, rows: Sequence[Mapping[int, Quantity]]
    ) -> Mapping[int, Quantity]:
        """The numbers of a column by their row, none where some says its own direction."""
        column = {r: row[index] for r, row in enumerate(rows) if index in row}
        signed = any(
            q.kind == "money"
            or q.number.of(self._folded.text)[:1] in SIGNS
            or self._folded.lower.endswith(("tăng ", "giảm ", "(", "▲ ", "▼ "), 0, q.span.start)
            for q in column.values()
        )
        return {} if signed else column

    def _is_like(self, one: int, other: int) -> bool:
        rising = [_RISING.search(self._texts[i]) is not None for i in (one, other)]
        return rising[0] == rising[1]


def _by_arithmetic(
    column: Mapping[int, Quantity], rows: Sequence[Mapping[int, Quantity]], amounts: Sequence[int]
) -> bool | None:
    """Whether the amounts of the rows make a column growths, or else indices; ``None`` neither."""
    fitting = set()
    for now, then in permutations(amounts, 2):
        both = [r for r in column if {now, then} <= rows[r].keys()]
        pairs = [(column[r], rows[r][now], rows[r][then]) for r in both]
        many = len(pairs) >= _FEWEST or any(_digits(q) >= _DIGITS for q, _, _ in pairs)
        for grows in (True, False) if pairs and many else ():
            if all(_fits(*pair, grows=grows) for pair in pairs):
                fitting.add(grows)
    return fitting.pop() if len(fitting) == 1 else None


def _digits(quantity: Quantity) -> int:
    return len(quantity.value.as_tuple().digits)


def _fits(stated: Quantity, now: Quantity, then: Quantity, *, grows: bool) -> bool:
    """Whether two amounts stand to each other as a percentage says."""
    base = _interval(then)
    if now.value <= 0 or base.low is None or base.low <= 0:
        return False
    percent = (_interval(now) / base).scaled(_HUNDRED) - Interval.point(_HUNDRED if grows else 0)
    return percent.meets(_interval(stated))


def _interval(quantity: Quantity) -> Interval:
    reading = quantity.readings[0]
    return Interval.printed(reading.value, reading.unit)


def _lies_around(column: Mapping[int, Quantity]) -> bool:
    """Whether all values lie around 100, some of them below: no growths, be they what they may."""
    found = [q.value for q in column.values()]
    return (
        len(found) >= _FEWEST
        and all(_LOW <= v <= _HIGH for v in found)
        and any(v < _HUNDRED for v in found)
    )
