"""Is this an order, to whom, and where does it begin: one clause at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .demands import BARE_DEMAND, Frame, find_frame, skip_connectives
from .lexicon import ACTION, BODY, MANNER, OPENER, SURE
from .owners import Owner, is_bare_noun, owner_at, partners, split_names

_MODAL = re.compile(
    r"(?<![^\W_])(?<!không )(?:phải(?! là\b| chăng)|cần(?! thiết| cù| trục| có thời)|được giao|"
    r"có trách nhiệm|được yêu cầu|được chỉ đạo)(?![^\W_])",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?<![^\W_])(?:đã(?! được (?:bàn|giao|phê|cấp|duyệt))|đang|vừa|vẫn|sẽ bị|sẽ|chưa(?! được)|"
    r"còn (?=khó|nhiều|một|tồn|thiếu|chậm)|đạt được|ước đạt|cho biết|hoan nghênh|ghi nhận|biểu dương|"
    r"đánh giá cao)(?![^\W_])",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?:theo (?:các )?(?:báo cáo|số liệu|kết quả|đề xuất|phản ánh|thống kê|bộ trưởng|lộ trình|quy định tại|"
    r"quy định của)|hiện(?: nay| tại| có| đang| vẫn| còn|,)|thời gian qua|tuy nhiên|đến nay|tính đến|"
    r"trong (?:những|thời gian|tháng|"
    r"\d+ tháng|bối cảnh|đó,? một số)[^,]{0,40}(?:qua|năm|đầu|đã)\b"
    r"|sau khi (?:nghe|xem xét)|đây là|như vậy|báo cáo tại|phát biểu tại|tham dự|cùng dự|"
    r"tại (?:hội nghị|cuộc họp|buổi)[^,]{0,60}, (?!.{0,200}(?:yêu cầu|đề nghị|giao|chỉ đạo))"
    r"|nguyên nhân|bên cạnh những|mặc dù|nhờ|vừa qua|ngoài ra còn|thực hiện (?:quy định|chỉ đạo|"
    r"nghị quyết|luật|chỉ thị|kết luận|công điện)[^;]{0,300}, [^;]{0,200}\bđã|căn cứ (?:luật|"
    r"nghị định|quyết định|điều)[^,]*$|thực hiện (?:theo )?quy định tại|kinh phí|"
    r"(?:văn phòng|ubnd|ủy ban|chánh văn phòng)[^;:]{0,45}(?:xin )?(?:trân trọng )?thông báo"
    r"(?= (?:để|đến|tới|cho|ý kiến|kết luận)|$)|(?:cơ bản )?(?:thống nhất|đồng ý|"
    r"nhất trí|chấp thuận|tán thành)(?: cao)?(?= (?:chủ trương|về|với|như|theo|nội dung|đề nghị|"
    r"đề xuất|báo cáo|phương án|các nội dung|cho|thông qua)|$)|trên đây là|trước đó|sau đó|"
    r"ban hành kèm theo|từ đầu năm|thời gian tới,? đảng"
    r"|bởi(?: vì| lẽ)?|vì(?! vậy| thế)|thay mặt|"
    r"chúc|cảm ơn|xin|mục tiêu|phạm vi|đối tượng(?! thực hiện)|mục đích)(?![^\W_])",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"(?:trong|trước|từ|đến|sau|đối với|trên cơ sở|căn cứ|để|nhằm|tại|về|với|khi|trường hợp|nếu|theo|"
    r"ngay|riêng|ngoài|liên quan|phần|dưới sự|trên tinh thần|hằng|hàng|định kỳ|cùng với|bên cạnh|qua|"
    r"song song|mỗi (?:tuần|tháng|quý|năm))(?![^\W_])",
    re.IGNORECASE,
)
_KEPT_ADVERBIAL = re.compile(
    r"(?:đối với|trường hợp|trên cơ sở|căn cứ|sau khi|khi|nếu|trong quá trình|phần|trong tháng|"
    r"trước ngày|dưới sự|về việc(?! này| trên))(?![^\W_])",
    re.IGNORECASE,
)
_NOT_DEMANDED = re.compile(
    r"(?:đã|đang|vẫn|quyết liệt|sát sao|kịp thời,|điều hành|từ đầu|từ sớm|của|này|trên|nêu)(?![^\W_])", re.IGNORECASE
)
_NARROW_ADVERBIAL = re.compile(r"(?:về|đối với|qua|liên quan|với|riêng|cùng với)(?![^\W_])", re.IGNORECASE)
_SPEECH = re.compile(
    r"\s*(?:chia sẻ|cho biết|tham gia góp ý|tham gia ý kiến|phát biểu|có (?:ý kiến|báo cáo) (?:tại|"
    r"về))",
    re.IGNORECASE,
)
_MANY = re.compile(r"(?:UBND|Ủy ban nhân dân|Chủ tịch UBND|Chủ tịch Ủy ban nhân dân)?\s*các\s", re.IGNORECASE)
# "Về phía UBND các xã, Chủ tịch yêu cầu rà soát …": who is spoken to.
_ADDRESSED = re.compile(rf"về phía\s+({BODY.pattern}.{{0,120}}?),\s*\Z", re.IGNORECASE | re.DOTALL)
_WISH = re.compile(r"(?<![^\W_])(?:rất|kính|luôn|tha thiết) mong(?![^\W_])", re.IGNORECASE)
# A heading without a full stop has run into the sentence: "Tăng cường kiểm tra Phó Thủ tướng yêu cầu UBND …".
_RUN_IN = re.compile(
    r"(?<=[^\W\d_A-ZĐ] )(?:Phó Thủ tướng|Thủ tướng|Chủ tịch|Phó Chủ tịch|Bộ trưởng|Bí thư)[^,.;:“”]{0,50}?\s"
    rf"(?:yêu cầu|đề nghị|giao)\s+(?={BODY.pattern})"
)
_RULED = re.compile(
    r"(?:của|do|theo|được|với|và|mà|khi|để|bởi|là|đồng chí|tại|cho|tới|đến|các|ông|bà|phó)\s*\Z", re.IGNORECASE
)
_STANDING = re.compile(
    r"\s*là\s+(?:cơ quan|đơn vị|đầu mối|bộ phận)\s+(?:thường trực|đầu mối|chủ trì|trực tiếp|tổng hợp)", re.I
)
_PURPOSE = re.compile(r"(?:để|nhằm)(?![^\W_])", re.IGNORECASE)
_CONDITION = re.compile(r"(?:trường hợp|nếu|khi|trong trường hợp)(?![^\W_])", re.IGNORECASE)
_CONCERNING = re.compile(r"(?:đối với|riêng)\s+", re.IGNORECASE)
_MARKS = re.compile(
    r"(?:\s*(?:[,:“\"”'-]|(?:rằng|là|cần thiết|thêm|như sau|đối với|với)(?![^\W_])))*\s*", re.IGNORECASE
)
_PASSIVE = re.compile(r"(?:sẽ|đã|được|bị|do)\s*\Z", re.IGNORECASE)
_SHORT_MANNER = re.compile(r"[^,]{2,18},")
_OPENING_WORD = re.compile(
    r"(?:kết luận|chỉ đạo (?:tại|về|cuộc|hội)|phát biểu|lưu ý|trao đổi|làm việc|thay mặt|"
    r"đánh giá (?:cao|về|tại)|thông tin|yêu cầu|giao |đề nghị|nhấn mạnh|trả lời|giải thích)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:việc|công tác|các|những|mọi|phương án|kết quả|quy hoạch|trên xe|quá trình|hoạt động|nội dung|"
    r"dự án|nhà|tiến độ|huyện|sở này|đơn vị này|kế hoạch|báo cáo|hồ sơ|mỗi|từng)(?![^\W_])",
    re.IGNORECASE,
)
_THIS_BODY = re.compile(
    r"(?:(?:các\s+)?(?:sở|đơn vị|cơ quan|địa phương|huyện|phòng|công ty|ban) (?:này|trên)|"
    r"huyện(?= cũng))\s+(?:cũng |còn |sẽ )*(?=được|cần|phải|có trách|sẽ)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Order:
    """An order in a clause: where it begins, whom it names (None: inherited), who cooperates, how it was told."""

    start: int
    body: int
    lead: tuple[str, ...] | None
    coop: tuple[str, ...]
    form: str  # frame, owner, imperative, modal, subject
    word: str = ""
    same_owner: bool = False


def _told(start: int, text: str, owner: Owner, end: int, form: str, word: str = "") -> Order:
    """The order to a named owner; who is named beside him cooperates."""
    coop = tuple(dict.fromkeys((*owner.beside, *partners(text, owner.action, end))))
    return Order(start, owner.action, owner.names, coop, form, word)


def is_statement(text: str, start: int, end: int) -> bool:
    """The clause tells what is or was."""
    return bool(_STATEMENT.match(text, start, end))


def is_adverbial(text: str, start: int) -> bool:
    """The clause begins with words of time, ground or case, which belong to what follows."""
    return bool(_ADVERBIAL.match(text, start))


def read_order(
    text: str, start: int, end: int, *, ordering: bool, inner: bool = False, wide: bool = False
) -> Order | None:
    """The order in a clause. `ordering`: somebody has begun to give orders, so that plain imperatives
    count. `inner`: an owner has been told just before, so that "yêu cầu các hộ …" is what he has to demand.
    `wide`: it opens an item of a list, where rarer verbs count too.
    """
    first = skip_connectives(text, start, end)
    run_in = _RUN_IN.search(text, first + 1, min(end, first + 250)) if ordering else None
    if run_in and not _RULED.search(text, first, run_in.start()):
        first = start = run_in.end()
    opens = _OPENING_WORD.match(text, first) and not inner
    if (
        ordering
        and (OPENER if wide else ACTION).match(text, first, end)
        and not opens
        and not is_statement(text, first, end)
        and not is_adverbial(text, first)
    ):
        bare = None if inner else _bare(text, first, end, ordering)
        return bare or _plain(text, first, end, wide=wide)
    framed = _framed(text, first, end, ordering, first > start)
    if framed:
        return framed
    frame = find_frame(text, first, end)
    if frame and not ordering:
        return None
    if frame and not _is_owner_act(text, first, frame, ordering) and not is_adverbial(text, first):
        return None
    if is_statement(text, first, end):
        return None
    return _plain(text, first, end, wide=wide) if ordering else None


def _framed(text: str, start: int, end: int, ordering: bool, added: bool) -> Order | None:
    bare = _bare(text, start, end, ordering, added)
    return bare or _demanded(text, start, end, ordering)


def _bare(text: str, start: int, end: int, ordering: bool, added: bool = False) -> Order | None:
    """As in "Giao Bộ A chủ trì …": the demand without the one who makes it."""
    bare = BARE_DEMAND.match(text, start, end)
    if bare and BODY.match(text, bare.end()):
        owner = owner_at(text, bare.end())
        if owner and owner.action < end and not owner.past and (ordering or added or text[start].isupper()):
            return _told(start, text, owner, end, "frame", bare.group().strip())
    if bare and ordering and ACTION.match(text, bare.end(), end) and text[start].isupper():
        return Order(bare.end(), bare.end(), None, partners(text, bare.end(), end), "frame", bare.group().strip())
    return None


def _demanded(text: str, start: int, end: int, ordering: bool) -> Order | None:
    frame = find_frame(text, start, end)
    if frame is None or _is_owner_act(text, start, frame, ordering):
        return None
    if is_statement(text, start, end) and frame.word not in ("yêu cầu", "giao", "đề nghị"):
        return None
    if frame.past and not ordering and not BODY.match(text, _skip_marks(text, frame.end)):
        return None
    return _after_frame(text, start, frame, end)


def _is_owner_act(text: str, start: int, frame: Frame, ordering: bool) -> bool:
    """In a list of duties "Bộ A chỉ đạo …" is the duty of Bộ A, not a demand of his."""
    owner = owner_at(text, start)
    if owner and frame.word.lower() == "chỉ đạo" and _MANY.match(text, owner.start):
        return True
    if owner is None or not ordering:
        return False
    return owner.action < frame.end - len(frame.word) or frame.word.lower() in (
        "chỉ đạo",
        "phân công",
        "thống nhất",
        "quán triệt",
    )


def _after_frame(text: str, start: int, frame: Frame, end: int) -> Order | None:
    place = skip_connectives(text, _skip_marks(text, frame.end), end)
    if place >= end or _NOT_DEMANDED.match(text, place, end):
        return None
    order = _plain(text, place, end, framed=frame.is_strong)
    if order is None or (
        not frame.is_strong
        and order.form == "imperative"
        and frame.word.lower() != "lưu ý"
        and not SURE.match(text, order.body)
    ):
        return None
    kept = _KEPT_ADVERBIAL.match(text, start) and frame.start > start and frame.start - start < 400
    addressed = _ADDRESSED.match(text, start, frame.start) if order.lead is None else None
    lead = split_names(addressed[1]) if addressed else order.lead
    return Order(start if kept else order.start, order.body, lead, order.coop, "frame", frame.word, order.same_owner)


def _skip_marks(text: str, place: int) -> int:
    match = _MARKS.match(text, place)
    return match.end() if match else place


def _plain(text: str, start: int, end: int, *, framed: bool = False, wide: bool = False) -> Order | None:
    """An order by its own form: owner and verb, imperative, or what must be. `wide`: rarer verbs count too."""
    this = _THIS_BODY.match(text, start, end)
    if this:
        return Order(start, this.end(), None, partners(text, this.end(), end), "owner", _head_of(this.group()), True)
    owner = owner_at(text, start)
    if owner and owner.action < end and not _is_told(text, owner, end):
        return _told(start, text, owner, end, "owner")
    opening = OPENER if wide else ACTION
    if owner is None and opening.match(text, start, end) and not _ADVERBIAL.match(text, start, end):
        return Order(start, start, None, partners(text, start, end), "imperative")
    inner = _after_adverbial(text, start, end)
    if inner:
        return inner
    modal = _MODAL.search(text, start, min(end, start + 350))
    given = owner_at(text, modal.end() + 1) if modal and modal.group().lower() == "được giao" else None
    if given and given.action < end:
        return _told(start, text, given, end, "owner")
    if (
        modal
        and not _TOLD.search(text, start, modal.start())
        and (framed or _SUBJECT.match(text, start) or not BODY.match(text, start))
    ):
        return Order(start, modal.start(), None, partners(text, modal.start(), end), "modal")
    return (
        Order(start, start, None, partners(text, start, end), "subject")
        if framed and _SUBJECT.match(text, start)
        else None
    )


def _is_told(text: str, owner: Owner, end: int) -> bool:
    if _SPEECH.match(text, owner.action) or _WISH.search(text, owner.start, owner.action):
        return True
    tail = text[owner.end : min(end, owner.end + 60)]
    return owner.past or bool(re.match(r"\s*(?:là|đã|đang|sẽ)(?![^\W_])", tail) and not _STANDING.match(tail))


def _sure_owner(text: str, start: int, end: int) -> Order | None:
    """As in "Đối với chủ đầu tư cần …", "Để …, …, tỉnh cần …": a body and its duty, however far behind."""
    direct = _CONCERNING.match(text, start)
    places = [direct.end()] if direct else []
    places += [comma.end() for comma in re.compile(r"[,:]\s+").finditer(text, start, min(end, start + 700))]
    for place in places:
        place = skip_connectives(text, place, end)
        bare = BARE_DEMAND.match(text, place, end)
        owner = owner_at(text, bare.end() if bare else place)
        if not bare and is_bare_noun(text, place):
            continue
        if owner is None or owner.action >= end or _is_told(text, owner, end) or not SURE.match(text, owner.action):
            continue
        if (
            _TOLD.search(text, start, place)
            and not _KEPT_ADVERBIAL.match(text, start)
            and not _PURPOSE.match(text, start)
        ):
            return None
        if text[place - 2] == "," and ";" not in text[start:place]:
            return _told(start, text, owner, end, "owner")
        if place == places[0] and direct:
            return _told(start, text, owner, end, "owner")
    return None


def _after_adverbial(text: str, start: int, end: int) -> Order | None:
    """As in "Trên cơ sở đó, Bộ A rà soát …": the order behind words of time, ground or case."""
    if not _ADVERBIAL.match(text, start, end):
        return None
    direct = ACTION.match(text, start, end)
    sure = _sure_owner(text, start, end)
    if sure:
        return sure
    condition = _CONDITION.match(text, start)
    narrow = bool(_NARROW_ADVERBIAL.match(text, start))
    for comma in re.compile(r"[,:]\s+|\s(?=(?:giao|yêu cầu)\s)").finditer(text, start, min(end, start + 700)):
        if _PASSIVE.search(text[start : comma.start()]) and text[comma.start()] not in ",:":
            continue
        place = skip_connectives(text, comma.end(), end)
        if _TOLD.search(text, start, place) and not _KEPT_ADVERBIAL.match(text, start):
            return None
        bare = BARE_DEMAND.match(text, place, end)
        owner = None if is_bare_noun(text, place) else owner_at(text, bare.end() if bare else place)
        if owner and owner.action < end and not _is_told(text, owner, end) and text[comma.start()] != ":":
            return _told(start, text, owner, end, "owner")
        if MANNER.match(text, place, end) and _SHORT_MANNER.match(text, place, end) and not narrow:
            continue
        opening = MANNER if narrow or (condition and comma.start() - start > 45) else ACTION
        if owner is None and opening.match(text, place, end) and not _ADVERBIAL.match(text, place, end) and not direct:
            return Order(start, place, None, partners(text, place, end), "imperative")
    return Order(start, start, None, partners(text, start, end), "imperative") if direct else None


def _head_of(words: str) -> str:
    """The kind of body that is meant: "sở này" gives "sở"."""
    return words.lower().removeprefix("các ").split(" ", 1)[0]
