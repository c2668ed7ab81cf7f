"""Places as Vietnamese text names them: provinces, regions, border gates, countries.

Provinces are those of 2008 to mid-2025 and those that the mergers of 1 July 2025 left; an article
keeps the name it prints. Offsets are into ``Folded.text``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

from extractor.folding import LOWER, UPPER, Folded, fold
from extractor.numbers.region import regions
from extractor.span import Span

PlaceKind = Literal["province", "region", "gate", "country", "foreign"]

_PROVINCES = (
    "An Giang|Bà Rịa - Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Dương|"
    "Bình Phước|Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|"
    "Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|"
    "Hồ Chí Minh|Huế|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai|"
    "Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|"
    "Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|"
    "Thừa Thiên Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái"
).split("|")
_DAK = ("Đắk", "Đăk", "Đắc", "Đăc", "Đak", "Dak")
"""«water» in a name of the Highlands, as it is written."""
_ALIASES = {
    "TP.HCM": "Hồ Chí Minh",
    "TP. HCM": "Hồ Chí Minh",
    "TP HCM": "Hồ Chí Minh",
    "TPHCM": "Hồ Chí Minh",
    "Sài Gòn": "Hồ Chí Minh",
    **dict.fromkeys(
        ("Thừa Thiên - Huế", "Thừa Thiên-Huế", "TT-Huế", "TT Huế", "TT. Huế"), "Thừa Thiên Huế"
    ),
    **dict.fromkeys(("Bà Rịa-Vũng Tàu", "Bà Rịa Vũng Tàu", "BR-VT"), "Bà Rịa - Vũng Tàu"),
    **{f"{d} {t}": "Đắk Lắk" for d in _DAK for t in ("Lắk", "Lăk", "Lắc", "Lăc", "Lak")},
    **{f"{d} Nông": "Đắk Nông" for d in _DAK},
    "Bắc Cạn": "Bắc Kạn",
    "Kontum": "Kon Tum",
}
_GATES = (
    "A Đớt|Bắc Phong Sinh|Bình Hiệp|Bờ Y|Bu Prăng|Cầu Treo|Cha Lo|Chàng Riệc|Chi Ma|Chiềng Khương|"
    "Cốc Nam|Đắk Peur|Đắk Ruê|Dinh Bà|Giang Thành|Hoa Lư|Hoàng Diệu|Hoành Mô|Hồng Vân|Hữu Nghị|"
    "Khánh Bình|Kim Thành|La Lay|Lao Bảo|Lệ Thanh|Lóng Sập|Lộc Thịnh|Lý Vạn|Ma Lù Thàng|Mộc Bài|"
    "Móng Cái|Mường Khương|Mỹ Quý Tây|Na Mèo|Nậm Cắn|Phước Tân|Pò Peo|Sóc Giang|Tà Lùng|Tân Nam|"
    "Tân Thanh|Tây Trang|Thanh Thủy|Thường Phước|Tịnh Biên|Trà Lĩnh|Vĩnh Xương|Xa Mát"
).split("|")
_FOREIGN = (
    "Trung Quốc|Hoa Kỳ|Mỹ|Nhật Bản|Hàn Quốc|Campuchia|Lào|Thái Lan|Đài Loan|Hồng Kông|Hong Kong|"
    "Singapore|Malaysia|Indonesia|Philippines|Myanmar|Ấn Độ|Pakistan|Bangladesh|Đức|Pháp|Italia|"
    "Hà Lan|Bỉ|Tây Ban Nha|Ba Lan|Liên bang Nga|Nga|Ukraina|Úc|Australia|New Zealand|Canada|Mexico|"
    "Brazil|Argentina|Chile|EU|ASEAN|châu Âu|châu Á|châu Phi|châu Mỹ|UAE|Israel|Quảng Tây"
).split("|")
_CAPITAL = "Thủ đô"
"""Hà Nội where no name follows («Thủ đô Viêng Chăn») and nobody has it («Thủ đô của Lào»)."""
_COUNTRY = ("Việt Nam", "Vietnam", "cả nước", "toàn quốc", "nước ta")

_WORD = rf"[{UPPER}][{LOWER}]*"


# A line of three or four capitalised words is a person's name («Hoà Bình Minh»), unless it begins
# with what a place is.
_BYLINE = re.compile(
    r"\s*(?!(?:Tỉnh|Thành|Tp|Vùng|Khu|Cửa|Lối|Cảng|Ga|Hải|Cục|Sở|Ở|Tại|Qua|Riêng|Còn|Về) )"
    rf"{_WORD}(?: {_WORD}){{2,3}}\s*"
)


def _is_byline(text: str, start: int, end: int) -> bool:
    """Whether the name between the offsets is part of a longer one that fills its line."""
    first = text.rfind("\n", max(0, start - 40), start) + 1 if start else 0
    last = text.find("\n", end, end + 40)
    last = last if last >= 0 else len(text)
    if (first == 0 and start > 40) or last - first > 60 or (first, last) == (start, end):
        return False
    return _BYLINE.fullmatch(text, first, last) is not None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text; ``name`` is the official one without its administrative word."""

    span: Span
    name: str
    kind: PlaceKind


def _key(name: str) -> str:
    return fold(name).lower


_NAMES: dict[str, tuple[str, PlaceKind]] = {
    **{_key(n): (n, "foreign") for n in _FOREIGN},
    **{_key(n): (f"cửa khẩu {n}", "gate") for n in _GATES},
    **{_key(n): (n, "province") for n in _PROVINCES},
    **{_key(a): (n, "province") for a, n in _ALIASES.items()},
    **{_key(n): ("Việt Nam", "country") for n in _COUNTRY},
    **{_key(n): ("Hà Nội", "province") for n in (_CAPITAL, f"{_CAPITAL} Hà Nội")},
}
_LONGER = {"hà nam": "(?! ninh)"}
"""What a name does not go on with: «Hải quan Hà Nam Ninh» is of three provinces."""
# «triệu đô la Mỹ» names a currency.
_CAPITAL_ITSELF = re.compile(rf"{_CAPITAL}(?! (?:[{UPPER}]|của|nước))|(?i:{_CAPITAL}) Hà Nội")
_NAMED = re.compile(
    r"(?<![\w])(?<!đô la )(?<!đô-la )(?<!đôla )(?:"
    + "|".join(re.escape(n) + _LONGER.get(n, "") for n in sorted(_NAMES, key=len, reverse=True))
    + r")(?!\w)"
)
_OTHER_GATE = re.compile(
    r"(?<!\w)(?P<head>(?i:cửa khẩu|lối mở|lối thông quan|cảng|ga))"
    r"(?P<sort>(?: (?:quốc tế|chính|phụ|quốc gia|song phương|đường bộ|đường sắt|đường thủy"
    r"|đường sông|sông|sông Tiền|cảng|biển|hàng không|liên vận|số [IVX]+)){0,4}) "
    rf"(?P<name>{_WORD}(?: (?!(?:Trong|Theo) ){_WORD}){{0,2}})(?!\w)"
)
_SEAT = re.compile(r"(?<!\w)(?:(?P<town>tp\.?|thành phố|thị xã)|huyện|xã|thị trấn|phường) $")
_SEVERAL = re.compile(r"(?:các|những|nhiều|hệ thống|cụm)(?: \w+)? $")
_COUNTED = re.compile(r"(?<!\w)(?:[2-9]|hai|ba|bốn|sáu)(?: cặp)? $")
"""Before one gate it says that others follow in a row."""
_NEXT_GATE = re.compile(rf"(?:,| và) (?P<name>{_WORD}(?: {_WORD}){{1,2}})(?!\w)")
_TOWNS = ("Móng Cái",)
"""Towns with figures of their own that a gate is named after."""
_SHORT = {"Huế": "Thừa Thiên Huế"}
"""Short names of provinces that are a city's too."""
_CITY = re.compile(r"(?<!\w)(?i:tp\.?|thành phố) ?$")
_HEADS = {"cảng": "cảng", "ga": "Ga"}
"""What a name keeps of its head noun: a port and a station are no border gates."""
_SITES = ("cửa khẩu ", *(f"{head} " for head in _HEADS.values()))


def is_site(name: str | None) -> bool:
    """Whether a place of that name is a gate, a port or a station, which a province has."""
    return name is not None and name.startswith(_SITES)


def places(folded: Folded) -> list[PlaceMention]:
    """Every mention of a place, in order, none overlapping.

    A name counts only where its words are capitalised, or are a common noun that stands for the
    country. A gate that is not on the list is known by its head noun («cửa khẩu Pò Hèn»).
    """
    text, low = folded.text, folded.lower
    found: dict[int, PlaceMention] = {}
    for match in _NAMED.finditer(low):
        printed = text[match.start() : match.end()]
        name, kind = _NAMES[match.group()]
        capital = all(w[0].isupper() for w in printed.replace(" - ", " ").split())
        if match.group().startswith(_key(_CAPITAL)):
            if _CAPITAL_ITSELF.match(text, match.start()) is None:
                continue
        elif kind != "country" and not capital and not printed.startswith("châu"):
            continue
        if kind == "country" and printed[:1].islower() and printed == "việt nam":
            continue
        if _is_byline(text, *match.span()):
            continue
        if kind == "gate" and (
            seat := _SEAT.search(low, max(0, match.start() - 10), match.start())
        ):
            # «TP Móng Cái» is the town, «huyện Mường Khương» no place that has figures.
            if not seat["town"]:
                continue
            name = printed
        found[match.start()] = PlaceMention(Span(match.start(), match.end()), name, kind)
    for match in _OTHER_GATE.finditer(text):
        start = match.start("name")
        # «cửa khẩu cảng Cửa Việt» is a port.
        ported = " cảng" in match["sort"].lower()
        head = _HEADS["cảng"] if ported else _HEADS.get(match["head"].lower(), "cửa khẩu")
        known = found.get(start)
        several = _SEVERAL.search(low, max(0, match.start() - 20), match.start()) is not None
        if known is not None and known.kind == "gate":
            found[start] = replace(known, span=Span(match.start(), known.span.end))
        elif known is not None:
            # «ga Lào Cai», «cửa khẩu quốc tế Lào Cai»: the station or gate and not the province.
            own = head != "cửa khẩu" or "quốc tế" in match["sort"]
            if known.kind == "province" and own and not several:
                whole = Span(match.start(), known.span.end)
                found[start] = PlaceMention(whole, f"{head} {known.name}", "gate")
        elif head == "cửa khẩu" or not several:
            whole = Span(match.start(), match.end("name"))
            found[start] = PlaceMention(whole, f"{head} {match['name']}", "gate")
        if head == "cửa khẩu" and _COUNTED.search(low, max(0, match.start() - 10), match.start()):
            _add_row(found, text, match.end("name"))
    named = sorted(m.span for m in found.values())
    for span, name in regions(folded):
        index = bisect_left(named, span)
        if not any(span.overlaps(other) for other in named[max(0, index - 1) : index + 1]):
            found[span.start] = PlaceMention(span, name, "region")
    mentions = sorted(found.values(), key=lambda m: m.span)
    for town in _TOWNS:
        mentions = _as_town(folded, mentions, town)
    return _in_full(mentions, text)


def _add_row(found: dict[int, PlaceMention], text: str, end: int) -> None:
    """Add the gates in a row behind the first («hai cửa khẩu Bắc Đai và Vĩnh Hội Đông»)."""
    while (match := _NEXT_GATE.match(text, end)) is not None:
        start, end = match.span("name")
        if start not in found:
            found[start] = PlaceMention(Span(start, end), f"cửa khẩu {match['name']}", "gate")
        elif found[start].kind != "gate":
            return


def _in_full(mentions: list[PlaceMention], text: str) -> list[PlaceMention]:
    """The mentions with a province's short name in full, where the text names it in full too.

    Not where the short name is once the city's («TP Huế»), which may be what is meant elsewhere.
    """
    for short, full in _SHORT.items():
        if not any(m.name == full for m in mentions):
            continue
        brief = [m for m in mentions if m.name == short]
        if any(_CITY.search(text, max(0, m.span.start - 10), m.span.start) for m in brief):
            continue
        mentions = [replace(m, name=full) if m in brief else m for m in mentions]
    return mentions


def _as_town(folded: Folded, mentions: list[PlaceMention], town: str) -> list[PlaceMention]:
    """The mentions with the bare name as the town's, where it is first named as the town."""
    gate = f"cửa khẩu {town}"
    bare = [m for m in mentions if m.name == gate and m.span.of(folded.text) == town]
    if not bare:
        return mentions
    first = next((m for m in mentions if m.name in (gate, town) and m not in bare), None)
    if first is None or first.name == gate:
        return mentions
    return [replace(m, name=town) if m in bare else m for m in mentions]
