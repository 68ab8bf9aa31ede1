"""What a paragraph, heading, introduction or clause is for: the fixed phrases of official writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...workdays import Calendar
from .demands import find_frame
from .due_dates import find_terms
from .lexicon import ACTION, BODY, CONNECTIVE
from .orders import is_adverbial, is_statement
from .owners import owner_at
from .structure import Paragraph

_MOTTO = re.compile(
    r"(?:[^a-zà-ỹ]{0,120}\s)?(?:CỘNG\s*)?HÒA\s+XÃ\s+HỘI|"
    r"Cộng hòa xã hội chủ nghĩa Việt Nam(?:\s+Độc lập|$)"
)
_END = re.compile(
    r"(?:nơi nhận\s*:|(?:theo|nguồn)\s*:?\s+(?:cổng (?:thông|ttđt)|báo(?! cáo)|ttxvn|"
    r"chinhphu).{0,80}$|link bài|giờ đăng|ngày đăng|tác giả\s*:|trên đây là (?:thông tin|nội dung|"
    r"toàn bộ)|xem thêm|xem chi tiết|>>|"
    r"\(?\s*\)?\s*trên đây là|văn bản này chưa|đang theo dõi|tags?\s*:|từ khóa\s*:|\[\d+\]\s)",
    re.IGNORECASE,
)
_PART = re.compile(r"(?:KẾ HOẠCH|CHƯƠNG TRÌNH|PHƯƠNG ÁN|PHỤ LỤC|QUY CHẾ|DANH MỤC|THÔNG BÁO|CÔNG ĐIỆN|CHỈ THỊ)\b")
_NEW_DEMAND = re.compile(
    r"(?:ngoài ra|theo .{5,80}(?:nêu|yêu cầu)|.{0,60}(?:yêu cầu|chỉ đạo|giao|"
    r"(?:công điện|chỉ thị|thông báo|kết luận|công văn)\s+(?:số\s+)?\d)).{0,260}(?:như sau|sau đây|cụ thể)?\s*:\s*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[^.“\"]{10,240}(?:thế nào|những gì|ra sao|là gì|bao nhiêu|khi nào|bao lâu|hay không|"
    r"ở đâu)\s*\?\s*$",
    re.IGNORECASE,
)

_LABEL = re.compile(
    r"(?:(?:tên\s+)?(?:đơn vị|cơ quan|bộ phận)?\s*(?P<lead>chủ trì(?:\s+thực hiện|\s+tham mưu)?|"
    r"đầu mối|(?<=cơ quan )thực hiện|(?<=đơn vị )thực hiện)"
    r"|(?:đơn vị|cơ quan)?\s*(?P<coop>phối hợp(?:\s+thực hiện)?)"
    r"|(?P<due>thời\s+(?:gian|hạn)(?:\s+(?:thực hiện|hoàn thành|báo cáo|gửi|xong|bắt đầu))*|"
    r"hạn hoàn thành|tiến độ(?:\s+(?:thực hiện|hoàn thành))?)"
    r"|(?P<other>sản phẩm|kết quả đầu ra|kinh phí|nguồn lực))\s*:\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_REPORT_HEADING = re.compile(
    r"đánh giá|kết quả|tình hình|tồn tại|hạn chế|nguyên nhân|ưu điểm|khuyết điểm|mục đích|mục tiêu|"
    r"phạm vi|đối tượng(?! thực hiện)|căn cứ|thành phần|nội dung cuộc họp|kinh phí thực hiện|bối cảnh|"
    r"công tác đã",
    re.IGNORECASE,
)
_ORDER_HEADING = re.compile(
    r"nhiệm vụ|giải pháp|yêu cầu|tổ chức thực hiện|kiến nghị|đề xuất|phân công|trách nhiệm|nội dung|"
    r"kết luận|chỉ đạo|công việc|quyết định|phương hướng|giao",
    re.IGNORECASE,
)
OWNER_PREFIX = re.compile(
    r"(?:(?:về\s+)?(?:trách nhiệm|nhiệm vụ|phân công nhiệm vụ)\s+(?:của|cho)|đối với|"
    r"yêu cầu(?:\s+đối với)?|giao(?:\s+cho)?|đề nghị|chỉ đạo|với|tới|đến|gửi)\s+",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:căn cứ (?:vào |theo )?(?:điều|khoản|luật|nghị định|quy định)|theo (?:quy định|điều|khoản)|"
    r"quy định (?:như sau|về)|được quy định|như vậy|danh sách|phụ lục kèm)",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"nhiệm vụ|giải pháp|nội dung|công việc|yêu cầu|(?-i:chỉ đạo)|kết luận|ý kiến|chỉ thị|giao|"
    r"đề nghị|sau đây|như sau|quyết định|lưu ý|cụ thể|việc sau",
    re.IGNORECASE,
)
_NOT_OPENING = re.compile(
    r"(?:khó khăn|hạn chế|kết quả|tồn tại|nguyên nhân|điểm nổi bật|thành tích|báo cáo về|thành phần|"
    r"tham dự|cùng dự|kính gửi|điện)[^:]{0,60}$",
    re.IGNORECASE,
)
_DEMAND = re.compile(r"(?:yêu cầu|đề nghị|giao(?: cho)?|chỉ đạo|đến|đối với)\s+(?=\w)", re.IGNORECASE)
_TOPIC = re.compile(r"(?:về|đối với|liên quan|riêng|công tác|khu|phần|với|theo|tại|việc)(?![^\W_])", re.IGNORECASE)
_LONGEST_NAMES = 160
_ASKED = re.compile(r"(?<![^\W_])(?:giao(?: cho)?|yêu cầu|đề nghị)\s+", re.IGNORECASE)
_LONGEST_TOPIC = 70
_PURE_TOPICS = ("về", "đối với", "liên quan")
_TOLD = re.compile(r"(?<![^\W_])(?:đã|đang|vẫn còn|dự kiến)(?![^\W_])", re.IGNORECASE)
_DATED = re.compile(r"\d{1,2}/\d{1,2}|\d+(?:[.,]\d+)?\s*%|[\"”]\s*$|\bông\b|\bbà\b", re.IGNORECASE)
_LIST_WORDS = re.compile(
    r"(?:nhiệm vụ|giải pháp|nội dung|công việc|sau|sau đây|cụ thể|trọng tâm|yêu cầu|chỉ đạo|đề nghị|"
    r"giao|là|lưu ý|nhấn mạnh|kết luận|chỉ rõ|trong đó)\s*$",
    re.IGNORECASE,
)
_UMBRELLA_NOUN = re.compile(r"nhiệm vụ|nội dung|giải pháp|công việc", re.IGNORECASE)
_UMBRELLA = re.compile(
    r"(?:(?:tốt|đầy đủ|nghiêm túc|nghiêm|có hiệu quả|hiệu quả|đồng bộ|kịp thời|quyết liệt|thắng lợi|"
    r"toàn diện)[\s,]*)*(?:các|những|một số|tốt các)?\s*"
    r"(?:nhiệm vụ|nội dung|giải pháp|công việc)(?:\s*(?:,|và)?\s*(?:nhiệm vụ|giải pháp|nội dung|"
    r"trọng tâm|chủ yếu|cụ thể|còn lại|sau đây|sau|được giao|nêu trên|cấp bách|chính))*\s*",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:KẾT LUẬN|THÔNG BÁO|V/V|VỀ VIỆC|CHỈ THỊ|CÔNG ĐIỆN|KẾ HOẠCH|TRIỂN KHAI|TĂNG CƯỜNG|QUYẾT ĐỊNH)\b")
_QUOTED_DEMAND = re.compile(
    r"[“\"](?P<said>[^“”\"]{20,}?)[,.]?[”\"]\s*,?\s*(?:[^“”\",;]{2,80}\s)?"
    r"(?:nhấn mạnh|lưu ý|yêu cầu|chỉ đạo|đề nghị|quán triệt)"
    r"(?![^\W_])[^“”\"]{0,40}\Z",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"thông báo (?:ý kiến|kết luận)(?: chỉ đạo)? của (?!hội nghị|cuộc họp)", re.IGNORECASE)
_NOUN_TASK = re.compile(r"(?:công tác|việc|vấn đề)\s", re.IGNORECASE)
_WITH_PARTNERS = re.compile(
    r"(?:tiếp tục |khẩn trương |chủ động |được giao |chịu trách nhiệm |có trách nhiệm )*(?:chủ trì|phối hợp)",
    re.IGNORECASE,
)
_EXHORTATION = re.compile(
    r".{0,160}?(?:nâng cao (?:tinh thần|ý thức|trách nhiệm|nhận thức|quyết tâm)|"
    r"phát huy (?:tối đa )?(?:tinh thần|kết quả|truyền thống|vai trò)|quán triệt (?:quan điểm|"
    r"sâu sắc)|xác định (?:rõ )?.{0,60}là nhiệm vụ"
    r"|chịu (?:hoàn toàn )?trách nhiệm (?:trước|toàn diện)|không (?:được )?chủ quan|đổi mới tư duy|"
    r"quyết tâm (?:cao|chính trị)|"
    r"(?:triển khai )?(?:nghiêm túc )?thực hiện (?:nghiêm túc )?(?:thông báo|chỉ thị|kế hoạch|"
    r"công điện) này)",
    re.IGNORECASE | re.DOTALL,
)
_INNER_DUTY = re.compile(r",\s+trong đó,?\s+(?=(?:khẩn trương|tập trung|yêu cầu|chủ động|tiếp tục)\s)", re.IGNORECASE)
_DEMANDS = re.compile(r"(?:yêu cầu|kết luận|chỉ đạo|ý kiến|chỉ thị|giao|đề nghị)[^.;]{0,40}:$", re.IGNORECASE)
_CAPTION = re.compile(r"(?:[-.(]\s*(?:Ảnh|Hình|Nguồn ảnh)\b[^.]{0,60}|\(Hình từ [^)]*\)\s*|Ảnh\s*:[^.]{0,60})\.?$")
_INNER_ORDER = re.compile(r",?\s+(?:trong đó,?\s+(?=(?:giao|yêu cầu|đề nghị)\s)|(?=giao\s))", re.IGNORECASE)

_COLON = re.compile(r":\s+")
_LONGEST_OPENING = 600


def body_start(paragraphs: list[Paragraph]) -> int:
    """A web page often tells the notice before it quotes it: reading begins at the quoted letterhead."""
    for index, paragraph in enumerate(paragraphs):
        if _MOTTO.match(paragraph.text):
            return index
    return 0


def ends_body(paragraph: Paragraph) -> bool:
    """Addressees, links and notes: nothing is ordered there."""
    return bool(
        _END.match(paragraph.words)
        or _END.match(paragraph.text)
        or (_QUESTION.match(paragraph.text) and not paragraph.kind)
    )


def opens_part(paragraph: Paragraph) -> bool:
    """The title of an attached plan, or of the text itself."""
    return paragraph.is_capitals and bool(_PART.match(paragraph.words))


def demands_anew(paragraph: Paragraph) -> bool:
    """A new demand after the page's own chatter."""
    text = paragraph.text
    if paragraph.kind or quotes_law(text):
        return False
    frame = find_frame(text, 0, len(text)) if text.endswith(":") else None
    return bool(_NEW_DEMAND.match(text)) or (frame is not None and frame.is_strong)


def heading_mood(words: str, *, major: bool) -> bool | None:
    """True when the heading opens orders, False when it opens a report, None when it says neither."""
    if major and _REPORT_HEADING.search(words) and not re.search(r"nhiệm vụ|giải pháp", words, re.IGNORECASE):
        return False
    return True if major and _ORDER_HEADING.search(words) and not _TITLE.match(words) else None


def is_label(words: str) -> bool:
    """Whether it is one of "Đơn vị chủ trì: …", "Thời hạn hoàn thành: …" and their like."""
    match = _LABEL.match(words)
    return bool(match and match["value"].strip() and len(match["value"]) < 400)


def read_label(words: str) -> tuple[str, str]:
    """Which label it is ("lead", "coop", "due" or "other") and its value."""
    match = _LABEL.match(words)
    if not match:
        return "other", ""
    name = next(name for name in ("lead", "coop", "due", "other") if match[name])
    return name, match["value"].strip(" .;")


def quotes_law(words: str) -> bool:
    """The introduction of a quoted law or list, not of orders."""
    return bool(_LAW.match(words))


def opens_list(words: str) -> bool:
    """An introduction after which orders follow."""
    tail = words[-160:]
    return bool(_OPENS.search(tail)) and not _NOT_OPENING.search(words.rstrip(" :"))


def after_demand(words: str) -> int | None:
    """The place after the first "yêu cầu", "giao", "đối với" that a body follows."""
    return next((match.end() for match in _DEMAND.finditer(words) if BODY.match(words, match.end())), None)


def inner_colon(text: str, start: int, end: int, item: int = -1) -> int | None:
    """The colon that parts an introduction or a topic from the orders of the same sentence.

    `item`: where the words of a numbered item begin, which may be headed by any short topic ("An ninh trật tự: …").
    """
    colons = list(_COLON.finditer(text[start:end]))
    owner = owner_at(text, start) if colons else None
    for match in colons:
        at = start + match.start()
        before, place = text[start:at], start + match.end()
        if len(before) > _LONGEST_OPENING:
            return None
        if before.count("(") != before.count(")") or before.count("“") != before.count("”"):
            continue
        if owner and owner.end > at:
            continue
        if re.search(r"như\s*$", before) or _TOLD.search(before):
            return None
        topic = _TOPIC.match(before)
        if _LIST_WORDS.search(before) or (
            topic and (_starts_order(text, place) or topic.group().lower() in _PURE_TOPICS)
        ):
            return at
        if start == item and _is_short_topic(before) and _starts_order(text, place):
            return at
        if owner and owner.end <= at <= owner.action:
            return None
    return None


def _is_short_topic(words: str) -> bool:
    return len(words) <= _LONGEST_TOPIC and not BODY.match(words) and not ACTION.match(words) and "“" not in words


def _starts_order(text: str, place: int) -> bool:
    if ACTION.match(text, place):
        return True
    return bool(BODY.match(text, place)) and owner_at(text, place) is not None


def is_list_colon(text: str, start: int, colon: int) -> bool:
    """The colon belongs to an introduction (with an owner, a demand), not merely to a topic."""
    return bool(_LIST_WORDS.search(text[start:colon]) or _OPENS.search(text[max(start, colon - 200) : colon]))


def may_be_umbrella(text: str, start: int, end: int) -> bool:
    """Whether the words are there at all: quick, since it is asked of every sentence."""
    return bool(_UMBRELLA_NOUN.search(text, start, end))


def is_umbrella(words: str) -> bool:
    """Nothing but "carry out the tasks", perhaps with a time limit: an introduction in the form of an order."""
    place = 0
    while True:
        match = ACTION.match(words, place)
        if not match:
            break
        place = match.end()
        while place < len(words) and words[place] in " ,":
            place += 1
    match = _UMBRELLA.match(words, place) if place else None
    if not match:
        return False
    rest = words[match.end() :].strip(" .,;")
    terms = find_terms(rest, None, Calendar())
    return not rest or any(term.start == 0 and term.end >= len(rest) - 2 for term in terms)


def whole_owners(text: str, clauses: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Clauses; a first one that ends with names goes on in the next: "Giao các sở; UBND các xã; Ban QLDA báo cáo …"."""
    first: int | None = None
    is_begun = True
    for start, end in clauses:
        first = start if first is None else first
        is_begun = is_begun and _ends_with_names(text, start, end)
        last = end
        if not is_begun:
            yield first, end
            first = None
    if first is not None:
        yield first, last


def _ends_with_names(text: str, start: int, end: int) -> bool:
    asked = [match.end() for match in _ASKED.finditer(text, start, end) if BODY.match(text, match.end(), end)]
    place = asked[-1] if asked else start
    if end - place > _LONGEST_NAMES or not BODY.match(text, place, end):
        return False
    return not any(match.group()[0].islower() for match in ACTION.finditer(text, place, end))


def parts(text: str, clauses: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Clauses, cut once more where a second body is told to do something: "…, trong đó giao Bộ A chỉ đạo …"."""
    for start, end in clauses:
        place = start
        for match in _INNER_ORDER.finditer(text, start + 20, end):
            word = match.end()
            name = re.compile(r"(?:giao(?: cho)?|yêu cầu|đề nghị)\s+").match(text, word)
            if not name or text[match.start()] != "," or is_adverbial(text, place):
                continue
            owner = owner_at(text, name.end())
            if owner and owner.action < end and match.start() - place > 40:
                yield place, match.start()
                place = word
        inside = _INNER_DUTY.search(text, place + 30, end)
        if inside and is_exhortation(text[place : inside.start()]):
            yield place, inside.start()
            place = inside.end()
        yield place, end


def announces(text: str, start: int, end: int) -> bool:
    """ "Văn phòng UBND tỉnh thông báo ý kiến của đồng chí …": what follows is what he ordered."""
    return _ANNOUNCED.search(text, start, end) is not None


def quoted_demand(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words between the marks in "“Các phường phải …”, Chủ tịch nhấn mạnh": an order, not what was said of it."""
    match = _QUOTED_DEMAND.match(text, start, end)
    return (match.start("said"), match.end("said")) if match else None


def tells(text: str, start: int, end: int) -> bool:
    """Whether the sentence tells what is or was, so that no orders are expected after it."""
    return (
        is_statement(text, start, end)
        or bool(_TOLD.search(text, start, end))
        or _DATED.search(text, start, end) is not None
    )


def is_noun_task(text: str, start: int) -> bool:
    """An item of an inline list that names the work by a noun: "công tác thu ngân sách …"."""
    return bool(_NOUN_TASK.match(text, start))


def leads_with_partners(text: str, body: int) -> bool:
    """The owner and his partners are named together, at the head of the sentence."""
    return bool(_WITH_PARTNERS.match(text, body))


def is_exhortation(words: str) -> bool:
    """An appeal with nothing that could be checked: spirit, responsibility, achievements."""
    return bool(_EXHORTATION.match(words)) and len(words) < 400


def is_caption(paragraph: Paragraph) -> bool:
    """The line under a picture."""
    return not paragraph.kind and bool(_CAPTION.search(paragraph.text)) and len(paragraph.text) < 700


def first_demand(paragraphs: list[Paragraph], first: int) -> int:
    """Where a paper turns from telling to demanding: "… Thủ tướng Chính phủ yêu cầu:" before a numbered list."""
    for index, paragraph in enumerate(paragraphs[first:-1], first):
        if paragraph.text.endswith(":") and not paragraph.kind and _DEMANDS.search(paragraph.text[-90:]):
            return index if paragraphs[index + 1].kind in ("dec1", "roman") else -1
    return -1


def is_subject_heading(words: str) -> bool:
    """A heading that names a subject, not work to do: the page goes on to something else."""
    return not ACTION.match(words) and not BODY.match(words)


def looks_like_heading(words: str) -> bool:
    """Short, without the marks of a sentence: not a line that has only lost its full stop."""
    return len(words) < 170 and ";" not in words and not CONNECTIVE.match(words)


def is_added(text: str, start: int) -> bool:
    """As in "Đồng thời, việc … phải …": joined to the orders before."""
    return bool(
        CONNECTIVE.match(text, start) or re.match(r"(?:việc|công tác)\s", text[start : start + 12], re.IGNORECASE)
    )


def is_case(text: str, start: int) -> bool:
    """The case for which the order holds stands before a colon and belongs to the order."""
    return bool(
        re.match(r"(?:đối với (?:các |những )?trường hợp|trường hợp|nếu)\s", text[start : start + 40], re.IGNORECASE)
    )


def has_own_date(words: str, before: str) -> bool:
    """A part with a last day of its own, after a part that has one: two pieces of work."""
    dated = [any(term.strength >= 5 for term in find_terms(part, None, Calendar())) for part in (words, before)]
    return all(dated)
