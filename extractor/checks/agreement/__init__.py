"""Agreement between the articles of a run, by intervals.

What several articles say of one key (place, period, scope and measure), and of keys that imply each
other, is held together: one common number is support, none is a disagreement that names two
articles. A disagreement says nothing against either article's record. Time grows linearly with the
numbers heard, sorting aside, and so does what is kept of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.checks.agreement.kin import kin
from extractor.checks.agreement.line import Line
from extractor.checks.agreement.said import Key, Said, Sayings, sayings
from extractor.checks.agreement.telling import told
from extractor.checks.agreement.voices import Voice, agreeing, common, voices
from extractor.checks.agreement.wording import about, agreed_words, disagreed_words, relation, says
from extractor.schema import Schema

__all__ = ["FORMAT", "Agreement", "Line", "Sayings", "Says", "sayings"]

_NAMED = 8
"""Numbers that a support shows; all articles are named by their ids."""
_SCOPES = 16
"""Numbers under other scopes among which one is looked for that fits."""


class Agreement:
    """Hears the articles of a run one after another, then tells where they agree."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._heard: dict[Key, list[Said]] = defaultdict(list)

    def hear(self, said: Sayings) -> None:
        """Take in what one article says; the order of articles is that of the lines."""
        for key, number in said:
            self._heard[key].append(number)

    def lines(self) -> Iterator[Line]:
        """Every support and every disagreement between different texts."""
        heard = {key: voices(said) for key, said in self._heard.items()}
        scopes: dict[Key, list[Said]] = defaultdict(list)
        for key, said in self._heard.items():
            if (
                key.scope is not None
                and len(scopes[unscoped := key._replace(scope=None)]) < _SCOPES
            ):
                scopes[unscoped].extend(said[:_SCOPES])
        apart: set[tuple[Key, str, str]] = set()
        # Values first: where two articles differ on one, their percentages need not be told too.
        for key in sorted(heard, key=lambda key: key.quality != "value"):
            yield from _of_one_key(key, heard[key], scopes.get(key, []), apart)
        yield from kin(heard, self._schema)


def _of_one_key(
    key: Key, found: list[Voice], elsewhere: list[Said], apart: set[tuple[Key, str, str]]
) -> Iterator[Line]:
    """What texts say of one key; ``apart`` are the values on which two articles differ."""
    if len(found) < 2:
        return
    together = agreeing(found)
    shared = common(together)
    if len(together) > 1 and shared is not None:
        yield Line(
            "support",
            relation(together),
            None,
            about(key, together[0].said),
            agreed_words(key, together, shared),
            tuple(says(key, voice.said) for voice in together[:_NAMED]),
            tuple(voice.said.witness.article_id for voice in together),
        )
    inside = set(map(id, together))
    for voice in found:
        if id(voice) in inside:
            continue
        # Voices of which any two meet have a number in common: some one of these does not meet it.
        against = next(v for v in together if not v.interval.meets(voice.interval))
        said, other = against.said, voice.said
        if said.how == other.how != "printed" and said.days == other.days:
            # Of one period, they differ in what implies it.
            continue
        texts = said.witness.sha256, other.witness.sha256
        if key.quality == "value":
            apart.add((key, *texts))
        elif (key._replace(quality="value"), *texts) in apart:
            continue
        why = told(said, other, agreeing=len(together), elsewhere=elsewhere)
        yield Line(
            "disagreement",
            relation((against, voice)),
            why.tells,
            about(key, said),
            disagreed_words(key, said, other, why),
            (says(key, said), says(key, other)),
            (said.witness.article_id, other.witness.article_id),
        )
