"""A short title for the register, beginning with a verb, and the deliverable where the text names one."""

from __future__ import annotations

import re

from ...text import clean_line, shorten
from .lexicon import ACTION
from .owners import PARTNERS, owner_at

TITLE_LENGTH = 140

_MANNER = re.compile(
    r"(?:phải|cần|khẩn trương|chủ động|kịp thời|nghiêm túc|quyết liệt|có trách nhiệm|chịu trách nhiệm|"
    r"được giao|được yêu cầu|trực tiếp|tích cực|nhanh chóng|sớm|ngay|thì|hãy|"
    r"theo chức năng, nhiệm vụ(?: được giao)?(?:, thẩm quyền)?|"
    r"căn cứ chức năng, nhiệm vụ(?: được giao)?|theo thẩm quyền|tiếp tục (?=chủ trì)|chủ trì(?! cuộc|"
    r"\s+hội))(?![^\W_])[\s,]*",
    re.IGNORECASE,
)
_NOUN = re.compile(r"(?:công tác|việc)\s+", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:,|;)?\s*(?:(?:kịp thời |sớm |định kỳ |(?:và )?tổng hợp,? )?báo cáo "
    r"(?:kết quả|UBND|Ủy ban|Chủ tịch|Thủ tướng|Phó|về)|"
    r"gửi (?:về )?(?:UBND|Ủy ban|Văn phòng|Sở|Phòng|Bộ)|hoàn thành (?:trước|trong|xong)|trong đó|"
    r"nhằm|theo (?:đúng )?quy định|bảo đảm|đảm bảo (?!an))(?![^\W_])",
    re.IGNORECASE,
)
_REST = re.compile(r"[,;]?\s*(?:(?:kịp thời |sớm )?báo cáo|xong|hoàn thành)\Z", re.IGNORECASE)
_DELIVERABLE = re.compile(
    r"(?:xây dựng|hoàn thiện|hoàn thành|ban hành|lập|trình|tham mưu(?: ban hành)?|có|gửi|soạn thảo|"
    r"dự thảo|phê duyệt|báo cáo)\s+(?:và \w+ \w+ |dự thảo |bổ sung )?"
    r"(?P<what>(?:kế hoạch|báo cáo|đề án|tờ trình|quyết định|phương án|danh mục|danh sách|nghị quyết|"
    r"nghị định|thông tư|chỉ thị|công văn|văn bản|quy chế|hồ sơ|kịch bản|chương trình|dự toán|"
    r"quy trình|biên bản)(?:\s+[^\s,;.():]+){0,12})",
    re.IGNORECASE,
)
_DELIVERABLE_END = re.compile(
    r"\s+(?:để|nhằm|trước|trong|theo|và|cho|gửi|(?<!chương )(?<!quy )trình|báo cáo|của|tại|bảo đảm|đảm bảo|phù hợp|"
    r"đã|đúng|với|về tình hình|hoàn thành)(?![^\W_]).*\Z",
    re.IGNORECASE | re.DOTALL,
)


def title_of(words: str, due: str) -> str:
    """The order without its owner, partners, manner, time limit and report-back."""
    text = clean_line(words)
    if due:
        text = text.replace(f", {due}", "").replace(clean_line(due), "")
    text = _without_head(text.strip(" ,;:.-“”\"'"))
    tail = _TAIL.search(text, 12)
    if tail:
        text = text[: tail.start()]
    text = re.sub(r"\s+([,;.])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;:.-“”\"'(")
    text = _REST.sub("", text)
    if not text:
        text = clean_line(words)
    return shorten(text[0].upper() + text[1:], TITLE_LENGTH)


def _without_head(text: str) -> str:
    place = 0
    for _ in range(6):
        partner = PARTNERS.match(text, place)
        after = owner_at(text, partner.end()) if partner else None
        match = _MANNER.match(text, place) or _NOUN.match(text, place)
        if after:
            place = after.action
        elif match and len(text) - match.end() > 12:
            place = match.end()
        else:
            break
    return text[place:] if place and _can_begin(text, place) else text


def _can_begin(text: str, place: int) -> bool:
    return bool(ACTION.match(text, place)) or text[place : place + 1].islower()


def deliverable_of(words: str) -> str:
    """The paper to be handed in ("Kế hoạch …", "Báo cáo …"), or nothing."""
    match = _DELIVERABLE.search(clean_line(words))
    if not match:
        return ""
    what = _DELIVERABLE_END.sub("", match["what"]).strip(" ,;:.")
    return shorten(what[0].upper() + what[1:], 100)
