"""How Vietnamese text names periods: «6 tháng đầu năm 2022», «quý I/2023», «đến ngày 13/6».

Each form has a name, and names of its own for the groups in it, which are as many as the numbers
that it prints. The forms are of lower-case folded text; of several that fit at a place the first
counts.
"""

from __future__ import annotations

import re

_COUNT = r"(?:0?[1-9]|1[0-2]|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười một|mười hai|mười)"
_NAME = (
    r"(?:0?[1-9]|1[0-2]|một|giêng|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười một|mười hai|mười|chạp)"
)
_YEAR = r"(?:19[5-9]|20[0-9])[0-9](?![0-9.,]*[0-9]|\w)"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_QUARTER = r"(?:iv|iii|ii|i|[1-4]|một|hai|ba|bốn|tư|đầu|cuối)"


def _of_year(name: str) -> str:
    """A year behind a part of it: «/2023», « năm 2023», « 2023»."""
    return rf"(?:(?: năm)?(?: ?[/.-] ?|,? (?:của )?năm |,? )(?P<{name}>{_YEAR}))"


def _tail(name: str) -> str:
    """What may stand behind a part of a year: its year or «(của) năm nay»."""
    return rf"(?:{_of_year(name)}| (?:của )?năm nay)?"


_ON = r"(?:(?:ngày )?(?:m[ùồ]ng )?)"
"""What may lead the number of a day."""


def _date(name: str) -> str:
    """A day with its month, its year optional, under numbered group names."""
    return (
        rf"(?:(?:hết )?{_ON}(?P<d{name}>{_DAY})"
        rf"(?:[/.-]| tháng )(?P<m{name}>{_MONTH})(?![0-9%])"
        rf"(?:(?:[/.-]| năm )(?P<y{name}>{_YEAR}))?)"
    )


_BEFORE = (
    r"(?:ngoái|(?:liền |kế |kề |ngay )?(?:liền )?trước(?: liền kề| đó| ấy)?(?! nữa)"
    r"|liền kề(?: trước)?)"
)
"""Which year is the one before."""
_HEDGED = [
    rf"(?<={led} {hedge} )"
    for led in ("trong", "qua", "tính", "chung", "sau", "lũy kế", "cộng dồn")
    for hedge in ("gần", "hơn", "khoảng")
]
_WITHIN = rf"(?:{'|'.join(_HEDGED)})"
"""Behind these a count of months that is hedged still says when."""
_YEARS = r"(?:[1-9][0-9]?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_NEXT = r"(?:(?:kế|tiếp|liền|ngay)(?: (?:tiếp|theo|sau|kế|đó))+|sau(?: (?:đó|ấy|nữa))?)"
"""Which of a kind is the one after."""
_AGE = r"(?:giai đoạn|thời kỳ)"
_SUM = r"(?:(?:lũy kế|cộng dồn),? )"


_THIS = r"(?:hết |cuối )?(?:tháng|quý|kỳ|đợt) (?:này|nói trên|vừa nêu)"
"""Up to the end of the time spoken of."""
_ADDING = r"(?:(?<=gộp )|(?<=cộng )|(?<=chung )|(?<=dồn )|(?<=tổng )|(?<=lũy kế ))"
_ADDED = r",? (?:tính |cộng |gộp )?(?:cộng|gộp|dồn|nhập|chung)(?: (?:lại|chung|dồn|vào|với nhau))"
"""Before months or quarters, and behind them, these say that what is told is of all of them."""


def _since(name: str) -> str:
    """What a count up to a day begins with; each word at most once, so that there is one way to
    match."""
    return (
        rf"(?:{_SUM}?(?:(?:tính|kể) )?từ đầu năm(?: (?P<{name}>{_YEAR}))?,? "
        rf"|{_SUM}?(?:tính|kể) |{_SUM})"
    )


def _point(name: str) -> str:
    """A month or a quarter of a printed year, under names that end alike; «tháng» may be left out
    behind a dash."""
    return (
        rf"(?:(?:tháng |(?=[0-9]))(?P<m{name}>{_NAME})|quý (?P<q{name}>{_QUARTER}))"
        rf"(?: ?[/.-] ?| năm | )(?P<y{name}>{_YEAR})"
    )


_ONE = (
    r"(?<!những )(?<!nhiều )(?<!các )(?<!mấy )(?<![0-9] )(?<!hai )(?<!ba )(?<!bốn )(?<!năm )"
    r"(?<!vài )"
)
"""Before a month, a quarter or a year: no word says that it is several."""

_JUST_OVER = " vừa (?:qua|rồi|kết thúc|khép lại)"
_MONTH_BEFORE = (
    rf"{_ONE}(?:nửa tháng|tháng|quý|kỳ|đợt|tuần|[0-9]{{2}} ngày)"
    r" (?:trước đó|liền trước|liền kề|kề trước|trước)"
)
_SAME_TIME = r"c[ùũ]ng (?:kỳ|thời gian|thời điểm|giai đoạn|thời kỳ)(?: của)? "
"""Before a month that was the last it says the same part of that."""

# The first that matches at a place counts, so the longer forms stand before what they contain.
_FORMS: dict[str, str] = {
    "spanning": rf"(?:(?:từ|{_AGE}(?: từ)?) (?:đầu )?(?:(?:năm )?(?P<ypb>{_YEAR})"
    rf"|(?=tháng |quý ){_point('pa')})|(?=tháng |quý ){_point('pc')}) ?(?:-|đến|tới) ?"
    rf"(?:(?:hết |cuối )?{_point('pz')}|(?:hết )?(?:(?P<cpz>{_COUNT}) tháng|nửa)(?: đầu)?"
    rf"(?: của)?(?: ?/ ?| năm | )(?P<ypn>{_YEAR}))",
    # «Chủ nhật, 13 tháng 1 năm 2013»: no count of months has a month behind it.
    "longdate": rf"(?:ngày )?(?P<ld>{_DAY}) tháng (?P<lm>{_MONTH}),? năm (?P<ly>{_YEAR})",
    "range": rf"(?:từ |(?=(?:ngày )?{_DAY}/)){_ON}(?P<dr0>{_DAY})(?:[/.-]| tháng )"
    rf"(?P<mr0>{_MONTH})(?:(?:[/.-]| năm )(?P<yr0>{_YEAR}))? ?(?:-|đến|tới) ?{_date('r1')}",
    "days": rf"(?:từ |(?<=\())(?:{_ON}(?P<ds>{_DAY})|đầu tháng(?: (?P<dsn>{_NAME}))?)"
    rf" ?(?:-|đến|tới) ?(?:hết )?{_ON}(?P<de>{_DAY})(?:[/.-]| tháng )(?P<dsm>{_MONTH})(?![0-9%])"
    rf"(?:(?:[/.-]| năm )(?P<yds>{_YEAR}))?",
    "todate": rf"{_since('st1')}(?:(?:cho )?(?:đến|tới) |(?=hết )){_date('t1')}",
    # «chiếm đến 2/3»: a bare day has two digits, or it may be a fraction.
    "today": r"(?:(?:đến|tới) (?=hết ngày |hết [0-9]|ngày |m[ùồ]ng |[0-3][0-9](?:/| tháng ))"
    rf"|hết (?=ngày |[0-3][0-9]/)){_date('t2')}",
    "tomonth": rf"{_since('stm')}(?:đến|tới) (?:hết |cuối )?tháng (?P<nm>{_NAME})"
    rf"{_tail('ytm')}",
    "tomid": rf"(?:{_since('smi')}?(?:đến|tới)(?: hết)?|{_since('smh')}hết)"
    rf" (?:giữa|trung tuần|nửa đầu|(?:kỳ|đợt) (?:1|i)) (?:của )?tháng (?P<mid>{_NAME})(?![\w%])"
    rf"{_tail('ymid')}",
    "throughmonth": rf"(?:(?:đến|tới) (?:hết|cuối)|hết) tháng (?P<hmo>{_NAME})(?![\w%])"
    rf"{_tail('yhmo')}",
    "toquarter": rf"(?:{_since('sqh')}?(?:(?:đến|tới) )?hết|{_since('sqe')}(?:đến|tới)(?: cuối)?"
    rf"|(?:đến|tới) cuối) quý (?P<qh>{_QUARTER})(?![\w%])"
    rf"{_tail('yqh')}",
    "firstdays": rf"(?P<fd>{_DAY}) ngày đầu (?:của )?tháng (?P<fdm>{_NAME})(?![\w%])"
    rf"{_tail('yfd')}",
    "weeks": rf"(?:(?P<wk>2|3|hai|ba) )?tuần (?:lễ )?đầu(?: tiên)?(?: của)? tháng "
    rf"(?P<wkm>{_NAME})(?![\w%]){_tail('ywk')}",
    "quartersum": r"(?:(?<=gộp )|(?<=chung )|(?<=dồn )|(?<=lũy kế )|(?<=sau )|(?<=hết )|(?<=cả )"
    r"|(?<=với quý i, )|(?<=với quý 1, )|(?=\w+ quý (?:cộng|gộp|tính gộp|dồn) (?:lại|chung)))"
    rf"(?P<fs>[23]|hai|ba) quý(?:{_of_year('yfs')}| năm(?: nay)?)?(?! (?:đầu|liên|cuối|gần|trước))",
    "firstquarters": r"(?P<fq>[23]|hai|ba) quý đầu"
    rf"(?:(?: của)?(?:{_of_year('yfq')}| năm(?: nay)?))?",
    "firstmonth": r"tháng đầu(?: tiên)?(?: của)?(?P<fmo> năm)(?: (?:nay|mới)(?!\w))?"
    rf"(?: (?P<yfmo>{_YEAR}))?",
    "tonow": rf"{_SUM}?(?:(?:tính|kể) )?từ đầu năm(?: (?P<yn>{_YEAR})| nay)? (?:cho )?(?:đến|tới) "
    rf"(?:nay|(?:thời điểm|lúc) (?:này|hiện tại)|{_THIS})"
    rf"|{_SUM}(?:cho )?(?:đến|tới) {_THIS}",
    "tolast": rf"(?:{_since('slm')}(?:(?:đến|tới) )?|(?:đến|tới) )(?:hết|cuối) tháng "
    r"(?:trước|vừa qua|vừa rồi)(?! đó)",
    "todatebare": rf"(?:{_SUM}|tính |kể )?từ đầu năm(?! đến| tới)"
    rf"|(?:lũy kế|cộng dồn)(?=,? (?!{_COUNT} (?:tháng|quý)|[0-9]{{1,2}}(?:/| ?t(?!\w))"
    r"|từ|đến|tới|trong|qua|cả năm|hết|tháng|quý|năm|sau|nửa|kỳ)\w)",
    "until": rf"(?:đến|tới) (?:hết |cuối )?(?:năm )?(?P<yu>{_YEAR})",
    "halfmonth": rf"nửa (?P<hm>đầu|trước|cuối|sau) (?:của )?tháng (?P<hmn>{_NAME}){_tail('yhm')}",
    "monthrange": rf"từ (?:đầu )?tháng (?P<ra>{_NAME}) (?:đến|tới) "
    rf"(?:hết |cuối )?tháng (?P<rb>{_NAME}){_tail('yra')}",
    "ofmonths": rf"tháng (?P<oa>{_MONTH}) ?- ?(?:tháng )?(?P<ob>{_MONTH}){_of_year('yob')}",
    "listed": rf"(?:(?P<lc>{_COUNT}) tháng|các tháng) \(?(?P<la>{_MONTH})"
    rf"(?:, ?{_MONTH}){{0,9}} ?(?:và|-) ?(?P<lb>{_MONTH})(?![\w%]|[.,][0-9])\)?{_tail('yli')}",
    "ofquarter": r"(?:(?P<oq>[1-3]|một|hai|ba) tháng(?: (?P<oqw>đầu|cuối))?"
    r"|tháng (?P<oqo>đầu|giữa|cuối))(?: tiên| cùng)?(?: (?:trong|của|thuộc))?(?: cả)? quý"
    rf"(?: (?P<oqn>{_QUARTER})(?![\w%])(?: tiên)?{_tail('yoq')}| này)?(?! (?:trước|sau|tới|liền))",
    "fortnight": r"(?:kỳ|đợt) (?P<fk>1|2|ii|i)(?: của| trong)?[ /]"
    rf"tháng (?P<fm>{_NAME})(?![\w%]){_tail('yf')}",
    "ofmonth": r"(?:kỳ|đợt) (?P<om>1|2|ii|i)(?: này)?(?![\w%]|[/.,-][0-9])"
    r"|nửa (?P<omh>đầu|trước|cuối|sau) (?:của )?tháng(?: này)?(?! (?:trước|sau|tới|[^\W_]*[0-9]))"
    r"|nửa tháng (?P<omw>đầu|cuối)(?! năm)"
    r"|15 ngày (?P<omd>đầu|cuối)(?: của)? tháng(?: này)?(?! (?:trước|sau|tới|[^\W_]*[0-9]))",
    "half": r"(?:nửa(?: năm)?|6 tháng|sáu tháng) (?P<hh>đầu|cuối)"
    rf"(?:(?: của)?(?:{_of_year('yh')}| năm(?: nay)?(?! (?:qua|trước|ngoái))))?",
    "halfyear": r"(?<!sau )(?<!hơn )(?<!gần )(?<!suốt )(?<!vòng )(?<!một )"
    r"nửa (?:năm|chặng đường(?! (?:của )?(?:kế hoạch|dự án|nhiệm kỳ|giai đoạn|về đích))(?: năm)?)"
    r"(?P<hy> cuối| đầu)?"
    rf"(?! (?:trước|sau|tới|nữa|ngoái)){_tail('yhy')}",
    "finalmonth": rf"tháng (?:cuối cùng|cuối)(?: của)?"
    rf"(?: năm(?: nay)?(?! (?:ngoái|trước))|{_of_year('yfin')})(?: (?P<yfn>{_YEAR}))?",
    "lastmonths": rf"(?P<ln>{_COUNT}) tháng cuối(?:(?: của)?(?:{_of_year('yl')}| năm(?: nay)?))?",
    "early": r"(?:những|các|mấy) tháng (?:đầu|qua|cuối|gần đây|vừa qua)(?: năm)?"
    rf"(?: {_YEAR}| nay)?",
    # «hơn ba tháng thực hiện …» tells how long, not when; «trong gần 10 tháng, …» when.
    "together": rf"(?P<tgl>{_ADDING})?(?:tháng (?P<tma>{_NAME})(?:,(?: tháng)? {_NAME}){{0,9}}"
    rf" (?:và|cùng|với)(?: cả)?(?: tháng)? (?P<tmb>{_NAME})|quý (?P<tqa>{_QUARTER})"
    rf"(?:,(?: quý)? {_QUARTER})? (?:và|cùng|với)(?: cả)?(?: quý)? (?P<tqb>{_QUARTER}))"
    rf"(?![\w%]|[.,][0-9]){_tail('ytg')}(?(tgl)|(?={_ADDED}))",
    "fewdays": r"(?:nửa tháng|1[3-6] ngày)(?: (?:này|qua|vừa qua|vừa rồi))?"
    r"(?! (?:nay|tới|sau|nữa|trước|liên|liền|một lần|đầu|cuối|kể|đến|làm|nghỉ|\w+ tháng))",
    "months": rf"(?<!phần )(?<!ngày )(?<!mùng )(?<!mồng )(?:(?<!hơn )(?<!gần )(?<!suốt )(?<!vòng )"
    rf"|(?=\w+(?: \w+)? tháng(?:,? (?:của )?(?:đầu )?(?:năm|{_YEAR})| đầu|/| đã qua| vừa qua| qua))"
    rf"|{_WITHIN}(?=\w+(?: \w+)? tháng[,;]))"
    rf"(?P<mn>{_COUNT}) tháng(?! (?:nay|tới|sau|nữa|liên tiếp|liền|một lần|gần đây|trước|rưỡi))"
    rf"(?: (?:đầu tiên|đầu|qua(?! đây)|vừa qua|vừa rồi|đã qua))?"
    rf"(?:(?: của)?(?:{_of_year('ym')}| (?:đầu )?năm(?: nay)?(?! (?:qua|trước|ngoái))))?",
    "counted": rf"(?P<cn>{_MONTH}) ?t(?: đầu năm)? ?[/.-]? ?(?P<ycn>{_YEAR})",
    "monthshalf": rf"(?P<mhn>{_COUNT}) tháng rưỡi(?: của| đầu(?: của)?)?"
    rf"(?:{_of_year('ymh')}| năm(?: nay)?(?! (?:qua|trước|ngoái)))",
    "quarter": rf"(?:quý|q) ?(?P<qn>{_QUARTER})(?![\w%])(?: tiên)?"
    rf"{_tail('yq')}",
    "shortmonth": rf"t(?P<sn>{_MONTH})[/.-](?P<ysn>{_YEAR})",
    "this": rf"(?:trong|cả|trọn|hết|của) (?P<th>tháng|quý|kỳ)(?: này|{_JUST_OVER})?"
    rf"(?! (?:{_NAME}|{_QUARTER}|đầu|trước|này|tới|sau)\b)"
    rf"|(?P<tn>tháng|quý|kỳ) này|{_ONE}(?P<tp>tháng|quý){_JUST_OVER}",
    "month": rf"(?<!ngày [0-9] )(?<!ngày [0-9]{{2}} )tháng (?P<on>{_NAME})"
    rf"(?![\w%]|[.,][0-9]{{1,3}}(?![0-9])){_tail('yo')}",
    "eachyear": rf"(?P<eyc>{_COUNT}) năm \(?{_YEAR}(?:, ?(?:năm )?{_YEAR}){{0,4}}"
    rf" (?:và|&) (?:năm )?{_YEAR}\)?",
    "years": rf"(?:(?:(?:{_COUNT} năm (?:qua )?)?(?:{_AGE}|các năm|nhiệm kỳ)"
    rf"|{_COUNT} năm|trong) \(?(?:từ )?(?:năm )?|từ (?:đầu )?năm )(?P<ya>{_YEAR}) ?"
    rf"(?:-|đến|tới) ?(?:(?:hết|cuối) )?(?:năm )?(?P<yb>{_YEAR})",
    "away": rf"(?:(?:đúng|tròn) )?(?P<aln>{_YEARS}) năm sau(?: (?:đó|ấy|nữa))?"
    rf"|sau (?:đó |ấy )?(?:đúng |tròn )?(?P<als>{_YEARS}) năm(?: (?:đó|ấy))?"
    r"(?=[,:]| (?:thì|đã)(?!\w))"
    rf"|(?P<alu>năm|quý|tháng) {_NEXT}(?! (?:cao|nhiều|lớn|tốt|khá|hơn|luôn|bao giờ|lại))"
    rf"|(?:cùng kỳ )?(?P<aen>{_YEARS}) năm (?:về )?trước(?: (?:đó|đây|ấy))?"
    rf"|(?:cách đây|cách đó|trước đó|trước đây) (?:đúng |tròn )?(?P<aes>{_YEARS}) năm"
    r"|(?P<aet>năm trước(?: đó)? nữa|năm kia)",
    "previous": rf"(?:{_SAME_TIME})?{_MONTH_BEFORE}|mom|qoq|m/m|q/q",
    "samelast": r"năm (?:ngoái|trước),? (?:vào |ở )?c[ùũ]ng (?:kỳ|thời điểm|thời gian|giai đoạn)"
    r"|c[ùũ]ng (?:kỳ|(?:(?:quãng |khoảng )?thời gian|thời điểm|giai đoạn|tháng|quý)"
    r"(?: (?:ấy|đó|này(?= (?:của )?năm)))?(?= (?:của )?(?:năm|[12][0-9]{3}))|thời kỳ)(?! này)"
    rf"(?: (?:của )?(?:năm )?(?P<yc>{_YEAR})| (?:của )?năm {_BEFORE})?"
    r"|yoy|y/y|y-o-y",
    "wholelast": rf"(?:cả|trọn|hết|toàn) năm {_BEFORE}",
    "lastyear": rf"(?:(?:một|1) )?năm {_BEFORE}|trước đó (?:đúng )?(?:một|1) năm",
    "then": r"(?<!trong )(?:khi|lúc|hồi) (?:ấy|đó)",
    "thisspan": r"(?:cùng )?(?:thời gian|khoảng thời gian|thời điểm) (?:này|trên)"
    r"|cùng (?:thời gian|thời điểm|giai đoạn)",
    "date": rf"(?:ngày )?(?P<dd>{_DAY})(?P<sep>[/.-])(?P<dm>{_MONTH})(?P=sep)(?P<dy>{_YEAR})",
    "isodate": rf"(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>{_DAY}))?(?![0-9/-])",
    "daymonth": r"(?:ngày|sáng|chiều|tối|trưa) (?:ngày )?"
    rf"(?P<ed>{_DAY})/(?P<em>{_MONTH})(?![0-9/])",
    "year": rf"(?:(?:cả|trong|hết|trọn) )?năm (?P<yy>{_YEAR})",
    "wholeyear": r"(?:cả|trọn|hết|trong) năm(?: (?:nay|qua(?! đây)|vừa qua|vừa rồi))?"
    r"(?! (?:tháng|ngoái|trước|kia))"
    rf"|{_ONE}năm (?:nay|cũ|qua(?! đây)|vừa qua|vừa rồi)",
    "bareyear": rf"(?P<by>{_YEAR})",
}
_FIRST = (
    r"[0-9]{1,2}(?![0-9%]|,[0-9])|(?:19|20)[0-9]{2}|[qt][0-9]"
    r"|(?:từ|tính|lũy|cộng|kể|cho|đến|tới|hết|tháng|nửa|kỳ|đợt|quý|q|trong|giai|thời|các"
    r"|nhiệm|c[ùũ]ng|năm|tuần|khi|lúc|hồi|khoảng|ngày|sáng|chiều|tối|trưa|cả|trọn|những|mấy|một|hai|ba"
    r"|bốn|sáu|bảy|bẩy|tám|chín|mười|trước|sau|cách|đúng|tròn)[ ,]|y(?:oy|/y|-o)|mom|qoq|m/m|q/q"
)
"""What a form begins with: almost every word of a text is passed over by it."""
_CAME_AND, _CAME_OR = "đi và(?=.đến)", "đi lẫn(?=.đến)"
"""«hàng đi và đến năm 2023»: goods that come, and no time until which."""
PERIOD = re.compile(
    rf"(?<![\w/])(?<!{_CAME_AND} )(?<!{_CAME_OR} )(?={_FIRST})(?<![0-9][.,-])(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items())
    + r")(?!\w)"
)
"""Any form, its whole under the name of the form, the numbers in it under names of their own."""
