"""What the text says about itself: issuer, number, dates, meeting, chair, signer."""

from __future__ import annotations

import re
from datetime import date

from ...text import clean_line, shorten
from .letters import UPPER
from .structure import Paragraph
from .values import NoticeFacts

_DATE = r"(?:(?P<d>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<m>\d{1,2})\s*(?:[/.-]|,?\s*năm)\s*(?P<y>\d{4}))"
_PLACE_DATE = re.compile(rf"^(?:.{{0,60}}\s)?[{UPPER}][^.,;:\d]{{1,40}},\s*ngày\s+{_DATE}\.?(?:\s.{{0,5}})?$")
_DATELINE = re.compile(
    rf"^(?:(?:Thứ\s+\w+|Chủ\s+nhật)\s*[,-]?\s*)?(?:ngày\s+)?{_DATE}(?:[\s,|-]+\d{{1,2}}:\d{{2}}.*)?$", re.IGNORECASE
)
_POSTED = re.compile(
    rf"(?:ngày đăng|giờ đăng|đăng lúc|cập nhật)[^\d]{{0,30}}(?:\d{{1,2}}:\d{{2}}\s*,?\s*(?:ngày\s*)?)?{_DATE}",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    rf"^ngày\s+{_DATE},?\s+.{{3,120}}(?:ban hành|có (?:công văn|thông báo|công điện|văn bản))", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:^|\s)Số\s*:?\s*(?P<number>\d{1,6}\s*/\s*[A-ZĐ0-9][\wĐ&./-]{1,40})")
_QUOTED_NUMBER = re.compile(
    r"(?:Thông báo|Công điện|Chỉ thị|Công văn|Kế hoạch|Kết luận)\s+(?:số\s+)?"
    r"(?P<number>\d{1,6}/[A-ZĐ]{2,8}-[A-ZĐ]\w{1,10})"
)
_MEETING = re.compile(
    r"(?:phiên họp|hội nghị|cuộc họp|buổi làm việc|kỳ họp|giao ban)(?:\s+[^,.;:]{2,120})?", re.IGNORECASE
)
_MEETING_END = re.compile(
    r"\s+(?:nhằm|để|đã|do|có|thì|với sự|dưới sự|Phó|Chủ tịch|ngày|chiều|sáng)(?![^\W_]).*\Z", re.DOTALL
)
_CHAIR = re.compile(
    rf"(?<![^\W_])(?P<chair>(?:đồng chí|đ/c|ông|"
    rf"bà)?\s*(?:(?:[{UPPER}][^\W\d_]*\s+){{1,5}}[{UPPER}][^\W\d_]*\s*,\s*)?(?:phó\s+)?(?:thủ tướng|"
    rf"chủ tịch|bí thư|bộ trưởng|giám đốc)[^.;:]{{0,90}}?)\s*,?\s*(?:đã\s+)?chủ trì",
    re.IGNORECASE,
)
_WHERE = re.compile(r"^\s*(?:[^,]{0,60},\s*)?tại\s[^,]{2,80},\s*", re.IGNORECASE)
_HELD = re.compile(
    r"(?:ngày|sáng|chiều|tối)\s+(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:[/.-]|"
    r"tháng)\s*(?P<m>\d{1,2})(?:\s*(?:[/.-]|,?\s*năm)\s*(?P<y>\d{4}))?",
    re.IGNORECASE,
)
_MOTTO = re.compile(r"CỘNG\s+HÒA\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM.*", re.DOTALL)
_SLOGAN = re.compile(r"\s*Độc lập\s*-.*", re.IGNORECASE)
_KINDS = re.compile(r"(?:THÔNG BÁO|CÔNG ĐIỆN|CHỈ THỊ|KẾ HOẠCH|QUYẾT ĐỊNH|BÁO CÁO|KẾT LUẬN)\b")
_KIND_ALONE = re.compile(r"(?:THÔNG BÁO|CÔNG ĐIỆN|CHỈ THỊ|KẾ HOẠCH|KẾT LUẬN)\W*\Z")
_OFFICES = re.compile(r"(?<!\w)(?:ubnd|hđnd|ttg|covid-19|ocop|pccc|vneid|bhyt|bhxh|tthc|đvhc)(?!\w)")
_SUBJECT = re.compile(r"(?:Kết luận|Về việc|Về|V/v)\s[^.:;]{10,300}$")
_SIGNED = re.compile(r"(?:KT\.|TM\.|TL\.|TUQ\.|Q\.|CHỦ TỊCH$|THỦ TƯỚNG$|BỘ TRƯỞNG$|GIÁM ĐỐC$)")
_NAME = re.compile(rf"^(?:[{UPPER}][^\W\d_]+\s+){{1,4}}[{UPPER}][^\W\d_]+$")
_HEAD = 40


def day_of(match: re.Match[str] | None, year: int | None = None) -> date | None:
    """The date that a match holds, or None when there is no such day."""
    if match is None or not (match["y"] or year):
        return None
    try:
        return date(int(match["y"] or year or 0), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def issue_date(parts: list[Paragraph]) -> date | None:
    """The day on which the text was issued, from its letterhead, dateline or the page's own note."""
    heads = [part.text for part in parts[:_HEAD]]
    for pattern in (_PLACE_DATE, _DATELINE, _ISSUED):
        for text in heads:
            day = day_of(pattern.match(text)) if len(text) < 400 else None
            if day:
                return day
    notes = [part.text for part in (*parts[:_HEAD], *parts[-_HEAD:]) if len(part.text) < 200]
    return next((day for day in (day_of(_POSTED.search(text)) for text in notes) if day), None)


def read_facts(parts: list[Paragraph], issued_on: date | None) -> NoticeFacts:
    """Proposals for the notice's form; an empty string where the text is silent."""
    heads = parts[:_HEAD]
    issued = issued_on or issue_date(parts)
    meeting, held = _meeting(heads, issued)
    return NoticeFacts(
        issuer=_issuer(heads),
        number=_number(heads),
        title=_title(heads),
        meeting=meeting,
        chair=_chair(heads),
        signer=_signer(parts),
        issued_on=issued,
        held_on=held,
    )


def _number(heads: list[Paragraph]) -> str:
    """From the letterhead, else as the headline of a page quotes it: "(Thông báo 393/TB-UBND)"."""
    for pattern, texts in ((_NUMBER, heads), (_QUOTED_NUMBER, heads[:2])):
        for part in texts:
            match = pattern.search(part.text[:400])
            if match:
                return re.sub(r"\s+", "", match["number"])
    return ""


def _issuer(heads: list[Paragraph]) -> str:
    for index, part in enumerate(heads):
        if _MOTTO.search(part.text):
            before = _MOTTO.sub("", part.text).strip()
            following = _SLOGAN.sub("", heads[index + 1].text) if before and index + 1 < len(heads) else ""
            before = f"{before} {following}" if following.isupper() else before
            above = " ".join(p.text for p in heads[max(0, index - 3) : index] if p.is_capitals)
            return clean_line(before or above)
    return ""


def _title(heads: list[Paragraph]) -> str:
    for index, part in enumerate(heads):
        if part.is_capitals and _KINDS.match(part.words):
            rest = [p.text for p in heads[index + 1 : index + 3] if p.is_capitals or _SUBJECT.match(p.text)]
            return shorten(_sentence_case(part.words, rest), 300)
    first = next((p for p in heads if len(p.text) > 20), None)
    return shorten(first.text.rstrip("."), 300) if first and first.is_open_ended else ""


def _sentence_case(kind: str, subject: list[str]) -> str:
    """The subject alone where it says what the paper is; capitals are for the paper, not for a register."""
    words = clean_line(" ".join(subject if subject and _KIND_ALONE.match(kind) else [kind, *subject])).rstrip(".")
    if not words.isupper():
        return words
    low = _OFFICES.sub(lambda match: match.group().upper(), words.lower())
    return low[0].upper() + low[1:]


def _meeting(heads: list[Paragraph], issued: date | None) -> tuple[str, date | None]:
    for part in heads:
        text = part.text[:1500]
        match = _MEETING.search(text)
        if part.is_capitals or not match or part.is_open_ended:
            continue
        around = text[max(0, match.start() - 250) : match.end() + 120]
        held = next((m for m in _HELD.finditer(around)), None)
        words = _MEETING_END.sub("", clean_line(match.group()))
        return shorten(words[0].upper() + words[1:], 200), day_of(held, issued.year if issued else None)
    return "", None


def _chair(heads: list[Paragraph]) -> str:
    for part in heads:
        match = None if part.is_capitals else _CHAIR.search(part.text[:1500])
        if match:
            return clean_line(_WHERE.sub("", match["chair"])).strip(" ,-")
    return ""


def _signer(parts: list[Paragraph]) -> str:
    for index, part in enumerate(parts):
        if part.is_capitals and _SIGNED.search(part.text) and index > 3:
            for after in parts[index + 1 : index + 4]:
                if _NAME.match(after.text) and not after.text.isupper():
                    return clean_line(after.text)
    return ""
