"""Which words of a mention, a sentence or a title can be learned at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..directives.extraction.shadow import Shadow
from ..directives.extraction.topics import plain_words
from ..directives.extraction.units import normal
from ..text import clean_line, fold

MOST_PHRASES = 24  # of one sentence
_SYLLABLES = range(2, 5)
_LEADING = 4  # a verb and what it is done to, mostly
_LONGEST_NAME = 10

_POST = re.compile(
    r"(?:(?:dong chi|d c|ong|ba) )?(?:pho chu tich|chu tich|thu truong|chi cuc truong|doi truong|chi huy truong|"
    r"pho truong|truong|pho giam doc|giam doc|pho chanh|chanh|bi thu|lanh dao)\b ?(?:cac )?"
)
_PERSON = re.compile(r"(?:dong chi|d c|ong|ba) ")
_BODIES = r"(?:ubnd|hdnd|phong|ban|bql|chi cuc|trung tam|van phong|so|cong an|vien|hat|doi|tram|to|hoi|quy)\b"
_BODY = re.compile(_BODIES)
_GROUP = re.compile(r"(?:cac|tung|moi|nhung|toan the|\d+)\b|.*\b(?:nay|tren|do|lien quan|neu tren)\Z")
# "Lao động, Thương binh và Xã hội" is one body: only a second one that begins like a body makes several.
_SEVERAL = re.compile(rf"[;/]|(?:,|\b(?:va|hoac|cung))\s+{_BODIES}")
# Alone they may be anybody.
_NOBODY = re.compile(
    r"(?:ubnd|hdnd|phong|ban|so|nganh|to|don vi|co quan|phong ban|dia phuong|thanh pho|chu dau tu|chu tich|uy ban|"
    r"van phong|trung tam|to cong tac|ban chi dao|ban quan ly|don vi chu tri|don vi phoi hop)\Z"
)

# What every notice says, whatever it is about; the longer ones are looked for first.
_STOP = (
    "ủy ban nhân dân|hội đồng nhân dân|phó chủ tịch|chủ tịch|thủ trưởng|trưởng phòng|giám đốc|đồng chí|lãnh đạo|"
    "chủ trì|phối hợp|tham mưu|báo cáo|triển khai|thực hiện|tiếp tục|đẩy mạnh|tăng cường|đẩy nhanh|hoàn thành|"
    "hoàn thiện|kế hoạch|kết quả|kết luận|công tác|nhiệm vụ|giải pháp|đơn vị|cơ quan|phòng ban|liên quan|khẩn trương|"
    "chủ động|kịp thời|nghiêm túc|quyết liệt|rà soát|tổng hợp|đề xuất|hướng dẫn|kiểm tra|đôn đốc|tình hình|quy định|"
    "thời gian|thời hạn|yêu cầu|ban hành|chỉ đạo|văn bản|trách nhiệm|theo dõi|bảo đảm|đảm bảo|cụ thể|tiến độ|nội dung|"
    "thẩm quyền|chức năng|hiệu quả|chất lượng|tổ chức|tập trung|xây dựng|phương án|đề án|tờ trình|quyết định|"
    "chương trình|hội nghị|địa bàn|thành phố|thị xã|tỉnh|huyện|phường|xã|thị trấn|thôn|tổ dân phố|trước|sau|trong|ngày|"
    "tháng|năm|quý|tuần|hằng|hàng|định kỳ|đầu|cuối|và|của|các|những|cho|với|trên|tại|về|theo|để|từ|đến|là|được|bị|do|"
    "bởi|này|đó|khi|nếu|thì|mà|còn|đã|đang|sẽ|phải|cần|có|không|một|hai|ba|bốn|hoặc|cùng|việc|giao|gửi|trình|lập|làm|"
    "nêu|qua|như|vào|ra|lên|đối|nhất|tất cả|toàn bộ|mỗi|từng|đồng thời|trường hợp|vấn đề|khó khăn|vướng mắc|xử lý"
)
_STOPS = re.compile(rf"\b(?:{'|'.join(sorted(_STOP.split('|'), key=len, reverse=True))})\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")


def name_of_body(mention: str) -> str:
    """The one body that a mention names, as written and without a post before it; "" when it names none or several."""
    written = clean_line(mention)
    key = normal(written)
    if _SEVERAL.search(fold(written)):
        return ""
    post = _POST.match(key)
    rest = key[post.end() :] if post else key
    if not rest or _NOBODY.match(rest) or _GROUP.match(rest) or (post and not _BODY.match(rest)):
        return ""
    if (not post and _PERSON.match(key)) or len(rest) < 4 or len(rest.split()) > _LONGEST_NAME:
        return ""
    tokens = written.split()
    return next((name for at in range(len(tokens)) if normal(name := " ".join(tokens[at:])) == rest), "")


def leading_phrase(title: str) -> str:
    """The first words of a task's title, "" when there are too few to say what it is."""
    words = [word for word in clean_line(title).split() if any(char.isalnum() for char in word)]
    return " ".join(words[:_LEADING]).rstrip(" ,;:.") if len(words) >= 2 else ""


def topic_phrases(sentence: str, names: Iterable[str], known: Sequence[str]) -> list[str]:
    """Phrases that may point to a topic: no names, places, dates or words of every notice, none that is `known`.

    `names` are those of units and the mentions of the sentence. What is said first comes first.
    """
    taken = {plain_words(word) for word in known}
    found: dict[str, None] = {}
    for run in _runs(sentence, names):
        for start in range(len(run)):
            for size in _SYLLABLES:
                phrase = " ".join(run[start : start + size])
                if start + size <= len(run) and phrase not in taken:
                    found.setdefault(phrase)
    return list(found)[:MOST_PHRASES]


def _runs(sentence: str, names: Iterable[str]) -> list[list[str]]:
    """What is left between punctuation, names, numbers and words of every notice, as lists of syllables."""
    if sentence.isupper():
        return []  # names cannot be told from words
    text = Shadow(sentence).text
    for name in sorted({clean_line(name) for name in names if len(clean_line(name)) > 2}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " | ", text, flags=re.IGNORECASE)
    runs: list[list[str]] = [[]]
    is_first = True
    for token in _TOKEN.findall(_STOPS.sub("|", text)):
        is_name = token[0].isupper() and not is_first
        if not token.isalpha() or is_name:
            runs.append([])
        else:
            runs[-1].append(token.casefold())
        is_first = is_first and not token.isalpha()
    return [run for run in runs if run]
