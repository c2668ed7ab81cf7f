"""How the articles of a subject tell what an amount counts, in words that only this subject has.

Two figures of one measure, place and period that are counted in two ways are of two scopes and no
contradiction. Whose figures they are, what they have in them or leave out («không kể …», «tính
cả …», «của các doanh nghiệp trong tỉnh») is said alike of everything; what is left out and in which
ways the rest is counted is the subject's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """A subject's words for its ways of counting; a subject without such ways has none.

    ``things`` are what an amount can have in it or leave out («không tính dịch vụ»). ``ways`` are
    words for how what counts is counted, which stand alone or behind the schema's ``nouns``
    («riêng hàng gia công»), ``passing`` those for what is mostly not counted («kể cả quá cảnh»).
    ``kinds`` are nouns that lead a way or stand for one («loại hình kinh doanh», «theo tờ khai»).
    ``alike`` are groups of phrases that tell a way where they stand with a number, each group the
    phrases for one of them. ``handled`` says what is done to what counts where it is counted
    («hàng do Cục Hải quan … thông quan»). ``telling`` are more words of which some stand in what
    tells a way.
    """

    things: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    handled: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
