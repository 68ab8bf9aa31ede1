"""What belongs to the order before it: report-back, purpose, manner, time. No row of its own."""

from __future__ import annotations

import re

from ...workdays import Calendar
from .due_dates import find_terms

_CONTINUES = re.compile(
    r"(?:trong đó(?!,?\s*(?:giao|yêu cầu|đề nghị))|bảo đảm|đảm bảo|không để|tránh|nhằm|qua đó|"
    r"góp phần|báo cáo|gửi(?! danh sách| báo cáo về)|trình|hoàn thành(?: (?:xong|việc|"
    r"các nội dung)?)?(?=\s+(?:trước|trong|chậm|thông suốt|này))"
    r"|vượt thẩm quyền|nếu|trường hợp (?:vượt|có khó|vướng|không)|khi gặp|(?:kịp thời|sớm) báo cáo|"
    r"thời (?:hạn|gian) (?:hoàn|thực|báo|gửi)|hạn hoàn thành|không (?=bố trí|để|chấp)|"
    r"kiên quyết không|phấn đấu hoàn thành|coi đây|xác định đây|từ đó|lưu ý(?! (?:phải|"
    r"việc)))(?![^\W_])",
    re.IGNORECASE,
)
_NEXT_SENTENCE_CONTINUES = re.compile(
    r"(?:thời (?:hạn|gian) (?:hoàn|thực|báo|gửi)|hạn hoàn thành|kết quả (?:thực hiện|xử lý|rà soát|"
    r"kiểm tra|này)?.{0,60}(?:hoàn thành|báo cáo|gửi|trước)|hoàn thành (?:trước|trong)|"
    r"việc \w+ .{0,60}phải|các (?:vấn đề|nội dung) này"
    r"|trong đó,? (?:lưu ý|ưu tiên|chú trọng|cần|nghiên cứu|tập trung|đặc biệt)|"
    r"trường hợp vượt thẩm quyền|đặc biệt kiểm tra|nếu |tổng diện tích|báo cáo (?:ubnd|ủy ban|"
    r"thủ tướng|kết quả).{0,80}trước)",
    re.IGNORECASE,
)
_SHORT = 140
_SENT_BY = re.compile(
    r"(?:yêu cầu )?(?:gửi|hoàn thiện|hoàn thành|báo cáo|kết quả)\s[^.;]*(?:trước|chậm nhất)[^.;]*\d", re.IGNORECASE
)
_SAID_OF = re.compile(r"việc (\w+ \w+)", re.IGNORECASE)
_TIME_NOTE = re.compile(r"(?:thời (?:hạn|gian)|hạn hoàn thành)", re.IGNORECASE)


def continues(text: str, start: int, end: int, *, sentence: bool) -> bool:
    """Report-back, purpose, manner or time of the order before: no row of its own."""
    words = text[start:end]
    if sentence:
        case = words.lower().startswith("nếu") and re.search(r"(?:giao|yêu cầu)\s", words)
        other = _SAID_OF.match(words)
        is_new = other is not None and other[1].lower() not in text[:start].lower()
        by_when = len(words) < _SHORT and _SENT_BY.match(words) is not None
        return (bool(_NEXT_SENTENCE_CONTINUES.match(words)) or by_when) and not case and not is_new
    if not _CONTINUES.match(words):
        return False
    terms = find_terms(words, None, Calendar())
    if any(term.every for term in terms):
        return False
    return not (words.lower().startswith("trong đó") and any(term.strength >= 4 for term in terms))


def is_time_note(words: str) -> bool:
    """Whether it is "Thời hạn hoàn thành: …" as a sentence: it holds for the whole paragraph."""
    return bool(_TIME_NOTE.match(words))


def may_go_on(words: str) -> bool:
    """A line that adds to the order of the line before."""
    return bool(
        re.match(r"(?:trong đó|thời (?:hạn|gian)|việc |kết quả |nếu |đặc biệt kiểm|tổng )", words, re.IGNORECASE)
    )
