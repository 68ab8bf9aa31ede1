"""What is new in a reply: the text without the mail that it answers, without signatures and telephones' remarks.

Known are the programmes that offices here use: Gmail, Outlook, Apple Mail, Thunderbird, Zimbra, Zoho, Yahoo and the
mail of telephones, in Vietnamese and English. Answers between the quoted lines and below them stay.
"""

from __future__ import annotations

import re

from ...text import clean

_LONGEST_LINE = 400
_FLAGS = re.IGNORECASE
# "Vào Th 3, 24 thg 11, 2026 vào lúc 09:15 UBND … <chidao@…> đã viết:", over up to four lines.
_MOST_LINES_OF_WRITER = 4
_WRITER_BEGINS = re.compile(r"(?:on|vào|lúc|ngày|trong|at|thứ|th)\b.*\d", _FLAGS)
_WRITER_BEGINS_PLAIN = re.compile(r"(?:on|vào|lúc|ngày|trong|thứ|th)\b", _FLAGS)
_WRITER_ENDS = re.compile(r"(?:\bwrote|\b(?:đã )?viết)\s*:$", _FLAGS)
_NAMED_WRITER = re.compile(r"[^:]{0,200}<[^<>\s]+@[^<>\s]+>[^:]{0,40}(?:wrote|viết)\s*:$", _FLAGS)
# "----- Original Message -----", "-----Thư gốc-----", "---- Vào Th 3, … đã viết ----"
_SEPARATOR = re.compile(
    r"[-_]{2,60} ?(?:original message|original appointment|forwarded message|reply message|replied message"
    r"|thư gốc|thư đã chuyển tiếp|thư chuyển tiếp|thư được chuyển tiếp|thư trả lời|tin nhắn gốc"
    r"|tin nhắn đã chuyển tiếp|tin nhắn được chuyển tiếp|thông điệp gốc|thư ban đầu|nội dung gốc) ?:? ?[-_]{2,60}",
    _FLAGS,
)
_ZOHO = re.compile(r"-{3,10} ?(?:on|vào)\b.*\b(?:wrote|viết) ?:?-{3,10}", _FLAGS)
_FORWARDED = re.compile(r"(?:begin forwarded message|bắt đầu thư được chuyển tiếp)\s*:", _FLAGS)
# The head of the quoted mail as Outlook writes it.
_FROM = re.compile(r"[*_]?(?:from|từ|người gửi)\s*:[*_]?\s*\S", _FLAGS)
_SUBJECT = re.compile(r"[*_]?(?:subject|chủ đề|tiêu đề|v/v)\s*:", _FLAGS)
_OTHER_FIELD = re.compile(r"[*_]?(?:sent|date|to|cc|đã gửi|gửi|gửi lúc|ngày|ngày gửi|tới|đến|người nhận)\s*:", _FLAGS)
_LINES_OF_HEAD = 9
_DEVICE = re.compile(
    r"(?:(?:đã |được )?gửi (?:từ|bằng)|sent (?:from|with|via|by)|get outlook|tải (?:xuống )?outlook|lấy outlook"
    r"|nhận outlook)\b.*(?:iphone|ipad|điện thoại|samsung|galaxy|outlook|yahoo|mail|thư|android|gmail|zalo|mac\b"
    r"|windows|ios\b|huawei|xiaomi|redmi|oppo|vivo|\bmy\b|của tôi|thiết bị|proton|máy|mobile|phone|hộp thư)",
    _FLAGS,
)
_LONGEST_DEVICE = 160
_PERCENT = re.compile(r"(?:(?:tiến độ|progress)\s*(?:đạt|là|:|=)?\s*)?(\d{1,3})\s?%\s*[.;,]?", _FLAGS)


def take_new_text(text: str) -> str:
    """The writer's own words, NFC and without invisible characters; empty when there are none."""
    lines = [line.replace("\u00a0", " ").strip() for line in clean(text).split("\n")]
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if line.startswith(">"):
            place += 1
        elif count := _count_lines_of_writer(lines, place):
            place += count
            if not _is_quotation_next(lines, place):
                break
        elif line == "--" or _is_end(lines, place):
            break
        else:
            kept.append(line)
            place += 1
    return _join(kept)


def find_percent(text: str) -> int | None:
    """«58%» or «tiến độ 58 %» alone in the first line."""
    match = _PERCENT.fullmatch(text.partition("\n")[0].strip()[:60])
    return int(match[1]) if match and int(match[1]) <= 100 else None


def _count_lines_of_writer(lines: list[str], place: int) -> int:
    """How many lines say who wrote what is quoted; 0 when none begins here."""
    first = lines[place]
    if len(first) > _LONGEST_LINE:
        return 0
    if _NAMED_WRITER.fullmatch(first):
        return 1
    if not _WRITER_BEGINS_PLAIN.match(first):
        return 0
    joined = ""
    for count, line in enumerate(lines[place : place + _MOST_LINES_OF_WRITER], start=1):
        if not line or len(line) > _LONGEST_LINE or line.startswith(">"):
            return 0
        joined = f"{joined} {line}".strip()
        if _WRITER_ENDS.search(line):
            return count if _WRITER_BEGINS.match(joined) else 0
    return 0


def _is_quotation_next(lines: list[str], place: int) -> bool:
    while place < len(lines) and not lines[place]:
        place += 1
    return place < len(lines) and lines[place].startswith(">")


def _is_end(lines: list[str], place: int) -> bool:
    """Whether everything from here on is the mail that is answered."""
    line = lines[place]
    if len(line) > _LONGEST_LINE:
        return False
    if _SEPARATOR.fullmatch(line) or _ZOHO.fullmatch(line) or _FORWARDED.fullmatch(line):
        return True
    if len(line) >= 10 and not line.strip("_-"):
        following = next((one for one in lines[place + 1 : place + 4] if one), "")
        return bool(_FROM.match(following[:_LONGEST_LINE]))
    return _is_head(lines, place)


def _is_head(lines: list[str], place: int) -> bool:
    if not _FROM.match(lines[place]):
        return False
    following = [line[:_LONGEST_LINE] for line in lines[place + 1 : place + _LINES_OF_HEAD]]
    return any(_SUBJECT.match(line) for line in following) and any(_OTHER_FIELD.match(line) for line in following)


def _join(lines: list[str]) -> str:
    """Without blank lines around, more than one between, and what telephones add at the end."""
    while lines and (not lines[-1] or _is_of_device(lines[-1])):
        lines.pop()
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept)


def _is_of_device(line: str) -> bool:
    return len(line) <= _LONGEST_DEVICE and bool(_DEVICE.match(line.lstrip("*_([")))
