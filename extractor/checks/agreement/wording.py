"""Numbers and keys as the lines of agreement print them, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.checks.agreement.line import Relation, Says
from extractor.checks.agreement.said import Key, Quality, Said
from extractor.checks.agreement.telling import Told
from extractor.checks.agreement.voices import Voice
from extractor.checks.days import Days
from extractor.checks.wording import ends, extent, grouped, quoted
from extractor.errors import one_line
from extractor.numbers.interval import Interval
from extractor.record import Data

_OF: Mapping[Quality, str] = {
    "value": "",
    "change": "the change of ",
    "plan": "the share of plan of ",
    "planned": "the plan for ",
}
_ENDINGS: Mapping[str | None, str] = {
    "revision": "likely a revision",
    "scope": "likely another scope",
    "slip": "likely a slip",
    "error": "likely an error",
    "reading": "likely an error of reading",
    None: "",
}
_LONGEST = 60


def about(key: Key, said: Said) -> Data:
    """What a line's numbers are of, as an object."""
    return {
        "place": said.place,
        "scope": said.scope,
        "period": {"start": key.days.start.isoformat(), "end": key.days.end.isoformat()},
        "measure": key.measure,
        "quality": key.quality,
        "currency": key.currency,
    }


def subject(key: Key, said: Said, days: Days | None = None) -> str:
    """What numbers are of, in words."""
    scope = f", {quoted(said.scope)}" if said.scope else ""
    when = f", {days}" if days is not None else ""
    return f"{_OF[key.quality]}{key.measure} of {one_line(said.place, _LONGEST)}{scope}{when}"


def name(said: Said) -> str:
    """The article that says something."""
    return one_line(said.witness.article_id, _LONGEST)


def words(key: Key, said: Said) -> str:
    """A number as it is printed, and where it is implied what it implies."""
    if said.percent is None and key.quality in ("change", "plan"):
        return f"{grouped(said.claimed)}%"
    scale = "" if said.scale in (None, "one") else f" {said.scale}"
    printed = f"{grouped(said.claimed)}{scale} {key.currency or ''}".rstrip()
    if said.percent is None:
        return printed
    by = "a change of " if said.how == "last_year" else ""
    of = "" if said.how == "last_year" else " of plan"
    implied = extent(said.interval, said.scale)
    return f"{printed} at {by}{grouped(said.percent)}%{of}, that is {implied}{scale}"


def says(key: Key, said: Said) -> Says:
    """A number as an entry of a line."""
    witness = said.witness
    return Says(
        witness.article_id, witness.source, said.field, words(key, said), ends(said.interval)
    )


def between(key: Key, shared: Interval, said: Said) -> str:
    """An interval with its unit."""
    if key.quality in ("change", "plan"):
        return f"{extent(shared, None)}%"
    scale = "" if said.scale in (None, "one") else f" {said.scale}"
    return f"{extent(shared, said.scale)}{scale} {key.currency or ''}".rstrip()


def agreed_words(key: Key, found: Sequence[Voice], shared: Interval) -> str:
    """That so many articles agree, and on what."""
    said = found[0].said
    return (
        f"{subject(key, said, key.days)}: {len(found)} articles agree on "
        f"{between(key, shared, said)}"
    )


def disagreed_words(key: Key, said: Said, other: Said, why: Told) -> str:
    """That two articles do not agree, on what, and what it looks like."""
    plan = "; the plan may have been changed" if key.quality == "planned" else ""
    told = f"; {why.why}: {_ENDINGS[why.tells]}" if why.tells is not None else plan
    return (
        f"{subject(key, said, key.days)}: {name(said)} says {words(key, said)}, "
        f"{name(other)} {words(key, other)}{told}"
    )


def relation(found: Sequence[Voice]) -> Relation:
    """What ties numbers of one key: the key alone, or how one of them implies it."""
    for voice in found:
        if voice.said.how != "printed":
            return voice.said.how
    return "same"
