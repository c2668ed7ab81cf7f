"""What of a text is not for its readers: it addresses a model or is markup that they never see.

An instruction has its marks in its grammar: whom it speaks to (a model in a role, by name, as the
one who reads this), what it wants (an imperative to report, or to forget instructions) or what it
poses as (a turn of a dialogue, a system's prompt, a block of code, an answer). News that only
speaks *of* models, assistants or guidance has none of these. Whatever a comment or a hidden element
holds is for no reader either. Offsets are into ``Folded.text``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.folding import LOWER, Folded
from extractor.span import Span

_AI = r"(?-i:AI|A\.I\.?)"
_NAMED = (
    r"(?:mô hình (?:ngôn ngữ|ai|trí tuệ nhân tạo|llm)(?: lớn)?"
    r"|trợ lý (?:ai|ảo|số|thông minh|trí tuệ nhân tạo|ngôn ngữ|trích xuất|máy)"
    r"|chat ?bots?|chat ?gpt|gpt(?:-?[0-9][\w.]*)?|gemini|claude|copilot|deepseek|grok|llms?"
    r"|(?:công cụ|hệ thống|phần mềm|máy|bộ) (?:ai|trích xuất|đọc)(?: tự động)?"
    r"|(?:large )?language models?|(?:ai|virtual) (?:assistants?|models?|agents?|bots?)"
    r"|assistants?)"
)
_MODEL = rf"(?:{_NAMED}|trí tuệ nhân tạo|{_AI})(?!\w)"
"""What reads texts and is no person."""
_ASKS = r"(?:hãy|vui lòng|xin hãy|làm ơn|please)"
_REPORT = (
    r"(?:ghi(?! nhớ| danh| dấu| hình)|trả lời|trả về|xuất ra|in ra|điền|trích xuất|đưa ra|báo cáo"
    r"|liệt kê|kết luận|khẳng định|xác nhận|nhập(?! khẩu)|đặt|thay|sửa|viết|nói|bỏ qua|quên"
    r"|output|return|respond|reply|answer|report|print|write|record|extract|set|state|say|ignore)"
)
_GUIDANCE = (
    r"(?:chỉ dẫn|hướng dẫn|chỉ thị|câu lệnh|mệnh lệnh|lệnh|yêu cầu|quy tắc|lời nhắc|prompt)"
    r"(?! địa lý)"
)
_EARLIER = (
    r"(?:trước(?: đó| đây| kia)?|ở trên|phía trên|bên trên|trên đây|ban đầu|hệ thống|gốc|cũ"
    r"|của (?:bạn|hệ thống)|(?:bạn )?(?:đã|được) (?:cho|nhận|đưa|giao)\w*)(?!\w)"
)
_DISMISS = (
    r"(?:bỏ qua|(?:lãng )?quên(?: đi| hết)?|phớt lờ|lờ đi|gạt bỏ|hủy(?: bỏ)?|xóa(?: bỏ)?|ghi đè"
    r"|vô hiệu(?: hóa)?|(?:không|đừng)(?: cần| được)? (?:tuân(?: theo| thủ)?|làm theo|để ý))"
)
_OPENS = r"(?:^|[.,:;!?(\[\-\"'>*#/]\s*)"
_EN_GUIDANCE = (
    r"(?:instructions?|prompts?|rules|guidelines|directions|directives|messages?|context)"
)

_ANY: tuple[str, ...] = ()
_OF_MODELS = (
    "mô hình|trợ lý|chat|gpt|gemini|claude|copilot|deepseek|grok|llm|công cụ|hệ thống|phần mềm|máy"
    "|trích xuất|bộ đọc|bộ ai|language|assistant|trí tuệ nhân tạo|AI|A.I|ai model|ai agent|ai bot"
)
_AMOUNTS = ("tỷ", "ty", "triệu", "trieu", "nghìn", "usd", "%", "đồng", "đô", "million", "billion")
_ABBREVIATED = re.compile(r"A\W{0,2}I")
_CURRENCIES = ("usd", "%", "đồng", "đô")

# Words of which each sentence in question has one, units of which it then has one, and patterns.
_MARKS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (  # to forget what it was told
        "chỉ dẫn|hướng dẫn|chỉ thị|lệnh|yêu cầu|quy tắc|lời nhắc|prompt|ngữ cảnh|này|instruction",
        _ANY,
        (
            rf"(?:{_OPENS}|(?<!\w)(?:{_ASKS}|phải|cần|bạn|và|rồi|nên) ){_DISMISS}(?: đi| hết)?"
            rf"(?: (?!của )\w+){{0,4}}? {_GUIDANCE}(?: (?!của (?!bạn"
            rf"|hệ thống))\w+){{0,4}}? {_EARLIER}",
            rf"(?:{_OPENS}(?:{_ASKS} )?|(?<!\w){_ASKS} ){_DISMISS} (?:mọi|tất cả|toàn bộ"
            rf"|hết)(?: các)?"
            rf" {_GUIDANCE}(?! của (?!bạn|hệ thống)| về | từ )",
            rf"(?<!\w)(?:bắt đầu|kết thúc|hết) (?:{_GUIDANCE}|ngữ cảnh)(?: hệ thống)?\s*(?:$"
            rf"|[.:\]\-=#])",
            rf"{_OPENS}{_GUIDANCE} (?:mới|trích xuất|trả lời) ?:",
            r"(?<!\w)(?:không|đừng|chớ)(?: được)? (?:nhắc|đề cập|tiết lộ"
            r"|nói)(?: \w+){0,2}? (?:ghi chú|chỉ dẫn"
            r"|hướng dẫn|dòng|lưu ý|thông báo|lời nhắc|yêu cầu|lệnh) này",
            r"(?<!\w)(?:lời nhắc|prompt|chỉ dẫn|câu lệnh) hệ thống(?!\w)"
            r"|(?<!\w)new instructions? ?:",
        ),
    ),
    (
        "ignore|disregard|forget|overrid|bypass|discard|follow|obey|heed",
        _ANY,
        (
            r"(?<!\w)(?:ignore|disregard|forget|override|bypass"
            r"|discard)(?: \w+){0,3}? (?:previous|prior|above"
            rf"|earlier|preceding|all|any|your|system"
            rf"|foregoing)(?: \w+){{0,3}}? {_EN_GUIDANCE}(?!\w)",
            r"(?<!\w)(?:do not|don't|never|stop) (?:follow|obey|us|heed)(?:e"
            r"|ing)?(?: \w+){0,3}? (?:previous|prior"
            rf"|above|earlier|your|system)(?: \w+){{0,2}}? {_EN_GUIDANCE}(?!\w)",
            r"(?<!\w)ignore (?:all |any |the )?(?:previous|prior|above)(?!\w)",
            r"(?<!\w)(?:ignore|disregard|forget) (?:all|everything"
            r"|anything)(?: \w+){0,2}? (?:above|before"
            r"|previous\w*|earlier)",
        ),
    ),
    (  # a role that it is given
        "bạn|you|act as|pretend|hãy",
        _ANY,
        (
            rf"(?<!\w)bạn (?:bây giờ |giờ |hiện |nay )?(?:là|đang là|đóng vai|trong vai)(?: một"
            rf"| 1)?"
            rf" (?:{_MODEL}|trợ lý|công cụ|chương trình|mô hình|người máy|máy|hệ thống)",
            rf"(?<!\w)(?:kể )?từ (?:bây giờ|giờ|nay)(?: trở đi)?,? (?:bạn (?:là|phải|hãy)"
            rf"|hãy {_REPORT})",
            r"(?<!\w)you are (?:a|an|now) ",
            r"(?<!\w)(?:act as an?|pretend (?:to be|you)|from now on,? you) ",
            r"(?<!\w)nhiệm vụ (?:mới |duy nhất |chính )?của bạn(?: là|:)",
            r"(?<!\w)your (?:new )?(?:task|job|role|instructions?) (?:is|are)(?!\w)",
            rf"(?<!\w)(?:nếu|khi) bạn (?:là(?: một)? {_MODEL}|(?:đang )?đọc (?:được )?\w+ này)",
        ),
    ),
    (  # whom it is for
        _OF_MODELS,
        _ANY,
        (
            rf"(?<!\w)as an? (?:{_AI}|ai|large|language) (?:assistant|model|language)",
            rf"(?<!\w)(?:với |trong |đóng )(?:tư cách|vai trò|vai)(?: là| của)?(?: một"
            rf"| 1)? {_MODEL}"
            rf"[^.!?]{{0,80}}?(?:(?<!\w)(?:{_ASKS}|bạn)(?!\w)|, (?:chỉ )?{_REPORT} )",
            rf"(?<!\w)(?:với (?:tư cách|vai trò)|trong vai|đóng vai)(?: là| của)?(?: một"
            rf"| 1)? {_MODEL} ?:",
            rf"(?<!\w)(?:bất kỳ|bất cứ|mọi|mỗi) {_MODEL}(?: nào)?(?: cũng| đều)* (?:phải|cần|hãy)"
            rf" (?:{_REPORT}|coi|hiểu|dùng|xem)(?!\w)",
            rf"{_OPENS}(?:(?:lưu ý|ghi chú|chú ý|thông báo|thông điệp|tin nhắn|lời nhắn|nhắn"
            rf"|chỉ dẫn|hướng dẫn"
            r"|yêu cầu|lệnh|nhắc nhở|nhắc|dành|cảnh báo|note|message|attention|instructions?"
            r"|hint|memo|notice"
            r"|reminder)(?: (?:riêng|quan trọng|nội bộ|đặc biệt|dành|bí mật|mật|chung|gửi))*"
            r" (?:cho|tới|đến|với|to|for)|gửi(?: tới| đến| cho)?|dear|hey|hỡi|attention)"
            r"(?: (?:các|những|mọi|bất kỳ|tất cả|the|any|all|an?|bạn))*"
            rf" {_MODEL}[^.:!?\n,]{{0,60}}?(?:\s*[:!]|\s*$|,? (?:{_ASKS}|phải|xin|chỉ|đừng"
            rf"|không được)(?!\w))",
            rf"{_OPENS}(?:(?:kính |thân )?gửi(?: tới| đến| cho)?|dear|hey|hỡi|này)(?: các"
            rf"| những)? {_MODEL}\s*,",
            rf"(?<!\w){_MODEL} (?:nào |khi |nếu |mà )?(?:đang |sẽ )?(?:đọc|xử lý|phân tích"
            rf"|trích xuất)"
            r"(?: được| đến| tới| phải)?(?: \w+){0,2}? (?:này|trang|bài|dòng|đoạn)(?!\w)",
            rf"(?<!\w){_MODEL}[^.!?]{{0,30}}? (?:reading|processing|parsing) (?:this|the)(?!\w)",
            rf"(?<!\w){_MODEL}(?: ơi| à)?[,:]? {_ASKS}(?!\w)",
        ),
    ),
    (  # what it poses as
        "system|assistant|user|developer|<|[inst|[/inst|prompt|instruction|#",
        _ANY,
        (
            r"(?:^|[\s>#*\"'\[(])(?:system|assistant|user|developer)(?: prompt| message| note"
            r"| override"
            r"| instructions?)?[\])*\"'>]* ?:",
            r"<\|\w+\|>|\[/?inst\]|<</?sys>>",
            r"(?<!\w)system prompt(?!\w)|(?<!\w)(?:in|enter|enable) developer mode",
            r"(?<!\w)(?:begin|end|start)(?: of)?(?: the)?(?: system| user)? (?:prompt"
            r"|instructions?)(?!\w)",
            r"^\s*#+ ?(?:instructions?|system|prompt|response|chỉ dẫn|câu lệnh)\s*:?",
        ),
    ),
    (  # in what form to answer
        "trả về|trả lời|xuất ra|in ra|ghi|output|return|respond|reply|print|answer|report|write",
        _ANY,
        (
            rf"{_OPENS}(?:{_ASKS} |you must |và |and |then )?(?:chỉ |only )?(?:trả về|trả lời"
            rf"|xuất ra|in ra|ghi)"
            r"(?: lại)? (?:một |1 )?(?:danh sách (?:rỗng|trống)|json|kết quả rỗng|null)",
            rf"(?:{_OPENS}|(?<!\w)(?:please|you must|and|then|now) )(?:output|return|respond"
            rf"|reply|print|answer"
            r"|report|write)(?: back)? (?:only|exactly|just|with|the following|json|empty"
            r"|an empty|nothing|null"
            r"|one|this|that|[{\[\"])",
        ),
    ),
    (  # what to report
        "hãy|vui lòng|làm ơn|please|bạn|you must|chỉ|luôn|yêu cầu|đề nghị|mong|nhờ|:",
        _AMOUNTS,
        (
            rf"{_OPENS}(?:và |rồi |thì )?(?:{_ASKS}|bạn (?:phải|hãy|cần)|you must)"
            rf" (?:chỉ |luôn |only |always |just )?{_REPORT}(?!\w)",
            r"^[\W_]*(?:chỉ|luôn) (?:ghi|trả lời|trả về|xuất ra|in ra|điền) ",
            rf"{_OPENS}(?:yêu cầu|đề nghị|mong|nhờ) (?:{_MODEL}|mô hình|trợ lý) {_REPORT}(?!\w)",
            rf"{_OPENS}(?:đối với|riêng)(?: các| những| mọi)? {_NAMED} ?:",
            rf"^[\W_]*(?:{_NAMED}|trợ lý|hệ thống|người dùng) ?:",
            r"^[\W_]*(?:kết quả trích xuất|đáp án(?: đúng| chuẩn| mẫu)?|câu trả lời (?:đúng"
            r"|chuẩn|mẫu|mong muốn)"
            r"|(?:expected|correct|final|model|example|sample) (?:output|answer|response)"
            r"|(?:output|answer|response)(?: json)?) ?:",
        ),
    ),
    (
        _OF_MODELS,
        _CURRENCIES,
        (
            rf"(?<!\w){_MODEL} (?:phải|cần|không được|chỉ được|bắt buộc|nên|must|should|shall)"
            rf"(?: phải)? {_REPORT}(?!\w)",
        ),
    ),
)
"""What addresses a model, by its grammar."""
_DIGIT = re.compile("[0-9]")
_NUMBER = re.compile(r"[0-9]|(?<!\w)(?:tỷ|triệu)(?!\w)")


def _bare(text: str) -> str:
    """A text without its marks of tone and letter: whoever types none may write so."""
    letters = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in letters if not "\u0300" <= c <= "\u036f")
    return plain.replace("đ", "d").replace("Đ", "D")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A group of patterns with the words without one of which none of them can match."""

    keys: tuple[str, ...]
    units: tuple[str, ...]
    pattern: re.Pattern[str]

    def is_in(self, text: str, lower: str) -> bool:
        """Whether a text has any of the words."""
        return any(key in lower for key in self.keys) or (
            "AI" in self.keys and _ABBREVIATED.search(text) is not None
        )

    def where(self, sentence: str, lower: str) -> int | None:
        """Where the first of them begins in a sentence; ``None`` where none matches."""
        if not self.is_in(sentence, lower):
            return None
        if self.units and not _has_amount(lower, self.units):
            return None
        match = self.pattern.search(sentence)
        return match.start() if match is not None else None


def _marks(spelled: Callable[[str], str]) -> tuple[_Mark, ...]:
    return tuple(
        _Mark(
            tuple(spelled(keys).split("|")),
            units,
            re.compile("|".join(f"(?:{spelled(part)})" for part in parts), re.IGNORECASE),
        )
        for keys, units, parts in _MARKS
    )


def _has_amount(lower: str, units: tuple[str, ...] = _AMOUNTS) -> bool:
    return any(unit in lower for unit in units) and _DIGIT.search(lower) is not None


_SPELLED, _UNMARKED = _marks(str), _marks(_bare)

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
    r"(?<!\bTP)(?<!\bTp)(?<!\bGS)(?<!\bTS)(?<!\bThS)(?<!\bPGS)(?<!\bTr)(?<!\btr)[.!?…]+[\"')\]]*\s+"
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
        told = to_model or _has_amount(body.lower())
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
    """Finds where sentences of one text address a model: only by marks that the text has at all."""

    def __init__(self, text: str) -> None:
        lower = text.lower()
        self._spelled, self._unmarked = (
            tuple(mark for mark in marks if mark.is_in(text, lower))
            for marks in (_SPELLED, _UNMARKED)
        )

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
