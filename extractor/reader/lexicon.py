"""Words of the language that carry structure, whatever an article is about.

``TRANSPARENT`` words may stand between or around a measure's name and its number without changing
what is measured. A word that is in no list here and in no list of the schema is content: next to a
measure's name it makes it the measure of something else («xuất khẩu gạo»).
"""

from __future__ import annotations

from extractor.folding import fold_phrase


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_phrase(w) for w in text.replace("\n", "|").split("|") if w.strip())


ESTIMATE = _words(
    "ước tính đạt|ước|ước đạt|ước tính|ước thực hiện|ước khoảng|dự kiến|dự ước|ước chừng"
)
"""Make everything that follows them in the statement approximate."""

TARGET = _words(
    """nhắm tới|nhắm đến|phải đạt|tham vọng|đặt kế hoạch|giao cho|phấn đấu|mục tiêu|đặt mục tiêu
    đặt chỉ tiêu|đề ra|đặt ra|hướng tới|hướng đến|định hướng|kỳ vọng|dự báo|kịch bản|sẽ
    được giao|giao chỉ tiêu|quyết tâm|nhiệm vụ|tầm nhìn|quy hoạch|chỉ tiêu năm|dự đoán|tiềm năng
    cam kết|đề xuất|dự định|nâng lên thành|mong muốn|muốn|mong|hy vọng|dự thảo|dự tính|ấp ủ
    đặt tham vọng|hoạch định|lộ trình|phương hướng|triển vọng|viễn cảnh|hứa hẹn|khát vọng
    nuôi tham vọng|đích đến
    giả sử|giả dụ|giả như|giả định|giá như|giá mà|ví thử|thử hình dung|thử tưởng tượng
    nhắm|nhắm mốc|nhắm đích|trông đợi|trông chờ|chờ đợi|tin tưởng|tin rằng|kỳ vọng vào
    đặt kỳ vọng"""
) | frozenset(
    f"{modal} {verb}"
    for modal in (
        *("có thể", "có khả năng", "khả năng", "nhiều khả năng", "cần", "cần phải", "phải", "nhằm"),
        *("cố gắng", "nỗ lực", "quyết", "tiến tới", "vươn tới", "sắp", "sắp sửa", "chuẩn bị"),
    )
    for verb in (
        *(
            "đạt",
            "đạt được",
            "đạt mức",
            "đạt mốc",
            "cán",
            "cán mốc",
            "cán đích",
            "chạm",
            "chạm mốc",
        ),
        *("có", "được", "làm ra"),
        *("vượt", "vượt mốc", "lên", "lên tới", "lên đến", "về đích", "thu về", "mang về"),
    )
)
"""What follows is not a result: a target, a forecast, a hope."""

PLAN = _words(
    "kế hoạch|kế hoạch năm|kh|kh năm|chỉ tiêu|dự toán|kế hoạch đề ra|kế hoạch cả năm|nghị quyết"
)
"""What a share is a share of."""

PROPORTION = _words("chiếm|tỷ trọng|tỷ lệ|đóng góp|chiếm tỷ trọng|thị phần")
"""A percentage after these is a share of a whole, neither growth nor plan."""

INCLUDING = _words(
    "trong đó|trong số này|trong số đó|bao gồm|gồm|gồm có|cụ thể|chia ra|chia theo chiều|cụ thể là"
)
"""What follows is part of what was named before."""

SAYING = _words(
    """cho hay|cho biết|cho rằng|cho thấy|thông tin|công bố|khẳng định|đánh giá|nhận định|nói
    chia sẻ|trả lời|phát biểu|ghi nhận|rằng|kể rằng|kể lại|tiết lộ|thừa nhận|giải thích
    thống kê cho thấy|thông báo|loan báo|đưa tin|phát đi|nêu|nêu rõ|xác nhận|nhận xét|lưu ý
    nhấn mạnh|chỉ ra|tuyên bố|kết luận|phân tích|báo tin|tâm sự|thuật lại|nhắc lại|nói thêm
    cho biết thêm|thông tin thêm|chia sẻ thêm|dẫn lời|lý giải|bộc bạch|hé lộ|nói rõ
    cho hay thêm"""
)
"""Who says it stands before these; what is said begins behind them."""

SPEAKERS = _words(
    """ông|bà|anh|chị|pv|phóng viên|đồng chí|hỏi|đáp|trả lời|ts|ts.|pgs|pgs.|gs|gs.|ths|ths.
    thứ trưởng|bộ trưởng|giám đốc|phó giám đốc|chủ tịch|phó chủ tịch|cục trưởng|phó cục trưởng
    tổng giám đốc|báo|nhà báo|bạn đọc|thưa ông|thưa bà|luật sư|chuyên gia"""
)
"""Who is named after these at the head of a line, before a colon, speaks what follows it."""

INDICATORS = _words("iip|cpi|ppi|pmi|gdp|grdp|pci|icor")
"""Short for indicators of an economy that are told by how much they grow."""

SURNAMES = _words(
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đào|đoàn|vương|trịnh"
    "|trương|đinh|lâm|phùng|mai|tô|hà|tạ|nông|lò|vi|hứa|lương|lưu|tống|thái|châu|cao|quách|chu"
)
"""What the names of nearly all people begin with."""

COMPANY = _words(
    "công ty|tập đoàn|tổng công ty|nhà máy|xí nghiệp|hợp tác xã|hộ kinh doanh|ngân hàng"
    "|một doanh nghiệp|doanh nghiệp này|một đơn vị|một cơ sở"
) | frozenset(
    f"{firm} {owner}"
    for firm in ("doanh nghiệp", "cơ sở", "xưởng", "đơn vị", "hãng")
    for owner in (
        *(f"của {who}" for who in ("ông", "bà", "anh", "chị", "cô", "chú", "tôi", "mình")),
        *("chúng tôi", "của chúng tôi", "của ông ấy", "của bà ấy", "của họ", "tôi", "mình"),
    )
)
"""A clause about one of these is not about the place."""

RESPECTIVELY = _words("theo thứ tự|lần lượt|lần lượt là|lần lượt đạt|tương ứng|lần lượt ở mức")
"""The numbers that follow belong to the names before, in their order."""

COMPARED = _words(
    "so với|so|so cùng|đối chiếu với|đem đối chiếu với"
    "|hơn so với|bằng so với|so sánh với|đặt cạnh|đặt bên cạnh|đem so với"
)
"""The period that follows is what the number is compared with."""

ATTRIBUTE = _words("với|từ|nhờ|cho|mang về|đạt|có|thu về|trong|vào|của|bằng")
"""After unknown words these make the name that follows an attribute of those words."""

EACH = r"mỗi (?:ngày|tuần|tháng|quý|năm)|bình quân (?:ngày|tháng|quý|năm)"
"""Before a quantity these make it a rate."""

RATE = ("/năm", "/tháng", "/ngày", "/quý", "/người", "/tấn", "/lượng", "/kg", "/xe", "mỗi năm")
"""After a quantity these make it a rate, not a level."""

DESPITE = frozenset(
    {"dù", "mặc dù", "bất chấp", "dẫu", "dẫu cho", "cho dù", "tuy", "mặc cho", "giữa"}
)
"""Before a time that nothing is told of: of something else («tăng dù bốn tháng giãn cách»)."""

SECTORS = frozenset(
    f"{sector} {which}"
    for sector in (
        *("khu vực", "khối", "khối dn", "khối doanh nghiệp", "khối kinh tế", "khu vực kinh tế"),
        *("khu vực doanh nghiệp", "nhóm doanh nghiệp", "thành phần kinh tế"),
    )
    for which in ("này", "đó", "ấy")
)
"""Point back to a sector of the economy where one was spoken of."""

TRANSPARENT = SECTORS | _words(
    """lần đầu tiên|dự thảo báo cáo|chính xác|chính xác là|chính xác hơn|đúng ra
từ chỗ|nói trên|kể trên|nêu trên|vừa nêu|tách riêng|tách ra|bóc tách riêng
tính trọn tỉnh|tính cả tỉnh|tính toàn tỉnh|tính trọn thành phố|tính cả thành phố
    cộng lại|họ|giữ thế|trạng thái|vị thế|cặp|duy nhất|áp đảo|vẻn vẹn|tính gộp|gộp chung
    cộng chung|lấn lướt|lấn át|thắng thế
vì thế|do đó|vì vậy|do vậy|bởi vậy|nhờ thế|như thế|thế là|từ đó|nhờ vậy|theo đó|cũng vì vậy|
kết thúc|khép lại|bước sang|trải qua|xếp|xếp sau|xếp thứ|tiếp theo|kế đến|tiếp đó|đứng thứ|
kéo|đẩy|sang|đi|
dù|mặc dù|tuy|bởi|bởi vì|cho dù|vậy|vẫn còn|hẳn|hơn hẳn|chút|đôi chút|vừa|từng|luôn|ngay|nhỏ
    lớn|nhất|hơn cả|đứng đầu|dẫn đầu|vọt lên|nhảy lên|dừng ở|dừng lại ở|nằm ở|giữ ở|chạm mốc
    rơi xuống|chạm ngưỡng|qua ngưỡng|thu được|kiếm được|đem về|tất cả|toàn bộ|so cùng kỳ|đến hết
    mở rộng|co lại|nhỏ hơn|khiêm tốn|chậm lại|nhanh hơn|mạnh hơn|cả thảy|vỏn vẹn|lên tới|lên đến
    xuống còn|lùi về|và|hoặc|lẫn|cũng|vẫn|đã|đang|còn|chỉ|chỉ còn|mới|lại|thì|là|mà|nhưng|song
    tuy nhiên|trong khi|trong khi đó|khi|nếu|do|vì|nên|để|được|bị|có|không|chưa|rất|khá|này|đó
    kia|ấy|nay|hiện|hiện nay|đến nay|theo|tại|ở|qua|trên|dưới|trong|ngoài|giữa|của|cho|với|từ
    đến|tới|về|ra|vào|lên|xuống|đạt|đạt được|đạt mức|ở mức|đạt giá trị|vào khoảng|khoảng|gần|hơn
    trên mức|xấp xỉ|chừng|quá|tăng|giảm|tăng trưởng|sụt giảm|tăng lên|giảm xuống|tăng mạnh
    giảm mạnh|tăng nhẹ|giảm nhẹ|giảm còn|cao|thấp|cao hơn|thấp hơn|nhiều hơn|ít hơn|lớn hơn
    nhỏ hơn nhiều|nhiều|mạnh|nhanh|chậm|còn tăng nhanh hơn|kém|bằng|gấp|lần|một|hai|ba|các|những
    mọi|mỗi|cả|toàn|chung|tính|tính chung|tính riêng|tính cả|nếu tính|nếu chỉ tính|chỉ tính
    riêng|tổng|tổng số|tổng cộng|cộng|cộng dồn|cộng cả|lũy kế|lượng|phần|mảng|chiều
    lĩnh vực|hoạt động|tình hình|kết quả|con số|mức|mốc|quy mô|số liệu|báo cáo|thống kê|ghi nhận
    cho thấy|cho biết|trị giá|giá trị|có giá trị|có trị giá|thực hiện|hoàn thành|vượt|chạm|cán
    cán mốc|vượt mốc|lập|duy trì|giữ|tiếp tục|đều|cùng|cùng với|bên cạnh đó|ngoài ra|đồng thời
    theo đó|như vậy|nhờ đó|qua đó|trước đó|sau đó|sau|trước|đầu|cuối|nửa|giúp|đưa|nâng|khiến
    làm cho|góp phần|ước|sơ bộ|thực tế|chính thức|tương đương|tỉnh|thành phố|tp|địa bàn
    địa phương|trên địa bàn|trọn tỉnh|cả thành phố|toàn thành phố|toàn địa bàn|cả địa bàn|toàn tp
    trên địa bàn tỉnh|trong tỉnh|qua địa bàn|toàn tỉnh|toàn cục|toàn đơn vị|toàn ngành
    trên phạm vi|phạm vi|cả tỉnh
    khu vực|cửa khẩu|các cửa khẩu|quốc tế|chính|cảng|cục|chi cục|ngành|đi qua|thông qua|đối với
    trực thuộc
    nhìn vào|nhìn lại|trở lại|ghi|gồm cả|kể cả|tháng|quý|năm|kỳ|cùng kỳ|ngày|số
    nhìn chung|năm qua|tỷ usd|triệu usd|usd|tỷ đồng|triệu đồng|nghìn tỷ đồng
    điểm|tuần|thứ|dồn|thêm|hết|xong|nữa
    kỷ lục|nếu như|cũng như|dường như|tốc độ|nhịp độ|tốc độ tăng|tốc độ tăng trưởng|mức tăng
    mức giảm|mức tăng trưởng|thực tế|ngược lại|trái lại|ngược chiều|lũy tiến|gộp|gộp lại|tính gộp
    hầu như|gần như|làm được|tham gia|dòng|khởi sắc|phục hồi|bứt phá|trầm lắng|ảm đạm|sôi động
    chặng đường|quãng đường|qua đây|tại đây|ở đây|nơi đây|nơi này
    bóc tách|phân tách|chia tách|tách riêng|tách ra|tách bạch|chia theo|phân theo|chia ra theo
    trong lúc|lúc|mặt khác|song song|song song đó|thế nhưng|vậy là|cho nên|dẫu|dẫu vậy|tuy vậy
    tuy thế|dù vậy|dù thế|bù lại|đáng chú ý|đáng kể|đặc biệt|thôi|ạ|đấy|nhé|chứ|rồi|vâng|dạ|xét
    xét theo|xét riêng|xét chung|nhìn rộng ra|trái ngược|tính trọn|tính đủ|tính hết|gom lại
    bốn|sáu|bảy|tám|chín|mười|rưỡi|bấy nhiêu|số này|số đó|số ấy|phía
    vị trí|ngôi|ngôi vị|ngôi đầu|hạng|thứ hạng|quán quân|á quân|số một|số hai|số ba|đầu bảng
    cuối bảng|top|tốp|nhóm đầu|vươn lên|bám sát|bám ngay|bám đuổi|sát nút|áp sát|theo sau|nối gót
    soán ngôi|lọt|rớt|tụt|rơi|thuộc về|giữ vững|đứng|bám ngay phía sau|hàng đầu
    tốn|nơi đây|nơi này|đây
    đơn vị|các đơn vị|đơn vị này|do đơn vị quản lý|quản lý|phụ trách|mong đợi
    nhích|nhích lên|nhích nhẹ|leo|leo lên|bò lên|bật|bật lên|bật tăng|vọt|tăng vọt|lao dốc|lùi
    trượt|trượt xuống|sụt|sụt xuống|co|teo|phình|phình lên|dâng|đi lên|đi xuống|đi lùi|đi ngang
    chững|chững lại|khựng lại|ghi dấu|cán đích|về đích|xác lập|thiết lập|phá|phá kỷ lục|đạt đỉnh
    chiều ngược lại|hướng ngược lại|phía ngược lại|chiều còn lại
    tăng tốc|giảm tốc|bứt tốc|hạ nhiệt|hụt hơi|chùng xuống|nóng lên|ấm lên|khởi động|thăng hoa
    phục vụ|đáp ứng|đóng vai trò|giữ vai trò|chủ lực|chủ đạo|từ trước tới nay|lần đầu
    đem lại|mang lại|thu lại|thu hẹp|thu hẹp lại|thu gọn|thu gọn lại|thu nhỏ|nhỏ lại|gọn lại
    rút lại|rút còn|teo lại|tụt xuống|hạ xuống|đội lên|dày lên|nở ra|phình ra|nới ra|lên thành
    thực|thực sự|thật|nó
    bao nhiêu|là bao nhiêu|ra sao|thế nào|như thế nào|thì sao|chừng nào|cỡ nào
    thế còn|vậy còn|thế thì|vậy thì|thưa|thưa ông|thưa bà|thưa anh|thưa chị
    đồng nghĩa|đồng nghĩa với|có nghĩa là|nghĩa là|nói cách khác|tuyệt đối|bất ngờ|bứt lên
    tỉnh thành|tỷ đô|tỷ đô la|tỷ đôla|triệu đô|triệu đô la|trở thành
    tiến độ|bảo đảm|đảm bảo|chúng ta|chúng tôi|tỉnh nhà
    bao giờ|chưa bao giờ|không bao giờ|chưa khi nào|chưa lúc nào|chưa năm nào|chưa tháng nào
    chưa quý nào|hiếm khi|hiếm khi nào|ít khi|ít khi nào|mấy khi|chưa từng|hơn bao giờ hết
    thập niên|thập kỷ|thế kỷ|nhiệm kỳ|giai đoạn|thời kỳ
    tốt|liền|liên tiếp|liên tục|kể từ|tính từ|rút xuống|rút xuống còn|tụt xuống|chiếm|góp|tức"""
)

WORTH = _words("giá trị|trị giá")
"""What is measured in money has these, whatever it is."""

NOUNS = WORTH | _words(
    "tổng|tổng số|tổng mức|hoạt động|tình hình|lượng|phần|mảng|số|lĩnh vực|kết quả|khoản|câu lạc bộ"
)
"""Nouns that may stand before a measure's name as part of it; the schema adds its own."""

RANK = _words(
    """vị trí|vị trí thứ|thứ hạng|hạng|xếp hạng|xếp thứ tự|bảng xếp hạng|ngôi|ngôi đầu
    ngôi vị|ngôi nhất
    ngôi vương|quán quân|á quân|số một|số hai|số ba|đầu bảng|cuối bảng|chót bảng|áp chót|top|tốp
    sát nút|sát sao|bám|bám sát|bám đuổi|bám theo|theo sau|theo sát|phía sau|phía trước|ngay sau
    liền sau|liền kề|kế|kế đó|kế tiếp|kế sau|tiếp|tiếp sau|tiếp đến|tiếp nối|nối tiếp|nối gót|nhì
    á|giữ vị trí|giữ ngôi|vươn lên|vươn tới|soán ngôi|soán|lọt|lọt vào|góp mặt|xếp vị trí|nhóm đầu
    nhóm sau|nhóm dẫn đầu|đứng|đứng sau|đứng nhất|đứng nhì|đứng cuối|thuộc về|gọi tên|phải kể đến
    kể đến|xếp liền sau|xếp ngay sau|xếp cuối|xếp đầu|xếp nhất|xếp nhì|bỏ xa|cách biệt|thứ tự
    danh sách|như sau|dưới đây|sau đây|ở bảng|trên bảng|trong bảng|phía trên|phía dưới|bên trên
    cuối cùng|duy trì vị trí"""
) | frozenset(
    f"{rank} {ordinal}"
    for rank in ("thứ", "xếp thứ", "đứng thứ", "vị trí thứ", "hạng", "vị trí số", "số")
    for ordinal in "một nhất nhì hai ba tư năm sáu bảy tám chín mười".split()
)
"""Say which of several places comes where, and nothing of what is measured."""

PLACE_NOUNS = _words(
    "tính trọn tỉnh|tính cả tỉnh|tính toàn tỉnh|tính trọn thành phố|tính cả thành phố"
    "|toàn tỉnh|trọn tỉnh|cả thành phố|toàn địa bàn|cả địa bàn|toàn tp|địa bàn tỉnh|qua địa bàn"
    "|trên địa bàn|của tỉnh|cả tỉnh|toàn thành phố|địa bàn|toàn cục|toàn ngành"
    "|trên địa bàn tỉnh|trong tỉnh"
)
"""Said of the place that the article is about."""

TITLES = _words("tỉnh|thành phố|tp")
"""What a territory is, before its name."""

WHOLE_PLACES = _words(
    "tính trọn tỉnh|tính cả tỉnh|tính toàn tỉnh|tính trọn thành phố|tính cả thành phố"
    "|toàn tỉnh|cả tỉnh|trọn tỉnh|toàn thành phố|cả thành phố|toàn địa bàn|cả địa bàn|toàn tp"
    "|toàn cục|toàn ngành|trong tỉnh|trên địa bàn tỉnh"
)
"""Said of the whole province, whatever part of it was spoken of."""

RELATED = _words(
    """có thể bạn quan tâm|tin cùng chuyên mục|bài liên quan|tin liên quan|tin mới|tin mới nhất
    các tin khác|tin khác|đọc nhiều|đọc thêm|xem thêm|xem nhiều|bài viết cùng chủ đề|tin nổi bật
    bài viết liên quan|các bài viết khác|tin tức khác|cùng chuyên mục|tin đọc nhiều
    tin xem nhiều|mời đọc thêm|bài đọc nhiều|đọc nhiều nhất|tin bài liên quan
    có thể bạn muốn đọc|bình luận|ý kiến bạn đọc|bạn đọc bình luận|ý kiến|ý kiến của bạn
    gửi bình luận|tin cũ hơn|tin mới hơn|các tin đã đưa|tin đã đưa|bài cùng chuyên mục
    bài viết khác|bài khác|chủ đề liên quan|có thể bạn chưa đọc|nên đọc|tin nên đọc
    các bài mới|các bài đã đăng|các tin cũ hơn|các tin mới hơn|tin cùng loại|cùng chủ đề
    tin cùng chủ đề|bài viết cùng chuyên mục"""
) | frozenset(
    f"{news} {which}"
    for news in ("tin", "bài", "bài viết", "tin bài", "tin tức", "các tin", "các bài", "những tin")
    for which in (
        *("đọc thêm", "xem thêm", "đọc tiếp", "liên quan", "khác", "mới", "mới nhất", "nên đọc"),
        *("nên xem", "đáng đọc", "đáng chú ý", "nổi bật", "tham khảo", "cùng chuyên mục"),
        *("cùng chủ đề", "cùng loại", "trong mục", "cùng mục", "đọc nhiều", "xem nhiều"),
    )
)
"""Headers of a list of other articles: what follows is not this article."""

_READ = (
    r"(?:(?:được )?(?:đọc|xem|quan tâm|chia sẻ|yêu thích)(?: (?:nhiều|thêm|tiếp))?"
    r"|nóng|hot|mới(?: (?:nhận|cập nhật|đăng|hơn))?|nổi bật|đáng (?:chú ý|đọc|xem|quan tâm)"
    r"|tiêu điểm|liên quan|khác|cũ hơn|trước(?: đó)?|tiếp theo|nên (?:đọc|xem)|tham khảo|đã đưa"
    r"|(?:cùng|trong) (?:chuyên mục|mục|chủ đề|loại|tác giả|sự kiện|chuyên đề))"
)
_WHEN = r"(?: (?:nhất|khác|nhiều|trong|hôm nay|ngày|tuần|tháng|qua|này|24h|24 giờ|của|cùng)){0,5}"
RELATED_FORM = (
    r"(?:(?:các|những|mấy|loạt) )?(?:tin|bài|bài viết|bài báo|tin bài|tin tức|nội dung|câu chuyện)"
    rf"(?: (?:kinh tế|kinh doanh|thời sự|trong nước|địa phương|trong tỉnh))? {_READ}{_WHEN}"
    rf"|(?:đọc|xem|quan tâm) (?:nhiều|thêm|tiếp){_WHEN}"
    r"|cùng (?:chuyên mục|mục|chủ đề|tác giả|sự kiện|chuyên đề)"
    r"|(?:có thể )?bạn (?:đọc )?(?:có thể )?(?:cũng )?(?:sẽ )?(?:quan tâm|thích|muốn đọc|chưa đọc)"
)
"""How such headers are put together, as a pattern."""

RELATED_LIKE = (
    r"(?:(?:tin|bài|kinh tế|kinh doanh|thời sự|chủ đề|sự kiện) )?(?:mới nhất|mới cập nhật|nổi bật"
    rf"|tiêu điểm|khác|liên quan){_WHEN}"
    rf"|(?:đang )?được quan tâm{_WHEN}|(?:gợi ý|dành|đề xuất|chọn lọc)(?: riêng)? cho bạn"
    r"|(?:tin|bài)(?: (?:tức|từ))?(?: các)? (?:địa phương|tỉnh, thành phố|tỉnh thành|nơi khác)"
    r"|đừng bỏ lỡ|dòng sự kiện|dòng thời sự|đọc gì hôm nay"
)
"""Headers of such a list where headlines alone follow them, of a part of the article else."""

UNITS = _words(
    "tấn|kg|tạ|xe|lượt|chiếc|container|teu|m3|lít|ha|con|bộ|đôi|toa|lô|chuyến|tờ khai|lô hàng"
)
"""What is counted or weighed: a number of these is no amount of money."""

MASSES = _words("tấn|kg|tạ|m3|lít|teu")
"""Those among them that weigh goods of any kind."""

OWN_GOODS = "hàng địa phương"
"""What a schema calls the goods that a place makes itself, if it has a name for them."""

ITEMS = _words("sản phẩm|nhóm sản phẩm|nước|quốc gia|đối tác|loại|chủng loại")
"""A number of these is counted one by one: what is said of them is said of each. The schema adds
its own."""
