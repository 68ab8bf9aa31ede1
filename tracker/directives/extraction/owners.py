"""Who: names of bodies and posts as they are written, lists of them, and who is told to cooperate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .letters import UPPER
from .lexicon import ACTION, BODY, DUTY, FIXED_NAME_VERB, MANNER, NAME_NOUN_BEFORE, NAME_VERB, NOUNISH, SURE
from .segments import after_blanks

_LONGEST = 900
_LONGEST_HEAD = 40
_HELPER = (
    r"(?:như sau|sau đây|đã|đang|vừa|sẽ|chưa|cũng|còn|thì|lại|mới|vẫn|luôn|(?<!trật )tự|cùng|đều|và|,|hiện|nay|"
    r"trước hết|này|cụ thể)"
)
_LAST_HELPER = re.compile(rf"(?<![^\W_]){_HELPER}\Z", re.IGNORECASE)
_LONGEST_HELPER = 9
_PAST = re.compile(r"(?<![^\W_])(?:đã|đang|vừa|chưa|vẫn|mới|bị)\s*\Z", re.IGNORECASE)
_NOT_A_VERB_AFTER = re.compile(
    r"(?<![^\W_])(?:về|để|trong|cho|của|theo|khi|nhằm|việc|tác|sự|các|những|hoạt động|kế hoạch|"
    r"chương trình|trách nhiệm|nhiệm vụ|"
    r"thuộc|tại|từ|đến|(?<!chính )quyền|được|gồm|liên|bị|với|có thẩm quyền|thường|đang|tham gia|vốn|ngân sách|"
    r"thường trực|tại khu vực|không|năng lực|điều kiện|nguồn|tỷ lệ|tốc độ|mức|quy mô|quá trình|"
    r"thời gian|kết quả|tiến độ|kinh phí|thủ tục|hồ sơ|nhu cầu|khả năng|hình thức|phương án|giải pháp|"
    r"biện pháp|chính sách|quy định|pháp luật|văn bản|chỉ tiêu|(?:một|chỉ|tổng) số)\s+\Z",
    re.IGNORECASE,
)
_NOT_SURE = re.compile(r"(?:được|để|không|bị)\s+\Z", re.IGNORECASE)
_ROLE_BEFORE = re.compile(r"(?:đơn vị|cơ quan)\s+\Z", re.IGNORECASE)
_ROLE = re.compile(r"(?:chủ trì|phối hợp|được giao)\Z", re.IGNORECASE)
_TRADE = re.compile(r"(?<![^\W_])(?:chủ|nhà)\s+\Z", re.IGNORECASE)
# "Ban Chỉ đạo quốc gia chống buôn lậu …": what the body is for belongs to its name.
_PURPOSE_OF_BODY = re.compile(
    r"(?:các )?(?:ban chỉ (?:đạo|huy)|hội đồng|tổ công tác|ủy ban quốc gia|tiểu ban|đội|đoàn)(?![^\W_])[^,;:.]{0,60}\Z",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"(?:chống|phòng cháy|chữa cháy|phòng,? chống|ứng phó|tìm kiếm|cứu nạn|cứu hộ|cải cách|chuyển đổi|xóa|giải phóng)",
    re.IGNORECASE,
)
_MANAGING = re.compile(
    r"quản lý (?:nhà nước|ngành|chuyên ngành|thị trường|thuế|dự án|rừng|đường)(?![^\W_])", re.IGNORECASE
)
# "UBND các xã được giao làm chủ đầu tư lập …": which of them.
_APPOINTED = re.compile(r"được (?:giao|phân công)(?: nhiệm vụ)? làm (?:chủ đầu tư|đầu mối|thường trực)", re.IGNORECASE)
# "UBND các xã có tuyến đường đi qua": which of them.
_WHERE_THERE_IS = re.compile(
    r"có (?:nhiều |các )?(?:tuyến|dự án|công trình|diện tích|rừng|biển|đê|hồ|đập|đất|người|hộ|cửa khẩu|làng nghề|"
    r"di tích|tàu|lao động|trụ sở|chợ|khu|đường|điểm|nguy cơ|cơ sở|nông sản|sản phẩm|"
    r"vùng|dịch|bệnh|thiệt hại|nhà|làng|lễ hội|trường|bến|cảng)(?![^\W_])",
    re.IGNORECASE,
)
# A verb of names that here carries the order: another verb or a manner follows it.
_REALLY_VERB = re.compile(
    r"(?:triển khai|tổ chức) thực hiện(?![^\W_])|"
    r"(?:quản lý|kiểm soát|giám sát|kiểm tra|thực hiện|bảo vệ|sử dụng|tuyên truyền|triển khai|tổ chức) "
    r"(?:thật )?(?:chặt chẽ|chặt|nghiêm túc|nghiêm|tốt|kịp thời|hiệu quả|đồng bộ|quyết liệt|thường xuyên)(?![^\W_])",
    re.IGNORECASE,
)
_BUSINESS = re.compile(r"(?:phát triển|xây dựng|sản xuất|đào tạo|khai thác)\Z", re.IGNORECASE)
_BUSINESS_BEFORE = ("đầu tư ", "giáo dục ", "kinh doanh ")
_LIST_END = re.compile(
    r"(?<![^\W_])(?:để|trong việc|trong quá trình|trong công tác|nhằm|về việc|về|khi|theo|tại)(?![^\W_])"
)
_STATEMENT = re.compile(
    r"(?<![^\W_])(?:(?<!nhất )(?<!biệt )là|không|đã|vẫn|bị|nên|do|vì|nếu|sẽ|cũng|"
    r"nhất trí|cho rằng|cho biết|quan ngại)(?![^\W_])"
)
_PLACES = re.compile(r"(?:tỉnh|thành phố|thị xã|huyện|quận|xã|phường|đặc khu|bộ|sở)\s*\Z", re.I)

_OTHER_LISTS = re.compile(r"(?:phòng|ban|ngành|cơ quan|đơn vị|như|đài|tổng giám đốc|địa phương)\s*\Z", re.IGNORECASE)

_ABOUT = re.compile(r"\s+(?:trong (?:công tác|việc|quá trình)|về việc|nhằm|để)\s.*\Z", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(
    r",?\s+(?:trước|trong|từ|đến|vào|chậm nhất)\s+(?:ngày|tháng|quý|năm)\s+(?:này|[\dIV]).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_ROLE_OF_IT = re.compile(r",?\s+là\s+(?:cơ quan|đơn vị|đầu mối|bộ phận)\s+[^,;:.]{3,60},?\s*\Z", re.IGNORECASE)
_AMONG = re.compile(
    r",?\s+trong đó,?\s+(?:trọng tâm|chủ yếu|tập trung|nhất là|trước hết)\s.*\Z", re.IGNORECASE | re.DOTALL
)
_ESPECIALLY = re.compile(r",?\s*(?:nhất là|đặc biệt là)\s+(?![A-ZĐ]{2,})[^,;]*", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[,;]\s*(?:và\s+|cùng\s+|nhất là\s+)?|\s+(?:và|cùng với|cùng|nhất là)\s+", re.IGNORECASE)
_PLURAL = re.compile(r"(?:các|những|mỗi|từng|hai|ba|bốn|toàn thể|tất cả|\d+)\s", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:cán bộ|công chức|viên chức|"
    r"bộ|ban|sở|ngành|phòng|địa phương|cơ quan|đơn vị|xã|phường|thị trấn|thị xã|thành phố|tỉnh|"
    r"quận|huyện|đặc khu|tổ chức|đoàn thể|doanh nghiệp"
    r"|cá nhân|hội|đoàn|thành ủy|tỉnh ủy|huyện ủy|tập đoàn|tổng công ty|công ty|chủ rừng|lĩnh vực|"
    r"thôn|xóm|tổ|tổ dân phố)"
    r"(?![^\W_])(?!\s+(?:nghiệp|QLDA))",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"(?:Văn phòng|VP|Thường trực)\s+(?:HĐND|Hội đồng nhân dân)\Z", re.IGNORECASE)
_COMMITTEE = re.compile(r"(?:UBND|Ủy ban nhân dân)(?![^\W_])")
_PLACE_KIND = re.compile(r"(?:xã|phường|thị trấn|đặc khu|thành phố|thị xã|huyện|quận)\s", re.IGNORECASE)
_SPECIAL = re.compile(
    r"(?:cơ quan|đơn vị)\s+(?:tư vấn|chủ quản(?= \w)|thi công|bồi thường|thanh tra|kiểm tra|thẩm định|"
    r"vận hành)",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"(?:các|những|mỗi|từng|toàn thể|tất cả|hai|ba|\d+)\s|.*(?<![^\W_])(?:các|UBND|Ủy ban nhân dân|"
    r"Thủ trưởng|Bí thư|Cấp ủy|Tổng giám đốc)(?![^\W_])",
    re.IGNORECASE,
)
_FIELDS = re.compile(
    r"(?:.*\s)?(?:các|hai|ba|bốn|\d+)\s+(?:bộ|sở|phòng|ban|vụ|cục|hội)(?:\s*:|\s+(?=[A-ZĐ]))", re.IGNORECASE
)
# The second half of a shortened name: "Nông nghiệp và PTNT", "LĐTB và XH".
_PART_OF_NAME = re.compile(r"(?:PTNT|XH|ĐT|TT|MT|CN|NMT|DL|TTDL|CNTT|KHCN|KTHT|TDTT)(?: (?:thành phố|tỉnh|huyện))?")
_NAMED_PLACE = re.compile(r"(?:huyện đảo|thị xã|thành phố|đặc khu|xã đảo) (?-i:[A-ZĐ])", re.IGNORECASE)
_UPPER = re.compile(f"[{UPPER}]")
_NO_NAME = re.compile(r"(?:các|những)\s+(?:cơ quan|đơn vị|tổ chức|bộ phận)\s+như\s*:?\s*", re.IGNORECASE)
_LONG_BRACKET = re.compile(r"\s*\((?:gồm|bao gồm|sau đây|cơ quan|là|qua|[^()]{60,})[^()]*\)", re.IGNORECASE)
_STANDING = re.compile(r"\s+-\s+(?:là\s+)?Cơ quan [Tt]hường trực.*\Z")
_PREFIX = re.compile(
    r"\A(?:giao(?: cho)?|đề nghị|yêu cầu|trách nhiệm của|nhiệm vụ của|đối với|cho phép)\s+", re.IGNORECASE
)

_HELPERS = re.compile(rf"\s+(?:cùng|kết hợp)(?:\s+với)?\s+(?={BODY.pattern})", re.IGNORECASE)
PARTNERS = re.compile(
    r"(?<![^\W_])(?<!quy chế )(?<!chương trình )(?<!sự )"
    r"(?:(?:phối hợp|phối với|kết hợp|chủ trì,?\s+cùng|làm việc|thống nhất)"
    r"(?:\s*,?\s*(?:chặt chẽ|đồng bộ|hiệu quả|tốt|thường xuyên|thống nhất|kịp thời|triển khai|"
    r"kiểm tra|hỗ trợ và hướng dẫn))*\s*,?\s*(?:cùng\s+với|với|cùng)?|cùng\s+với)\s+",
    re.IGNORECASE,
)
_WITH = re.compile(r"(?:với|cùng)\s+\Z", re.IGNORECASE)
_PARTNER_AFTER = re.compile(r"chủ trì\s*,\s*(?=[^,;.]{3,120}\s+phối hợp(?!\s+(?:với|cùng)))", re.IGNORECASE)


@dataclass(frozen=True)
class Owner:
    """Names found in a text from `start` to `end`; `action` is where the verb begins; `past` if it is told as done."""

    start: int
    end: int
    names: tuple[str, ...]
    action: int
    past: bool = False
    beside: tuple[str, ...] = ()  # named with him as helpers: "Sở A cùng Sở B, Sở C"


def owner_at(text: str, start: int, *, needs_action: bool = True) -> Owner | None:
    """The owner whose name begins at `start`, up to the verb that says what it has to do."""
    if not BODY.match(text, start):
        return None
    limit = min(len(text), start + _LONGEST)
    action = _first_action(text, start, limit)
    colon = _heading_colon(text, start, action if action is not None else limit)
    if colon is not None:
        return _owner(text, start, colon, colon + 1)
    if action is None:
        return None if needs_action else _owner(text, start, limit, limit)
    return _owner(text, start, action, action)


def _owner(text: str, start: int, end: int, action: int) -> Owner | None:
    words = text[start:end]
    past = bool(_PAST.search(words))
    words = _without_tail(_ABOUT.sub("", _TIME.sub("", _AMONG.sub("", _ROLE_OF_IT.sub("", words)))))
    if not words or _STATEMENT.search(words) or ". " in words.replace("TP. ", "").replace("Tp. ", ""):
        return None
    helpers = _HELPERS.search(words)
    alone = split_names(words[: helpers.start()]) if helpers else ()
    if helpers and len(alone) == 1:
        return Owner(start, start + len(words), alone, action, past, split_names(words[helpers.end() :]))
    names = split_names(words)
    return Owner(start, start + len(words), names, action, past) if names else None


def _without_tail(words: str) -> str:
    """The name without the marks and little words that stand between it and its verb."""
    while True:
        words = words.rstrip(" \t\n,;:-")
        helper = _LAST_HELPER.search(words, max(0, len(words) - _LONGEST_HELPER))
        if helper is None:
            return words
        words = words[: helper.start()]


def _first_action(text: str, start: int, limit: int) -> int | None:
    """Where the verb of the order begins that follows a name; verbs that belong to the name are passed over."""
    spare: int | None = None  # a verb that may belong to the name: taken if no better one follows
    passed = 0
    head = BODY.match(text, start)
    for match in ACTION.finditer(text, head.end() if head else start, limit):
        at = match.start()
        if spare is not None and (at - spare > 90 or "," in text[spare:at]):
            break
        part = _part_of_name(text, start, match, passed)
        if part == "no":
            return at
        if part == "perhaps":
            spare = at if spare is None else spare
        elif part == "attribute":
            passed = match.end()
    return spare


def _part_of_name(text: str, start: int, match: re.Match[str], passed: int) -> str:
    """Gives "yes", "attribute" (the words right after it belong to the name too), "perhaps" or "no"."""
    at, verb = match.start(), match.group()
    before = text[max(start, at - 40) : at]
    if text[at].isupper() or _TRADE.search(before) or _in_brackets(text, start, at):
        return "yes"
    if _PURPOSE_OF_BODY.match(text, start, at) and _AGAINST.match(verb):
        return "attribute"
    if _MANAGING.match(text, at) or _APPOINTED.match(text, at) or _WHERE_THERE_IS.match(text, at):
        return "attribute"
    if _REALLY_VERB.match(text, at):
        return "no"
    if _BUSINESS.match(verb) and before.lower().endswith(_BUSINESS_BEFORE):
        return "yes"
    sure = SURE.match(text, at) and not _NOT_SURE.search(before)
    sure = sure and not (_ROLE.match(verb) and _ROLE_BEFORE.search(before))
    follows = bool(passed) and not text[passed:at].strip() and not MANNER.match(text, at)
    if not sure and (follows or _is_attribute(before)):
        return "attribute"
    after_noun = NAME_NOUN_BEFORE.search(before)
    if after_noun and FIXED_NAME_VERB.match(verb):
        return "attribute"
    if not sure and (before.endswith("và ") or (NOUNISH.match(verb) and DUTY.match(text, match.end()))):
        return "yes"
    return "perhaps" if after_noun and NAME_VERB.match(verb) else "no"


def _is_attribute(before: str) -> bool:
    """The verb stands after a noun or preposition that governs it ("việc", "để"), not after a name's last word."""
    noun = _NOT_A_VERB_AFTER.search(before)
    if noun is None:
        return False
    return not before[noun.start()].isupper() or noun.group().startswith("Thường")


def _in_brackets(text: str, start: int, at: int) -> bool:
    part = text[start:at]
    return part.count("(") > part.count(")") or part.count("“") > part.count("”")


def _heading_colon(text: str, start: int, limit: int) -> int | None:
    for match in re.finditer(":", text[start:limit]):
        at = start + match.start()
        rest = after_blanks(text, at + 1)
        if _in_brackets(text, start, at):
            continue
        before = text[max(start, at - _LONGEST_HEAD) : at]
        listed = _PLACES.search(before) or (_OTHER_LISTS.search(before) and not ACTION.match(text, rest))
        if listed and _UPPER.match(text, rest):
            continue
        return at
    return None


def split_names(words: str) -> tuple[str, ...]:
    """One string per body of a list, as written; a group ("các sở, ban, ngành") stays one."""
    words = _LONG_BRACKET.sub("", _PREFIX.sub("", re.sub(r"\s+", " ", words).strip(), count=1))
    words = _ESPECIALLY.sub("", _NO_NAME.sub("", words))
    names: list[str] = []
    fields = False
    for separator, piece in _pieces(words):
        fields = bool(names and _FIELDS.match(names[-1])) or (fields and not BODY.match(piece + " "))
        if names and not (fields and "," in separator and _UPPER.match(piece)) and not _is_new_name(names[-1], piece):
            names[-1] += separator + piece
        else:
            names.append(piece)
    cleaned = (_STANDING.sub("", name).strip(" ,;:.-") for name in names)
    return tuple(name for name in cleaned if name)


def _pieces(words: str) -> Iterator[tuple[str, str]]:
    place, separator = 0, ""
    for match in _SPLIT.finditer(words):
        if _in_brackets(words, 0, match.start()) or match.start() <= place:
            continue
        yield separator, words[place : match.start()]
        separator, place = match.group(), match.end()
    yield separator, words[place:]


def _is_new_name(before: str, piece: str) -> bool:
    if not BODY.match(piece + " ") or _PART_OF_NAME.fullmatch(piece) or (before.endswith("ông") and piece[:3] == "bà "):
        return False
    if _PLURAL.match(piece):
        return True
    if _COUNCIL.search(before) and _COMMITTEE.match(piece):
        return False
    if piece.lower().startswith("chính quyền") and before.lower() == "cấp ủy":
        return False
    if _PLACE_KIND.match(piece) and re.search(
        r"(?:UBND|Ủy ban nhân dân)\s+(?:các\s+)?(?:xã|phường|huyện|tỉnh|quận)", before
    ):
        return False
    generic = None if _SPECIAL.match(piece) else _GENERIC.match(piece)
    if generic and re.match(
        r"\s*(?:Trung ương|TW|trung ương|Thành phố|Tỉnh|tỉnh|thành phố)(?![^\W_])(?!\s+[A-ZĐ])", piece[generic.end() :]
    ):
        return not _GROUPED.match(before)
    if generic and not _UPPER.match(piece[generic.end() :].lstrip()[:1]):
        return bool(_NAMED_PLACE.match(piece)) or not (_GROUPED.match(before) or _GENERIC.fullmatch(before))
    return True


def partners(text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """The bodies that the owner is told to work with, as written."""
    end = len(text) if end is None else end
    names: list[str] = []
    for match in PARTNERS.finditer(text, start, end):
        if match.group().lower().startswith(("làm việc", "thống nhất", "cùng")) and not _WITH.search(match.group()):
            continue
        if match.group().lower().startswith("làm việc") and match.start() - start > 110:
            continue
        names.extend(_names_from(text, match.end(), end))
    after = _PARTNER_AFTER.search(text, start, end)
    if after:
        names.extend(split_names(text[after.end() : text.index("phối hợp", after.end())].strip(" ,")))
    return tuple(dict.fromkeys(names))


def _names_from(text: str, start: int, end: int) -> tuple[str, ...]:
    if not BODY.match(text, start):
        return ()
    limit = min(end, start + _LONGEST)
    action = _first_action(text, start, limit)
    stop = action if action is not None else limit
    for match in _LIST_END.finditer(text, start, stop):
        if not _in_brackets(text, start, match.start()):
            stop = match.start()
            break
    for mark in (";", ". ", ":"):
        at = text.find(mark, start, stop)
        if mark == ". " and at >= 0 and text[max(start, at - 2) : at].upper() in ("TP", "TX", "TT"):
            continue
        if at >= 0 and not _in_brackets(text, start, at) and not (mark == ":" and _PLACES.search(text[start:at])):
            stop = at
    return split_names(_without_tail(text[start:stop]))


def is_bare_noun(text: str, place: int) -> bool:
    """Whether "đơn vị", "ngành" stand without a name: inside an enumeration, not the head of one."""
    generic = _GENERIC.match(text, place)
    if generic is None or text[place].isupper():
        return False
    return not _UPPER.match(text, after_blanks(text, generic.end()))
