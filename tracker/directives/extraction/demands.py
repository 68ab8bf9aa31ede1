"""The words by which somebody in authority demands something: "Chủ tịch UBND thành phố yêu cầu …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .letters import UPPER
from .lexicon import CONNECTIVE

_STRONG = (
    r"(?:yêu cầu|đề nghị|giao(?! dịch| thông| đất| lưu| ban| cho nhận| nộp)(?:\s+(?:nhiệm vụ|"
    r"trách nhiệm)\s+cho|\s+cho)?|chỉ đạo,? yêu cầu|chỉ đạo(?! của| này| tại| điều hành| trên| trước|"
    r" sát| chung)|chỉ thị(?! số| này| \d)|cho phép|phân công)"
)
_WEAK = (
    r"(?:lưu ý|nhấn mạnh|chỉ rõ|nhắc nhở|cho rằng|nêu rõ|khẳng định|đồng ý|thống nhất|nêu vấn đề|"
    r"cho biết|quán triệt|kết luận|gợi ý|mong muốn|nhất trí)"
)
_AUTHORITY = (
    r"(?:phó thủ tướng|thủ tướng|chủ tịch|phó chủ tịch|pct|bí thư|phó bí thư|bộ trưởng|thứ trưởng|"
    r"giám đốc|trưởng|ông|bà|đồng chí|đ/c|ubnd|ủy ban|thành phố|tỉnh|tp"
    r"|thường trực|lãnh đạo|người đứng đầu|chính quyền|chính phủ|ban thường vụ|hội nghị|cuộc họp|"
    r"phiên họp|hđnd|huyện|quận|hội đồng|bộ|sở|tổng bí thư|công điện|công văn|thông báo|văn bản|"
    r"kế hoạch|chỉ thị|vị)"
)
_NAMED_ISSUER = rf"(?:[{UPPER}][^\W\d_]+(?:\s+[{UPPER}][^\W\d_]+){{1,3}})"
_FRAME = re.compile(
    rf"(?:^|(?<=[,:;.(“\"] )|(?<=, ))(?:(?:tại|trong|sau|qua|kết thúc|phát biểu|kết luận|chỉ đạo)[^,:;]{{2,80}},?\s+)?"
    rf"(?P<who>(?:{_AUTHORITY})(?![^\W_])[^:;“”]{{0,110}}?|(?-i:{_NAMED_ISSUER}))\s+"
    rf"(?:(?P<past>đã|vừa)\s+)?(?:(?:cũng|còn|tiếp tục|lại|đặc biệt|trực tiếp|đều|có|nhiều lần|"
    rf"thống nhất|quyết liệt|tập trung)\s+)*"
    rf"(?P<word>(?-i:{_STRONG}|{_WEAK}))(?![^\W_])",
    re.IGNORECASE,
)
_NO_FRAME = re.compile(
    r"(?<![^\W_])(?:đã(?= )(?! có|vừa|cũng|tiếp tục|nhiều|trực tiếp|quyết liệt|thống nhất|\s*\Z)|đang|"
    r"được|cần|phải|trong đó|trong việc|để|nhằm|phối hợp|theo|do|tập trung lãnh đạo|báo cáo)(?![^\W_])",
    re.IGNORECASE,
)
_PAPER = re.compile(r"(?:công điện|công văn|thông báo|văn bản|kế hoạch|chỉ thị)", re.IGNORECASE)
BARE_DEMAND = re.compile(
    r"(?:giao(?:\s+(?:nhiệm vụ|trách nhiệm)\s+cho|\s+cho)?|yêu cầu|đề nghị|cho phép|"
    r"phân công(?= (?:đồng chí|đ/c|ông|bà|phó|phòng|sở|ban)\s))\s+",
    re.IGNORECASE,
)
_TELLING = ("cho biết", "cho rằng", "khẳng định")  # who is told to have demanded something comes after these
_TRIES = 6
_REGION = 900
_STRONG_ONLY = re.compile(_STRONG + r"\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Frame:
    """Somebody in authority demands: `start` is where his words begin."""

    start: int
    end: int
    word: str
    past: bool

    @property
    def is_strong(self) -> bool:
        """Whether the word alone makes an order of what follows."""
        return bool(_STRONG_ONLY.match(self.word))


def find_frame(text: str, start: int, end: int) -> Frame | None:
    """The words by which an authority demands something in this stretch, if it holds them."""
    region = text[start : min(end, start + _REGION)]
    place = 0
    for _ in range(_TRIES):
        match = _FRAME.search(region, place)
        if match is None:
            return None
        paper = _PAPER.match(match["who"]) and match["word"].startswith("chỉ đạo")
        if not paper and not _NO_FRAME.search(region, match.start("who"), match.start("word")):
            frame = Frame(start + match.start(), start + match.end(), match["word"], bool(match["past"]))
            told = find_frame(text, frame.end, end) if match["word"].lower() in _TELLING else None
            return told if told and told.is_strong else frame
        place = match.start("who") + 1
    return None


def demands_before(text: str, end: int) -> bool:
    """Whether an authority demands something between the beginning of the paragraph and a place in it."""
    return _has_frame(text[: min(end, _REGION)])


@lru_cache(maxsize=8)
def _has_frame(region: str) -> bool:
    """Remembered, since beyond the first region all sentences of a long paragraph ask for the same."""
    return find_frame(region, 0, len(region)) is not None


def skip_connectives(text: str, start: int, end: int) -> int:
    """The place after "Đồng thời,", "Bên cạnh đó," and their like."""
    for _ in range(3):
        match = CONNECTIVE.match(text, start, end)
        if not match or match.end() >= end:
            return start
        start = match.end()
    return start
