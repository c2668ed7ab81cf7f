"""What stands around a number, whether the reader took it for something or not.

The reader leaves many numbers out, some because it does not know what they are of and some because
the words say that they are nothing of a measure's: a rise on the month before, a target, what a
company sold. Here it tells of each number of money or percent in the running text what it saw. That
it took nothing is not told: its silence is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.reader import amount
from extractor.reader.comparison import compared_with, of_other_measure
from extractor.reader.lexicon import INDICATORS
from extractor.reader.planned import is_reached, of_plan
from extractor.reader.speaker import LONGEST, is_speaker, names_person
from extractor.reader.tokens import REACH, Kind, Token, Vocabulary
from extractor.span import Span

_OTHERS = (Kind.FOREIGN, Kind.COMPANY)
"""Words that the schema or the language knows as another subject."""
_OPENING = (Kind.STOP, Kind.SAYING, Kind.INCLUDING)
_PARTING = (*_OPENING, Kind.MONEY, Kind.PERCENT)
_ASIDE = frozenset(
    {
        *("nhờ", "do", "vì", "bởi", "theo", "ngoài", "ngoài ra", "bên cạnh", "cùng với", "trừ"),
        *("không kể", "chưa kể", "không tính", "chưa tính", "không gồm"),
    }
)
"""What these lead is not what an amount is of."""
_LEADING = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE, Kind.PERIOD)
_AND = frozenset({"và", "hay", "cùng"})
_LISTED = (Kind.WORD, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.FOREIGN)
_LED = re.compile(r" (?:hàng|từ|mặt hàng) ")
_UNIT = frozenset({"đơn vị", "đơn vị này"})
_ZONE = re.compile(r"(?<!\w)của (?:khu|cụm)(?! (?:vực|kinh tế|cửa khẩu))(?!\w)")
"""«các nhà máy trong Khu công nghệ cao giao hàng liên tục, kim ngạch của khu 22,3 tỷ USD»"""
_SEVERAL = frozenset({"các", "những", "nhiều", "mọi"})
_BORDER = frozenset({"biên", "biên giới", "giới", "giáp", "cửa khẩu", "các cửa khẩu"})
_MANY = 2
"""Unknown words of a clause from which on they are something that the clause is about."""


class Aside(NamedTuple):
    """Words that make a number something else, and what they make it.

    Beside what is no level: a target, each of several, something else than all of a measure (a
    partner, a company, a commodity), another measure's share or multiple, a share of a whole.
    """

    words: str
    sense: amount.NoLevel | Literal["target", "planned", "each", "other", "measure", "share"]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one number.

    ``start`` is where its digits begin in the folded text, ``sentence`` where it stands, ``spoken``
    the measures of which the reader took the sentence to speak. ``behind`` is where the digits of
    the amount begin that it follows without another name between, ``among`` the words that it
    follows instead, of something that is no measure. ``aside`` are the words that make it something
    else than a level, a change on the year or a share of plan of any measure. Of a percentage,
    ``compared`` is the time that the words beside it compare it with, ``planned`` says that they
    name a plan.
    """

    start: int
    sentence: Span
    spoken: frozenset[str]
    behind: int | None = None
    among: str | None = None
    aside: Aside | None = None
    compared: PeriodMention | None = None
    planned: bool = False


class Surroundings:
    """Tells what stands around the numbers of one text."""

    def __init__(self, folded: Folded, words: Vocabulary) -> None:
        self._folded = folded
        self._items = words.items
        self._subjects = words.subjects

    def of(
        self,
        sentence: Span,
        tokens: Sequence[Token],
        spoken: frozenset[str],
        planned: str | None = None,
    ) -> Iterator[Around]:
        """What stands around each number of money or percent of a sentence that has been read.

        ``planned`` is the heading of a section of plans that the sentence stands in.
        """
        for position, token in enumerate(tokens):
            if token.kind not in (Kind.MONEY, Kind.PERCENT):
                continue
            number = token.mention.number.start
            behind, among = self._follows(tokens, position, spoken)
            if token.kind is Kind.MONEY:
                aside = self._of_amount(tokens, position, spoken)
                if aside is None and planned is not None and not _is_reached(tokens, position):
                    aside = Aside(planned, "planned")
                yield Around(number, sentence, spoken, behind, among, aside)
            else:
                aside = self._of_percentage(tokens, position)
                compared, of_a_plan = _compared(tokens, position), of_plan(tokens, position)
                yield Around(number, sentence, spoken, behind, among, aside, compared, of_a_plan)

    def _follows(
        self, tokens: Sequence[Token], position: int, spoken: Set[str]
    ) -> tuple[int | None, str | None]:
        """The amount or the words of something else that a number stands behind."""
        depth = 0
        words: list[int] = []
        for index in range(position - 1, max(-1, position - 1 - REACH), -1):
            token = tokens[index]
            if token.kind is Kind.CLOSE:
                depth += 1
            elif token.kind is Kind.OPEN:
                depth = max(0, depth - 1)
            if depth:
                continue
            if token.kind is Kind.MONEY and amount.is_level(self._folded, tokens, index):
                return token.mention.number.start, None
            if token.kind is Kind.SAYING or (token.kind is Kind.LABEL and token.mention in spoken):
                return None, None
            if token.kind is Kind.STOP:
                if token.text == ":" and index <= LONGEST and self._speaks(tokens[:index]):
                    return None, None
                words = []
            elif token.kind in _OTHERS or _is_foreign(token) or self._is_known(token):
                return None, token.text
            elif token.kind is Kind.WORD:
                words.append(index)
                if len(words) >= _MANY or _is_indicator(tokens, index):
                    return None, self._run(tokens, index, words[0])
        return None, None

    def _speaks(self, words: Sequence[Token]) -> bool:
        """Whether the words before a colon only say who speaks what stands behind it."""
        return is_speaker(self._folded.text, words)

    def _run(self, tokens: Sequence[Token], index: int, last: int) -> str | None:
        """The words of a clause from its first unknown one on, which is at ``index`` or before,
        to that at ``last``; ``None`` where they name somebody («theo ông Nguyễn Văn A»)."""
        first = tokens[index]
        for before in range(index - 1, -1, -1):
            token = tokens[before]
            if token.kind not in (Kind.WORD, Kind.NEUTRAL, Kind.ATTRIBUTE):
                break
            first = token if token.kind is Kind.WORD else first
        if names_person(self._folded.text, first, tokens, last):
            return None
        return self._folded.text[first.span.start : tokens[last].span.end]

    def _is_known(self, token: Token) -> bool:
        """Whether the schema knows a word as something else than a measure."""
        named = token.kind is Kind.WORD and token.name
        return named and self._folded.text[token.span.start].islower()

    def _of_amount(self, tokens: Sequence[Token], position: int, spoken: Set[str]) -> Aside | None:
        """The words that make an amount no level of a measure's own."""
        if (sense := amount.no_level(self._folded, tokens, position)) is not None:
            return Aside(tokens[position].text, sense)
        own = _own(tokens, position)
        mark = position - len(own) - 1
        if mark > 0 and tokens[mark].text == "," and _is_led(own):
            if _ends_list(tokens, mark):
                return None  # «nhờ sợi, ống đồng và cá tra, ước 2,58 tỷ USD»
            own = (*_own(tokens, mark), *own)
        if (said := next((t for t in own if t.kind is Kind.TARGET), None)) is not None:
            return Aside(said.text, "target")
        for count, what in pairwise(own):
            if count.kind is Kind.NUMBER and what.text in self._items:
                return Aside(what.text, "each")  # «5 mặt hàng trên 5 tỷ USD»: each of them
        if any(t.kind is Kind.SCOPE or t.text in _ASIDE for t in own):
            return None
        if (owner := _spoken_for(tokens, position, own)) is not None:
            return Aside(owner.text, "other")
        if (zone := _ZONE.search(self._folded.lower, *_stretch(own))) is not None:
            return Aside(zone.group(), "other")
        partner = next((t for t in own if _is_foreign(t)), None)
        if partner is not None and not any(t.text in _BORDER for t in own):
            return Aside(partner.text, "other")
        if any(t.kind is Kind.LABEL and t.mention in spoken for t in own):
            return None
        others = (t for i, t in enumerate(own) if t.kind in _OTHERS and not _is_several(own, i))
        other = next((t.text for t in others), None)
        other = other if other is not None else self._subject(tokens, position, own)
        return Aside(other, "other") if other is not None else None

    def _of_percentage(self, tokens: Sequence[Token], position: int) -> Aside | None:
        """The words that make a percentage neither a change on the year nor a share of plan."""
        token = tokens[position]
        if token.mention.ranged:
            return Aside(token.text, "range")
        if amount.is_rate(self._folded, token):
            return Aside(token.text, "rate")
        if of_other_measure(tokens, position):
            return Aside(token.text, "measure")
        own = _own(tokens, position)
        if any(t.kind is Kind.PLAN for t in (*own, *tokens[position + 1 : position + 4])):
            return None
        return next((Aside(t.text, "share") for t in own if t.kind is Kind.PROPORTION), None)

    def _subject(self, tokens: Sequence[Token], position: int, own: Sequence[Token]) -> str | None:
        """What the schema knows as something else, in the clause or right behind the amount."""
        low = self._folded.lower
        if (found := self._subjects.search(low, *_stretch(own))) is not None:
            return found.group()
        end = tokens[position].span.end
        led = _LED.match(low, end)
        found = self._subjects.match(low, led.end() if led is not None else end + 1)
        return found.group() if found is not None else None


def _is_indicator(tokens: Sequence[Token], index: int) -> bool:
    """«Chỉ số IIP», «CPI»: what is told by how much it grows."""
    led = [token.text.lower() for token in tokens[max(0, index - 2) : index]]
    return tokens[index].text.lower() in INDICATORS or led == ["chỉ", "số"]


def _is_reached(tokens: Sequence[Token], position: int) -> bool:
    """Whether a number's own clause tells what came of a plan."""
    return any(is_reached(token) for token in _own(tokens, position))


def _stretch(own: Sequence[Token]) -> tuple[int, int]:
    return (own[0].span.start, own[-1].span.end) if own else (0, 0)


def _spoken_for(tokens: Sequence[Token], position: int, own: Sequence[Token]) -> Token | None:
    """«Chủ nhiệm hợp tác xã cho hay, năm 2022 đơn vị xuất được 9,4 triệu USD»: whose unit it is.

    Of a unit that no place owns, the enterprise of the one who speaks of it.
    """
    first = position - len(own)
    speaks = any(t.kind is Kind.SAYING for t in tokens[max(0, first - 2) : first])
    if not speaks or not any(t.text in _UNIT for t in own):
        return None
    return next((t for t in reversed(tokens[:first]) if t.kind is Kind.COMPANY), None)


def _is_several(own: Sequence[Token], index: int) -> bool:
    """«các nhà máy»: a place's own, all together."""
    return own[index].kind is Kind.COMPANY and index > 0 and own[index - 1].text in _SEVERAL


def _is_led(own: Sequence[Token]) -> bool:
    """Whether a clause says no more than how much it comes to, of what the one before is about."""
    return all(t.kind in _LEADING for t in own)


def _ends_list(tokens: Sequence[Token], mark: int) -> bool:
    """Whether several things end before a comma that no amount is of, by what leads them."""
    own = _own(tokens, mark)
    if not any(t.text in _AND for t in own):
        return False
    for token in reversed(tokens[:mark]):
        if token.text in _ASIDE:
            return True
        if token.kind not in _LISTED and token.text != ",":
            return False
    return False


def _is_foreign(token: Token) -> bool:
    return token.kind is Kind.PLACE and bool(token.mention.kind == "foreign")


def _own(tokens: Sequence[Token], position: int) -> Sequence[Token]:
    """The words of a number's own clause before it, behind the number before it."""
    for index in range(position - 1, -1, -1):
        token = tokens[index]
        if token.kind in _PARTING and token.text not in ":-":
            return tokens[index + 1 : position]
    return tokens[:position]


def _compared(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    """The time compared with: right behind a percentage, or before it the one before the figure's.

    «nhiều hơn tháng trước hơn 29%»
    """
    behind = compared_with(tokens, position)
    own = _own(tokens, position)
    first = position - len(own) - 1
    if behind is not None or (first >= 0 and tokens[first].kind is Kind.PERCENT):
        return behind
    times = (t.mention for t in own if t.kind is Kind.PERIOD)
    found: PeriodMention | None = next((m for m in times if m.role == "previous"), None)
    return found
