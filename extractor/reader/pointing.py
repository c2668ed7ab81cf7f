"""Words that point to a place («của tỉnh», «tại đây», «qua Cục») and scopes within it.

A place pointed to is one named before or the article's own; a scope («tại các cửa khẩu của tỉnh»)
is kept as the words that name it, and says of what part of a place's trade a figure is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numbers.place import is_site
from extractor.numbers.region import REGIONS
from extractor.reader.home import HOME
from extractor.reader.lexicon import TITLES, WHOLE_PLACES
from extractor.reader.placing import GOODS, RANKED, Placing
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
_SITES = ("cửa khẩu", "lối mở", "cảng")
_SITES_SAID = re.compile(
    r"(?<!\w)(?:(?:(?P<all>(?:các|mọi|tất cả|toàn bộ|hệ thống)(?: các)?|cả (?:[0-9]+|ba|bốn|năm|sáu"
    r"|bảy|tám|chín|mười))|(?P<some>những|[0-9]+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)) )?"
    r"(?:cặp )?(?P<site>cửa khẩu|lối mở|cảng|chi cục|đơn vị|điểm thông quan)"
    r"(?: biên giới| hải quan)?\Z"
)
"""A gate or several, without their names."""
_SAID_BEFORE = re.compile(
    r"(?: (?:quốc tế|quốc gia|chính|phụ|biên giới))*"
    r" (?:này|đó|ấy|(?:nói|kể|nêu) trên|vừa nêu|trên(?=[.,;:)]| (?:đạt|là|tăng|giảm|ước|đã|cũng"
    r"|vẫn|có|năm|trong|còn|chỉ|lên|vào)(?!\w)))(?!\w)"
)
"""Behind a gate it makes it one that was spoken of."""
_SENTENCE_HEAD = re.compile(
    r"(?:\A|[.!?…:;\n])\W*"
    r"(?:(?:năm|tháng|quý|trong|đến|sau|hiện|cuối|đầu|nửa|cả|tính)(?!\w)[^,.\n]*, )?"
    r"(?:(?:riêng|còn|ở|tại|với) )*(?:(?:cặp )?(?:cửa khẩu|lối mở|cảng) )?\Z"
)
"""What may stand before the place that a sentence is about."""
_HEAD_REACH = 64
_ALL_PROVINCES = re.compile(
    r"(?<!\w)(?:cả|toàn|gộp|chung|trên|của) (?:cả )?(?:[2-9]|hai|ba|bốn|năm|sáu|bảy|tám)"
    r" (?:tỉnh|địa phương|địa bàn|tỉnh thành|tỉnh, thành phố)\Z"
)
"""Several provinces together, as an office has them."""
_LED_AT = frozenset({"ở", "tại", "riêng", "còn", "với"})
"""Words that lead the place which a sentence goes on to."""
_NOT_ALL = re.compile(r" (?:khác|còn lại|này|đó|ấy|kia|trên|nói trên|phụ|lân cận|nhỏ|lớn)(?!\w)")
"""Behind the words for all of them these choose some."""
_SITES_REACH = 32
_BEYOND = REGIONS | {HOME}
"""Places that «tỉnh» and «địa phương» never mean."""
_SCOPE_WORDS = frozenset(
    {
        *("tại", "trên", "ở", "qua", "của", "trong", "địa bàn", "trên địa bàn", "cục", "chi cục"),
        *("tỉnh", "thành phố", "cảng", "các", "cửa khẩu", "các cửa khẩu", "địa phương"),
    }
)


def site_of(place: str) -> str | None:
    """What kind of gate a place is, by its name."""
    return next((site for site in _SITES if place.startswith(f"{site} ")), None)


class Pointing(Placing):
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

    def _go_back_to(self, site: str) -> None:
        """Take the gate of that kind that was spoken of last, else the last place of any."""
        context = self.work.context
        if (last := context.lately_at.get(site, context.last)) is None:
            return
        self.place = last
        self.aside = self.aside[0], context.unsure_at.get(site)

    def _territory_pointed_to(self, token: Token) -> bool:
        """«Vùng đất này», «địa bàn ấy»: the place spoken of last; «vùng này»: the region."""
        behind = self.tokens[self.position + 1 : self.position + 2]
        lower = self.work.folded.lower
        if token.text in _AREAS:
            pointed = bool(behind) and behind[0].text in _POINTING
            said = _TERRITORY.search(lower, token.span.start, token.span.end)
        else:
            pointed = token.text in _POINTING or token.text in _THIS_REGION
            end = token.span.end if token.text in _THIS_REGION else token.span.start
            said = _TERRITORY.search(lower, max(0, end - _TERRITORY_REACH), end)
        context = self.work.context
        if not pointed or said is None or self.place is not None:
            return False
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

    def _sites_spoken_of(self, token: Token) -> None:
        """«cửa khẩu này»: the gate spoken of last; several of them, or all, are their province.

        «Tính gộp, ba cửa khẩu này làm thủ tục cho …», «Tà Lùng đông nhất. Kim ngạch qua các cửa
        khẩu đạt …». Not where their names follow.
        """
        end, lower = token.span.end, self.work.folded.lower
        # «Cùng kỳ 2021 cửa khẩu này …»: a number of the time before it counts no gates.
        since = max(
            (t.span.end for t in self.tokens[: self.position] if t.kind is Kind.PERIOD), default=0
        )
        said = _SITES_SAID.search(lower, max(since, end - _SITES_REACH), end)
        if said is None or self.place is not None:
            return
        context, site = self.work.context, said["site"]
        before = _SAID_BEFORE.match(lower, end)
        if said["all"] is not None:
            meant = before is not None or self._means_all(end)
        else:
            meant = site in _SITES and (said["some"] is not None or before is not None)
            meant = meant and not self._is_named_behind()
        if not meant:
            return
        if said["all"] is None and said["some"] is None:
            self._go_back_to(site)
            if before is not None and not is_site(self.place):
                self.unfound = lower[said.start() : before.end()].strip()
        else:
            self.place = context.region or self.work.about.home
        if self.slot is not None and self.slot.empty:
            self.slot.place = self.place

    def _is_named_behind(self) -> bool:
        behind = self.tokens[self.position + 1 : self.position + 2]
        return bool(behind) and (behind[0].kind is Kind.PLACE or behind[0].name)

    def _means_all(self, end: int) -> bool:
        """Whether «các cửa khẩu» behind what was told of one are all, and none among them."""
        if not is_site(self.work.context.place) or self._is_ranked_here():
            return False
        return _NOT_ALL.match(self.work.folded.lower, end) is None

    def _note_sites(self) -> None:
        """Keep which gate of each kind the sentence spoke of, for «cửa khẩu này» to come.

        The one whose figures it told; else that of the heading, the one that the sentence is about
        or the last. What else may be meant of several is kept too.
        """
        context = self.work.context
        written = self.work.about.written
        gates: dict[str, int] = {}
        for token in self.tokens:
            start = token.span.start
            if token.kind is Kind.PLACE and token.mention.kind == "gate" and start not in written:
                gates.setdefault(token.mention.name, start)
        for site in _SITES:
            named = [name for name in gates if site_of(name) == site]
            spoken = self.place if self.place and site_of(self.place) == site else None
            above = context.section if site_of(context.section or "") == site else None
            if spoken is not None and (self.told or not named):
                context.lately_at[site] = spoken
                context.unsure_at.pop(site, None)
            elif named:
                about = self._is_about(gates[named[0]])
                chosen = named[0] if about else named[-1]
                if above in named or (above and not about):
                    chosen = above or chosen
                before = context.lately_at.get(site, chosen)
                # «Lao Bảo đạt 210 triệu USD. Nhiều xe chuyển sang La Lay.»: either may be meant.
                told = named if about else [before, *named]
                others = [name for name in told if name != chosen]
                context.lately_at[site] = chosen
                context.unsure_at.pop(site, None)
                if others and (chosen != above or above not in named):
                    context.unsure_at[site] = others[-1]

    def _is_about(self, start: int) -> bool:
        """«[Năm 2022, ở] Lao Bảo xe đông»: whether the place there begins its sentence."""
        led = _SENTENCE_HEAD.search(self.work.folded.lower, max(0, start - _HEAD_REACH), start)
        return led is not None

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
        behind = self.tokens[self.position + 1 : self.position + 2]
        said = _ALL_PROVINCES.search(lower, max(0, end - _SITES_REACH), end)
        if said is None or _NOT_ALL.match(lower, end) or self._is_ranked_here():
            return
        if self.place is not None or (behind and behind[0].kind is Kind.PLACE):
            return
        about = self.work.about
        self.place = about.area or about.place
        self.aside = self.aside[0], None if about.area else said.group()
        if self.slot is not None and self.slot.empty:
            self.slot.place = self.place

    def _name_site(self) -> bool:
        """«Vĩnh Xương đạt 88 triệu USD. Ở Hà Tiên, con số này là …»: a gate of an unknown name.

        It stands at a sentence's head as the gate before it did, and may be another place.
        """
        before = self.tokens[: self.position]
        spoken = self.work.context.place
        if self.place is not None or spoken is None or not is_site(spoken):
            return False
        if not before or any(t.text not in _LED_AT for t in before):
            return False
        end = self.position
        while end < len(self.tokens) and self.tokens[end].kind is Kind.WORD:
            if not self.tokens[end].name:
                break
            end += 1
        span = Span(self.tokens[self.position].span.start, self.tokens[end - 1].span.end)
        name = span.of(self.work.folded.text)
        if name.count(" ") != 1 or not name.istitle():
            return False
        for index in range(self.position, end):
            self.tokens[index] = replace(self.tokens[index], kind=Kind.NEUTRAL)
        self.position = end - 1
        self.place, self.gated, self.fresh = f"cửa khẩu {name}", True, True
        self.aside = self.aside[0], spoken
        self.named_places.append(self.place)
        return True

    def _is_ranked_here(self) -> bool:
        """«…, chiếm 60% kim ngạch của tỉnh», «cao nhất trong các cửa khẩu»: among or against."""
        return any(
            t.kind in (Kind.PROPORTION, Kind.COMPARED)
            or t.text in RANKED
            or t.text.endswith(" nhất")
            for t in self.tokens[self.clause.start : self.position]
        )

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
