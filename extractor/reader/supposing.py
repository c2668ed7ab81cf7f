"""What a clause only supposes: what is aimed at, what would be, what is so of any place.

«Để cả năm xuất khẩu đạt 6,3 tỷ USD, …» tells no result, nor does «Nếu giữ được đà này, cả năm xuất
khẩu đạt 1,8 tỷ USD» of a time that has yet to end. A figure of «một tỉnh» is no place's.
"""

from __future__ import annotations

from itertools import dropwhile, takewhile

from extractor.numbers.period import PeriodMention
from extractor.reader.apposition import Apposition
from extractor.reader.lexicon import TITLES
from extractor.reader.tokens import Kind, Token

_TERRITORIES = TITLES | {"địa phương", "tỉnh thành", "nước", "quốc gia", "nền kinh tế"}
_IF = frozenset({"nếu", "nếu như", "khi", "cả khi", "ngay cả khi", "dù", "có", "và", "nhưng", "mà"})
_HELD_AGAINST = frozenset({"hơn", "bằng", "như", "kém", "thua", "so với", "còn hơn"})
"""Before «một tỉnh» these hold something against it."""
_REACHED = frozenset({"được", "rồi", "kết quả", "thành tích", "thành quả", "lại"})
"""Behind «để» these say that what follows came about («để có được …», «để rồi …»)."""
_AFTER = frozenset({"theo", "như", "đúng", "đúng như", "trong"})
"""Before a plan these say that the amount before them is planned."""
_CONDITIONS = frozenset({"nếu", "nếu như", "một khi"})
_COUNTING = frozenset({"tính", "kể", "gộp", "cộng", "xét", "so", "nhìn", "lấy", "quy", "chỉ"})
"""Behind «nếu» these say how a figure is reckoned, and nothing that has yet to come."""
_SETTING = frozenset(
    {
        *("giữ", "giữ nguyên", "giữ vững", "duy trì", "kiên trì", "kiên định", "theo đuổi", "đặt"),
        *("đặt ra", "đề ra", "đưa ra", "nâng", "hạ", "điều chỉnh", "xây dựng", "chốt", "trình"),
        *("phê duyệt", "thông qua", "ấn định", "bảo vệ", "bảo lưu"),
    }
)
"""Verbs that set a plan or hold to it."""
_SEVERAL = frozenset({"các", "những", "một số", "hai", "ba", "nguyên", "vững", "ra"})
"""What may stand between such a verb and its plan."""
_LED = 4
"""Words of a sentence among which a condition leads it."""


class Supposing(Apposition):
    """Notes of a clause that it supposes what it tells."""

    def _is_silent(self) -> bool:
        """Whether what the clause tells is no result: planned, aimed at or of any place."""
        return self.muted or self.clause.supposed is not None

    def _note_supposed(self, token: Token) -> None:
        """Note what a word says of the rest of its clause."""
        if token.text == "để" and self._is_purpose():
            self.clause.supposed = "aim"
        elif token.text in _TERRITORIES and self._is_any():
            self.clause.supposed = "any"
        elif (
            token.kind is Kind.PLACE
            and self.clause.supposed == "any"
            and token.mention.kind in ("province", "gate")
        ):
            self.clause.supposed = None  # «một tỉnh miền núi như Lào Cai»

    def _names_later_half(self) -> bool:
        """«Theo báo cáo kết quả quý I và nhiệm vụ quý II, …»: what only a report's name says."""
        behind = self.tokens[self.position + 1 :]
        time = next((t for t in behind if t.kind in (Kind.PERIOD, Kind.MONEY)), None)
        return time is not None and time.span.start in self.work.about.planned

    def _is_set(self) -> bool:
        """«Chính phủ giữ chỉ tiêu xuất khẩu tăng 12%, xuất siêu 30 tỷ USD»: the plan itself."""
        before = [*dropwhile(lambda t: t.text in _SEVERAL, reversed(self.tokens[: self.position]))]
        behind = self.tokens[self.position + 1 : self.position + 2]
        named = bool(behind) and behind[0].kind is Kind.LABEL
        return named and bool(before) and before[0].text in _SETTING

    def _is_any(self) -> bool:
        """«Một tỉnh xuất 1 tỷ USD nông sản có thể …»: at the head of its clause, or held against.

        Not what a place is said to be («Lào Cai, một tỉnh miền núi, …»).
        """
        if not self.position or self.tokens[self.position - 1].text != "một":
            return False
        led = self.tokens[: self.position - 1]
        if not led or led[-1].text in _IF or led[-1].text.split()[-1] in _HELD_AGAINST:
            return True
        named = len(led) > 1 and led[-2].kind is Kind.PLACE and led[-1].text in ",-"
        return led[-1].kind is Kind.STOP and not named

    def _is_purpose(self) -> bool:
        """«Để cả năm xuất khẩu về đích 6,3 tỷ USD, …»: what is aimed at.

        At the head of a sentence; amid it where its time has yet to end, as «để» may also lead
        what came about («vượt mức của năm trước để chạm 6,8 tỷ USD»).
        """
        behind = [*takewhile(lambda t: t.kind is not Kind.STOP, self.tokens[self.position + 1 :])]
        number = next((i for i, t in enumerate(behind) if t.kind in (Kind.MONEY, Kind.PERCENT)), 0)
        label = next((i for i, t in enumerate(behind) if t.kind is Kind.LABEL), number)
        if not number or any(t.text in _REACHED for t in behind[: min(number, label)]):
            return False
        led, plan = [*behind[number + 1 : number + 3], None, None][:2]
        if led and plan and led.text in _AFTER and plan.kind is Kind.PLAN:
            return True
        times = [t.mention for t in behind if t.kind is Kind.PERIOD]
        if any(self._has_yet_to_end(time) for time in times):
            return True
        leads = all(t.kind is Kind.STOP for t in self.tokens[: self.position])
        main = self.tokens[self.position + 1 + len(behind) :]
        done = any(t.text == "đã" for t in main)
        told = [t.mention for t in main if t.kind is Kind.PERIOD and t.mention.role == "own"]
        other = any(not time.may_equal(own) for time in times for own in told)
        return leads and not (times and done and not other)

    def _has_yet_to_end(self, mention: PeriodMention, *, estimated: bool = True) -> bool:
        """Whether a period ends after all that the article can report.

        One that ends soon may be ``estimated``.
        """
        about = self.work.about
        if mention.role != "own" or mention.kind in ("years", "date", "relative"):
            return False
        year = about.year(mention, None, mention.span)
        if year is None:
            return False
        end = mention.resolve(year)[1]
        if about.published is not None:
            return about.ahead(end) if estimated else end > about.published
        main = about.period
        if main is None or (told := about.year(main, None, main.span)) is None:
            return False
        return end > main.resolve(told)[1]

    def _is_conditional(self, mention: PeriodMention) -> bool:
        """«Nếu giữ được đà này, cả năm xuất khẩu đạt 1,8 tỷ USD»: of a time that has yet to end.

        Not where one time is held against another («Nếu năm 2019 mới đạt … thì năm 2023 …»).
        """
        led = [t.text.lower() for t in self.tokens[: _LED + 1]]
        at = next((i for i, text in enumerate(led[:_LED]) if text in _CONDITIONS), None)
        if at is None:
            return False
        before = [t for t in self.tokens[: self.position] if t.kind is Kind.PERIOD]
        counted = led[at + 1 : at + 2]
        wholly = bool(counted) and counted[0].split()[0] in _COUNTING
        return not before and self._has_yet_to_end(mention, estimated=wholly)
