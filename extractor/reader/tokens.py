"""A sentence as tokens: what layers below found in it, words of structure, and unknown content."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from extractor.folding import Folded, fold_phrase
from extractor.numbers.change import DOWN, LEVEL, UP
from extractor.numbers.convention import Convention
from extractor.numbers.period_lexer import periods
from extractor.numbers.place import places
from extractor.numbers.quantity_lexer import quantities
from extractor.reader import lexicon
from extractor.reader.spelling import Spelling
from extractor.schema import Counting, Schema
from extractor.span import Span

REACH = 200
"""Words and marks around one within which is looked for what it belongs to.

Nothing that a reader still has in mind stands farther off, and a sentence may be of any length.
"""


class Kind(Enum):
    """What a token is."""

    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    PERIOD = "period"
    PLACE = "place"
    LABEL = "label"
    SCOPE = "scope"
    FOREIGN = "foreign"
    NEUTRAL = "neutral"
    ESTIMATE = "estimate"
    TARGET = "target"
    PLAN = "plan"
    PROPORTION = "proportion"
    INCLUDING = "including"
    RESPECTIVELY = "respectively"
    COMPARED = "compared"
    SAYING = "saying"
    COMPANY = "company"
    ATTRIBUTE = "attribute"
    NARROWING = "narrowing"
    WORD = "word"
    STOP = "stop"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``mention`` is the quantity, period, place or measure name it stands for.

    ``name`` says that a word names something: it begins with a capital, or the schema knows it as
    something else than a measure.
    """

    kind: Kind
    span: Span
    text: str
    mention: Any = None
    name: bool = False


_PIECE = r"[(\[]|[)\]]|[,;:|]|[.!?…](?=\s|$)|[^\W_]+(?:[./-][^\W_]+)*|[^\w\s]"

_SPEAKING = (Kind.MONEY, Kind.PERCENT, Kind.LABEL)
_NAMES_BELOW = 2
"""Quantities with a unit, periods and places come before the schema's names."""

_MENDED = (Kind.LABEL, Kind.ESTIMATE)
"""What is known in spite of a slip where no other word is printed."""
_UNITS = tuple(map(fold_phrase, ("triệu usd", "tỷ usd", "triệu đồng", "nghìn tỷ")))
_TIMES = tuple(
    map(
        fold_phrase,
        (
            *("tháng đầu năm", "nửa đầu năm", "cùng kỳ năm", "năm trước", "năm ngoái"),
            *("tháng trước", "quý trước"),
        ),
    )
)

NOUN = "noun"
"""The mention of a neutral word that may stand before a measure's name as part of it."""

OF_NAME = "of_name"
"""The mention of a scope that is a part of its measure's name, and holds for that alone."""

_Words = tuple[str, ...]
_Listed = tuple[Kind, str | None, _Words | frozenset[str]]
"""Phrases with what they are and, of a name, the measure that they name."""

# A word can have several parts; the first that has it counts.
_LANGUAGE: tuple[_Listed, ...] = (
    (Kind.NEUTRAL, NOUN, lexicon.NOUNS),
    (Kind.TARGET, None, lexicon.TARGET),
    (Kind.ESTIMATE, None, lexicon.ESTIMATE),
    (Kind.PLAN, None, lexicon.PLAN),
    (Kind.PROPORTION, None, lexicon.PROPORTION),
    (Kind.INCLUDING, None, lexicon.INCLUDING),
    (Kind.RESPECTIVELY, None, lexicon.RESPECTIVELY),
    (Kind.COMPARED, None, lexicon.COMPARED),
    (Kind.SAYING, None, lexicon.SAYING),
    (Kind.COMPANY, None, lexicon.COMPANY),
    (Kind.ATTRIBUTE, None, lexicon.ATTRIBUTE),
    (Kind.NEUTRAL, None, lexicon.TRANSPARENT),
    (Kind.NEUTRAL, None, lexicon.RANK),
    (Kind.NEUTRAL, None, frozenset(f"{UP}|{DOWN}|{LEVEL}".split("|"))),
)


_Tree = dict[str, "_Tree"]
"""Phrases by their characters; an empty one ends a phrase."""
_Item = tuple[Span, Kind, Any]
"""A mention on its way to a token: where, what, and the mention itself."""


@dataclass(frozen=True)
class Vocabulary:
    """The names that a schema gives and the words of the language, each as one pattern.

    What ``pieces`` finds is a phrase of the language, as its group ``phrase``, or any other word or
    mark.
    ``generic`` are the names that go on with another measure where one is spoken of, ``items`` what
    is counted one by one, ``goods`` is the measure that goods have which nothing else is said of,
    ``own`` that of the goods that a place makes itself, if it has a name,
    ``spelling`` knows the phrases where a mark of them slipped, ``subjects`` finds what the schema
    knows as something else than a measure's own, ``counting`` are its words for ways of counting,
    ``handled`` those among them for what is done to what counts, ``nouns`` those for what its
    measures measure.
    """

    names: re.Pattern[str]
    pieces: re.Pattern[str]
    generic: frozenset[str]
    items: frozenset[str]
    meaning: dict[str, tuple[Kind, str | None]]
    goods: str
    own: str | None
    spelling: Spelling
    subjects: re.Pattern[str]
    counting: Counting
    handled: tuple[str, ...]
    nouns: tuple[str, ...]


@lru_cache(maxsize=16)
def _compiled(
    named: tuple[_Listed, ...],
    spoken: tuple[_Listed, ...],
    generic: _Words,
    items: _Words,
    subjects: _Words,
    counting: Counting,
    nouns: _Words,
) -> Vocabulary:
    names, words = _meanings(named), _meanings(spoken)
    meaning = words | names
    phrases = (*meaning, *_UNITS, *_TIMES)
    mended = [p for p, (kind, _) in meaning.items() if kind in _MENDED]
    return Vocabulary(
        re.compile(any_of(names)),
        re.compile(rf"(?P<phrase>{any_of(words)})|{_PIECE}"),
        frozenset(map(fold_phrase, generic)),
        lexicon.ITEMS | frozenset(map(fold_phrase, items)),
        meaning,
        next((names[p][1] or "" for p in map(fold_phrase, generic) if p in names), ""),
        names.get(fold_phrase(lexicon.OWN_GOODS), (Kind.LABEL, None))[1],
        Spelling.of(phrases, (*mended, *_UNITS), (*mended, "triệu", "nghìn")),
        re.compile(any_of(map(fold_phrase, subjects))),
        counting,
        tuple(map(fold_phrase, counting.handled)),
        nouns,
    )


def _meanings(listed: Iterable[_Listed]) -> dict[str, tuple[Kind, str | None]]:
    """What each phrase means, by the first list that has it."""
    found: dict[str, tuple[Kind, str | None]] = {}
    for kind, mention, phrases in listed:
        for phrase in phrases:
            found.setdefault(fold_phrase(phrase), (kind, mention))
    return found


def any_of(phrases: Iterable[str]) -> str:
    """One pattern for any of the phrases as whole words, the longest first.

    They are in the folded spelling. Where there are none it never matches.
    """
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for character in phrase:
            node = node.setdefault(character, {})
        node[""] = {}
    return rf"(?<!\w){_branches(tree)}(?!\w)" if tree else r"(?!)"


def _branches(tree: _Tree) -> str:
    """The phrases of a tree with what they begin with alike written once, so that few are tried."""
    ways = [re.escape(c) + _branches(below) for c, below in tree.items() if c]
    if not ways:
        return ""
    if "" in tree:
        return f"(?:{'|'.join(ways)})?"
    # A group for each character that only one follows would take long to compile.
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


@lru_cache(maxsize=16)
def vocabulary(schema: Schema) -> Vocabulary:
    """The phrases of a schema together with the language's, compiled once for equal phrases."""
    named: tuple[_Listed, ...] = (
        *((Kind.LABEL, m.name, m.phrases) for m in schema.measures),
        (Kind.SCOPE, None, schema.scopes),
        (Kind.FOREIGN, None, schema.foreign),
        (Kind.WORD, None, schema.lookalikes),
    )
    spoken: tuple[_Listed, ...] = (
        (Kind.NARROWING, None, schema.narrowing),
        (Kind.NEUTRAL, NOUN, schema.nouns),
        *_LANGUAGE,
        (Kind.NEUTRAL, None, schema.neutral),
        (Kind.WORD, None, (*sorted(lexicon.ITEMS), *schema.items)),
    )
    return _compiled(
        named,
        spoken,
        schema.generic,
        schema.items,
        schema.subjects,
        schema.counting,
        schema.nouns,
    )


class Tokeniser:
    """Turns stretches of one text into tokens.

    Where two mentions overlap, a quantity with a unit wins over a period, a period over a place, a
    place over a name of the schema, that over words of the language, and a bare number is taken
    only where nothing else claims it.
    """

    def __init__(self, folded: Folded, words: Vocabulary) -> None:
        self.folded = folded
        self.words = words
        self.periods = periods(folded)
        self.places = places(folded)
        found = quantities(folded)
        self.convention = Convention.of(folded.text, found)
        found = [self.convention.first(q) for q in found]
        plain = [q for q in found if q.kind == "plain"]
        self._ranked: list[list[_Item]] = [
            [
                (q.span, Kind.MONEY if q.kind == "money" else Kind.PERCENT, q)
                for q in found
                if q.kind != "plain"
            ],
            [(p.span, Kind.PERIOD, p) for p in self.periods],
            [(p.span, Kind.PLACE, p) for p in self.places],
            [(q.span, Kind.NUMBER, q) for q in plain],
        ]
        self._starts = [[item[0].start for item in items] for items in self._ranked]
        self._asked: Span | None = None
        self._cell: list[Token] = []

    def cell(self, stretch: Span) -> list[Token]:
        """All tokens of a cell, a caption or a line, of which several questions may be asked."""
        if stretch != self._asked:
            self._asked = stretch
            self._cell = _fill(self.folded, stretch, self._taken(stretch), self.words)
        return list(self._cell)

    def sentence(self, stretch: Span) -> list[Token]:
        """The tokens of a sentence; without its words where it neither measures nor names.

        The periods and places that such a sentence speaks of are all that counts of it.
        """
        taken = self._taken(stretch)
        if any(kind in _SPEAKING for _, kind, _ in taken):
            return _fill(self.folded, stretch, taken, self.words)
        text = self.folded.text
        return [Token(kind, span, span.of(text), mention) for span, kind, mention in taken]

    def tells(self, stretch: Span) -> bool:
        """Whether a sentence has an amount of money and the name of a measure."""
        starts, amounts = self._starts[0], self._ranked[0]
        index = bisect_left(starts, stretch.start)
        while index < len(amounts) and starts[index] < stretch.end:
            if amounts[index][1] is Kind.MONEY:
                return any(kind is Kind.LABEL for _, kind, _ in self._names(stretch))
            index += 1
        return False

    def _taken(self, stretch: Span) -> list[_Item]:
        """The mentions in a stretch, none overlapping."""
        taken: list[_Item] = []
        for rank, items in enumerate(self._ranked):
            index = bisect_left(self._starts[rank], stretch.start)
            chosen = []
            while index < len(items) and items[index][0].end <= stretch.end:
                chosen.append(items[index])
                index += 1
            taken = _merge(taken, chosen)
            if rank == _NAMES_BELOW:
                taken = self._with_names(stretch, taken)
        return taken

    def _with_names(self, stretch: Span, taken: list[_Item]) -> list[_Item]:
        """The mentions with what the schema names between them."""
        names = list(self._names(stretch))
        merged = _merge(taken, names)
        if len(merged) < len(taken) + len(names):
            # One that reaches into a mention is none, but may hide a shorter one before that.
            merged = _merge(taken, list(self._names_between(stretch, taken, names)))
        return merged

    def _names_between(
        self, stretch: Span, taken: Sequence[_Item], names: Sequence[_Item]
    ) -> Iterator[_Item]:
        """What the schema names between the mentions, none of which a longer name reaches into.

        «hàng đi qua» before «cửa khẩu La Lay», where «hàng đi qua cửa khẩu» is a name as well. What
        begins one of the ``names`` that ends with a mention («qua các cảng cả nước») is no name.
        """
        ends = {span.end for span, _, _ in taken}
        wide = {span.start for span, _, _ in names if span.end in ends}
        position = stretch.start
        for end, following in (*((s.start, s.end) for s, _, _ in taken), (stretch.end, None)):
            for name in self._names(Span(position, end)):
                if name[0].start not in wide:
                    yield name
            position = following or end

    def _names(self, stretch: Span) -> Iterator[_Item]:
        """What the schema names in the stretch."""
        for match in self.words.names.finditer(self.folded.lower, stretch.start, stretch.end):
            kind, measure = self.words.meaning[match.group()]
            yield Span(*match.span()), kind, measure


def _merge(taken: list[_Item], chosen: list[_Item]) -> list[_Item]:
    """Both sorted lists in one, without those of ``chosen`` that overlap one of ``taken``."""
    merged = []
    index = 0
    for item in chosen:
        while index < len(taken) and taken[index][0].end <= item[0].start:
            merged.append(taken[index])
            index += 1
        if index >= len(taken) or not taken[index][0].overlaps(item[0]):
            merged.append(item)
    return merged + taken[index:]


def _fill(folded: Folded, sentence: Span, taken: list[_Item], words: Vocabulary) -> list[Token]:
    """Mentions as tokens, and words and punctuation between them."""
    tokens: list[Token] = []
    position = sentence.start
    for span, kind, mention in [*taken, (Span(sentence.end, sentence.end), Kind.STOP, None)]:
        for found in words.pieces.finditer(folded.lower, position, span.start):
            if found.lastgroup is None:
                tokens.append(_piece(found, folded.text))
            else:
                phrase = found.group()
                meaning, measure = words.meaning[phrase]
                tokens.append(Token(meaning, Span(*found.span()), phrase, measure))
        if span.end > span.start:
            text = span.of(folded.lower if kind is Kind.LABEL else folded.text)
            tokens.append(Token(kind, span, text, mention, name=kind is Kind.WORD))
            position = max(position, span.end)
    return tokens


def _piece(piece: re.Match[str], printed: str) -> Token:
    text, span = piece.group(), Span(*piece.span())
    if text in "([":
        return Token(Kind.OPEN, span, text)
    if text in ")]":
        return Token(Kind.CLOSE, span, text)
    if not text[0].isalnum():
        return Token(Kind.STOP, span, text)
    return Token(Kind.WORD, span, text, name=printed[span.start].isupper())


def is_noun(token: Token) -> bool:
    """Whether the word may stand before a measure's name as part of it."""
    return token.kind is Kind.NEUTRAL and token.mention == NOUN
