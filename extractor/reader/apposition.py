"""What a place is, said by the way: in apposition or brackets, by a rank, a copula or a nickname.

A place in such words («cửa khẩu lớn nhất của Lạng Sơn») is none that the figures to come are of,
and what they say of a place makes nothing else the subject of its clause.
"""

from __future__ import annotations

from extractor.numbers.place import PlaceMention
from extractor.reader.lexicon import TITLES
from extractor.reader.outlook import says_how_it_goes
from extractor.reader.tokens import REACH, Kind
from extractor.reader.untimed import Untimed

_DESCRIBING = frozenset({"nơi", "vốn", "từng"})
"""Words that open a clause which only describes what was named before it."""
_SITED = TITLES | {
    *("đơn vị", "cửa khẩu", "cặp cửa khẩu", "lối mở", "cảng", "chi cục", "cục", "địa phương"),
    *("vùng", "trung tâm", "thủ phủ", "điểm", "đầu mối", "cửa ngõ"),
}
"""What a place can be called."""
_TIMED = frozenset(
    {
        *("thời", "thời kỳ", "thời điểm", "thời gian", "giai đoạn", "quãng", "quãng thời gian"),
        *("năm", "quý", "tháng", "mùa", "đỉnh", "đỉnh điểm", "cao điểm", "đáy", "buổi", "chặng"),
    }
)
"""What a time can be called."""
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
_COPULAS = frozenset({"là", "thuộc về", "gọi tên", "phải kể đến", "kể đến"})
_NAMED = TITLES | {"cặp"}
"""What may stand between a copula and the name of a place."""
_APPOSING = frozenset({",", "-"})


class Apposition(Untimed):
    """Tells places and periods that describe from those that figures are of."""

    def _is_describing(self) -> bool:
        """«Trà Lĩnh, nơi tháng 12 vừa công bố nâng cấp, …»: the clause only describes a place."""
        start = self.clause.start
        return 0 < start < self.position and self.tokens[start].text in _DESCRIBING

    def _says_how_it_goes(self) -> bool:
        """«Tại Ma Lù Thàng, nhịp buôn bán chậm hơn: 28,6 triệu USD, tăng 18%»."""
        subjects = self.work.subjects
        return says_how_it_goes(self.work.folded.lower, self.tokens, self.position, subjects)

    def _says_what_it_is(self) -> bool:
        """«Chi cục Hải quan Bắc Kạn, đơn vị duy nhất không sát biên giới, đạt …»: of the place.

        So of a time («Năm 2019, thời hưng thịnh, cửa khẩu đạt …»). The clause between two commas,
        of no number and no measure, begins with a noun for places or times.
        """
        start = self.clause.start
        if start < 2 or self.tokens[start - 1].text != ",":
            return False
        led = self.tokens[start - 2].kind
        nouns = _SITED if led is Kind.PLACE else _TIMED if led is Kind.PERIOD else frozenset()
        words = self.tokens[start : self.position]
        told = (Kind.MONEY, Kind.PERCENT, Kind.LABEL)
        return (
            words[:1] != []
            and words[0].text.lower() in nouns
            and all(t.kind not in told for t in words)
        )

    def _is_within_description(self) -> bool:
        """«Cục Hải quan Đà Nẵng - nơi làm thủ tục cho cả Quảng Nam, Quảng Ngãi - …»: by the way.

        All up to the dash that closes it, or the clause alone where a comma opens it.
        """
        if self._is_describing():
            return True
        opening = self.position - 1
        first, last = max(0, self.position - REACH), self.position + REACH
        while opening > first and not (
            self.tokens[opening].text in "-–" and self.tokens[opening].kind is Kind.STOP
        ):
            if self.tokens[opening].kind in (Kind.MONEY, Kind.PERCENT):
                return False
            opening -= 1
        ahead = self.tokens[self.position : last]
        closed = any(t.kind is Kind.STOP and t.text == "-" for t in ahead)
        return opening > first and closed and self.tokens[opening + 1].text in _DESCRIBING

    def _is_remark(self) -> bool:
        """«tỉnh Đồng Tháp (hợp nhất từ Đồng Tháp và Tiền Giang)»: what a bracket says of a place.

        No amount stands in the bracket, which a place opens or stands before.
        """
        if not self.outer:
            return False
        opening = self.clause.start - 1
        first = max(0, opening - REACH)
        while opening > first and self.tokens[opening].kind is not Kind.OPEN:
            opening -= 1
        if opening == first or self.tokens[opening - 1].kind is not Kind.PLACE:
            return False
        for token in self.tokens[self.position + 1 : self.position + REACH]:
            if token.kind is Kind.CLOSE:
                return True
            if token.kind in (Kind.MONEY, Kind.PERCENT):
                return False
        return True

    def _inside_gate(self) -> bool:
        """«cửa khẩu Bờ Y (Kon Tum)», «cửa khẩu Hữu Nghị, Lạng Sơn»: where the gate lies.

        All that the bracket behind a gate names is («(Hồng Ngự, Đồng Tháp)»).
        """
        if self.outer:
            index = self.position - 1
            first = max(0, index - REACH)
            while index > first and self.tokens[index].kind is not Kind.OPEN:
                index -= 1
            led = self.tokens[index - 1]
            if index > first and led.kind is Kind.PLACE and led.mention.kind == "gate":
                return True
        for token in reversed(self.tokens[max(0, self.position - 3) : self.position]):
            if token.kind is Kind.PLACE:
                place: PlaceMention = token.mention
                return place.kind == "gate"
            if token.kind is not Kind.OPEN and token.text not in (",", "-", "tỉnh", "của", "thuộc"):
                return False
        return False

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

    def _describes_gate(self) -> bool:
        """«Chi cục Hải quan cửa khẩu La Lay, nơi kim ngạch chạm mốc …»: what is told of a gate."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        after = self.tokens[self.position + 1 : self.position + 2]
        led = len(before) == 2 and before[0].kind is Kind.PLACE and before[1].text == ","
        named = bool(after) and after[0].kind is Kind.LABEL
        return led and named and before[0].mention.kind == "gate"

    def _describe(self) -> None:
        """«Sát nút là Cà Mau», «vị trí số một thuộc về Bắc Ninh»: the words are said of the place.

        What is said of a place by «là» is no other subject, whatever its words.
        """
        index = self.position - 1
        while index >= self.clause.start and self.tokens[index].text in _NAMED:
            index -= 1
        clause = self.clause
        named = any(t.kind is Kind.LABEL for t in self.tokens[clause.start : self.position])
        if index >= clause.start and self.tokens[index].text in _COPULAS and not named:
            clause.unknown, clause.subject, clause.alien = 0, True, False

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
