"""What words say of a change on the year or a share of plan: «giảm 38,8%», «vượt 8,1% kế hoạch».

The result is in percent: of a change the change itself, of a share the share of the plan reached.
Where the words leave more than one reading, all are returned, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.folding import fold
from extractor.numbers.quantity import SIGNS, Quantity, Reading
from extractor.numbers.quantity_lexer import quantities

UP = (
    "tăng trưởng|tăng thêm|tăng|cao hơn|nhiều hơn|lớn hơn|nhích|nhích hơn|vọt|cộng|hơn|nhỉnh hơn|"
    "dương|đi lên|bật tăng|trội hơn|thêm|mở rộng|bật lên|nhảy|nhảy vọt|bứt|bứt lên|bứt phá|dôi|"
    "leo lên|nhích lên|vọt lên|nhảy lên"
)
"""Verbs of a rise, as alternatives of a pattern."""
DOWN = (
    "giảm|sụt|sụt giảm|thấp hơn|ít hơn|nhỏ hơn|kém|thua|thua kém|hụt|âm|mất|rơi|tụt|lùi|"
    "đi xuống|suy giảm|co|thu hẹp|bớt|lao dốc|bốc hơi|thụt lùi|đi lùi|rớt|tuột|teo|hao|xuống dốc|"
    "hao hụt"
)
"""Verbs of a fall."""
LEVEL = "bằng|chỉ bằng|đạt|tương đương|ngang|còn|chỉ còn|hoàn thành|thực hiện|được"
"""Verbs of a level reached: of the year before, or of the plan."""
_DIRECTION = re.compile(
    rf"(?<!\w)(?:(?P<down>{DOWN})|(?P<up>{UP}|(?<!nổi )bật|vượt)|(?P<index>{LEVEL}))"
    r"(?!\w)(?! trưởng âm)"
)
BESIDE = re.compile(r" (?:[^\W\d_]+ ){0,2}")
"""What stands between a verb and the «hơn» that hedges its number: spaces and adverbs."""
_TIMES_MORE = re.compile(r"(?<!\w)gấp(?!\w)")
_HALF = re.compile(r"(?<!\w)(?P<verb>giảm|tăng|bằng)(?: \w+){0,2} (?:một|1) nửa(?!\w)")
_OVER = re.compile(r"(?<!\w)(?:vượt|vượt quá)(?!\w)")
_SHORT = re.compile(r"(?<!\w)(?:thiếu|hụt|thấp hơn|kém)(?!\w)")
_LEFT = re.compile(r"(?<!\w)(?:giảm|sụt|tụt|rút|hạ)(?: xuống)?(?: chỉ)? còn(?!\w)")
"""«giảm xuống còn 96%»: what is left of the year before."""
_REACHED = re.compile(r"(?<!\w)(?:đạt|bằng|hoàn thành|thực hiện|tương đương|ở mức|lên|được)(?!\w)")

_STATED = (("over", _OVER), ("short", _SHORT), ("reached", _REACHED))
_COMPARED = (
    ("over", re.compile(r"(?<!\w)(?:cao hơn|nhiều hơn|lớn hơn|tăng|tăng thêm)(?!\w)")),
    ("short", re.compile(r"(?<!\w)(?:ít hơn|nhỏ hơn|giảm)(?!\w)")),
)
"""Beside the number these compare it with the plan; farther off they are another number's."""

_HUNDRED = Decimal(100)


def read_change(text: str, before: str = "") -> tuple[Reading, ...]:
    """The changes in percent that ``text`` can state, as printed digits with their last unit.

    ``before`` is what stands before ``text`` in its sentence; its last verb of direction counts
    where ``text`` holds none («tăng lần lượt 10% và 20%»). A bare number, as in a table's cell, is
    either the change or an index with the year before as 100. Empty where no number is stated.
    """
    folded = fold(text)
    low = folded.lower
    if match := _HALF.search(low):
        half = Decimal(50 if match["verb"] == "tăng" else -50)
        return (Reading(half, Decimal(1)),)
    found = [q for q in quantities(folded) if q.kind in ("percent", "multiple", "plain")]
    number = _stated(found)
    if number is None:
        return ()
    head = low[: number.number.start]
    if number.kind == "multiple":
        times = tuple(Reading(r.value * 100, r.unit * 100) for r in number.readings)
        as_index = tuple(_shifted(r, -_HUNDRED) for r in times)
        if _TIMES_MORE.search(head) or _TIMES_MORE.search(fold(before).lower):
            return as_index
        # «tăng 2 lần» is said both of a doubling and of a rise by twice the old value.
        return as_index + times if _direction(head) != "down" else ()
    if folded.text[number.number.start] in SIGNS:
        return number.readings
    if _LEFT.search(head):
        fallen = tuple(Reading(-r.value, r.unit) for r in number.readings)
        return tuple(_shifted(r, -_HUNDRED) for r in number.readings) + fallen
    direction = _direction(head) or _direction(fold(before).lower)
    if direction == "up":
        return number.readings
    if direction == "down":
        return tuple(Reading(-r.value, r.unit) for r in number.readings)
    index = tuple(_shifted(r, -_HUNDRED) for r in number.readings)
    if direction == "index":
        return index
    return number.readings + index


_OF_A_WHOLE = re.compile(r"(?<!\w)(?:chiếm|đóng góp|góp)(?!\w)")


def read_share(text: str, before: str = "") -> tuple[Reading, ...]:
    """The shares of plan in percent that ``text`` can state: «vượt 8,1% kế hoạch» is 108.1.

    ``before`` is as for ``read_change``. Empty where no number is stated.
    """
    folded = fold(text)
    found = [q for q in quantities(folded) if q.kind in ("percent", "multiple", "plain")]
    number = _stated(found)
    if number is None:
        return ()
    if number.kind == "multiple":
        return tuple(Reading(r.value * 100, r.unit * 100) for r in number.readings)
    head = folded.lower[: number.number.start]
    if _OF_A_WHOLE.search(head):
        return ()  # «chiếm hơn 90%» is a share of a whole
    verbs = _ends(head, (*_STATED, *_COMPARED)) or _ends(fold(before).lower, _STATED)
    kind = max(verbs)[1] if verbs else "reached"
    if kind == "over":
        over = tuple(_shifted(r, _HUNDRED) for r in number.readings)
        # «vượt 107% kế hoạch» is mostly said of 107, not of 207.
        return number.readings + over if number.value >= _HUNDRED else over
    if kind == "short":
        return tuple(_shifted(Reading(-r.value, r.unit), _HUNDRED) for r in number.readings)
    return number.readings


def _ends(words: str, kinds: Sequence[tuple[str, re.Pattern[str]]]) -> list[tuple[int, str]]:
    """Where the last verb of each kind ends in the words."""
    return [
        (match.end(), kind)
        for kind, pattern in kinds
        if (match := _last(pattern, words)) is not None
    ]


def _stated(found: list[Quantity]) -> Quantity | None:
    """The number that a change is stated by: a percentage or multiple before a bare number."""
    marked = [q for q in found if q.kind != "plain"]
    candidates = marked or found
    return candidates[0] if candidates else None


def _direction(words: str) -> str | None:
    """``up``, ``down`` or ``index`` by the last verb of change in ``words``, else of a level."""
    kept: list[re.Match[str]] = []
    for match in _DIRECTION.finditer(words):
        if not (kept and _is_hedge(words, kept[-1], match)):
            kept.append(match)
    found = [match.lastgroup for match in kept]
    # «tăng trưởng đạt 12%»: behind a verb of change a level is the change's own.
    changes = [kind for kind in found if kind != "index"]
    return (changes or found or [None])[-1]


def _is_hedge(words: str, verb: re.Match[str], behind: re.Match[str]) -> bool:
    """«giảm mạnh hơn 18%», «bằng hơn 96%», «giảm nhiều hơn 5%»: by more than that, and no rise."""
    more = behind.group()
    if BESIDE.fullmatch(words, verb.end(), behind.start()) is None:
        return False
    return more == "hơn" or (verb.lastgroup != "index" and more.endswith(("hơn", "thêm")))


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    last = None
    for match in pattern.finditer(words):
        last = match
    return last


def _shifted(reading: Reading, by: Decimal) -> Reading:
    return Reading(reading.value + by, reading.unit)
