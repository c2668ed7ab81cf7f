"""Words that point to a place («của tỉnh», «tại đây», «qua Cục») and scopes within it.

A place pointed to is one named before or the article's own; a scope («tại các cửa khẩu của tỉnh»)
is kept as the words that name it, and says of what part of a place's trade a figure is.
"""

from __future__ import annotations

import re

from extractor.numbers.place import is_site
from extractor.numbers.region import REGIONS
from extractor.reader.home import HOME
from extractor.reader.lexicon import TITLES, WHOLE_PLACES
from extractor.reader.placing import GOODS
from extractor.reader.siting import NOT_ALL, SITES_REACH, Siting, site_of
from extractor.reader.subject import claimed
from extractor.reader.tokens import OF_NAME, Kind, Token
from extractor.span import Span

_HERE = frozenset({"qua đây", "tại đây", "ở đây", "nơi đây", "nơi này"})
LOCAL = frozenset({*_HERE, "này", "tỉnh", "thành phố", "địa phương"})
"""Words that point to a place named before, or to the article's own."""
_OFFICES = frozenset({"cục", "chi cục"})
"""Behind these stands what an office is for («Cục Hải quan Lào Cai»)."""
_AT = frozenset(
    {"tại", "qua", "của", "ở", "do", "thuộc", "về", "toàn", "cả", "trong", "từ", "thông qua"}
)
"""Words that lead an office which was named before («làm thủ tục tại đơn vị»)."""
POINTING_OFFICES = frozenset(
    {"cục", "chi cục", "đơn vị", "đơn vị này", "toàn đơn vị", "do đơn vị quản lý"}
)
"""Words for the office whose report an article tells."""
_ALONE = frozenset({"cục", "chi cục", "đơn vị"})
"""Those among them that are some office or other unless a preposition leads them."""
TELLING = frozenset(
    {"chỉ", "đạt", "đã", "là", "lại", "cũng", "vẫn", "được", "tăng", "giảm", "trị giá"}
)
"""Behind «tại Cục» these go on with what is told of it."""
_AREAS = frozenset({"địa bàn", "trên địa bàn"})
_POINTING = frozenset({"này", "đó", "ấy"})
_THIS_REGION = frozenset(f"khu vực {this}" for this in _POINTING)
_TERRITORY = re.compile(
    r"(?<!\w)(?:(?P<region>khu vực (?:này|đó|ấy)|(?:tiểu )?vùng"
    r"(?: (?:kinh tế|trọng điểm|rộng lớn|châu thổ))*)"
    r"|(?:vùng đất|miền đất|mảnh đất|dải đất|xứ|địa bàn)(?: \w+){0,3}) ?\Z"
)
"""What a territory is called, before the word that points to one."""
_TERRITORY_REACH = 40
_ALL_PROVINCES = re.compile(
    r"(?<!\w)(?:(?:cả|toàn|gộp|chung|trên|của) (?:cả )?(?:[2-9]|hai|ba|bốn|sáu|bảy|tám)"
    r"|(?:toàn|gộp|chung|trên|của) (?:cả )?năm)"
    r" (?:tỉnh|địa phương|địa bàn|tỉnh thành|tỉnh, thành phố)\Z"
)
"""Several provinces together, as an office has them; «cả năm tỉnh …» alone is a year of one."""
_SEVERAL_PROVINCES = re.compile(
    r"(?<!\w)(?:[2-9]|hai|ba|bốn|sáu|bảy|tám) (?:tỉnh|địa phương|địa bàn|tỉnh thành)\Z"
)
"""So many provinces, which behind the name of a measure have it together."""
_PROVINCES_END = ("tỉnh", "địa phương", "địa bàn", "tỉnh thành", "thành phố")
"""What such words end with."""
_BEYOND = REGIONS | {HOME}
"""Places that «tỉnh» and «địa phương» never mean."""
_SCOPE_WORDS = frozenset(
    {
        *("tại", "trên", "ở", "qua", "của", "trong", "địa bàn", "trên địa bàn", "cục", "chi cục"),
        *("tỉnh", "thành phố", "cảng", "các", "cửa khẩu", "các cửa khẩu", "địa phương"),
    }
)


class Pointing(Siting):
    """Finds the place or the scope that words without a name of their own point to."""

    def _place_pointed_to(self, token: Token) -> None:
        """«tại đây»: the place spoken of last; «của tỉnh»: not the country."""
        context, about = self.work.context, self.work.about
        if token.text == "này":
            return
        if token.text in _HERE:
            if self.place is None:
                self._go_back_to(site_of(context.last or "") or "")
        elif self._is_at_site() and self._is_owner(token) and not self._is_apposed_to_gate():
            self.place, self.gated = context.region or about.home, False
        elif about.place != HOME and (self.place or context.place) in _BEYOND:
            self.place = about.place
        else:
            return
        if self.slot is not None and self.slot.empty:
            self.slot.place = self.place

    def _territory_pointed_to(self, token: Token) -> bool:
        """«Vùng đất này», «địa bàn ấy»: the place spoken of last; «vùng này»: the region."""
        if self.place is not None:
            return False
        start, end = token.span
        if token.text in _AREAS:
            behind = self.tokens[self.position + 1 : self.position + 2]
            if not behind or behind[0].text not in _POINTING:
                return False
        elif token.text in _POINTING:
            start, end = max(0, start - _TERRITORY_REACH), start
        elif token.text in _THIS_REGION:
            start = max(0, end - _TERRITORY_REACH)
        else:
            return False
        said = _TERRITORY.search(self.work.folded.lower, start, end)
        if said is None:
            return False
        context = self.work.context
        found = context.last_region if said["region"] else context.last
        if found is not None and not said["region"] and is_site(found):
            found = context.region or self.work.about.home
        if found is None:
            return False
        self.place = found
        words = [t for t in self.tokens[: self.position] if t.span.start >= said.start()]
        unknown = sum(t.kind is Kind.WORD for t in words)
        if unknown and self.clause.unknown == unknown:
            # «Vùng đất đỏ bazan này xuất khẩu …»: what is said is of the place.
            self.clause.unknown, self.clause.subject = 0, True
        if self.slot is not None and self.slot.empty:
            self.slot.place = self.place
        return True

    def _is_at_site(self) -> bool:
        """Whether the place spoken of is a gate, named in the sentence or before it."""
        return self.gated or (self.place is None and is_site(self.work.context.place))

    def _is_owner(self, token: Token) -> bool:
        """«tìm đường xuống cảng Hải Phòng, nhờ đó xuất khẩu của tỉnh đạt …»: the province's own.

        So it is where «tỉnh» is what trades («… 9 tháng tỉnh xuất khẩu …»).
        """
        behind = self.tokens[self.position + 1 : self.position + 2]
        before = self.tokens[self.position - 1] if self.position else None
        named = bool(behind) and behind[0].kind is Kind.PLACE
        if named or token.text not in TITLES or self._is_ranked_here():
            return False
        if before is not None and before.text == "của":
            return True
        leads = before is None or before.kind in (Kind.STOP, Kind.PERIOD)
        return leads and bool(behind) and behind[0].kind is Kind.LABEL and not self.gated

    def _provinces_together(self, token: Token) -> None:
        """«Trên cả ba tỉnh, hàng hóa xuất nhập khẩu đạt …»: of all that the office has."""
        end = token.span.end
        lower = self.work.folded.lower
        if self.place is not None or not lower.endswith(_PROVINCES_END, 0, end):
            return
        behind = self.tokens[self.position + 1 : self.position + 2]
        said = _ALL_PROVINCES.search(lower, max(0, end - SITES_REACH), end)
        if said is None:
            said = _SEVERAL_PROVINCES.search(lower, max(0, end - SITES_REACH), end)
            ahead = [t for t in self.tokens[max(0, self.position - 3) : self.position] if said]
            named = [t for t in ahead if said and t.span.end == said.start() - 1]
            said = said if named and named[0].kind is Kind.LABEL else None
        if said is None or NOT_ALL.match(lower, end) or self._is_ranked_here():
            return
        if behind and behind[0].kind is Kind.PLACE:
            return
        about = self.work.about
        self.place = about.area or about.place
        self.aside = self.aside[0], None if about.area else said.group()
        if self.slot is not None and self.slot.empty:
            self.slot.place = self.place

    def _office_pointed_to(self, token: Token) -> None:
        """«làm thủ tục tại đơn vị», «qua Cục»: of the office that was named before.

        Not where the name of the office goes on («tại Cục Hải quan tỉnh»).
        """
        before = self.tokens[self.position - 1].text if self.position else ""
        behind = self.tokens[self.position + 1 : self.position + 2]
        alone = not behind or (behind[0].text != "hải quan" and behind[0].kind is not Kind.WORD)
        led = before in _AT or token.text not in _ALONE
        if self.place is None and alone and led:
            context, about = self.work.context, self.work.about
            self.place = context.office or about.place
            if token.text == "cục" and is_site(self.place):
                self.place = context.region or about.home  # the gate has but a branch of it
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
            elif whole and self.place not in (None, self.work.context.place):
                # «Lao Bảo đạt 402 triệu USD. Toàn tỉnh đạt 620 triệu USD.»
                self.fresh = self.entire = True
                self.named_places.append(self.place)

    def _scope(self, token: Token) -> None:
        if token.mention == OF_NAME:
            if self.slot is not None and self.slot.quantity is None:
                self.slot.scope = token.span
            return
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
