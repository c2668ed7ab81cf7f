"""Whether what a measure's name is of is one of several goods or markets, and no place."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.lexicon import ITEMS
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token, is_noun

HAVING = frozenset({"có", "với", "đạt", "có giá trị", "có trị giá"})
PLURAL = frozenset({"một số", "số", "nhiều", "các", "những", "vài"})
NAMED = (Kind.PLACE, Kind.WORD, Kind.COMPANY, Kind.FOREIGN, Kind.LABEL)
_AMONG = frozenset({"một", "một trong", "trong", "những", "các", "số", "hai", "ba"})


def is_said_of_item(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """«Giày da là mặt hàng gánh kim ngạch của tỉnh»: of the one item that the clause is about."""
    words = tokens[clause.start : position]
    said = next((i for i, t in enumerate(words) if t.text == "là"), 0)
    led = next((t.kind for t in words[:said] if t.kind in NAMED), None)
    if clause.subject is not False or led is not Kind.WORD:
        return False
    item = next((t for t in words[said + 1 :] if t.text not in _AMONG), None)
    return item is not None and (is_noun(item) or item.text in ITEMS)


def is_of_items(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """«nhiều mặt hàng có kim ngạch xuất khẩu lớn»: the measure of each of some items."""
    index = position - 1
    while index >= clause.start and (tokens[index].kind is Kind.LABEL or is_noun(tokens[index])):
        index -= 1
    if index <= clause.start or tokens[index].text not in HAVING:
        return False
    items = tokens[index - 1]
    several = items.text.startswith("các ") or tokens[index - 2].text in PLURAL
    return several and (is_noun(items) or items.text in ITEMS or items.kind is Kind.WORD)
