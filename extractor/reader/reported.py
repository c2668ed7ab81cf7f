"""Which periods an article reports, and which it compares with, hopes for or counts from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.reader.layout import Paragraph
from extractor.reader.lexicon import TARGET

_BEFORE = 60
"""Characters before a period in which it is said to be what another is compared with, behind it in
which it is said to be what is hoped for."""
_COMPARED = re.compile(
    r"(?<!\w)(?:so|so với|(?<!cao )bằng|hơn|kém|thua|gấp đôi|gấp [0-9.,]+ lần)(?: cùng)?"
    r"(?: (?:mức|con số|giá trị|trị giá|kết quả|số))?(?: (?:gần|hơn|khoảng|trên))?"
    r"(?: [0-9.,]+ ?(?:nghìn |ngàn )?(?:triệu|tỷ|tỉ) ?(?:usd|đồng|đô la(?: mỹ)?))? "
    r"(?:(?:của|trong|hồi|vào|ở) )?\Z"
    r"|(?:năm ngoái|năm trước|cùng kỳ) \(\Z"
    r"|(?<!\w)so với (?:(?!cùng |(?:năm|quý|kỳ|tháng) (?:trước|ngoái|liền))[^\n.,;:()0-9])+\Z"
)
_SINCE = re.compile(r"(?<!\w)(?:kể từ|tính từ|từ) \Z")
"""«tháng giảm đầu tiên kể từ năm 2010»: since when, and nothing that the article reports."""
_LEFT = re.compile(r"(?<!\w)(?:sau|hậu|khác|khác với|khác hẳn)(?: (?:khi|một|cả|trọn|hết))* \Z")
"""«Sau một năm 2023 ảm đạm, …»: a year that is left behind, and nothing that the text reports."""
_HOPED = re.compile(rf"[^.;\n]*?(?<!\w)(?:{'|'.join(sorted(TARGET - {'sẽ'}))})(?!\w)")
_AIMED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(TARGET - {'sẽ'}))})(?!\w)")


@dataclass(frozen=True, slots=True)
class Reported:
    """The periods of an article's paragraphs, each list in the order of the text.

    ``own`` are those that it reports, ``against`` those that they are compared with, ``hoped``
    where years start of which a sentence tells that something is aimed at.
    """

    own: tuple[PeriodMention, ...]
    against: tuple[PeriodMention, ...]
    hoped: frozenset[int]


def reported(folded: Folded, periods: Sequence[PeriodMention], published: date | None) -> Reported:
    """Tell the periods apart, of an article that was published on the day given, if any."""
    named = [p for p in periods if p.role == "own" and p.kind not in ("years", "date", "relative")]
    against = tuple(
        p
        for p in named
        if _COMPARED.search(folded.lower, max(0, p.span.start - _BEFORE), p.span.start)
    )
    compared = {p.span for p in (*against, *_planned(folded, named))} | {
        p.span
        for p in named
        if p.kind == "year"
        and any(
            led.search(folded.lower, max(0, p.span.start - 12), p.span.start)
            for led in (_SINCE, _LEFT)
        )
    }
    own = tuple(p for p in named if p.span not in compared)
    if published is not None:
        # What has yet to begin is a plan: it is not what the article reports.
        own = tuple(p for p in own if p.year is None or p.resolve(p.year)[0] <= published)
    hoped = frozenset(p.span.start for p in own if p.kind == "year" and _is_hoped(folded, p))
    return Reported(own, against, hoped)


def main_period(
    paragraphs: Sequence[Paragraph], own: Sequence[PeriodMention]
) -> PeriodMention | None:
    """The title's period where it names one, else the first one named."""
    for paragraph in paragraphs:
        if paragraph.title:
            for mention in own:
                if paragraph.span.contains(mention.span):
                    return mention
    dated = [m for m in own if m.year is not None]
    return next(iter(dated or own), None)


def _is_hoped(folded: Folded, year: PeriodMention) -> bool:
    """«Kịch bản tỉnh đưa ra: năm 2025 kim ngạch đạt 6 tỷ USD»: behind a word of aim."""
    before = folded.lower[max(0, year.span.start - 2 * _BEFORE) : year.span.start]
    return _AIMED.search(re.split(r"[.;\n]\s", before)[-1]) is not None


def _planned(folded: Folded, named: Sequence[PeriodMention]) -> list[PeriodMention]:
    """«Năm 2023, tỉnh kỳ vọng …»: years of which the text tells what is hoped for."""
    return [
        p
        for p in named
        if p.kind == "year" and _HOPED.match(folded.lower, p.span.end, p.span.end + _BEFORE)
    ]
