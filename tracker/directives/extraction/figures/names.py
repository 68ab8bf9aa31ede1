"""What a number is a number of: the words before it, or for things that are counted the words after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ....text import clean_line
from ..lexicon import BODY
from .amounts import QUALIFIERS, Amount
from .periods import Period

_HEADS = (
    r"tổng(?! công ty| cục| giám| bí| liên| thanh| kiểm)|giá trị|số(?! nhà| điện)|tỷ lệ|tỉ lệ|thu|vốn|nguồn vốn|"
    r"chi(?! cục| nhánh| bộ)|doanh thu|sản lượng|diện tích|kim ngạch|thu nhập|lượng|mức|tốc độ|chỉ số|dư nợ|huy động|"
    r"giải ngân|năng suất|độ che phủ|nợ|doanh số|kinh phí|bình quân|khối lượng|công suất|đầu tư|xuất khẩu|nhập khẩu|"
    r"tiền|ngân sách|thuế|phí|quỹ|dân số|sản xuất"
)
_HEAD = re.compile(
    rf"(?:\A|[,;:(-]\s*|(?<![^\W_])(?:và|đã|cả|trong đó)\s+)(?P<head>(?:{_HEADS})(?![^\W_]))", re.IGNORECASE
)
# Before a number they say that it is reported, not planned or merely named.
_REPORTING = r"đạt được|đạt|được|là|bằng|tăng lên|thực hiện được|thực hiện|thu được|lên tới|lên đến|ước thực hiện"
_REPORTED = re.compile(rf"(?<![^\W_])(?:{_REPORTING}|ước|ước tính|với)(?![^\W_])", re.IGNORECASE)
_TAIL = re.compile(
    rf"(?:[\s,:(-]|(?<![^\W_])(?:{_REPORTING}|có|với|còn|hoàn thành|đã|ước tính|{QUALIFIERS}|và|trong)(?![^\W_]))\Z",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:trong đó|chỉ tính riêng|tính riêng|riêng|đặc biệt|ngoài ra|đồng thời|cụ thể|đến nay|hiện nay|hiện|như|và|với|"
    r"theo đó|tổng cộng|trên địa bàn(?! \w+ \w+ )|trong kỳ|trong tháng|trong quý|trong năm|đã|thành phố|tỉnh|huyện|"
    r"toàn thành phố|toàn tỉnh|toàn huyện|công tác|ước|lũy kế|luỹ kế)(?![^\W_])[\s,:]*|[\s,:;(-]+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]")
_REFUSED = re.compile(
    r"(?<![^\W_])(?:điều|khoản|nghị định|thông tư|luật|quyết định|số nhà|đường|điện thoại|phạt|nghị quyết|vượt|so với|"
    r"tăng|giảm|chiếm|nhiệm vụ|mỗi|từng|nếu|để|rằng|này)(?![^\W_])|[()]|\A(?:bị|đối với|giai đoạn)(?![^\W_])",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    rf"(?<![^\W_])(?P<verb>đón|thu hút|giải quyết|tiếp nhận|cấp|hỗ trợ|tạo việc làm cho|thành lập mới|thành lập|"
    rf"công nhận|đạt|được|với|xóa|khánh thành|hoàn thành|phục vụ|khám chữa bệnh cho)"
    rf"(?:\s+(?:mới|được|cho))?\s*(?:{QUALIFIERS})?\s*\Z",
    re.IGNORECASE,
)
_NO_DEEDS = ("đón", "đạt", "được", "với", "phục vụ")
_TAIL_WORDS = re.compile(
    r"(?:[ \t]+(?!(?:đạt|bằng|vượt|tăng|giảm|của|với|trong|được|và|tại|trên|từ|so|cho|do|năm|tháng)(?![^\W_]))"
    r"[^\W\d_]+){1,5}"
)
_DEED = re.compile(r"(?<![^\W_])(?P<head>giải ngân|huy động|thu ngân sách)(?![^\W_])", re.IGNORECASE)
_FURTHEST = 160
_LONGEST_TAIL = 16
_LONGEST_PLAIN = 8
_LONGEST = 130
_LONGEST_WORDS = 22
_SHORTEST = 4


@dataclass(frozen=True)
class Named:
    """A name and the stretch that it and its number take; `is_own`: it stands before this very number."""

    start: int
    end: int
    name: str
    is_own: bool = True


def name_before(
    text: str, place: int, amount: Amount, periods: Sequence[Period], last: str, *, needs_head: bool = False
) -> Named | None:
    """The name between `place` and the number; where nothing but time stands there, the last name goes on.

    `needs_head`: only a name that begins like that of an indicator ("tổng", "giá trị", "tỷ lệ").
    """
    begin = max(place, text.rfind(";", place, amount.start) + 1)
    begin, end = _stripped(text, begin, amount.start, periods)
    if begin >= end:
        return Named(amount.start, amount.end, last, is_own=False) if last and not needs_head else None
    if not _REPORTED.search(text, end, amount.start):
        return None
    words = text[begin:end]
    head = _HEAD.search(words) or _DEED.search(words)
    if head:
        begin += head.start("head")
    elif needs_head or BODY.match(words) or len(words.split()) > _LONGEST_PLAIN or "," in words:
        return None
    words = text[begin:end]
    if not (_SHORTEST <= len(words) <= _LONGEST and _WORD.match(words)):
        return None
    if _REFUSED.search(words) or len(words.split()) > _LONGEST_WORDS:
        return None
    return Named(begin, amount.end, _capital(words))


def counted_name(text: str, place: int, amount: Amount, end: int, periods: Sequence[Period]) -> Named | None:
    """As in "đón trên 191 nghìn lượt du khách", "thành lập mới 25 doanh nghiệp": the thing counted is the name."""
    tail = _TAIL_WORDS.match(text, amount.end, end)
    stop = tail.end() if tail else amount.end
    named = name_before(text, place, amount, periods, "", needs_head=True)
    if named:
        return Named(named.start, stop, named.name)
    verb = _COUNTING.search(text, place, amount.start)
    if verb is None or _REFUSED.search(text, verb.start(), stop):
        return None
    thing = amount.unit + (tail.group() if tail else "")
    if not tail and not amount.unit.startswith("lượt "):
        thing = _named_earlier(text, place, verb.start(), amount.unit, periods)
    if not thing:
        return None
    did = "" if verb["verb"].lower() in _NO_DEEDS else f"{verb['verb']} "
    return Named(verb.start(), stop, _capital(did + thing))


def _named_earlier(text: str, place: int, at: int, unit: str, periods: Sequence[Period]) -> str:
    """The same things with their full name earlier in the sentence: "sản phẩm OCOP … với 16 sản phẩm"."""
    found = text.lower().rfind(unit, max(place, at - _FURTHEST), at)
    tail = _TAIL_WORDS.match(text, found + len(unit), at) if found >= 0 else None
    if tail is None:
        return ""
    stop = min((p.start for p in periods if found < p.start < tail.end()), default=tail.end())
    return text[found:stop].strip()


def _stripped(text: str, begin: int, end: int, periods: Sequence[Period]) -> tuple[int, int]:
    """Without words of time, connectives and verbs at both ends."""
    starts, ends = {p.start: p.end for p in periods}, {p.end: p.start for p in periods}
    while begin < end:
        lead = _LEAD.match(text, begin, end)
        after = starts.get(begin) or (lead.end() if lead else begin)
        if after == begin:
            break
        begin = after
    while begin < end:
        tail = _TAIL.search(text, max(begin, end - _LONGEST_TAIL), end)
        before = ends[end] if end in ends else tail.start() if tail else end
        if before == end:
            break
        end = max(before, begin)
    return begin, end


def _capital(words: str) -> str:
    words = clean_line(words).strip(" ,:-")
    return words[:1].upper() + words[1:]
