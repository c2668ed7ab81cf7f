"""How sure it is that a number which a report does not have is one that it should have.

The reader bound it. That is enough where it stands beside its measure's name, with its place, or
behind an amount that the report itself reads so, where nothing of it is in doubt, and where place
and period are named beside it or the one beside it and the other in another statement of the
report. It is not enough where words around the number make it something else, where the report has
another number of exactly the same which the reader bound too, where a growth is told of no amount
or may be that on the month before, where it is what is left beside the scopes that are told, what
each of several comes to, or what a region of several provinces does, where it stands in a sentence
with, or behind, another amount than the report's, where the report has the same of another place
and the sentence names none, where it is forecast of a time beyond all that the report tells of,
where a whole that the report has includes it under its own name, where the line announces another
part of a series, or where a line below all that the report has, which ends like a headline, is of
another place: such are told by the way, and a right report may leave them out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from extractor.checks import by_the_way
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.scope_words import ScopeWords, scope_words
from extractor.numbers.interval import Interval
from extractor.numbers.region import REGIONS
from extractor.reader import Around, Reading, Told
from extractor.reader.grid import is_row
from extractor.record import Data
from extractor.schema import Schema

_LINE = re.compile(r"[^\n]*\n?")
_ENDED = re.compile(r"[.;!?…][\"')\]]*\s*\Z")
_MONTH = 31
"""Days up to which a growth is often told on the time right before."""
_HALF = 20
_NEAR = 400
"""Characters from a growth within which a comparison or another amount is told with it."""


class Vanished:
    """Judges the numbers of one article that a report does not claim.

    ``claimed`` is where the numbers that it claims stand, with the statements that claim them.
    """

    def __init__(
        self,
        article: ArticleText,
        data: Data,
        claims: Sequence[Claim],
        reading: Reading,
        claimed: Mapping[int, Sequence[int]],
        schema: Schema,
    ) -> None:
        self._article = article
        self._text = article.folded.text
        self._claimed = claimed
        self._schema = schema
        self._last = max(claimed, default=0)
        self._tabled = self._table_end()
        self._around: Mapping[int, Around] = {one.start: one for one in reading.around}
        compared = (one for one in reading.around if one.compared is not None)
        self._compared = sorted(compared, key=lambda one: one.start)
        self._alike: Mapping[object, list[Told]] = defaultdict(list)
        self._values_of: Mapping[object, list[Told]] = defaultdict(list)
        self._of_all_measures: Mapping[object, list[Told]] = defaultdict(list)
        self._other_scopes: dict[int, bool] = {}
        self._told = sorted(reading.told, key=lambda told: told.start)
        self._starts = [told.start for told in self._told]
        for told in self._told:
            self._alike[_of(told), told.aspect].append(told)
            self._alike[_of_all(told), told.aspect].append(told)
            if told.aspect == "value":
                self._values_of[told.measure, official(told.key.place)].append(told)
                self._of_all_measures[_of(told)[1:]].append(told)
        statements: Sequence[Data] = data["statements"]
        self._statements = statements
        self._places = {official(s["place"]) for s in statements}
        self._periods = {(s["period"]["start"], s["period"]["end"]) for s in statements}
        self._ends = max((end for _, end in self._periods), default="")
        self._said: Mapping[object, list[Interval]] = defaultdict(list)
        for claim in claims:
            period = statements[claim.statement]["period"]
            days = (period["start"], period["end"])
            self._said[claim.measure, claim.aspect, days].append(claim.interval)

    def _table_end(self) -> int:
        """Where the table ends in which the last number stands that the report claims."""
        start = self._text.rfind("\n", 0, self._last) + 1
        for line in _LINE.finditer(self._text, start):
            if not is_row(line.group()):
                return line.start()
        return len(self._text)

    def is_own(self, number: Told, *, spoken_of: bool) -> bool:
        """Whether a report should have the number.

        ``spoken_of`` says that it has a statement of that place and period.
        """
        around = self._around.get(number.start)
        if around is not None and around.aside is not None:
            return False
        if self._is_one_of_two(number) and not self.is_of_other_scope(number):
            return False
        if self._is_of_series(number) or self._is_forecast(number) or self._is_included(number):
            return False
        if self._is_of_others(number) or self._is_with_others(number):
            return False
        if self._is_said_elsewhere(number):
            return False
        if number.aspect != "value" and not self._goes_with_own_value(number, around):
            return False
        if not self._is_settled(number, around):
            return False
        return spoken_of or (self._is_set(number) and not self._is_teaser(number))

    def _is_set(self, number: Told) -> bool:
        """Whether place and period are known, one of them from beside the number.

        What the provinces of a region come to together is told by the way.
        """
        if not self._places:
            return number.timed or number.placed
        key = number.key
        days = (key.start.isoformat(), key.end.isoformat())
        if key.place in REGIONS and official(key.place) not in self._places:
            return False
        placed = number.placed or official(key.place) in self._places
        timed = number.timed or days in self._periods
        return placed and timed and (number.placed or number.timed)

    def _is_teaser(self, number: Told) -> bool:
        """«+ Phú Yên: xuất khẩu 9 tháng đạt 214 triệu USD», below all else: another article's."""
        if number.start < self._last or official(number.key.place) in self._places:
            return False
        end = self._text.find("\n", number.start)
        line = self._text[number.start : end if end >= 0 else len(self._text)]
        if number.start < self._tabled:
            return False  # a row below others of one table that the report has
        return _ENDED.search(line) is None

    def _is_of_series(self, number: Told) -> bool:
        """«Kỳ sau: Ma Lù Thàng, cửa khẩu mười tháng làm được 61 triệu USD»: another article's."""
        return by_the_way.is_of_series(self._article.folded.lower, number.start)

    def _is_forecast(self, number: Told) -> bool:
        """«Dự kiến hết năm, toàn tỉnh xuất khẩu 1.350 triệu USD», told of ten months."""
        later = bool(self._ends) and number.key.end.isoformat() > self._ends
        return later and by_the_way.is_forecast(self._before(number))

    def _is_included(self, number: Told) -> bool:
        """«nhập khẩu 22.436 triệu USD, trong đó nhập khẩu địa phương 10.205 triệu USD».

        The part of a whole under its own name, where the report has the whole, be it at the end
        of the sentence before.
        """
        key, words = number.key, self._before(number)
        included = by_the_way.including(words)
        if key.scope is None or included is None:
            return False
        begin = number.start - len(words)
        end = begin + included
        if not words[:included].strip():
            begin = self._article.sentence_start(max(0, begin - 1))
        whole = self._alike[_of_all(number), "value"]
        return any(begin <= value.start < end and value.start in self._claimed for value in whole)

    def _is_of_others(self, number: Told) -> bool:
        """«Các loại hình khác: 445,4 triệu USD», «tháng 7 và 8 đều đạt trên 1 tỷ USD».

        What is left beside the scopes that are told, or what each of several comes to.
        """
        value = self._value_of(number) or number
        words = self._before(value)
        if value is number and by_the_way.is_of_each(words):
            return True
        return number.key.scope is not None and by_the_way.is_of_the_rest(words)

    def _is_with_others(self, number: Told) -> bool:
        """Whether it stands in a sentence with a number that the report has otherwise.

        «Năm ngoái chúng tôi xuất 18,7 triệu USD, năm nay 24 triệu USD»: where the one is not the
        place's, the other is not either.
        """
        begin = self._article.sentence_start(number.start)
        end = self._article.sentence_end(number.start)
        return any(
            told.start not in self._claimed
            and not told.headline
            and told.key.end != number.key.end
            and self._is_one_of_two(told)
            and not self.is_of_other_scope(told)
            for told in self._told_between(begin, end)
        )

    def _told_between(self, begin: int, end: int) -> Sequence[Told]:
        first, last = bisect_left(self._starts, begin), bisect_left(self._starts, end)
        return self._told[first:last]

    def _is_said_elsewhere(self, number: Told) -> bool:
        """Whether the report says it of another place, and the sentence names not that of it."""
        key = number.key
        days = (key.start.isoformat(), key.end.isoformat())
        said = self._said[number.measure, number.aspect, days]
        if not any(interval.meets(number.interval) for interval in said):
            return False
        begin = self._article.sentence_start(number.start)
        end = self._article.sentence_end(number.start)
        return not any(
            place.name == key.place and begin <= place.span.start < end
            for place in self._article.places
        )

    def _before(self, number: Told) -> str:
        """The words of a number's sentence before it."""
        begin = self._article.sentence_start(number.start)
        return self._article.folded.lower[begin : number.start]

    def _is_settled(self, number: Told, around: Around | None) -> bool:
        """Whether nothing of it is in doubt that the report's own reading does not settle.

        Of what stands right behind an amount that the report claims, the report says whose it is.
        """
        planned = around is not None and around.planned and self._amount_of(number)
        if planned and any(value.start == planned for value in self._values(number)):
            return True
        return not number.doubts and (number.sure or self._is_borne_out(number, around))

    def _is_borne_out(self, number: Told, around: Around | None) -> bool:
        """Whether a number without a name is the place's all the same.

        The report reads its amount so, or it stands with its place and with no unknown words.
        """
        if number.aspect != "value" and any(v.start in self._claimed for v in self._values(number)):
            return True
        return number.placed and (around is None or around.among is None)

    def _is_one_of_two(self, number: Told) -> bool:
        """Whether the report has another number of the same, of which the text has two.

        Not of the same are the shares that stand behind two amounts which the report has both.
        """
        own = self._amount_of(number)
        return any(
            told.start in self._claimed
            and not told.headline  # which seldom says of what time it tells
            and not told.interval.meets(number.interval)
            and (own is None or self._amount_of(told) in (own, None))
            for told in self._alike[_of(number), number.aspect]
        )

    def is_of_other_scope(self, number: Told) -> bool:
        """Whether the report has the same of one scope, and the text tells of another too.

        The amounts of several measures, or one with words for a scope, in sentences of their own;
        and the report gives a scope to what it has, or different words for one stand with the two.
        «làm thủ tục tại Cục Hải quan: … . Doanh nghiệp của tỉnh xuất khẩu …, nhập khẩu …»
        So is what the report has not at all, where it stands in one paragraph with such amounts
        and with the same words for a scope.
        """
        value = self._value_of(number)
        if value is None:
            return False
        if self._others(value):
            return self._is_another_scopes(value)
        words = self._scope_words(value)
        return words is not None and any(
            self._is_another_scopes(told) and self._scope_words(told) == words
            for told in self._in_paragraph(value)
        )

    def _is_another_scopes(self, value: Told) -> bool:
        """Whether an amount is of another scope than those that the report has of its measure."""
        if value.start not in self._other_scopes:
            self._other_scopes[value.start] = self._is_told_of_another(value)
        return self._other_scopes[value.start]

    def _is_told_of_another(self, value: Told) -> bool:
        others = self._others(value)
        if not others or not self._is_plain(value):
            return False
        mine = {told.measure for told in self._in_paragraph(value) if self._is_plain(told)}
        kinds = {words and words.kind for words in map(self._scope_words, others)}
        words = self._scope_words(value)
        apart = words is not None and words.kind not in kinds
        scoped = all(
            self._statements[index]["scope"]
            for other in others
            for index in self._claimed[other.start]
        )
        return (scoped and apart) or (len(mine) > 1 and (scoped or apart))

    def _in_paragraph(self, value: Told) -> Sequence[Told]:
        """The amounts of an amount's place, period and scope that stand in its paragraph."""
        every = self._of_all_measures[_of(value)[1:]]
        begin = self._text.rfind("\n", 0, value.start) + 1
        end = self._text.find("\n", value.start)
        ends = (begin, end if end >= 0 else len(self._text))
        first, last = (bisect_left(every, offset, key=lambda told: told.start) for offset in ends)
        return every[first:last]

    def words_for_scope(self, number: Told) -> str | None:
        """The words for a scope that stand with the amount that a number is or is told of."""
        words = self._scope_words(self._value_of(number) or number)
        return words.words if words is not None else None

    def _scope_words(self, number: Told) -> ScopeWords | None:
        return scope_words(self._article, number.start, self._schema)

    def _is_plain(self, number: Told) -> bool:
        """Whether an amount that the report lacks is the place's, and none of its stands by it."""
        around = self._around.get(number.start)
        known = around is None or (around.aside is None and around.among is None)
        begin = self._article.sentence_start(number.start)
        end = self._article.sentence_end(number.start)
        return (
            known
            and number.sure
            and not number.headline
            and number.start not in self._claimed
            and not any(begin <= told.start < end for told in self._others(number))
        )

    def _value_of(self, number: Told) -> Told | None:
        """The amount that a growth or a share is told of, where the report lacks it too."""
        if number.aspect == "value":
            return number
        values = [value for value in self._values(number) if value.start < number.start]
        return max(values, key=lambda value: value.start, default=None)

    def _others(self, number: Told) -> list[Told]:
        """What the report has in place of a number."""
        return [
            told
            for told in self._alike[_of(number), number.aspect]
            if told.start in self._claimed and not told.interval.meets(number.interval)
        ]

    def _amount_of(self, number: Told) -> int | None:
        """Where the report's amount stands that a share is told right behind."""
        around = self._around.get(number.start)
        behind = around.behind if around is not None and number.aspect == "plan" else None
        return behind if behind in self._claimed else None

    def _goes_with_own_value(self, number: Told, around: Around | None) -> bool:
        """Whether a growth or a share is told of an amount that is one of the report's own."""
        if number.aspect == "change" and around is not None and self._is_on_month(number, around):
            return False
        values = self._values(number)
        behind = around.behind if around is not None else None
        values = [value for value in values if value.start == behind] or values
        if number.aspect == "change" and self._is_between(number, values):
            return False
        return any(
            value.start in self._claimed
            or not self._is_one_of_two(value)
            or self._is_another_scopes(value)
            for value in values
        )

    def _is_between(self, number: Told, values: Sequence[Told]) -> bool:
        """Whether a growth is that between its amount and one near it of a time in the same year.

        «tháng 2 đạt 412,3 triệu USD, giảm 22,6% so với con số 532,7 triệu USD của tháng 1»
        """
        level = number.interval + Interval.point(100)
        return any(
            one.scaled(100).meets(other * level)
            for value in values
            for told in self._near(number)
            if told.key.end.year == value.key.end.year and told.key != value.key
            for one, other in permutations((value.interval, told.interval))
        )

    def _near(self, number: Told) -> Iterator[Told]:
        """The amounts near a growth that are of the same measure and place."""
        for told in self._values_of[number.measure, official(number.key.place)]:
            if abs(told.start - number.start) <= _NEAR:
                yield told

    def _is_on_month(self, number: Told, around: Around) -> bool:
        """Whether a month's growth without a time compared with may be that on the month before.

        «xuất khẩu 12,48 tỷ USD, giảm 13,2% so với kỳ trước; nhập khẩu 11,32 tỷ USD, giảm 4,8%»
        That of half a month is mostly told on the other half.
        """
        days = (number.key.end - number.key.start).days
        if around.compared is not None or days > _MONTH:
            return False
        if days < _HALF:
            return True
        first = bisect_left(self._compared, number.start - _NEAR, key=lambda one: one.start)
        last = bisect_left(self._compared, number.start, key=lambda one: one.start)
        times = (one.compared for one in self._compared[first:last])
        return any(time and time.role not in ("last_year", "same") for time in times)

    def _values(self, number: Told) -> list[Told]:
        """The amounts of what a growth or a share is of."""
        return self._alike[_of(number), "value"]


def _of_all(told: Told) -> tuple[object, ...]:
    """What a number is of, whatever its scope."""
    return _of(told)[:-1]


def _of(told: Told) -> tuple[object, ...]:
    """What a number is of: measure, place, period and scope."""
    key = told.key
    return told.measure, official(key.place), key.start, key.end, key.scope
