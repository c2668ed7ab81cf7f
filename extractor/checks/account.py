"""What becomes of each number of an article: claimed by a report, explained, or open.

A number is claimed by the fields whose words print it, or that say the same of the same in other
digits. It is explained by what stands around it: a date, a rank, a count, a share, a target, a
market, whatever is no figure of the schema's. What is neither is open. A number that the
deterministic reader takes for a figure and no field claims is always open and is what the rule
``coverage`` tells of, since both ask ``unclaimed``; a headline's is explained as one. So is open a
percentage of a table that is of one of its row's figures, where no heading says of which. All
others are told for people to look at, and no rule depends on them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from extractor.checks.coverage import read_as, unclaimed
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.second_reading import ASPECTS, printed_at
from extractor.folding import fold_phrase
from extractor.numbers.quantity import Quantity
from extractor.reader import Told, lexicon, reading_of
from extractor.reader.addressing import instructions, without_instructions
from extractor.reader.layout import paragraphs
from extractor.reader.tokens import Kind, Token, Tokeniser, vocabulary
from extractor.record import Data
from extractor.schema import Schema, figures, without_spans
from extractor.span import Span

Reason = Literal[
    "date or period",
    "rank",
    "count or quantity",
    "price or rate",
    "share of a whole",
    "change of something else",
    "target or plan",
    "compared with",
    "headline",
    "told within the article otherwise",
    "another place or market",
    "a company",
    "another subject",
    "unit of a table",
    "document or code",
    "another article",
    "addresses a model",
]
"""What a number is that is no figure of the report."""
State = Literal["claimed", "explained", "open"]

_RUN = re.compile(r"[0-9]+(?:[.,/:-][0-9]+)*")
_CODE = re.compile(
    r"[\w./-]*[^\W\d_][\w./-]*\Z|(?<!\w)(?:số|điều|khoản|mục|đt|tel|fax|hotline):? ?\Z"
)
_CODED = re.compile(r"[./-]?[^\W\d_]|/[0-9]")
_RATE = re.compile(rf" ?(?:{'|'.join(map(re.escape, lexicon.RATE))})")
_EACH = re.compile(rf"(?<!\w)(?:{lexicon.EACH})[^.;,]{{0,30}}\Z")
_RANKED = re.compile(r"(?<!\w)(?:thứ|hạng|top|tốp|vị trí số)(?: (?:hạng|vị trí))? ?\Z")
_CHANGE = re.compile(r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhích|sụt)[^.;,]{0,25}\Z")
_CLOCK = re.compile(r":[0-9]{2}(?![0-9])")
_CLOCKED = re.compile(r"[0-9]:\Z")
_DAY = re.compile(r"-(?:0?[1-9]|1[0-2])(?![0-9.,%-])")
_DAYED = re.compile(r"(?<![0-9.,-])(?:0?[1-9]|[12][0-9]|3[01])-\Z")
_COUNTED_IN = re.compile(r"(?<!\w)(?:đơn vị tính|đơn vị|đvt):? ?\Z")
_ITEM = re.compile(
    r"[ \t]*[0-9]{1,2}(?: ?[.)/]\s|(?:\.[0-9]{1,2}){1,3}(?:[.)/]\s|\s+(?=[^\W\d_])))"
)
_NUMBERED = re.compile(r"\(\Z")
_CLOSED = re.compile(r"\)")
_RANGE = re.compile(r" ?(?:-|đến) ?(?=[0-9])")
_REACH = 60
"""Characters before a number in which a verb of change governs it."""
_PARTNERS = (Kind.WORD, Kind.PLACE, Kind.FOREIGN, Kind.NUMBER, Kind.COMPANY, Kind.NARROWING)
"""What may be or count those to whom goods go."""
_BESIDE = 3
_NEAR = 5
"""Words behind a number that tell its unit, and what it is compared with."""


@dataclass(frozen=True, slots=True)
class Accounted:
    """One number of an article with its unit, where it stands in it and what becomes of it.

    ``fields`` are the numbers of the report that claim it, ``reason`` is what explains it. ``told``
    is what the reader takes it for, where that is a figure.
    """

    span: Span
    words: str
    state: State
    fields: tuple[str, ...] = ()
    reason: Reason | None = None
    told: Told | None = None

    @property
    def reads_as(self) -> str | None:
        """What the reader takes an open number for, as findings say it."""
        return read_as(self.told) if self.told is not None and self.state == "open" else None


def account(
    text: str, data: Data, claims: Sequence[Claim], schema: Schema, apart: frozenset[int]
) -> list[Accounted]:
    """Every number of ``text``, in order; time grows linearly with it.

    ``data`` is a report of the schema, ``claims`` its numbers and ``apart`` those of the article
    that a contradiction tells of, as ``check`` gives them.
    """
    article, whole = ArticleText.of(text), ArticleText.whole(text)
    told: dict[int, Told] = {}
    reading = reading_of(text, schema)
    for read in reading.told:
        told.setdefault(read.start, read)
    bare = without_spans(data)
    every = list(figures(bare, schema))
    fields: dict[int, list[str]] = defaultdict(list)
    for at in every:
        for aspect in ASPECTS:
            part = at.figure if aspect == "value" else at.figure[aspect]
            if part is not None and part["text"] is not None:
                name = "value" if aspect == "value" else f"{aspect}.percent"
                for start in printed_at(article, part["text"], aspect):
                    fields[start].append(f"{at.path}.{name}")
    left = {n.start for n in unclaimed(article, bare, every, claims, list(told.values()))}
    explained = _Explained(whole, schema)
    made = []
    for span, start, quantity in _numbers(whole):
        words = article.folded.span(*span)
        printed = words.of(article.folded.original)
        number = told.get(start)
        if start in fields:
            made.append(Accounted(words, printed, "claimed", tuple(fields[start]), None, number))
        elif start in apart:
            made.append(
                Accounted(
                    words, printed, "explained", (), "told within the article otherwise", number
                )
            )
        elif start in left:
            made.append(Accounted(words, printed, "open", (), None, number))
        elif number is not None and not number.headline:
            same = tuple(_same(number, bare, claims))
            made.append(Accounted(words, printed, "claimed", same, None, number))
        else:
            reason: Reason | None = "headline"
            if start in reading.unsaid:
                reason = None
            elif number is None:
                reason = explained.reason(start, quantity)
            state: State = "explained" if reason is not None else "open"
            made.append(Accounted(words, printed, state, (), reason, number))
    return made


def _numbers(article: ArticleText) -> Iterator[tuple[Span, int, Quantity | None]]:
    """All numbers in order: quantities with their units, and whatever else is written in digits.

    With where the number itself begins.
    """
    at = 0
    text = article.folded.text
    for quantity in (*article.quantities, None):
        end = len(text) if quantity is None else quantity.span.start
        for run in _RUN.finditer(text, at, max(at, end)):
            yield Span(*run.span()), run.start(), None
        if quantity is not None:
            yield quantity.span, quantity.number.start, quantity
            at = quantity.span.end


def _same(number: Told, data: Data, claims: Sequence[Claim]) -> Iterator[str]:
    """The numbers of a report that say what a number does, of the same."""
    key = number.key
    for claim in claims:
        statement = data["statements"][claim.statement]
        period = statement["period"]
        if (
            (claim.measure, claim.aspect) == (number.measure, number.aspect)
            and (period["start"], period["end"]) == (key.start.isoformat(), key.end.isoformat())
            and fold_phrase(statement["place"]) == fold_phrase(key.place)
            and claim.interval.overlaps(number.interval)
        ):
            yield claim.field


class _Explained:
    """What stands around the numbers of one article."""

    def __init__(self, article: ArticleText, schema: Schema) -> None:
        self._article = article
        self._words = vocabulary(schema)
        self._tokeniser = Tokeniser(article.folded, self._words)
        self._blocks = paragraphs(without_instructions(article.folded))
        self._block_starts = [block.span.start for block in self._blocks]
        self._aside = [one.span for one in instructions(article.folded)]
        self._periods = sorted(period.span for period in self._tokeniser.periods)
        self._period_starts = [span.start for span in self._periods]
        self._sentence: tuple[Span, Sequence[Token]] | None = None

    def reason(self, start: int, quantity: Quantity | None) -> Reason | None:
        """What explains the number that begins at ``start``; ``None`` where nothing does."""
        if any(line.start <= start < line.end for line in self._aside):
            return "addresses a model"
        if self._in_period(start) and (quantity is None or quantity.kind == "plain"):
            return "date or period"
        sentence = self._sentence_of(start)
        if sentence is None:
            return "another article"
        if quantity is None:
            return "document or code"
        before = [t for t in self._tokens(sentence) if t.span.start < start]
        behind = [t for t in self._tokens(sentence) if t.span.start >= quantity.span.end]
        return self._beside(quantity, sentence, behind) or self._governed(quantity, before, behind)

    def _in_period(self, start: int) -> bool:
        at = bisect_left(self._period_starts, start + 1) - 1
        return at >= 0 and start < self._periods[at].end

    def _sentence_of(self, start: int) -> Span | None:
        at = bisect_left(self._block_starts, start + 1) - 1
        if at < 0 or start >= self._blocks[at].span.end:
            return None
        block = self._blocks[at]
        return next((s for s in block.sentences if s.start <= start < s.end), block.span)

    def _tokens(self, sentence: Span) -> Sequence[Token]:
        if self._sentence is None or self._sentence[0] != sentence:
            self._sentence = sentence, self._tokeniser.cell(sentence)
        return self._sentence[1]

    def _beside(self, quantity: Quantity, sentence: Span, behind: Sequence[Token]) -> Reason | None:
        """What the number's own neighbours make it."""
        text = self._article.folded.lower
        ahead = text[sentence.start : quantity.span.start]
        rest = text[quantity.span.end : sentence.end]
        plain = quantity.kind == "plain"
        each = _EACH.search(ahead) is not None
        if _RATE.match(rest) or (each and not plain):
            return "price or rate"
        if _COUNTED_IN.search(ahead):
            return "unit of a table"
        if not plain:
            return None
        if _CLOCK.match(rest) or _CLOCKED.search(ahead):
            return "date or period"
        if _DAY.match(rest) or (_DAYED.search(ahead) and not rest.startswith(("%", " %"))):
            return "date or period"
        if between := _RANGE.match(rest):
            other = self._article.after(quantity.span.end + between.end())
            if other < len(self._article.quantities):
                return self.reason(
                    self._article.quantities[other].number.start, self._article.quantities[other]
                )
        if _RANKED.search(ahead) and not _CODED.match(rest):
            return "rank"
        if (
            _CODE.search(ahead)
            or _CODED.match(rest)
            or (_NUMBERED.search(ahead) and _CLOSED.match(rest))
            or (not ahead.strip() and _ITEM.match(text, quantity.span.start))
        ):
            return "document or code"
        if rest[:1] == " " and behind and behind[0].kind not in (Kind.STOP, Kind.LABEL):
            return "count or quantity"
        row = ahead + rest
        if ("|" in row or "\t" in row) and not self._words.names.search(row):
            return "another subject"
        return "price or rate" if each else None

    def _governed(
        self, quantity: Quantity, before: Sequence[Token], behind: Sequence[Token]
    ) -> Reason | None:
        """What the words of the clause make a number, the nearest first."""
        follows = [t for t in behind[:_BESIDE] if t.kind is not Kind.STOP]
        if quantity.kind == "percent" and any(t.kind is Kind.PLAN for t in follows):
            return "target or plan"
        percent = quantity.kind in ("percent", "multiple")
        clause = [t for t in before if t.kind is Kind.STOP and t.text in ";|"]
        begin = clause[-1].span.end if clause else 0
        unknown = named = commas = 0
        dated = any(_is_own_time(t) for t in before if t.span.start >= begin)
        goes_to = False
        for token in reversed(before):
            if token.span.start < begin:
                # What is hoped for is so for all that the sentence goes on with, but for a clause
                # with a time of its own.
                if token.kind is Kind.TARGET and not dated:
                    return "target or plan"
                continue
            # «đi nhanh đến vậy», «đi lên»: a way, and no one to whom it leads
            way = token.kind is Kind.NARROWING and " " not in token.text and not goes_to
            if not way and (reason := self._by(token, quantity)) is not None:
                return reason
            if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE):
                goes_to = token.kind in _PARTNERS
            commas += token.kind is Kind.STOP
            named += token.kind is Kind.LABEL
            unknown += token.kind is Kind.WORD and not (named and commas)
        compared = any(t.kind is Kind.COMPARED for t in (*before, *behind[:_NEAR]))
        if percent and compared and (unknown or _is_off_the_year(before, behind[:_NEAR])):
            return "change of something else"
        if compared and percent:
            return None
        return "another subject" if unknown else self._change(quantity)

    def _by(self, token: Token, quantity: Quantity) -> Reason | None:
        percent = quantity.kind in ("percent", "multiple")
        match token.kind:
            case Kind.TARGET:
                return "target or plan"
            case Kind.PLAN if not percent:
                return "target or plan"
            case Kind.PROPORTION if percent:
                return "share of a whole"
            case Kind.COMPARED if not percent:
                return "compared with"
            case Kind.FOREIGN:
                return "another subject"
            case Kind.COMPANY:
                return "a company"
            case Kind.NARROWING:
                return "another place or market"
            case Kind.PLACE if token.mention.kind == "foreign":
                return "another place or market"
        return None

    def _change(self, quantity: Quantity) -> Reason | None:
        if quantity.kind not in ("percent", "multiple"):
            return None
        ahead = self._article.folded.lower[
            max(0, quantity.span.start - _REACH) : quantity.span.start
        ]
        moved = quantity.kind == "multiple" or _CHANGE.search(ahead)
        return "change of something else" if moved else None


def _is_own_time(token: Token) -> bool:
    """Whether a clause tells of a time that is over: none up to which something is hoped for."""
    if token.kind is not Kind.PERIOD or token.mention.role != "own":
        return False
    return token.mention.kind != "years" and (
        token.mention.kind != "year" or token.mention.year is not None
    )


def _is_off_the_year(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether what is compared with is named, and is no year before what is told.

    «so với tháng trước», and «so với tháng 5» of a June.
    """
    behind = list(takewhile(lambda t: t.kind is not Kind.STOP, behind))
    tokens = behind if any(t.kind is Kind.COMPARED for t in behind) else [*before, *behind]
    at = max((i for i, t in enumerate(tokens) if t.kind is Kind.COMPARED), default=len(tokens))
    against = next((t.mention for t in tokens[at:] if t.kind is Kind.PERIOD), None)
    if against is None or against.kind in ("year", "relative"):
        return against is not None and bool(against.role == "previous")
    told = [t.mention for t in before if t.kind is Kind.PERIOD and t.mention is not against]
    same = any((m.start, m.end) == (against.start, against.end) for m in told)
    return against.role in ("own", "previous") and not same


def counts(found: Sequence[Accounted]) -> Mapping[str, int]:
    """How many numbers are claimed, explained by each reason, and open, the most frequent first."""
    made: dict[str, int] = defaultdict(int)
    for one in found:
        made[one.reason or one.state] += 1
    return dict(sorted(made.items(), key=lambda item: -item[1]))
