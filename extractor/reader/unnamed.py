"""What a name that can be of any measure is of: the whole, or the one part that is spoken of.

«Xuất khẩu của tỉnh khởi sắc. Kim ngạch đạt 98 triệu USD»: of the exports. With «tổng» such a
name is the whole's own, and so it is where goods of both ways pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from extractor.reader import earlier
from extractor.reader.lexicon import RANK
from extractor.reader.parallel import Parallel
from extractor.reader.placing import RANKED
from extractor.reader.tokens import Kind, Token

_PASSED = frozenset({"cửa khẩu", "các cửa khẩu", "cảng", "các cảng", "cục", "chi cục", "hải quan"})
"""What goods of both ways pass."""
_RANKING = (RANK | RANKED) - {"so với", "so", "cùng", "cùng với"} | {
    *("hàng đầu", "nhóm đầu", "kế đến", "xếp sau", "xếp thứ", "đứng thứ", "tiếp theo", "tiếp đó"),
    *("vị trí", "hạng", "thứ hạng", "nhóm sau", "trong tốp", "trong top"),
}
"""Words that say which of several places comes where."""


class Unnamed(Parallel):
    """Finds the measure of a name that is of no one measure."""

    def _of_ranking(self, token: Token) -> tuple[str, tuple[str, ...]] | None:
        """«Hà Nội xuất khẩu 3,6 tỷ USD; kế đến là Bắc Ninh với kim ngạch 3,1 tỷ USD»: what places
        are held against one another by.

        The one part of the whole told lately, of another place. It may be the whole where no word
        ranks them and where only one place was told of.
        """
        told = self.work.slots or ()
        measures = {s.measure for s in told} or {*self.work.context.above}
        whole, context = token.mention, self.work.context
        if len(measures) != 1 or whole in measures:
            return None
        measure = next(iter(measures))
        names = [t for t in self.tokens[: self.position] if t.kind is Kind.PLACE]
        names += [t for t in self._own_words() if t.kind is Kind.PLACE]
        sites = {s.place for s in told if not s.back} or {*context.sites}
        other = {t.mention.name for t in names if t.mention.kind == "province"} - sites
        if not any(measure in p and w == whole for p, w in self.work.wholes.items()) or not other:
            return None
        ranked = any(t.text in _RANKING or t.text.endswith(" nhất") for t in self.tokens)
        sure = ranked or len(sites) > 1 or len(other) > 2
        return measure, () if sure else (whole,)

    def _part_spoken_of(self, token: Token) -> str | None:
        """«Xuất khẩu của tỉnh khởi sắc. Kim ngạch đạt 98 triệu USD»: the one part of the whole that
        the sentence before named, or the text so far by a name of its own."""
        told = self.work.context.spelled
        part = self._spoken_of_before() or (next(iter(told)) if len(told) == 1 else None)
        made = any(part in p and w == token.mention for p, w in self.work.wholes.items())
        return part if made and not self._goes_through() else None

    def _goes_through(self) -> bool:
        """Whether the sentence tells of what goods of both ways pass."""
        return any(
            t.kind is Kind.SCOPE
            or t.text in _PASSED
            or (t.kind is Kind.PLACE and t.mention.kind == "gate")
            for t in self.tokens
        )

    def _told_alone(self, whole: str) -> str | None:
        """«Bắc Ninh xuất khẩu …» and then «kim ngạch từ 7,9 tỷ USD năm 2014 lên 16 tỷ USD»: of the
        one part of the whole that the article told of so far, where it only says how it changed."""
        named = self.work.context.named
        if len(named) != 1 or named[0] == whole or not self._changes():
            return None
        return (
            named[0]
            if any(named[0] in p for p, w in self.work.wholes.items() if w == whole)
            else None
        )

    def _changes(self) -> bool:
        """Whether an amount that was left behind follows the name: «từ … lên …»."""
        for index in range(self.position + 1, len(self.tokens)):
            if self.tokens[index].kind is Kind.MONEY:
                return earlier.left_behind(self.tokens, index)
            if self.tokens[index].kind in (Kind.STOP, Kind.LABEL):
                return False
        return False

    def _own_words(self) -> Iterator[Token]:
        """What stands between the name and its amount."""
        behind = self.tokens[self.position + 1 :]
        return takewhile(lambda t: t.kind not in (Kind.MONEY, Kind.STOP), behind)
