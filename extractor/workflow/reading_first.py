"""``run --reader-first``: whether the reader's word is enough, so that no model need be asked.

It is where the reader found a figure, has no doubt, breaks no rule, names place and period of all
it says beside a number, and every number of the text is claimed by a figure or explained. An amount
in a currency of its figures that is explained by no more than words that the reader does not know
may be one of theirs all the same. An article in which the reader finds nothing is sent: that it is
silent is no evidence that there is nothing.
"""

from __future__ import annotations

from extractor.article import Article
from extractor.checks import Checked, check
from extractor.checks.account import account
from extractor.checks.agreement import Sayings, sayings
from extractor.checks.grounding import ArticleText
from extractor.reader import Reading, reading_of
from extractor.record import BUILTIN, Answer, Record, status_of
from extractor.schema import Schema, figures

_ANSWER = Answer(BUILTIN, BUILTIN, BUILTIN, mode=None, request_sha256=None)
"""Who answers: nobody was sent a request."""


def read_whole(article: Article, schema: Schema) -> tuple[Record, Sayings] | None:
    """What the reader makes of an article, ``None`` where a model is to be asked about it."""
    text = article.text
    try:
        reading = reading_of(text, schema)
        if not _is_plain(reading):
            return None
        checked = check(text, reading.data, schema, by_reader=True)
        if checked.crashed or status_of(checked.data, checked.findings) != "ok":
            return None
        if not _is_covered(text, checked, schema):
            return None
    except Exception:
        # What breaks the reader is no reason not to ask somebody else.
        return None
    ref = article.ref()
    record = Record(ref, "ok", checked.data, checked.findings, _ANSWER)
    return record, sayings(ref, text, checked.data, checked.claims, checked.findings)


def _is_plain(reading: Reading) -> bool:
    """Whether there is a figure, nothing is in doubt, and place and period stand beside a number.

    One number of each place, period and scope is enough.
    """
    named = {number.key for number in reading.told if number.timed and number.placed}
    return bool(reading.told) and all(
        not number.doubts and number.key in named for number in reading.told
    )


def _is_covered(text: str, checked: Checked, schema: Schema) -> bool:
    """Whether there are figures and nothing in the text that looks like one is left."""
    article = ArticleText.of(text)
    every = list(figures(checked.data, schema))
    own = {at.figure["currency"] for at in every} | {None}
    likely = {
        article.folded.span(*quantity.span)
        for quantity in article.quantities
        if quantity.kind == "money" and quantity.currency in own
    }
    return bool(every) and not any(
        number.state == "open" or (number.reason == "another subject" and number.span in likely)
        for number in account(text, checked.data, checked.claims, schema, checked.apart)
    )
