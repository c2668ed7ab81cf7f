"""Where and when: the periods, places and scopes that a sentence speaks of, and whose they are."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.numbers.region import REGIONS
from extractor.reader.filling import Filling
from extractor.reader.home import HOME
from extractor.reader.lexicon import TARGET, WHOLE_PLACES
from extractor.reader.percentage import is_compared
from extractor.reader.slots import Slot
from extractor.reader.subject import claimed
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_HERE = frozenset({"qua đây", "tại đây", "ở đây", "nơi đây", "nơi này"})
LOCAL = frozenset({*_HERE, "này", "tỉnh", "thành phố", "địa phương"})
"""Words that point to a place named before, or to the article's own."""
_OWNING = frozenset({"của", "hàng hóa", "toàn", "trên", "chung"})
_RANKED = frozenset({"đứng đầu", "dẫn đầu", "so với", "so", "cùng", "cùng với", "nhất", "đứng thứ"})
_LEADING = frozenset({"qua", "tại", "ở"})
"""Words that lead a place which a figure before it is of."""
_OFFICES = frozenset({"cục", "chi cục"})
"""Behind these stands what an office is for («Cục Hải quan Lào Cai»)."""
_OFFICE = re.compile(
    r"(?<!\w)(?:cục|hải quan)"
    r"(?: (?:hải quan|tỉnh|thành phố|tp\.?|cửa khẩu|cảng|ga|khu vực|quốc tế))*\s\Z"
)
"""What stands before the place that an office is of («Cục Hải quan tỉnh Hà Giang»)."""
_AT = frozenset({"tại", "qua", "của", "ở", "do", "thuộc", "về", "toàn", "trong", "từ", "thông qua"})
"""Words that lead an office which was named before («làm thủ tục tại đơn vị»)."""
POINTING_OFFICES = frozenset(
    {"cục", "chi cục", "đơn vị", "đơn vị này", "toàn đơn vị", "do đơn vị quản lý"}
)
"""Words for the office whose report an article tells."""
_ALONE = frozenset({"cục", "chi cục", "đơn vị"})
"""Those among them that are some office or other unless a preposition leads them."""
_REACH = 48
"""Characters before a place in which its office is named."""
_CONCESSION = 72
"""Characters before a place in which it is conceded."""
_CONCEDED = re.compile(
    r"(?<!\w)(?:bất kể|bất luận|không phân biệt|không cứ|(?:cho )?dù|dẫu)"
    r"(?: (?!xuất|nhập|kim|tổng|tỉnh)\w+){1,4} (?:ở|tại|từ|của|thuộc)(?: [^,.;:()\n]*)?\s\Z"
)
"""«dù chủ hàng ở Bình Dương hay …»: whose trade it may be as well, and of no place that is told."""
_BORDERED = re.compile(
    r"(?<!\w)(?:tiếp giáp|giáp ranh|giáp|láng giềng|(?<!bám )(?<!áp )(?<!theo )sát|cạnh|liền kề|kề"
    r"|sát vách|giáp giới|nằm gần|ở gần|cách)"
    r"(?: (?:với|của|cạnh|bên|tỉnh|thành phố|tp\.?|thủ đô))*\s\Z"
)
"""«Tỉnh giáp TP HCM có 35 khu công nghiệp»: what a place lies beside, of which nothing is told."""
_SINCE = re.compile(r"(?<!\w)từ (?:(?:đầu|giữa|cuối) )?\Z")
_SINCE_REACH = 10
_DESCRIBING = frozenset({"nơi", "vốn", "từng"})
"""Words that open a clause which only describes what was named before it."""
_AHEAD = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(TARGET))}|sắp|sắp tới|chuẩn bị|kế hoạch)(?!\w)")
_PARTED = re.compile(r"[.!?;:…\n]\s")
_BEFORE = 120
"""Characters before a period in which its sentence says that it is yet to come."""
_LED_BY = 3
"""Words before a period from which on it does not lead its sentence."""
_FIRST = frozenset({"nhất", "đầu", "nhì"})
_RANKED_AT = frozenset(
    f"{rank} {ordinal}"
    for rank in ("thứ", "đứng thứ", "xếp thứ", "hạng")
    for ordinal in ("hai", "ba", "tư", "năm", "nhì")
)
"""Words that say which of several a place is."""
_RANKED_IN = frozenset({"của", "ở", "tại", "trong", "thuộc", "trên địa bàn", "khắp", "toàn"})
_LED_WITHIN = 3
_RANKING = frozenset({"dẫn đầu", "đứng đầu", "nhất", "đầu", "hàng đầu", "so với", "trong"})
"""Behind these a country is what a place is ranked in."""
_WIDE = ("country", "region")
"""Places that provinces are compared with, ranked in and have shares of."""
_WITHIN = frozenset({"trên", "tại", "ở", "trong", "toàn", "riêng"})
_TOLD = (Kind.LABEL, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PERIOD, Kind.ESTIMATE)
"""What may follow a wide place that has a figure."""
_COPULAS = frozenset({"là", "thuộc về", "gọi tên", "phải kể đến", "kể đến"})
_TITLES = frozenset({"tỉnh", "thành phố", "tp", "cặp"})
TELLING = frozenset(
    {"chỉ", "đạt", "đã", "là", "lại", "cũng", "vẫn", "được", "tăng", "giảm", "trị giá"}
)
"""Behind «tại Cục» these go on with what is told of it."""
_ROW = frozenset({",", "và", "hay", "hoặc", "tỉnh", "thành phố", "tp"})
"""What may stand between places told in a row."""
_CAUSING = frozenset({"giúp", "đưa", "khiến", "để", "nâng", "kéo", "đẩy", "giúp cho", "khiến cho"})
"""Verbs of which a place is the object that does or becomes what follows."""
_APPOSING = frozenset({",", "-"})
_OTHERS = frozenset({"các", "những", "nhiều", "một số"})
_GONE = 5
_REACHED = frozenset({"đi qua", "tại", "ở", "thông qua", "ra vào", "vào", "về"})
_GOING = _REACHED | {
    *("qua", "đi", "lưu thông", "thông quan", "vận chuyển", "được thông quan", "ra", "được"),
    *("lưu chuyển", "luân chuyển", "làm thủ tục", "vào ra", "lại"),
}
"""Words for how goods get through a gate."""
GOODS = frozenset({"hàng", "hàng hóa"})
"""Goods of any kind."""
_BEYOND = REGIONS | {HOME}
"""Places that «tỉnh» and «địa phương» never mean."""
_SCOPE_WORDS = frozenset(
    {
        *("tại", "trên", "ở", "qua", "của", "trong", "địa bàn", "trên địa bàn", "cục", "chi cục"),
        *("tỉnh", "thành phố", "cảng", "các", "cửa khẩu", "các cửa khẩu", "địa phương"),
    }
)


class Setting(Filling):
    """Keeps the setting of the figures to come, and gives it to the slot that waits for one."""

    def _period(self, token: Token) -> None:
        mention: PeriodMention = token.mention
        if mention.role == "within":
            mention = self._set_within(mention)
            self.tokens[self.position] = replace(token, mention=mention)
        if mention.role == "this":
            spoken = self.work.context.spoken.get(mention.kind)
            about = self.work.about
            spoken = spoken or about.first.get(mention.kind)
            spoken = spoken or (about.period if mention.kind == "part" else None)
            if spoken is None and mention.kind == "quarter":
                spoken = self._quarter_ended()
            if spoken is not None:
                self._own_period(spoken)
        elif mention.role == "to_date" and (latest := self._up_to()):
            mention = replace(latest, kind="cumulative", start=(1, 1), span=mention.span)
            self._own_period(mention)
        elif mention.role == "then":
            slot = self.slot
            self.clause.backed = slot.compared if slot is not None else None
        elif mention.role == "until":
            if mention.year is not None and self.work.about.reached(mention.year):
                # «năm 2018 mới đạt …, đến năm 2022 đã lên tới …»: a year that was reached.
                self._own_period(replace(mention, role="own"))
            else:
                self.muted = True
        elif mention.kind == "years":
            last = mention.last_year
            if last is not None and self.work.about.reached(last) and not self._is_other():
                self._own_period(mention)
            else:
                # «giai đoạn 2026 - 2030 đưa xuất khẩu lên 15 tỷ USD»: what has yet to come.
                self.muted = self.muted or (last is not None and not self.work.about.reached(last))
                self.clause.foreign = True
        elif is_compared(self.tokens, self.position) or mention is self.past:
            self.clause.compared = mention
            stood = {t.kind for t in self.tokens[self.clause.start : self.position]}
            if mention.role == "last_year" and not stood & {Kind.COMPARED, Kind.PERCENT}:
                if self.period is None and token.text.lower().startswith("năm"):
                    # «Năm ngoái, tỉnh xuất khẩu …»: the year before that in which it is written.
                    published = self.work.about.published
                    named = mention.year is None and token.text.lower() == "năm ngoái"
                    year = published.year - 1 if named and published else mention.year
                    mention = replace(mention, kind="year", year=year)
                self.clause.backed = mention
            if self.slot is not None and self.slot.compared is None:
                self.slot.compared = mention
        elif mention.kind not in ("date", "relative") and not self._is_other():
            self._own_period(mention)

    def _set_within(self, mention: PeriodMention) -> PeriodMention:
        """«ba tháng của quý», «kỳ 1»: of the quarter or the month that was spoken of last.

        The other half of a month that is compared with a first half is that of the month before.
        """
        spoken, own = self.work.context.spoken, self._latest()
        kinds = ("quarter", "month") if mention.kind == "quarter" else ("month", "part")
        named = [spoken[kind] for kind in kinds if kind in spoken]
        last = max(named, key=lambda m: m.span.start, default=own)
        if mention.kind != "quarter" and own is not None and own.kind == "part":
            last = own
        if last is None or (last.kind not in kinds and last.kind != "cumulative"):
            return replace(mention, kind="relative", role="previous")
        found = mention.set_within(last)
        if own is not None and found.start > own.start and is_compared(self.tokens, self.position):
            return replace(mention, kind="relative", role="previous")
        return found

    def _quarter_ended(self) -> PeriodMention | None:
        """«Tháng 9 đạt …, cả quý đạt …»: the quarter that the month spoken of ends."""
        month = self.work.context.spoken.get("month") or self.work.about.first.get("month")
        if month is None or month.end[0] % 3:
            return None
        quarter = PeriodMention(month.span, "quarter", (1, 1), (3, 31), role="within")
        return quarter.set_within(month)

    def _up_to(self) -> PeriodMention | None:
        """The period whose end «từ đầu năm đến nay» reaches to: a whole year is no end of it."""
        latest, about = self._latest(), self.work.about
        if latest is None:
            return about.to_date()
        if latest.kind == "year" and about.published is not None:
            year = latest.year or about.published.year
            return about.to_date() if year == about.published.year else latest
        return latest

    def _is_other(self) -> bool:
        """«chững lại từ quý II», «kế hoạch cả năm», «…, nơi tháng 12 vừa mở, …»: not the figure's.

        It is since when, of a plan, or within a clause that only describes a place.
        """
        start = self.tokens[self.position].span.start
        if _SINCE.search(self.work.folded.lower, max(0, start - _SINCE_REACH), start):
            return True
        if not self.position:
            return False
        return self._is_describing() or self.tokens[self.position - 1].kind is Kind.PLAN

    def _is_describing(self) -> bool:
        """«Trà Lĩnh, nơi tháng 12 vừa công bố nâng cấp, …»: the clause only describes a place."""
        start = self.clause.start
        return 0 < start < self.position and self.tokens[start].text in _DESCRIBING

    def _is_within_description(self) -> bool:
        """«Cục Hải quan Đà Nẵng - nơi làm thủ tục cho cả Quảng Nam, Quảng Ngãi - …»: by the way.

        All up to the dash that closes it, or the clause alone where a comma opens it.
        """
        if self._is_describing():
            return True
        opening = self.position - 1
        while opening > 0 and not (
            self.tokens[opening].text in "-–" and self.tokens[opening].kind is Kind.STOP
        ):
            if self.tokens[opening].kind in (Kind.MONEY, Kind.PERCENT):
                return False
            opening -= 1
        closed = any(t.kind is Kind.STOP and t.text == "-" for t in self.tokens[self.position :])
        return opening > 0 and closed and self.tokens[opening + 1].text in _DESCRIBING

    def _of_year_before(self, mention: PeriodMention) -> PeriodMention:
        """«năm 2024 …», and in the next paragraph «cả năm»: of the year that was spoken of."""
        spoken = self.work.context.period
        so_far = (t for tokens in (*self.work.read, self.tokens[: self.position]) for t in tokens)
        if (
            spoken is None
            or spoken.kind != "year"
            or any(t.kind is Kind.PERIOD and t.mention.year is not None for t in so_far)
        ):
            return mention
        return replace(mention, year=spoken.year)

    def _own_period(self, mention: PeriodMention) -> None:
        if mention.year is None and mention.kind == "year" and not mention.current:
            mention = self._of_year_before(mention)
        if self.period is not None and (mention.year or 9999) < (self.period.year or 0):
            self.estimate = False  # what is over is no longer estimated
        self.period = mention
        self.aside = None, self.aside[1]
        self.work.context.spoken[mention.kind] = mention
        self.fresh = True
        self.named_periods.append(mention)
        if self.slot is not None and self.slot.empty:
            self.slot.period = mention

    def _place(self, mention: PlaceMention) -> None:
        if mention.kind == "foreign":
            self.elsewhere = self.elsewhere or self.clause.subject is None
            self.clause.unknown += 1
            return
        if mention.span.start in self.work.about.written:
            return
        if mention.kind in _WIDE and (self._is_ranked() or self._is_apposed()):
            return
        if mention.kind in _WIDE and not self._is_told_of(mention):
            # What is of some in a region, or of a region's goods, is of no place that has a name.
            self.clause.unknown += mention.kind == "region"
            return
        if self._is_remark() or self._is_within_description() or self._is_one_of_many():
            return
        if mention.kind == "gate" and self._has_others_with_it():
            return
        if mention.kind == "province":
            self.work.context.region = mention.name
            if self._inside_gate():
                return
            if self._describes_place():
                return
        start = mention.span.start
        lower = self.work.folded.lower
        if _CONCEDED.search(lower, max(0, start - _CONCESSION), start):
            return
        if _BORDERED.search(lower, max(0, start - _REACH), start):
            return
        if _OFFICE.search(self.work.folded.lower, max(0, start - _REACH), start):
            self.work.context.office = mention.name
        self._describe()
        self._cause()
        self._call()
        self.joint = self._joins_place() and mention.kind == "gate"
        if self.place is None and self.slot is not None and self._stands_behind(self.slot):
            self.slot.place = mention.name
        self.place, self.gated = mention.name, mention.kind == "gate"
        self.aside = self.aside[0], None
        if self.clause.subject is None:
            self.clause.alien = False  # the place that leads the clause is its subject
        self.named_places.append(mention.name)
        if self.slot is not None and self.slot.empty:
            # «xuất khẩu và nhập khẩu qua cửa khẩu … lần lượt đạt»: of all that wait for an amount.
            begin = self.tokens[self.clause.start].span.start
            self.slot.place = mention.name
            for slot in reversed(self.opened):
                if not slot.empty or slot.label.start < begin:
                    break
                slot.place = mention.name
        else:
            self.fresh = True
        if mention.kind == "gate" and self._passes_goods():
            context = self.work.context
            measure = context.listed or context.headed or self.work.goods
            self._open(measure, mention.span, "direct")
            self.clause.named = True

    def _is_one_of_many(self) -> bool:
        """«gồm hàng của Hà Nội, Hưng Yên, Bắc Ninh, Hải Dương»: what several have together.

        Three or more provinces in a row, with nothing but «và» or commas between, and no amounts in
        their order.
        """
        if any(t.kind is Kind.RESPECTIVELY for t in self.tokens):
            return False
        count = 1
        for step in (-1, 1):
            index = self.position + step
            while 0 <= index < len(self.tokens):
                token = self.tokens[index]
                if token.kind is Kind.PLACE and token.mention.kind == "province":
                    count += 1
                elif token.text not in _ROW:
                    break
                index += step
        return count > 2

    def _is_told_of(self, mention: PlaceMention) -> bool:
        """«5 tháng, cả nước xuất siêu …», «xuất khẩu của ĐBSCL đạt …»: it has the figure.

        Not where it is what a province is compared with or ranked in, or has a share of.
        """
        if mention.name == self.work.about.place:
            return True
        before = self.tokens[self.clause.start : self.position]
        if any(t.kind in (Kind.PERCENT, Kind.PROPORTION, Kind.PLACE, Kind.WORD) for t in before):
            return False
        while before and before[-1].text in _OWNING:
            before = before[:-1]
        after = self.tokens[self.position + 1 : self.position + 2]
        if before and before[-1].kind is Kind.LABEL:
            return True
        leads = all(t.kind in (Kind.PERIOD, Kind.NEUTRAL, Kind.ATTRIBUTE) for t in before)
        ranked = any(t.text in _RANKED for t in before)
        if not leads or ranked or not after:
            return False
        # «Tính trên cả nước, xuất khẩu đạt …» leads as well as «cả nước xuất khẩu …».
        apart = after[0].text in ",:" and self.tokens[self.position - 1].text in _WITHIN
        return apart or after[0].kind in _TOLD

    def _is_remark(self) -> bool:
        """«tỉnh Đồng Tháp (hợp nhất từ Đồng Tháp và Tiền Giang)»: what a bracket says of a place.

        No amount stands in the bracket, which a place opens or stands before.
        """
        if not self.outer:
            return False
        opening = self.clause.start - 1
        while opening > 0 and self.tokens[opening].kind is not Kind.OPEN:
            opening -= 1
        if not opening or self.tokens[opening - 1].kind is not Kind.PLACE:
            return False
        for token in self.tokens[self.position + 1 :]:
            if token.kind is Kind.CLOSE:
                return True
            if token.kind in (Kind.MONEY, Kind.PERCENT):
                return False
        return True

    def _is_ranked(self) -> bool:
        """«Bắc Ninh dẫn đầu cả nước về xuất khẩu»: among what a place has its rank."""
        words = self.tokens[self.clause.start : self.position]
        led = self.position > 0 and self.tokens[self.position - 1].text in _RANKING
        return led or any(t.kind is Kind.PLACE and t.mention.kind == "province" for t in words)

    def _describes_place(self) -> bool:
        """«Tà Lùng vẫn là cửa khẩu lớn nhất của Cao Bằng: …»: where a place has its rank.

        Also in apposition («Hữu Nghị, cửa khẩu lớn nhất của Lạng Sơn, đạt …») and behind the amount
        («…, lớn nhất trong các cửa khẩu của Lạng Sơn»). What is so said of a place is no subject.
        """
        start = self.clause.start
        words = self.tokens[start : self.position]
        named = [i for i, t in enumerate(words) if t.kind is Kind.PLACE]
        ranked = any(t.text.split()[-1] in _FIRST or t.text in _RANKED_AT for t in words)
        led = any(t.text in _RANKED_IN for t in words[-_LED_WITHIN:])
        if named:
            own = words[named[-1]].mention
            copula = any(t.text == "là" for t in words[named[-1] :])
            led = led or (own.kind == "gate" and ranked)
            said = led and (ranked or copula) and own.kind != "foreign"
            if any(t.kind in (Kind.MONEY, Kind.PERCENT) for t in words[named[-1] :]):
                return False
        else:
            apposed = start > 1 and self.tokens[start - 2].kind is Kind.PLACE
            behind = self.place is not None and bool(self.amounts) and not self._tells_more()
            labelled = any(t.kind is Kind.LABEL for t in words)
            said = led and ranked and not labelled and (apposed or behind)
        if said:
            self.clause.unknown, self.clause.subject, self.clause.alien = 0, True, False
        return said

    def _tells_more(self) -> bool:
        """Whether the clause goes on to an amount."""
        for token in self.tokens[self.position + 1 :]:
            if token.kind is Kind.STOP:
                return False
            if token.kind is Kind.MONEY:
                return True
        return False

    def _has_others_with_it(self) -> bool:
        """«Chi cục Hải quan cửa khẩu Thanh Thủy và các điểm hải quan trên địa bàn»: of no one."""
        behind = [t.text for t in self.tokens[self.position + 1 : self.position + 3]]
        return behind[:1] == ["và"] and behind[1:] != [] and behind[1].split()[0] in _OTHERS

    def _is_apposed(self) -> bool:
        """«TP HCM, đầu tàu của cả nước, xuất khẩu …»: what a place is of the country.

        The clause between, of no amount, stands right behind the place and begins with what it is.
        """
        start = self.clause.start
        if start < 2 or start == self.position:
            return False
        led = self.tokens[start - 2]
        if led.kind is not Kind.PLACE or led.mention.kind != "province":
            return False
        for token in self.tokens[start:]:
            if token.kind in (Kind.MONEY, Kind.PERCENT):
                return False
            if token.kind is Kind.STOP:
                return True
        return False

    def _is_apposed_to_gate(self) -> bool:
        """«Tà Lùng, đơn vị chiếm quá nửa lượng hàng của tỉnh, làm thủ tục cho …»: what a gate is.

        The clause between two marks, of no amount and no measure but one that it has a share of.
        """
        start = self.clause.start
        if start < 2 or self.tokens[start - 1].text not in _APPOSING:
            return False
        led = self.tokens[start - 2]
        if led.kind is not Kind.PLACE or led.mention.kind != "gate":
            return False
        shared = False
        for token in self.tokens[start:]:
            if token.kind is Kind.STOP:
                return token.text in _APPOSING
            if token.kind is Kind.MONEY or (token.kind is Kind.LABEL and not shared):
                return False
            shared = shared or token.kind is Kind.PROPORTION
        return False

    def _describe(self) -> None:
        """«Sát nút là Cà Mau», «vị trí số một thuộc về Bắc Ninh»: the words are said of the place.

        What is said of a place by «là» is no other subject, whatever its words.
        """
        index = self.position - 1
        while index >= self.clause.start and self.tokens[index].text in _TITLES:
            index -= 1
        clause = self.clause
        named = any(t.kind is Kind.LABEL for t in self.tokens[clause.start : self.position])
        if index >= clause.start and self.tokens[index].text in _COPULAS and not named:
            clause.unknown, clause.subject, clause.alien = 0, True, False

    def _cause(self) -> None:
        """«Niên vụ được giá giúp Đắk Lắk khép lại năm 2022 với …»: the place does what follows."""
        clause = self.clause
        led = self.position > clause.start and self.tokens[self.position - 1].text in _CAUSING
        if led and not clause.named and not clause.foreign:
            clause.unknown, clause.subject, clause.alien = 0, True, False
            clause.start = self.position

    def _call(self) -> None:
        """«"đàn anh" Lao Bảo chỉ còn …»: what stands in quotation marks before a place names it."""
        index = self.position - 1
        if index < 0 or self.tokens[index].text != '"':
            return
        opening = index - 1
        while opening >= self.clause.start and self.tokens[opening].text != '"':
            opening -= 1
        if opening < self.clause.start:
            return
        inside = [t for t in self.tokens[opening:index] if t.kind is Kind.WORD]
        self.clause.unknown -= len(inside)
        if not self.clause.unknown:
            self.clause.subject = True

    def _passes_goods(self) -> bool:
        """«hàng hóa qua cửa khẩu Tà Lùng đạt …»: all goods that pass it, where no name waits."""
        words = [t.text for t in self._words_before_place()]
        led = words[-1:] == ["qua"] or (len(words) > 1 and words[-1] in _REACHED)
        if self.clause.named or not self.work.goods or not led:
            return False
        while words and words[-1] in _GOING:
            words.pop()
        goods = bool(words) and words[-1] in GOODS
        waits = self.slot is not None and self.slot.empty
        return goods and not waits and not claimed(self.tokens, self.position, self.clause)

    def _words_before_place(self) -> list[Token]:
        """The few words of the clause before the place that is taken."""
        return self.tokens[max(self.clause.start, self.position - _GONE) : self.position]

    def _joins_place(self) -> bool:
        """«cửa khẩu Lao Bảo và La Lay»: the second of two places in one breath."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        return len(before) == 2 and before[0].kind is Kind.PLACE and before[1].text == "và"

    def _stands_behind(self, slot: Slot) -> bool:
        """«hàng xuất nhập khẩu trị giá 1,9 tỷ USD được thông quan qua cửa khẩu Kim Thành»."""
        if slot.quantity is None or not self.clause.named or self.clause.unknown:
            return False
        begin = self.tokens[self.clause.start].span.start
        led = self.tokens[self.position - 1].text in _LEADING
        return led and slot.quantity.span.start >= begin

    def _inside_gate(self) -> bool:
        """«cửa khẩu Bờ Y (Kon Tum)», «cửa khẩu Hữu Nghị, Lạng Sơn»: where the gate lies.

        All that the bracket behind a gate names is («(Hồng Ngự, Đồng Tháp)»).
        """
        if self.outer:
            index = self.position - 1
            while index > 0 and self.tokens[index].kind is not Kind.OPEN:
                index -= 1
            led = self.tokens[index - 1]
            if index and led.kind is Kind.PLACE and led.mention.kind == "gate":
                return True
        for token in reversed(self.tokens[max(0, self.position - 3) : self.position]):
            if token.kind is Kind.PLACE:
                place: PlaceMention = token.mention
                return place.kind == "gate"
            if token.kind is not Kind.OPEN and token.text not in (",", "-", "tỉnh", "của", "thuộc"):
                return False
        return False

    def _place_pointed_to(self, token: Token) -> None:
        """«tại đây», «cửa khẩu này»: the place spoken of last; «của tỉnh»: not the country."""
        context, about = self.work.context, self.work.about
        if token.text in _HERE or (token.text == "này" and self._names_site()):
            if self.place is None and context.last is not None:
                self.place = context.last
        elif self.gated and self._is_owner(token) and not self._is_apposed_to_gate():
            self.place, self.gated = context.region or about.home, False
        elif about.place != HOME and (self.place or context.place) in _BEYOND:
            self.place = about.place
        else:
            return
        if self.slot is not None and self.slot.empty:
            self.slot.place = self.place

    def _is_owner(self, token: Token) -> bool:
        """«tìm đường xuống cảng Hải Phòng, nhờ đó xuất khẩu của tỉnh đạt …»: the province's own."""
        behind = self.tokens[self.position + 1 : self.position + 2]
        led = self.position > 0 and self.tokens[self.position - 1].text == "của"
        named = bool(behind) and behind[0].kind is Kind.PLACE
        return led and not named and token.text in _TITLES

    def _names_site(self) -> bool:
        before = self.tokens[self.position - 1].text if self.position else ""
        return before.endswith(("cửa khẩu", "lối mở", "cảng"))

    def _office_pointed_to(self, token: Token) -> None:
        """«làm thủ tục tại đơn vị», «qua Cục»: of the office that was named before.

        Not where the name of the office goes on («tại Cục Hải quan tỉnh»).
        """
        before = self.tokens[self.position - 1].text if self.position else ""
        behind = self.tokens[self.position + 1 : self.position + 2]
        alone = not behind or (behind[0].text != "hải quan" and behind[0].kind is not Kind.WORD)
        led = before in _AT or token.text not in _ALONE
        if self.place is None and alone and led:
            self.place = self.work.context.office or self.work.about.place
            if self.slot is not None and self.slot.quantity is None:
                self.slot.place = self.place

    def _own_place(self) -> None:
        """«trên địa bàn», «toàn tỉnh»: the article's own place, of a gate its province.

        «tính trọn tỉnh» is so behind another place too, «2% của toàn tỉnh» is only a share.
        """
        whole = self.tokens[self.position].text in WHOLE_PLACES
        before = self.tokens[self.position - 1].text if self.position else ""
        named = self.place is not None
        if named and self._is_apposed_to_gate():
            return
        if not named or (whole and self.gated and before != "của"):
            about, region = self.work.about, self.work.context.region
            self.place = (region or about.home) if whole else about.place
            self.gated = False
            if self.slot is not None and self.slot.quantity is None:
                self.slot.place = self.place

    def _scope(self, token: Token) -> None:
        end = token.span.end
        for index in range(self.position + 1, len(self.tokens)):
            following = self.tokens[index]
            word = following.kind in (Kind.WORD, Kind.NEUTRAL)
            office = word and self.tokens[index - 1].text in _OFFICES
            office = office and following.text not in TELLING
            office = office and (following.name or following.kind is Kind.NEUTRAL)
            customs = following.text == "hải quan" and self.tokens[index - 1].text == "tại"
            if not (
                office or customs or following.kind is Kind.PLACE or following.text in _SCOPE_WORDS
            ):
                break
            end = following.span.end
        if self._is_of_goods():
            measure = self.slot.measure if self.slot is not None else self.work.goods
            self._open(measure, token.span, "direct")
            self.clause.named = True
        self.scope = Span(token.span.start, end)
        self.fresh = True
        if self.slot is not None and (self.slot.quantity is None or self.clause.behind):
            self.slot.scope = self.scope

    def _is_of_goods(self) -> bool:
        """«hàng hóa mở tờ khai tại Cục …»: goods of a scope, and no other name before them."""
        before = self.tokens[self.position - 1] if self.position else None
        if before is None or before.text not in GOODS or self.clause.named or not self.work.goods:
            return False
        waits = self.slot is not None and self.slot.empty
        return not waits and not claimed(self.tokens, self.position, self.clause)

    def _carries(self, period: PeriodMention) -> bool:
        """Whether what follows the sentence goes on with its period.

        A year named in passing does not carry; one that leads the sentence or a list does.
        """
        first, last = self.tokens[0], self.tokens[-1]
        if self._is_to_come(period) or (self.work.slots and self._is_by_the_way(period)):
            return False
        return period.kind != "year" or last.text == ":" or first.mention is period

    def _is_to_come(self, period: PeriodMention) -> bool:
        """«những việc đơn vị sẽ làm ngay trong quý đầu tiên»: of which nothing is told yet."""
        return not self.amounts and _AHEAD.search(self._before(period)) is not None

    def _is_by_the_way(self, period: PeriodMention) -> bool:
        """«Cầu mới thông xe từ tháng 9.»: no time of what is measured, which it does not lead."""
        return (
            not self.opened
            and not self.amounts
            and self._before(period).strip().count(" ") >= _LED_BY
        )

    def _before(self, period: PeriodMention) -> str:
        """The words of the sentence before a period."""
        start = period.span.start
        text = self.work.folded.lower[max(0, start - _BEFORE) : start]
        return _PARTED.split(text)[-1]
