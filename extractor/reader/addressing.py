"""What of a text is not for its readers: it addresses a model or is markup that they never see.

An instruction has its marks in its grammar, see ``addressed``. Whatever a comment or a hidden
element holds is for no reader either. Offsets are into ``Folded.text``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from extractor.folding import LOWER, Folded
from extractor.reader.addressed import SPELLED, UNMARKED, Mark, has_amount
from extractor.span import Span

_NUMBER = re.compile(r"[0-9]|(?<!\w)(?:tỷ|triệu)(?!\w)")

_PARAGRAPH_END = r"(?=\n[ \t]*\n)|\Z"
_UNSHOWN = re.compile(
    rf"""
      <!--.*?(?:-->|{_PARAGRAPH_END})
    | <(?P<code>script|style|template|noscript)\b[^<>\n]{{0,300}}>
        .*?(?:</(?P=code)\s*>|{_PARAGRAPH_END})
    | <(?P<unseen>\w{{1,20}})\b[^<>\n]{{0,300}}(?:display\s*:\s*none|visibility\s*:\s*hidden
        |font-size\s*:\s*0|opacity\s*:\s*0(?![.1-9])|(?<=\s)hidden\b
        |(?<![\w-])color\s*[:=]\s*["']?(?:white|transparent|\#f{{3,6}}\b))[^<>\n]{{0,300}}>
        .*?(?:</(?P=unseen)\s*>|\n|\Z)
    | ^\[[^\]\n]{{1,30}}\]:[ ]*(?:\#|<>)[^\n]*
    | /\*.*?(?:\*/|{_PARAGRAPH_END}) | \{{\#.*?(?:\#\}}|{_PARAGRAPH_END})
    | <[a-z]\w{{0,20}}\s[^<>\n]{{0,300}}=[ ]?["'][^<>\n]{{0,600}}>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
"""Comments, hidden elements and what stands within a tag."""
_POSING = re.compile(
    rf"""
      <(?P<role>system|assistant|user|human|instructions?|prompt|ai|llm|chatbot|model|admin|developer
        |tool_\w{{1,20}}|function_\w{{1,20}})(?:\s[^<>\n]{{0,200}})?>.*?(?:</(?P=role)\s*>|{_PARAGRAPH_END})
    | \[inst\].*?(?:\[/inst\]|{_PARAGRAPH_END}) | <<sys>>.*?(?:<</sys>>|{_PARAGRAPH_END})
    | <\|\w{{1,30}}\|>.*?(?:<\|(?:im_end|end\w{{0,20}}|eot_id)\|>|{_PARAGRAPH_END})
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""Turns of a dialogue with a model, as its own format marks them."""
_FENCE = re.compile(rf"(```|~~~).*?(?:\1|{_PARAGRAPH_END})", re.DOTALL)
_KEYED = re.compile(r"[\"'][\w ]{1,40}[\"']\s?:|(?:^|\s)[a-z_]{2,40} ?[:=] ", re.MULTILINE)
_OBJECT = re.compile(r"\{\s*[\"'][\w@ ]{1,40}[\"']\s*:")
_OF_A_REPORT = re.compile(
    r"[\"'](?:statements?|value|scale|currency|percent|change|plan|place|period|scope|answer|result"
    r"|output|role|content|text)[\"']\s*:",
    re.IGNORECASE,
)
_BRACE = re.compile(r"[{}]")
_LONGEST_OBJECT = 20_000
LONGEST = 4000
"""Characters of what is looked at as one sentence."""

_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХУавсеіјорѕхуһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι",
    "ABCEHIJKMOPSTXYabceijopsxyhdqwABEZHIKMNOPTYXoi",
)
_STRANGE = re.compile(r"[\u0370-\u052f\u2100-\uffff\U0001d400-\U0001d7ff]")
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(
    r"[.!?…](?<!\bTP.)(?<!\bTp.)(?<!\bGS.)(?<!\bTS.)(?<!\bThS.)(?<!\bPGS.)(?<!\bTr.)(?<!\btr.)"
    r"[.!?…]*[\"')\]]*\s+"
)
_GOES_ON = re.compile(rf"\n[ \t]*(?=[{LOWER}0-9])")


@dataclass(frozen=True, slots=True)
class Instruction:
    """A stretch that is not for the readers of an article.

    ``kind`` is what it is: words to a model, or markup that is not shown. ``led`` marks what only
    stands behind an instruction that says nothing of its own, on its line: it may be its rest.
    ``told`` is whether a person is to know of it.
    """

    span: Span
    kind: Literal["model", "markup"]
    led: bool = False
    told: bool = True


@lru_cache(maxsize=4)
def instructions(folded: Folded) -> tuple[Instruction, ...]:
    """The stretches of a text that are not for its readers, in order and apart from each other."""
    text = _plain(folded.text)
    addresses = _Addresses(text)
    found: list[Instruction] = []
    for match in _UNSHOWN.finditer(text):
        body = match.group()
        to_model = any(
            addresses.where(body[at : at + LONGEST].strip("<!->/*{}# ")) is not None
            for at in range(0, len(body), LONGEST)
        )
        told = to_model or has_amount(body.lower())
        found.append(Instruction(Span(*match.span()), "model" if to_model else "markup", told=told))
    text = _blanked(text, [one.span for one in found])
    for span in _posing(text):
        found.append(Instruction(span, "model"))
    text = _blanked(text, [one.span for one in found])
    found += _sentences(text, addresses)
    return tuple(sorted(found, key=lambda one: one.span))


@lru_cache(maxsize=4)
def without_instructions(folded: Folded, *, led: bool = False) -> Folded:
    """The same text with blanks for what is not for its readers, offset for offset.

    ``led`` says whether what an instruction only leads stays.
    """
    spans = [one.span for one in instructions(folded) if not (led and one.led)]
    return folded.blanked(spans) if spans else folded


def _plain(text: str) -> str:
    """The text in plain letters, offset for offset: some are only alike."""
    if _STRANGE.search(text) is None:
        return text
    plain = text.translate(_LOOKALIKES)
    return _STRANGE.sub(
        lambda m: n if len(n := unicodedata.normalize("NFKC", m[0])) == 1 else m[0], plain
    )


def _blanked(text: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        begin = max(start, done)
        pieces += text[done:begin], re.sub(r"[^\n]", " ", text[begin:end])
        done = max(done, end)
    return "".join((*pieces, text[done:]))


def _posing(text: str) -> Iterator[Span]:
    """Blocks that pose as a part of a dialogue with a model, or as its answer."""
    for match in _POSING.finditer(text):
        yield Span(*match.span())
    for match in _FENCE.finditer(text):
        if _KEYED.search(match.group()):
            yield Span(*match.span())
    at = 0
    while (opening := _OBJECT.search(text, at)) is not None:
        at = _closed(text, opening.start())
        body = text[opening.start() : at]
        if _OF_A_REPORT.search(body) and '"@' not in body:
            yield Span(opening.start(), at)


def _closed(text: str, start: int) -> int:
    """Where what a brace opens is closed, or its line ends if it never is."""
    depth = 0
    for brace in _BRACE.finditer(text, start, start + _LONGEST_OBJECT):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return brace.end()
    end = text.find("\n\n", start)
    return end if end >= 0 else len(text)


class _Addresses:
    """Finds where sentences of one text address a model: only by words that the text has at all."""

    def __init__(self, text: str) -> None:
        self._text, self._lower = text, text.lower()

    @cached_property
    def _spelled(self) -> Sequence[Mark]:
        return self._had(SPELLED)

    @cached_property
    def _unmarked(self) -> Sequence[Mark]:
        return self._had(UNMARKED)

    def _had(self, marks: Sequence[Mark]) -> Sequence[Mark]:
        found = ((mark, mark.among(self._text, self._lower)) for mark in marks)
        return [replace(mark, keys=keys) for mark, keys in found if keys]

    def where(self, sentence: str) -> int | None:
        """Where a sentence begins to address a model, if it does."""
        lower = sentence.lower()
        marks = (*self._spelled, *self._unmarked) if sentence.isascii() else self._spelled
        return next((at for mark in marks if (at := mark.where(sentence, lower)) is not None), None)


def _sentences(text: str, addresses: _Addresses) -> Iterator[Instruction]:
    """The sentences that address a model, from the clause on that begins to."""
    leading = False
    reached = 0
    for line in _LINE.finditer(text):
        if not line.group().strip():
            continue
        begin, rest = max(line.start(), reached), False
        ends = [m.end() for m in _SENTENCE_END.finditer(text, begin, line.end())]
        alone = line.end()
        if leading:
            leading = False
            first = ends[0] if ends else alone
            yield Instruction(Span(begin, first), "model")
            begin = first
        cuts = range(begin + LONGEST, alone, LONGEST)
        for end in (*sorted({e for e in ends if e > begin} | {*cuts}), alone):
            sentence = text[begin:end]
            if not sentence.strip():
                continue
            at = addresses.where(sentence)
            if at is not None:
                start = max(sentence.rfind(mark, 0, at + 1) for mark in ";(") + 1
                close = sentence.find(")", start) if sentence[start - 1 : start] == "(" else -1
                stop = begin + close if close >= 0 else end
                if stop == alone and (more := _GOES_ON.match(text, stop)) is not None:
                    following = _LINE.match(text, more.end())
                    line_end = following.end() if following else more.end()
                    over = _SENTENCE_END.search(text, more.end(), line_end)
                    stop = reached = over.end() if over else line_end
                yield Instruction(Span(begin + start, stop), "model")
                says = _NUMBER.search(text[begin + start : stop]) is not None
                rest = rest or not (says or text[line.start() : begin + start].strip())
                leading = stop == alone and sentence.rstrip().endswith(":")
            elif rest:
                yield Instruction(Span(begin, end), "model", led=True)
            begin = end
