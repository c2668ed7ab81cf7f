"""Where: the places that a sentence names, and whether the figures to come are theirs.

A province or a gate has them unless its name only describes, is conceded, lies beside or is one of
many; the country or a region only where the sentence tells of it as a whole.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from extractor.numbers.place import PlaceMention
from extractor.reader import enumeration
from extractor.reader.dating import Dating
from extractor.reader.lexicon import TITLES
from extractor.reader.slots import Slot
from extractor.reader.subject import claimed
from extractor.reader.tokens import REACH, Kind, Token

GOODS = frozenset({"hàng", "hàng hóa"})
"""Goods of any kind."""
_OWNING = frozenset({"của", "hàng hóa", "toàn", "trên", "chung"})
RANKED = frozenset({"đứng đầu", "dẫn đầu", "so với", "so", "cùng", "cùng với", "nhất", "đứng thứ"})
"""Words that say how one of several places stands among them."""
_LEADING = frozenset({"qua", "tại", "ở"})
"""Words that lead a place which a figure before it is of."""
_OFFICE = re.compile(
    r"(?<!\w)(?:cục|hải quan)"
    r"(?: (?:hải quan|tỉnh|thành phố|tp\.?|cửa khẩu|cảng|ga|khu vực|quốc tế))*\s\Z"
)
"""What stands before the place that an office is of («Cục Hải quan tỉnh Hà Giang»)."""
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
_COUNTED_IN = re.compile(
    r"(?:nếu )?(?:(?:chưa|không) (?:kể|tính|bao gồm|gồm)|(?:bao )?(?:kể|tính|gồm|cộng)"
    r" (?:luôn |thêm )?(?:cả|thêm|luôn))(?!\w)"
)
"""Leads what is counted in with something, or left out of it."""
_ENDING = (Kind.MONEY, Kind.NUMBER, Kind.PERCENT, Kind.STOP, Kind.OPEN)
CONCEDING = frozenset({"dù", "mặc dù", "tuy", "dẫu", "cho dù"})
"""What follows these is conceded, and told against in the next clause."""
_LEADING_UP = (Kind.NEUTRAL, Kind.PERIOD, Kind.ATTRIBUTE, Kind.SAYING)
_TURNING = frozenset({"nhưng", "song", "nhưng mà"})
_AGAINST = _TURNING | {"thì", "riêng", "tỉnh", "thành phố", "tp", "vẫn"}
_OUTDONE = re.compile(
    r"(?<!\w)(?:vượt(?: (?:qua|mặt|lên|trên|xa|hẳn))*|qua mặt|bỏ (?:xa|lại)"
    r"|soán ngôi|thay thế|thế chỗ|(?:xếp|đứng)(?: (?:thứ \w+|ngay|liền|kế|chỉ))*"
    r" (?:sau|trước|trên|dưới)|chỉ sau"
    r"|(?:bám|theo|đuổi)(?: (?:sát|sau|đuổi|ngay|kịp))+|thua(?: kém)?)"
    r"(?: (?:cả|của|tỉnh|thành phố|tp\.?|thủ đô|hai|ba|địa phương))*\s\Z"
)
"""«Vĩnh Phúc vượt Hưng Yên», «xếp sau Nghệ An»: what another place is held against."""
_WIDE = ("country", "region")
"""Places that provinces are compared with, ranked in and have shares of."""
_WITHIN = frozenset({"trên", "tại", "ở", "trong", "toàn", "riêng"})
_TOLD = (Kind.LABEL, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PERIOD, Kind.ESTIMATE)
"""What may follow a wide place that has a figure."""
ROW = frozenset({",", "và", "hay", "hoặc", "tỉnh", "thành phố", "tp"})
"""What may stand between places told in a row."""
CAUSING = frozenset({"giúp", "đưa", "khiến", "để", "nâng", "kéo", "đẩy", "giúp cho", "khiến cho"})
"""Verbs of which a place is the object that does or becomes what follows."""
_OTHERS = frozenset({"các", "những", "nhiều", "một số"})
_GONE = 5
_REACHING = frozenset({"với", "đạt", "có", "được", "hơn", "gần", "trên", "khoảng", "xấp xỉ", "mức"})
_REACHED = frozenset({"đi qua", "tại", "ở", "thông qua", "ra vào", "vào", "về"})
_GOING = _REACHED | {
    *("qua", "đi", "lưu thông", "vận chuyển", "ra", "được", "lưu chuyển", "luân chuyển", "vào ra"),
    "lại",
}
"""Words for how goods get through a gate, beside what is done to them there."""

_LEADING_CAUSE = frozenset(
    {
        *("do", "vì", "bởi", "bởi vì", "nhờ", "khi", "sau khi", "trước khi", "từ khi", "kể từ khi"),
        *("dù", "mặc dù", "tuy", "dẫu", "cho dù", "bất chấp", "nếu", "trước việc", "nhờ việc"),
    }
)
"""Conjunctions that lead a clause of why, when or despite what the next one is so."""


class Placing(Dating):
    """Keeps the place of the figures to come, and gives it to the slot that waits for one."""

    def _place(self, mention: PlaceMention) -> None:
        if mention.kind == "foreign":
            led = self.clause.subject is None and not self._is_of_cause()
            self.elsewhere = self.elsewhere or led
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
        if self._is_counted_in():
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
        if self._is_outdone():
            return
        if _OFFICE.search(self.work.folded.lower, max(0, start - _REACH), start):
            self.work.context.office = mention.name
        self._describe()
        self._cause()
        self._call()
        self._go_to(mention)

    def _subject_ahead(self) -> None:
        """«tuy đứng nhất miền Tây với 6 tỷ USD song Long An chỉ tăng 3%»: whose figures a
        concession without a place tells is named right behind what is told against it."""
        turned = False
        for index in range(self.position + 1, len(self.tokens)):
            token = self.tokens[index]
            near = self.tokens[index - 1].text in _AGAINST or self.tokens[index - 1].text == ","
            if token.kind is Kind.PLACE and token.mention.kind in ("province", "gate"):
                if turned and near:
                    self._go_to(token.mention)
                return
            turned = turned or token.text in _TURNING
            if token.text in ".;" or (turned and token.kind in (Kind.LABEL, Kind.MONEY)):
                return

    def _is_outdone(self) -> bool:
        """«Vĩnh Phúc đã vượt Hưng Yên (và Hà Nam) với 11 tỷ USD», «xếp sau Nghệ An»: whom another
        place has passed or follows, of which nothing is told."""
        behind = self.tokens[self.position + 1 : self.position + 3]
        if [t.kind for t in behind] == [Kind.OPEN, Kind.MONEY]:
            return False  # «vượt Hưng Yên (8,4 tỷ USD)»
        first = self.position
        while first > 1 and self.tokens[first - 1].text in ROW | {"lẫn", "cùng"}:
            before = first - 2
            while before > 0 and self.tokens[before].text in ROW:
                before -= 1
            if self.tokens[before].kind is not Kind.PLACE:
                break
            first = before
        start = self.tokens[first].span.start
        lower = self.work.folded.lower
        return _OUTDONE.search(lower, max(0, start - _REACH), start) is not None

    def _go_to(self, mention: PlaceMention) -> None:
        """Take the place for that of the figures to come and of the slots that wait for one."""
        self.joint = self._joins_place() and mention.kind == "gate"
        if self.place is None and self.slot is not None and self._stands_behind(self.slot):
            self.slot.place = mention.name
        self.place, self.gated = mention.name, mention.kind == "gate"
        first = self.named_places[-1:] if self._joins_place() and not self.joint else []
        if first:
            self.aside = self.aside[0], first[0]
        elif self._goes_on_list(mention):
            self.aside = self.aside[0], self.aside[1] or self.work.context.place
        else:
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

    def _is_of_cause(self) -> bool:
        """«Do Lào thiếu ngoại tệ, kim ngạch …», «Khi Trung Quốc mở cửa lại, …»: of why or when the
        rest is so, and not what that is of."""
        words = self.tokens[self.clause.start : self.position]
        led = next((t for t in words if t.kind is not Kind.PERIOD), None)
        return led is not None and led.text.lower() in _LEADING_CAUSE

    def _is_led_by_market(self) -> bool:
        """«châu Âu mua nhiều nhất hàng hóa của tỉnh (41 triệu USD)»: of that market."""
        words = self.tokens[self.clause.start : self.position]
        led = next((t for t in words if t.kind not in _LEADING_UP), None)
        return led is not None and led.kind is Kind.PLACE and led.mention.kind == "foreign"

    def _is_one_of_many(self) -> bool:
        """«gồm hàng của Hà Nội, Hưng Yên, Bắc Ninh, Hải Dương»: what several have together.

        Three or more provinces in a row, with nothing but «và» or commas between, and no amounts in
        their order.
        """
        first, last = max(0, self.position - REACH), min(len(self.tokens), self.position + REACH)
        if any(t.kind is Kind.RESPECTIVELY for t in self.tokens[first:last]):
            return False
        count = 1
        for step in (-1, 1):
            index = self.position + step
            while first <= index < last:
                token = self.tokens[index]
                if token.kind is Kind.PLACE and token.mention.kind == "province":
                    count += 1
                elif token.text not in ROW:
                    break
                index += step
        return count > 2 and not self._has_amounts_each(count)

    def _has_amounts_each(self, count: int) -> bool:
        """Whether as many amounts in a row follow, one of each of the places."""
        for index in range(self.position + 1, min(len(self.tokens), self.position + REACH)):
            token = self.tokens[index]
            if token.kind in (Kind.MONEY, Kind.NUMBER):
                run = enumeration.amounts(self.tokens, index)
                return run is not None and len(run.positions) == count
            if token.text in ".;":
                return False
        return False

    def _has_others_with_it(self) -> bool:
        """«Chi cục Hải quan cửa khẩu Thanh Thủy và các điểm hải quan trên địa bàn»: of no one."""
        behind = [t.text for t in self.tokens[self.position + 1 : self.position + 3]]
        return behind[:1] == ["và"] and behind[1:] != [] and behind[1].split()[0] in _OTHERS

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
        ranked = any(t.text in RANKED for t in before)
        if not leads or ranked or not after:
            return False
        # «Tính trên cả nước, xuất khẩu đạt …» leads as well as «cả nước xuất khẩu …».
        apart = after[0].text in ",:" and self.tokens[self.position - 1].text in _WITHIN
        return apart or after[0].kind in _TOLD

    def _cause(self) -> None:
        """«Niên vụ được giá giúp Đắk Lắk khép lại năm 2022 với …»: the place does what follows."""
        clause = self.clause
        led = self.position > clause.start and self.tokens[self.position - 1].text in CAUSING
        if led and not clause.named and not clause.foreign:
            clause.unknown, clause.subject, clause.alien = 0, True, False
            clause.start = self.position
        elif self._is_answer():
            clause.unknown, clause.subject, clause.alien = 0, True, False
            clause.named, clause.start = False, self.position

    def _is_answer(self) -> bool:
        """«Câu lạc bộ xuất khẩu tỷ đô đón một tỉnh nữa là Bến Tre với 1,02 tỷ USD»: the place that
        the words before it, which name a measure, come to, right before its amount."""
        index = self.position - 1
        while index > 0 and self.tokens[index].text in TITLES:
            index -= 1
        waits = self.slot is not None and self.slot.empty and not self.clause.foreign
        if index < 0 or self.tokens[index].text != "là" or not waits:
            return False
        behind = dropwhile(
            lambda t: t.text in _REACHING or t.kind is Kind.ESTIMATE,
            self.tokens[self.position + 1 : self.position + 6],
        )
        return next((t.kind is Kind.MONEY for t in behind), False)

    def _passes_goods(self) -> bool:
        """«hàng hóa qua cửa khẩu Tà Lùng đạt …»: all goods that pass it, where no name waits."""
        words = [t.text for t in self._words_before_place()]
        led = words[-1:] == ["qua"] or (len(words) > 1 and words[-1] in _REACHED)
        if self.clause.named or not self.work.goods or not led:
            return False
        while words and (words[-1] in _GOING or words[-1] in self.work.handled):
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

    def _is_counted_in(self) -> bool:
        """«kể cả những đơn vị đóng ở Vĩnh Phúc, Phú Thọ»: what something else has in it or not."""
        lower, start = self.work.folded.lower, self.tokens[self.position].span.start
        behind = self.tokens[self.position + 1 : self.position + 2]
        index, far = self.position, max(0, self.position - REACH)
        while index > far and self._is_of_row(self.tokens[index - 1]):
            index -= 1
        row = self.tokens[index : self.position]
        scopes = [t.span.start for t in (*row, *behind) if t.kind is Kind.SCOPE]
        while index > far and self.tokens[index - 1].kind not in _ENDING:
            index -= 1
        led = (*scopes, self.tokens[index].span.start)
        return any(at < start and _COUNTED_IN.match(lower, at) is not None for at in led)

    def _is_of_row(self, token: Token) -> bool:
        return token.kind in (Kind.PLACE, Kind.SCOPE) or token.text in ROW

    def _goes_on_list(self, mention: PlaceMention) -> bool:
        """«ở Vĩnh Phúc, Phú Thọ, …»: another place of a kind, right behind a comma."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        listed = len(before) == 2 and before[0].kind is Kind.PLACE and before[1].text == ","
        return listed and before[0].mention.kind == mention.kind

    def _stands_behind(self, slot: Slot) -> bool:
        """«hàng xuất nhập khẩu trị giá 1,9 tỷ USD được thông quan qua cửa khẩu Kim Thành»."""
        if slot.quantity is None or not self.clause.named or self.clause.unknown:
            return False
        begin = self.tokens[self.clause.start].span.start
        led = self.tokens[self.position - 1].text in _LEADING
        return led and slot.quantity.span.start >= begin
