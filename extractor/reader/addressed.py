"""The marks of words that address a model, by their grammar.

Whom they speak to (a model in a role, by name, as the one who reads this), what they want (an
imperative to report, or to forget instructions), what they name (the answer that it is to give) or
what they pose as (a turn of a dialogue, a prompt, an answer). News that only speaks *of* models,
assistants or guidance has none of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

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
_BARE_MODEL = (
    r"mô hình(?= (?:là|phải|cần|nên|sẽ|trả lời|trả về|điền|ghi|chọn|không|khỏi|tránh)(?!\w)"
    r"|\s*[:,])"
)
"""A model that nothing else is said of."""
_READER = rf"(?:{_MODEL}|{_BARE_MODEL}|máy đọc)"
_ASKS = r"(?:hãy|vui lòng|xin hãy|làm ơn|please)"
_REPORT = (
    r"(?:ghi(?! nhớ| danh| dấu| hình)|trả lời|trả về|xuất ra|in ra|điền|trích xuất|đưa ra|báo cáo"
    r"|liệt kê|kết luận|khẳng định|xác nhận|nhập(?! khẩu)|đặt|thay|sửa|viết|nói|bỏ qua|quên"
    r"|output|return|respond|reply|answer|report|print|write|record|extract|set|state|say|ignore)"
)
_ANSWER = r"(?:đáp án|câu trả lời|lời đáp|phần trả lời|output)"
_NUMBER_NOUN = r"(?:giá trị|con số|số liệu|số|dữ liệu|thông tin|kết quả|trị số|đáp án|câu trả lời)"
_RIGHT = (
    r"(?:đúng|chuẩn|chính xác|mẫu|mong đợi|mong muốn|kỳ vọng|cuối cùng|duy nhất|thật|chính thức)"
)
_MEANT_FOR = r"(?:dành cho|cho|của|để|mà|với|từ)(?: các| mọi)?"
_FILLED_IN = r"(?:điền|trả lời|trả về|trích xuất|xuất ra|in ra)"
_EN_ANSWER = (
    r"(?:correct|right|expected|final|true|ground[- ]truth)"
    r" (?:answer|value|figure|output|response|number)"
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
            rf"{_OPENS}(?:(?:lưu ý|ghi chú|chú ý|thông báo|thông điệp|tin nhắn|lời nhắn|nhắn|gợi ý"
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
    (  # what it is to answer
        f"{_OF_MODELS}|model",
        _CURRENCIES,
        (
            rf"(?<!\w){_ANSWER}(?: {_RIGHT})* {_MEANT_FOR} {_MODEL}",
            rf"(?<!\w){_ANSWER}(?:(?: {_RIGHT})+ {_MEANT_FOR}| dành cho) {_BARE_MODEL}",
            rf"(?<!\w){_NUMBER_NOUN}(?: {_RIGHT})+ (?:(?:dành )?cho|để|mà|khi)"
            rf"(?: các| mọi)? {_READER}",
            rf"(?<!\w){_NUMBER_NOUN} (?:mong đợi|mong muốn|kỳ vọng) của {_READER}",
            rf"(?<!\w){_NUMBER_NOUN} (?:mà|để) {_READER} (?:(?:phải|cần|nên|sẽ) )*"
            rf"{_REPORT}(?!\w)",
            rf"{_OPENS}{_NUMBER_NOUN}(?: {_RIGHT})* (?:dành )?cho {_MODEL}[^.:!?\n]{{0,20}}?\s*:",
            rf"{_OPENS}(?:đối )?với(?: các| những| mọi)? {_READER},? {_NUMBER_NOUN}(?: {_RIGHT})*"
            r" (?:cần|phải|nên|đúng|để)(?!\w)",
            rf"{_OPENS}để (?:các |mọi )?{_READER} (?:(?:không|khỏi|tránh)(?: bị)? )?(?:nhầm|sai"
            r"|hiểu (?:đúng|sai|nhầm)|trả lời|trích xuất|ghi đúng|đọc đúng)(?!\w)",
            rf"(?<!\w){_MODEL} (?:phải|cần|nên) (?:biết|hiểu|nhớ|lưu ý|chọn)(?!\w)",
            rf"(?<!\w)mô hình (?:phải|cần|nên|chỉ) (?:{_FILLED_IN}|chọn)(?!\w)",
            rf"(?<!\w)(?:{_MODEL}|mô hình) (?:{_FILLED_IN}|ghi|chọn)(?: là| rằng)?\s*"
            r"(?::|[0-9]|tổng)",
            rf"(?:{_OPENS}|(?<!\w)(?:thì|và|rồi|rằng) ){_MODEL} (?:{_FILLED_IN}|chọn"
            r"|ghi(?! (?:nhận|tên|danh|dấu|điểm|hình|âm)(?!\w)))(?: [^\W\d]+){1,8} [0-9][0-9.,]*"
            r" ?(?:(?:nghìn|ngàn|triệu|tỷ|tỉ) ?)*(?:usd|đồng|đô|%)(?: la)?(?: mỹ)?\s*(?:[.;!)]|$"
            r"|(?:,| và)(?! (?:tăng|giảm|bằng|gấp|cao|thấp|hơn|vượt|so|chiếm|tương)(?!\w)))",
            rf"(?<!\w){_MODEL} (?:đọc|xem) [^.!?,]{{0,30}}?(?:thì|phải|sẽ|chỉ) {_REPORT}(?!\w)",
            rf"(?<!\w)(?:khi|nếu) (?:được )?{_MODEL} (?:hỏi|(?:tóm tắt|trích xuất|phân tích|trả lời"
            r"|xử lý)[^.!?,]{0,20}? này)(?!\w)",
            rf"(?<!\w){_EN_ANSWER} (?:for|to|from|of) (?:the |any |an? )?"
            rf"(?:{_MODEL}|models?)(?!\w)",
        ),
    ),
    (
        "đáp án|câu trả lời|cần|phải|để|điền|mong đợi|mong muốn|output|answer|value|figure|number",
        _CURRENCIES,
        (
            rf"{_OPENS}(?:đáp án|câu trả lời|output)(?: (?:đúng|chuẩn|chính xác|mẫu|cuối cùng))+"
            r" ?(?:là|phải là|:)(?! (?:ở|nằm))",
            rf"{_OPENS}(?:giá trị|kết quả|con số) (?:mong đợi|mong muốn) ?:",
            rf"(?<!\w){_NUMBER_NOUN}(?: {_RIGHT})* (?:cần|để|được yêu cầu) {_FILLED_IN}"
            r"(?! vào (?:tờ|mẫu|biểu|hồ)| tờ khai)(?: [^.:!?,\n]{1,30}?)?(?: là(?!\w)|\s*[:=])",
            r"(?<!\w)(?:cần|phải|được) (?:ghi|điền|đưa|nhập) vào"
            r" (?:kết quả|đáp án|câu trả lời|json|output)(?!\w)",
            r"(?<!\w)(?<!thị )(?:trường|ô|cột) [\w ]{1,30}? (?:(?:cần|phải) )?điền"
            r"(?: là|\s*:| [0-9])",
            r"(?<!\w)(?:value|figure|number|answer) to (?:extract|report|return|output|answer"
            r"|fill(?: in)?) ?(?:is|:)",
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


def _bare(text: str) -> str:
    """A text without its marks of tone and letter: whoever types none may write so."""
    letters = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in letters if not "\u0300" <= c <= "\u036f")
    return plain.replace("đ", "d").replace("Đ", "D")


@dataclass(frozen=True, slots=True)
class Mark:
    """A group of patterns with the words without one of which none of them can match."""

    keys: tuple[str, ...]
    units: tuple[str, ...]
    pattern: re.Pattern[str]

    def among(self, text: str, lower: str) -> tuple[str, ...]:
        """Those of the words that a text has, which is in small letters in ``lower``."""
        return tuple(
            key
            for key in self.keys
            if key in lower or (key == "AI" and _ABBREVIATED.search(text) is not None)
        )

    def where(self, sentence: str, lower: str) -> int | None:
        """Where the first of them begins in a sentence; ``None`` where none matches."""
        if not self.among(sentence, lower):
            return None
        if self.units and not has_amount(lower, self.units):
            return None
        match = self.pattern.search(sentence)
        return match.start() if match is not None else None


def _marks(spelled: Callable[[str], str]) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            tuple(spelled(keys).split("|")),
            units,
            re.compile("|".join(f"(?:{spelled(part)})" for part in parts), re.IGNORECASE),
        )
        for keys, units, parts in _MARKS
    )


def has_amount(lower: str, units: tuple[str, ...] = _AMOUNTS) -> bool:
    """Whether a text in small letters has digits and one of the units."""
    return any(unit in lower for unit in units) and _DIGIT.search(lower) is not None


SPELLED, UNMARKED = _marks(str), _marks(_bare)
