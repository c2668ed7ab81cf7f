"""Two reports of one article, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, TypeVar

from extractor import exact_json
from extractor.diff.pairing import Move, Node, Pair, moves, numbers, pair
from extractor.excerpt import Sentence
from extractor.golden import Breach
from extractor.record import Attribution, Data, Finding, Severity
from extractor.schema import FigureAt, Schema, base_value

Category = Literal["changed", "missing", "extra", "cosmetic"]
T = TypeVar("T")


class About(TypedDict, total=False):
    """Which statement a difference is of."""

    place: str | None
    period: str | None
    scope: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was accepted.

    ``field`` names it in the golden report, in the new one where that alone has it; ``new_field``
    names it in the new report, if it has it. ``golden`` and ``new`` are values in base units,
    percents as printed, words; ``golden_text`` and ``new_text`` the articles' words for them.
    ``place``, ``period`` (ISO, «start/end») and ``scope`` say which statement it is. A finding that
    appeared (``extra``) or vanished (``missing``) has ``rule``, and its fields as values; one that
    appeared has its ``severity`` and whose fault it looks like, and its message as ``new_text``.

    ``golden_rules`` and ``new_rules`` are the rules that either side breaks, infos aside.
    ``sentences`` are the article's, with the numbers of either side marked; none where the text is
    not at hand.
    """

    category: Category
    field: str
    new_field: str | None
    golden: Any = None
    new: Any = None
    golden_text: str | None = None
    new_text: str | None = None
    rule: str | None = None
    place: str | None = None
    period: str | None = None
    scope: str | None = None
    severity: Severity | None = None
    attribution: Attribution | None = None
    golden_rules: tuple[str, ...] = ()
    new_rules: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @property
    def regression(self) -> bool:
        """Whether it gates: everything but ``cosmetic`` does."""
        return self.category != "cosmetic"

    @property
    def alone(self) -> bool:
        """Whether the new report alone has the figure, or the statement without one.

        A change or a share that is new belongs to a figure that both have.
        """
        return self.category == "extra" and self.rule is None and self.field.count(".") < 3

    def to_json(self) -> Data:
        """The difference as an object, every entry present."""
        told = {name: getattr(self, name) for name in self.__slots__}
        told["sentences"] = [sentence.to_json() for sentence in self.sentences]
        return told


def diff(
    golden: Data,
    golden_findings: Iterable[Breach],
    new: Data,
    new_findings: Iterable[Finding],
    schema: Schema,
) -> list[Difference]:
    """What differs between an accepted report and a new one, findings included.

    Both reports fit the schema (spans allowed). Findings first, then statements in the golden
    report's order, what is only in the new one after that.
    """
    pairs = pair(golden, new, schema)
    moved = moves(pairs)
    findings = list(_findings(golden_findings, new_findings, pairs, moved))
    # By path in either report: the golden figure's move, nothing for the new one it moved to.
    known: dict[tuple[bool, str], Move | None] = {(False, m.new.path): None for m in moved}
    known |= {(True, m.golden.path): m for m in moved}
    found = [
        Difference("changed", name, name, value, new.get(name))
        for name, value in golden.items()
        if name != "statements" and value != new.get(name)
    ]
    found += [difference for both in pairs for difference in _statement(both, schema, known)]
    return findings + found


def _statement(
    both: Pair, schema: Schema, moved: Mapping[tuple[bool, str], Move | None]
) -> Iterator[Difference]:
    ours, theirs = both.golden, both.new
    about = _about(ours or theirs)
    yield from heads(both)
    for measure in schema.measures:
        old = ours.figures.get(measure.name) if ours else None
        new = theirs.figures.get(measure.name) if theirs else None
        if old and new:
            yield from _figure(old, new, about)
            continue
        for at, golden in ((old, True), (new, False)):
            if at is not None and (golden, at.path) not in moved:
                yield _single(at, about, golden=golden)
            elif at is not None and (move := moved[golden, at.path]) is not None:
                if (other := rescoped(move, about)) is not None:
                    yield other
                yield from _figure(move.golden, move.new, about)
    alone = ours if theirs is None else theirs if ours is None else None
    if alone is not None and not alone.figures:
        field = f"statements.{alone.indexes[0]}"
        if ours:
            yield Difference("missing", field, None, **about)
        else:
            yield Difference("extra", field, field, **about)


def heads(both: Pair) -> Iterator[Difference]:
    """How two statements differ in place, period, scope and what else they say besides figures."""
    ours, theirs = both.golden, both.new
    if ours is None or theirs is None:
        return
    about = _about(ours)
    field, new_field = f"statements.{ours.indexes[0]}", f"statements.{theirs.indexes[0]}"

    def words(name: str, old: Any, new: Any, *, changed: bool) -> Difference:
        return Difference(
            "changed" if changed else "cosmetic",
            f"{field}.{name}",
            f"{new_field}.{name}",
            old,
            new,
            **about,
        )

    if ours.place != theirs.place:
        yield words("place", ours.place, theirs.place, changed=ours.group[0] != theirs.group[0])
    if ours.group[1:] != theirs.group[1:]:
        yield words("period", _period(ours), _period(theirs), changed=True)
    elif ours.words != theirs.words:
        yield words("period.text", *map(" | ".join, (ours.words, theirs.words)), changed=False)
    if ours.scope != theirs.scope:
        yield words("scope", ours.scope, theirs.scope, changed=both.merged)
    for name, value in ours.rest.items():
        if value != theirs.rest.get(name):
            yield words(name, value, theirs.rest.get(name), changed=True)


def _about(node: Node | None) -> About:
    if node is None:
        return {}
    return {"place": node.place, "period": _period(node), "scope": node.scope}


def _period(node: Node) -> str:
    return f"{node.start}/{node.end}"


def _single(at: FigureAt, about: About, *, golden: bool) -> Difference:
    """A figure that one report alone has."""
    value, text = _value(at.figure), _words(at.figure)
    if golden:
        return Difference("missing", at.path, None, value, None, text, None, **about)
    return Difference("extra", at.path, at.path, None, value, None, text, **about)


def rescoped(move: Move, about: About) -> Difference | None:
    """How the scopes differ under which two reports have one figure, if they do."""
    if move.scope == move.new_scope:
        return None
    return Difference(
        "changed" if move.merged else "cosmetic",
        f"{move.golden.path}.scope",
        f"{move.new.path}.scope",
        move.scope,
        move.new_scope,
        _words(move.golden.figure),
        _words(move.new.figure),
        **about,
    )


def _value(figure: Data) -> Any:
    value = base_value(figure)
    return None if value is None else exact_json.plain(value)


def _words(figure: Data) -> str | None:
    """What the article prints of a figure; where no value is printed, its change or share."""
    parts = (figure, figure.get("change") or {}, figure.get("plan") or {})
    return next((part["text"] for part in parts if part.get("text")), None)


def _figure(old: FigureAt, new: FigureAt, about: About) -> Iterator[Difference]:
    """The differences between two figures of one measure."""
    mine, theirs = old.figure, new.figure

    def made(
        category: Category,
        name: str,
        a: Any,
        b: Any,
        golden_text: str | None = None,
        new_text: str | None = None,
    ) -> Difference:
        fields = f"{old.path}.{name}", f"{new.path}.{name}"
        return Difference(category, *fields, a, b, golden_text, new_text, **about)

    texts = {"golden_text": mine.get("text"), "new_text": theirs.get("text")}
    (value, currency, *_), (new_value, new_currency, *_) = numbers(mine), numbers(theirs)
    if value != new_value:
        category = _presence(value, new_value)
        yield made(category, "value", _value(mine), _value(theirs), **texts)
    elif mine.get("scale") != theirs.get("scale"):
        yield made("cosmetic", "scale", mine.get("scale"), theirs.get("scale"), **texts)
    if None not in (value, new_value) and currency != new_currency:
        yield made("changed", "currency", currency, new_currency, **texts)
    if value == new_value:
        yield from _spelling(made, "", mine, theirs)
    if mine.get("approximate") != theirs.get("approximate"):
        flags = mine.get("approximate"), theirs.get("approximate")
        yield made("changed", "approximate", *flags, **texts)
    for name in ("change", "plan"):
        part, new_part = mine.get(name) or {}, theirs.get(name) or {}
        percent, new_percent = _percent(part), _percent(new_part)
        if percent == new_percent:
            yield from _spelling(made, f"{name}.", part, new_part)
        else:
            yield made(
                _presence(percent, new_percent),
                f"{name}.percent",
                percent,
                new_percent,
                golden_text=part.get("text"),
                new_text=new_part.get("text"),
            )


def _percent(part: Data) -> Any:
    return exact_json.plain(part["percent"]) if part else None


def _presence(old: Any, new: Any) -> Category:
    if new is None:
        return "missing"
    return "extra" if old is None else "changed"


def _spelling(
    made: Callable[..., Difference], prefix: str, old: Data, new: Data
) -> Iterator[Difference]:
    """Other words or another place in the article for the same number."""
    if old.get("text") != new.get("text"):
        words = old.get("text"), new.get("text")
        yield made("cosmetic", f"{prefix}text", *words, golden_text=words[0], new_text=words[1])
    elif None not in (old.get("span"), new.get("span")) and old["span"] != new["span"]:
        yield made("cosmetic", f"{prefix}span", old["span"], new["span"])


def _findings(
    golden: Iterable[Breach],
    new: Iterable[Finding],
    pairs: Iterable[Pair],
    moved: Iterable[Move],
) -> Iterator[Difference]:
    """Findings that vanished or appeared, whatever the order of statements."""
    ours: dict[str, str] = {}
    theirs = {move.new.path: move.golden.path for move in moved}
    pairs = list(pairs)
    for both in pairs:
        for node, names in ((both.golden, ours), (both.new, theirs)):
            if node is not None:
                kept = both.golden or node
                head = "statements" if both.golden else "new statements"
                for index in node.indexes:
                    names[f"statements.{index}"] = f"{head}.{kept.indexes[0]}"

    gone, come = _unmatched(golden, new, ours, theirs)
    if gone and come:
        # Of one number in two statements of one head the checks name the first, in whatever order.
        gone, come = _unmatched(gone, come, *_repeated(pairs, ours, theirs))
    for breach in gone:
        fields = list(breach.fields)
        yield Difference(
            "missing", fields[0] if fields else "", None, golden=fields, rule=breach.rule
        )
    for finding in come:
        fields = list(finding.fields)
        first = fields[0] if fields else ""
        yield Difference(
            "extra",
            first,
            first,
            new=fields,
            new_text=finding.message,
            rule=finding.rule,
            severity=finding.severity,
            attribution=finding.attribution,
        )


def _unmatched(
    golden: Iterable[Breach],
    new: Iterable[Finding],
    ours: Mapping[str, str],
    theirs: Mapping[str, str],
) -> tuple[list[Breach], list[Finding]]:
    """The findings of either side that the other has not, by the common names of their fields."""
    accepted = [(_renamed(breach, ours), breach) for breach in golden]
    seen = [(_renamed(Breach.of(finding), theirs), finding) for finding in new]
    unseen = Counter(key for key, _ in accepted) - Counter(key for key, _ in seen)
    unexpected = Counter(key for key, _ in seen) - Counter(key for key, _ in accepted)
    return list(_counted(accepted, unseen)), list(_counted(seen, unexpected))


def _counted(keyed: Iterable[tuple[Breach, T]], left: Counter[Breach]) -> Iterator[T]:
    """The first of each key, as many as are left of it."""
    for key, one in keyed:
        if left[key] > 0:
            left[key] -= 1
            yield one


def _renamed(breach: Breach, names: Mapping[str, str]) -> Breach:
    return Breach.of(Breach(breach.rule, tuple(_common(name, names) for name in breach.fields)))


def _common(name: str, names: Mapping[str, str]) -> str:
    """A field by the name that both reports have for it, or for what holds it."""
    parts = name.split(".")
    for length in (4, 3, 2):
        head = ".".join(parts[:length])
        if head in names:
            return ".".join([names[head], *parts[length:]])
    return name


def _repeated(
    pairs: Iterable[Pair], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The names of both reports, but one alone for a number that statements of a head repeat."""
    known = dict(ours), dict(theirs)
    first: dict[tuple[object, ...], str] = {}
    for both in pairs:
        for node, names in zip((both.golden, both.new), known, strict=True):
            kept = both.golden or node
            if node is None or kept is None:
                continue
            for measure, at in node.figures.items():
                value, currency, *percents = numbers(at.figure)
                said = ((value, currency), *percents)
                for part, number in zip(("value", "change", "plan"), said, strict=True):
                    name = f"{at.path}.{part}"
                    key = kept.group, kept.scope_key, measure, part, number
                    names[name] = first.setdefault(key, _common(name, names))
    return known
