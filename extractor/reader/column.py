"""What a table's header says of its columns, and what their cells say where it says nothing.

A column holds amounts (of a period, a place or a measure of its own, maybe), changes on the year or
shares of plan. One of another comparison, of proportions, of weights or of a plan itself is left
alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import Literal

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.numbers.quantity_lexer import quantities
from extractor.numbers.unit import Unit, unit
from extractor.reader import subject
from extractor.reader.amount import COUNTED
from extractor.reader.grid import is_number
from extractor.reader.lexicon import UNITS
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token, Tokeniser
from extractor.span import Span

_YEAR = re.compile(r"(?:19[5-9]|20[0-9])[0-9]")
"""A cell of four such digits in a heading, or at the head of a row, is a year and no amount."""
INDEX_FROM = Decimal(50)
"""An unsigned percentage from here on, in a column of comparisons, is an index of 100."""
_NUMBER = re.compile(r"stt|tt|số tt|số thứ tự|#")
_TIME = re.compile(r"(?:19|20)[0-9]{2}|tháng|quý|năm|cùng kỳ|[0-9]t")
_CHANGING = re.compile(r"tăng|giảm|\+/-|±|tốc độ|chỉ số|so sánh")
_RISING = re.compile(r"tăng|giảm|\+/-|±")
_PLAN = re.compile(r"(?<![^\W_])(?:kh|kế hoạch|dự toán|nghị quyết|chỉ tiêu năm)(?![^\W_])")
_REACHED = re.compile(r"(?<!\w)(?:đạt|hoàn thành|% thực hiện|thực hiện \(%\))(?!\w)")
"""«Đạt (%)»: of a plan, whatever it is compared with is not said."""
_SHARED = re.compile(r"cơ cấu|tỷ trọng|thị phần|đóng góp")
_ESTIMATED = re.compile(r"(?<![^\W_])(?:ưth|ut|ước)(?![^\W_])")
_YEARS = re.compile(r"(?P<year>(?:19|20)[0-9]{2}) ?/ ?(?:19|20)[0-9]{2}")
"""«2022/2021»: the later year in percent of the earlier one."""
_AROUND = re.compile(
    r"(?:ước|đạt|ước đạt|khoảng|hơn|gần|trên|tăng|giảm|bằng|còn|[+~≈↑↓▲▼()*-]|[ ])*"
)
"""What may stand around the number of a cell."""

Role = Literal["amount", "change", "share"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column's header says of its cells.

    ``against`` says that ``period`` is the one compared with («so với T8/2021 (%)»), ``base`` is
    the year that «so cùng kỳ 2021» prints, ``grows`` says that its percentages are differences and
    no indices of 100, ``unsaid`` that it could be of several measures.
    """

    role: Role
    period: PeriodMention | None = None
    unit: Unit | None = None
    measure: Token | None = None
    estimate: bool = False
    past: bool = False
    against: bool = False
    base: int | None = None
    total: bool = False
    place: str | None = None
    grows: bool = False
    unsaid: bool = False


def is_year(folded: Folded, cell: Span) -> bool:
    """Whether a cell holds a year and nothing else."""
    return _YEAR.fullmatch(cell.of(folded.text)) is not None


def values(folded: Folded, cell: Span) -> Sequence[Quantity]:
    """What a cell states: a number, with its unit or its verb maybe, and its change in brackets."""
    if is_number(cell.of(folded.text)):
        return quantities(folded, cell)[:1]
    if COUNTED.fullmatch(folded.lower, cell.start, cell.end):
        return []
    found = quantities(folded, cell)
    stated = bool(found) and found[0].kind in ("money", "percent")
    if len(found) == 2 and found[1].kind == "percent":
        stated = found[0].kind in ("money", "plain")
    elif len(found) != 1:
        return []
    if not stated:
        return []
    start = cell.start
    for span in (*(q.span for q in found), Span(cell.end, cell.end)):
        if _AROUND.fullmatch(folded.lower, start, span.start) is None:
            return []
        start = span.end
    return found


def has_amounts(folded: Folded, cells: Sequence[Span]) -> bool:
    """Whether a row holds a name and numbers that are no years."""
    return any(values(folded, c) and not is_year(folded, c) for c in cells[1:])


def in_unit(quantity: Quantity, governing: Unit | None) -> Quantity | None:
    """The cell's number in the unit that it prints itself, or that governs it."""
    if quantity.kind == "money":
        return quantity
    if governing is None:
        return None
    return replace(
        quantity,
        span=Span(*quantity.number),
        scale=governing.scale,
        currency=governing.currency,
        kind="money",
    )


def name_of(tokens: Sequence[Token]) -> Token | None:
    """The measure that a cell's words name, unless content makes it another one.

    Two ends of one measure («xuất siêu (+), nhập siêu (-)») are that measure, its sign printed.
    """
    found: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind is not Kind.LABEL or subject.superseded(tokens, index):
            continue
        if subject.claimed(tokens, index, Clause(0)) or _noted(tokens, index):
            return None
        found.append(token)
    if len(found) > 1 and len({t.mention for t in found}) == 1:
        last = found[-1]
        return Token(last.kind, Span(found[0].span.start, last.span.end), "", last.mention)
    return found[-1] if found else None


def named_above(tokens: Sequence[Token]) -> Token | None:
    """The sole measure that a caption names («Bảng 3. Số liệu xuất khẩu của các tỉnh»)."""
    found = [
        token
        for index, token in enumerate(tokens)
        if token.kind is Kind.LABEL and not subject.superseded(tokens, index)
    ]
    after = [subject.following(tokens, tokens.index(token)) for token in found]
    if len({t.mention for t in found}) != 1 or any(t and t.kind is Kind.WORD for t in after):
        return None
    return found[0]


def _noted(tokens: Sequence[Token], index: int) -> bool:
    """«Táo đỏ (nhập)»: the name notes in brackets which way other goods go."""
    noted = index > 1 and tokens[index - 1].kind is Kind.OPEN
    return noted and any(t.kind is Kind.WORD and len(t.text) > 1 for t in tokens[:index])


def is_total(tokens: Sequence[Token]) -> bool:
    """Whether the words say «total» and nothing else."""
    named = takewhile(lambda t: t.kind is not Kind.OPEN, tokens)  # behind it stands the unit
    words = [t for t in named if t.kind is not Kind.STOP]
    return (
        bool(words)
        and words[0].text.startswith(("tổng", "cộng"))
        and all(t.kind is Kind.NEUTRAL for t in words)
    )


def is_place(token: Token) -> bool:
    """Whether a token names a place of the country."""
    return token.kind is Kind.PLACE and token.mention.kind != "foreign"


def columns_of(
    tokeniser: Tokeniser, header: Sequence[Sequence[Span]], body: Sequence[Sequence[Span]]
) -> list[Column | None]:
    """What each column holds, by the words above it."""
    folded = tokeniser.folded
    width = max((len(cells) for cells in (*header, *body)), default=0)
    spread = headings_of(folded, header, width)
    columns: list[Column | None] = []
    for index in range(width):
        words = [c[index] for c in spread if len(c) > index and c[index].end > c[index].start]
        below = [q for c in body if len(c) > index for q in values(folded, c[index])[:1]]
        if not below:
            columns.append(None)
        elif words:
            column = _column(tokeniser, words)
            if column is not None and column.role == "change":
                column = replace(column, grows=_are_differences(folded, words, below))
            columns.append(column)
        else:
            columns.append(_by_cells(folded, below))
    return columns


def headings_of(folded: Folded, header: Sequence[Sequence[Span]], width: int) -> list[list[Span]]:
    """The header's rows with each heading above all the columns that it spans.

    All but the last row can span: an empty cell there goes on with the one to its left, and the
    headings of a row without empty cells share the columns evenly. A last row that is one short
    lacks the heading of the names.
    """
    spread = [list(cells) for cells in header]
    for cells in spread[:-1]:
        named = len(cells) - 1
        if 0 < named < width - 1 and (width - 1) % named == 0:
            times = (width - 1) // named
            cells[1:] = [cell for cell in cells[1:] for _ in range(times)]
        for index in range(2, len(cells)):
            if cells[index].start == cells[index].end:
                cells[index] = cells[index - 1]
    if spread and len(spread[-1]) == width - 1:
        head = spread[-1][0]
        numbered = _NUMBER.fullmatch(head.of(folded.lower)) is not None
        if len(spread) > 1 or numbered or _dated(folded, head):
            spread[-1].insert(numbered, Span(head.end, head.end))
    return spread


def _dated(folded: Folded, cell: Span) -> bool:
    """Whether a heading names a time, and so no column of names."""
    return _TIME.search(folded.lower, cell.start, cell.end) is not None


def _by_cells(folded: Folded, below: Sequence[Quantity]) -> Column | None:
    """What a column without a heading holds: money with its unit, or changes with their sign."""
    if all(q.kind == "money" for q in below):
        return Column("amount")
    if all(q.kind == "percent" for q in below):
        signed = all(q.number.of(folded.text)[:1] in "+-" or _verb_before(folded, q) for q in below)
        return Column("change") if signed else None
    return None


def counted(
    folded: Folded, columns: Sequence[Column | None], body: Sequence[Sequence[Span]]
) -> list[Column | None]:
    """Without a header the first column of bare numbers holds the amounts of the caption."""
    found = list(columns)
    if any(c is not None and c.role == "amount" for c in columns):
        return found
    for index in range(1, len(columns)):
        cells = [c[index] for c in body if len(c) > index]
        if any("%" not in c.of(folded.text) and values(folded, c) for c in cells):
            found[index] = Column("amount")
            break
    return found


def _are_differences(folded: Folded, words: Sequence[Span], below: Sequence[Quantity]) -> bool:
    """Whether a column of changes counts from 0: where some have a sign, or are too little for an
    index of 100, most of them where it is not said to rise or fall."""
    if any(q.number.of(folded.text)[:1] in "+-" or _verb_before(folded, q) for q in below):
        return True
    little = sum(q.value < INDEX_FROM for q in below)
    said = any(_RISING.search(folded.lower, *word) for word in words)
    return little > 0 if said else 2 * little > len(below)


def _verb_before(folded: Folded, quantity: Quantity) -> bool:
    before = folded.lower[max(0, quantity.span.start - 5) : quantity.span.start]
    return before in ("tăng ", "giảm ")


def _column(tokeniser: Tokeniser, words: Sequence[Span]) -> Column | None:
    folded = tokeniser.folded
    text = " ".join(w.of(folded.lower) for w in words)
    parts = [tokeniser.cell(w) for w in words]
    tokens = [t for part in parts for t in part]
    kinds = {t.kind for t in tokens}
    mentions: list[PeriodMention] = [t.mention for t in tokens if t.kind is Kind.PERIOD]
    own = [m for m in mentions if m.role == "own"]
    past = next((m for m in mentions if m.role == "last_year"), None)
    relative = "%" in text or "phần trăm" in text or Kind.COMPARED in kinds or "tỷ lệ" in text
    measure = next((m for part in reversed(parts) if (m := name_of(part))), None)
    if measure is None and Kind.LABEL in kinds:
        return None
    if Kind.FOREIGN in kinds:
        return None
    if Kind.PLAN in kinds or _PLAN.search(text):
        return Column("share", measure=measure) if relative else None
    if any(m.role == "previous" for m in mentions) or _SHARED.search(text):
        return None
    governing = unit(text)
    if relative and Kind.COMPARED not in kinds and _REACHED.search(text):
        return Column("share", measure=measure)
    if relative or _CHANGING.search(text):
        if governing is not None and not relative:
            return None
        return _change(tokens, text, own, past, measure)
    if governing is None and any(t.text in UNITS for t in tokens):
        return None
    return Column(
        "amount",
        past or _together(own),
        governing,
        measure,
        estimate=Kind.ESTIMATE in kinds or _ESTIMATED.search(text) is not None,
        past=past is not None,
        total=is_total(tokens),
        place=next((t.mention.name for t in tokens if is_place(t)), None),
    )


def _together(own: Sequence[PeriodMention]) -> PeriodMention | None:
    """«Tháng 5» above or below «Năm 2024» is May of 2024."""
    years = [m for m in own if m.kind == "year"]
    parts = [m for m in own if m.kind != "year"]
    if years and parts and parts[0].year is None:
        return replace(parts[0], year=years[0].year)
    return next(iter(own), None)


def _change(
    tokens: Sequence[Token],
    text: str,
    own: Sequence[PeriodMention],
    past: PeriodMention | None,
    measure: Token | None,
) -> Column | None:
    """A column of changes: which figures', and on the year alone."""
    if any(t.kind is Kind.PROPORTION for t in tokens) and not _CHANGING.search(text):
        return None
    if past is not None or not own:
        base = past.year if past is not None else None
        return Column("change", own[0] if own else None, measure=measure, base=base)
    if len(own) == 1:
        at = next(i for i, t in enumerate(tokens) if t.mention is own[0])
        against = any(t.kind is Kind.COMPARED for t in tokens[:at]) and not _YEARS.search(text)
        return Column("change", own[0], measure=measure, against=against)
    first, last = own[0], own[-1]
    if last.kind != "year" and (first.start, first.end) != (last.start, last.end):
        return None  # «tháng 9 so với tháng 8 (%)»
    return Column("change", first, measure=measure)


def unit_column(folded: Folded, body: Sequence[Sequence[Span]]) -> int | None:
    """The column that holds the units of the rows («Triệu USD»), each in its own."""
    for cells in body:
        for index, cell in enumerate(cells[1:], 1):
            text = cell.of(folded.text)
            if not values(folded, cell) and unit(text) and len(text.split()) <= 4 and index < 4:
                before = cells[index - 1]
                if before.end > before.start and not is_number(before.of(folded.text)):
                    return index
    return None
