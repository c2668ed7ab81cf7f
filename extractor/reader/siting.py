"""Gates: which one «cửa khẩu này» and «hàng qua đây» mean, and which was only named by the way.

A gate pointed to is the one of that kind spoken of last; several of them, or all, are the trade of
their province.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numbers.place import PlaceMention, is_site
from extractor.reader.adding import is_sum, told_behind
from extractor.reader.home import HOME, state_office
from extractor.reader.lexicon import WORTH
from extractor.reader.placing import GOODS, RANKED, ROW, Placing
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_SITES = ("cửa khẩu", "lối mở", "cảng")
_KINDS = (*_SITES, "chi cục", "đơn vị", "điểm thông quan")
_THEIRS = ("biên giới", "hải quan")
_SITES_SAID = re.compile(
    r"(?<!\w)(?:(?:(?P<all>(?:các|mọi|tất cả|toàn bộ|hệ thống)(?: các)?|cả (?:[0-9]+|ba|bốn|năm|sáu"
    r"|bảy|tám|chín|mười))|(?P<some>những|[0-9]+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)) )?"
    rf"(?:cặp )?(?P<site>{'|'.join(_KINDS)})(?: (?:{'|'.join(_THEIRS)}))?\Z"
)
"""A gate or several, without their names."""
_SITES_END = (*_KINDS, *_THEIRS)
"""What such words end with."""
_SAID_BEFORE = re.compile(
    r"(?: (?:quốc tế|quốc gia|chính|phụ|biên giới))*"
    r" (?:này|đó|ấy|(?:nói|kể|nêu) trên|vừa nêu|trên(?=[.,;:)]| (?:đạt|là|tăng|giảm|ước|đã|cũng"
    r"|vẫn|có|năm|trong|còn|chỉ|lên|vào)(?!\w)))(?!\w)"
)
"""Behind a gate it makes it one that was spoken of."""
_GATE_OF = re.compile(
    r"(?<!\w)(?P<site>cửa khẩu|lối mở|cảng)(?: (?:quốc tế|chính|phụ|biên giới))*"
    r" (?:duy nhất )?(?:của|thuộc|ở|tại) (?:tỉnh )?\Z"
)
"""A gate without its name, before where it lies."""
_SENTENCE_HEAD = re.compile(
    r"(?:\A|[.!?…:;\n])\W*"
    r"(?:(?:năm|tháng|quý|trong|đến|sau|hiện|cuối|đầu|nửa|cả|tính|cách|xa hơn|trái lại|ngược lại)"
    r"(?!\w)[^,.\n]*, )?"
    r"(?:(?:riêng|còn|ở|tại|với|sang|lên|xuống|về|đến|tới|ngược|xuôi|trở|quay|lại) )*"
    r"(?:(?:cặp )?(?:cửa khẩu|lối mở|cảng) )?\Z"
)
"""What may stand before the place that a sentence is about."""
_HEAD_REACH = 64
_LED_AT = frozenset({"ở", "tại", "riêng", "còn", "với"})
"""Words that lead the place which a sentence goes on to."""
NOT_ALL = re.compile(r" (?:khác|còn lại|này|đó|ấy|kia|trên|nói trên|phụ|lân cận|nhỏ|lớn)(?!\w)")
"""Behind the words for all of them these choose some."""
SITES_REACH = 32
_OBLIQUE = re.compile(
    r"(?<!\w)(?:ở|tại|từ|sang|(?<!thuộc )về|qua|cập|đến|tới|vào|ra|lên|xuống|trên|trong|quanh"
    r"|gần|với|cùng|như|của|thuộc|cho|do|nhờ)(?: (?:cặp|cửa khẩu|lối mở|cảng|biển|ga|tỉnh"
    r"|thành phố|tp\.?|địa bàn|khu vực|các|hai|quốc tế))* \Z"
)
"""Leads a place that is named by the way."""
_OBLIQUE_REACH = 40
_SAID_REACH = 120
"""Characters behind the place of a sentence without a figure in which it says who tells what."""
_LATELY = 6
"""Figures back to which another place was told of."""
_FEW = 4
"""Tokens of time before what a sentence begins with."""
_ROW_ENDS = re.compile(r"\s*(?:(?:và|cùng|lẫn)(?!\w)|[,.;:)]|\Z)")
"""Behind a place that may be the last of several in a row."""
_LED_BY = 4
"""Words in which the name of a measure leads a place that it is of."""
_GOODS_AT = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(GOODS | WORTH))})(?: (?!và )\w+){{0,2}} \Z")
"""Leads a place whose goods are spoken of, also in a sentence that names no measure."""


def site_of(place: str) -> str | None:
    """What kind of gate a place is, by its name."""
    return next((site for site in _SITES if place.startswith(f"{site} ")), None)


class Siting(Placing):
    """Finds the gate that words without a name of their own point to."""

    def _place(self, mention: PlaceMention) -> None:
        if not self._is_around_gate(mention):
            super()._place(mention)

    def _is_around_gate(self, mention: PlaceMention) -> bool:
        """«qua cửa khẩu của Lai Châu này»: where the gate spoken of lies, which is taken."""
        lower = self.work.folded.lower
        start, end = mention.span
        said = _GATE_OF.search(lower, max(0, start - SITES_REACH), start)
        if said is None or mention.kind != "province" or not _SAID_BEFORE.match(lower, end):
            return False
        self._go_back_to(said["site"])
        if not is_site(self.place):
            self.unfound = said.group().strip()
        if self.slot is not None and self.slot.empty:
            self.slot.place = self.place
        return True

    def _place_of_parts(self) -> None:
        """«Lào Cai đạt 480 triệu USD. Kim Thành thông quan 420 xe. Trong đó, xuất khẩu …»: of the
        place of the amount told last, behind a sentence that only names another.

        Also without a word that says so where the parts add up to that; where they do not, the
        place named since may be meant all the same.
        """
        work, context = self.work, self.work.context
        told = work.slots[-1] if work.slots else None
        if told is None or told.back or told.quantity is None or not work.read or not self.tokens:
            return
        place = told.place or work.about.place
        named = any(t.kind is Kind.PLACE for t in self.tokens)
        if named or context.place in (None, place) or work.passed != context.place:
            return
        parts = told_behind(self.tokens)
        whole = work.wholes.get(frozenset(parts)) if len(parts) > 1 else None
        adds = whole == told.measure and is_sum(told.quantity, list(parts.values()))
        first = self.tokens[0]
        if adds or (first.kind is Kind.INCLUDING and not first.text.lower().startswith("cụ thể")):
            self.place = place
            if not adds:
                self.aside = self.aside[0], context.place

    def _note_aside(self, slot: Slot) -> None:
        """«Tỉnh xuất khẩu 310 triệu USD. Tà Lùng thông quan 90 xe. Nhập khẩu đạt 95 triệu USD»: of
        the place that was only named, or of the one that was told of before it."""
        super()._note_aside(slot)
        if slot.passing:
            near = (s.place or self.work.about.place for s in self.work.slots[: -_LATELY - 1 : -1])
            other = next((place for place in near if place != slot.place), None)
            slot.nearby = slot.nearby if other is None else (*slot.nearby, other)
        elif self.place is None and self.period is not None and is_site(slot.place) and slot.head:
            # «…, Tà Lùng 301 triệu USD. Xuất khẩu 7 tháng là 162 triệu USD»
            whole = self.work.context.region or self.work.about.home
            told = self.work.context.figures.get((slot.measure, whole))
            then = told.period or self.work.about.period if told is not None else None
            if then is not None and then.may_equal(self.period) and not slot.back:
                slot.nearby = (*slot.nearby, whole)

    def _fill(self, slot: Slot, token: Token) -> None:
        """One amount of two gates is of neither alone, nor all of a province that has its own."""
        if self.joint and not slot.back:
            own = self.work.about.place
            if any((s.place or own) == own for s in self.work.slots[-_LATELY:]):
                slot.nearby = (*slot.nearby, slot.place or own)
            slot.place = own
        super()._fill(slot, token)

    def _go_back_to(self, site: str) -> None:
        """Take the gate of that kind that was spoken of last, else the last place of any."""
        context = self.work.context
        if (last := context.lately_at.get(site, context.last)) is None:
            return
        self.place = last
        self.aside = self.aside[0], context.unsure_at.get(site)

    def _sites_spoken_of(self, token: Token) -> None:
        """«cửa khẩu này»: the gate spoken of last; several of them, or all, are their province.

        «Tính gộp, ba cửa khẩu này làm thủ tục cho …», «Tà Lùng đông nhất. Kim ngạch qua các cửa
        khẩu đạt …». Not where their names follow.
        """
        if self.place is None and (self._is_of_here(token) or self._is_site_alone(token)):
            self._go_back_to(site_of(self.work.context.last or "") or "")
        end, lower = token.span.end, self.work.folded.lower
        if self.place is not None or not lower.endswith(_SITES_END, 0, end):
            return
        # «Cùng kỳ 2021 cửa khẩu này …»: a number of the time before it counts no gates.
        near = self.tokens[max(0, self.position - SITES_REACH) : self.position]
        times = (t.span.end for t in reversed(near) if t.kind is Kind.PERIOD)
        said = _SITES_SAID.search(lower, max(next(times, 0), end - SITES_REACH), end)
        if said is None:
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

    def _is_of_here(self, token: Token) -> bool:
        """«Hàng qua đây đạt …»: a name that points to a place itself."""
        return token.kind is Kind.LABEL and token.text.endswith(" đây")

    def _is_site_alone(self, token: Token) -> bool:
        """«Xe dồn về Chi Ma. Cửa khẩu đón …»: the gate named by the way, which goes on."""
        context = self.work.context
        last = context.last if context.last != context.place else None
        if last is None or token.text != site_of(last) or self.position > _FEW:
            return False
        leads = all(t.kind in (Kind.PERIOD, Kind.STOP) for t in self.tokens[: self.position])
        return leads and not self._is_named_behind()

    def _is_named_behind(self) -> bool:
        behind = self.tokens[self.position + 1 : self.position + 2]
        return bool(behind) and (behind[0].kind is Kind.PLACE or behind[0].name)

    def _means_all(self, end: int) -> bool:
        """Whether «các cửa khẩu» behind what was told of one are all, and none among them."""
        if not is_site(self.work.context.place) or self._is_ranked_here():
            return False
        return NOT_ALL.match(self.work.folded.lower, end) is None

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
        if not gates and site_of(self.place or "") is None:
            return
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

    def _is_where_state_tells(self) -> bool:
        """«Tại Hà Nội, Tổng cục Hải quan vừa công bố số liệu.»: where the country's figures are
        told, and no place that they are of."""
        if self.amounts or self.work.about.place != HOME:
            return False
        start, end = self.tokens[0].span.start, self.tokens[-1].span.end
        stop = self.work.folded.lower.find(". ", end, end + _SAID_REACH)
        sentence = Span(start, stop if stop >= 0 else end)
        return state_office(self.work.folded, sentence) is not None

    def _passed_over(self) -> tuple[str | None, str | None]:
        """The place that holds on where the last one was only named by the way, and the other.

        «Nhập khẩu đạt 1,2 tỷ USD nhờ than cập cảng Cái Lân.»: that of the amounts before it;
        «Dịch bệnh làm chậm thông quan ở Lao Bảo.»: that which held before. The last one may be
        meant all the same where no preposition leads it, or what holds is not the article's own.
        """
        told = [s for s in self.opened if s.quantity is not None and not s.back]
        own = self.work.about.place
        held = (told[-1].place if told else self.work.context.place) or own
        named = [t for t in self.tokens if t.kind is Kind.PLACE and t.mention.name == self.place]
        oblique = bool(named) and self._is_oblique(self._head_of_row(named[-1]))
        if any(s.place == self.place for s in told) or not (told or oblique):
            return None, None
        return held, None if oblique and held == own else self.place

    def _head_of_row(self, token: Token) -> int:
        """«ở Móng Cái, Hoành Mô và các lối mở»: where the first begins in a row with this place.

        «Sau Hà Nam, Nam Định …» is no row: its last place is followed by what is told of it.
        """
        lower = self.work.folded.lower
        first, ends = token.span.start, _ROW_ENDS.match(lower, token.span.end) is not None
        for before in reversed(self.tokens[: self.tokens.index(token)]):
            gap = lower[before.span.end : first].strip()
            alike = before.kind is Kind.PLACE and before.mention.kind == token.mention.kind
            if alike and (gap == "và" or (gap == "," and ends)):
                first, ends = before.span.start, True
            elif before.kind is not Kind.STOP:
                break
        return first

    def _is_oblique(self, start: int) -> bool:
        """Whether a preposition leads the place there in the midst of a sentence."""
        lower = self.work.folded.lower
        led = _OBLIQUE.search(lower, max(0, start - _OBLIQUE_REACH), start)
        if led is None or self._is_about(start):
            return False
        return not self._is_measured_at(led.start())

    def _is_measured_at(self, start: int) -> bool:
        """«hàng hóa thông quan qua …»: whether what is measured leads the words there."""
        if _GOODS_AT.search(self.work.folded.lower, max(0, start - _OBLIQUE_REACH), start):
            return True
        before = [t for t in self.tokens if t.span.end <= start]
        for token in reversed(before[-_LED_BY:]):
            if token.kind in (Kind.STOP, Kind.LABEL) or token.text in ROW:
                return token.kind is Kind.LABEL
        return False
