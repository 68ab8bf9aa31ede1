"""What a text says of private persons, taken out: names behind a word of address, telephones, identity cards, mail.

Nothing recognises every name; who sends such a text still looks through it. What is hidden wrongly costs little, so in
doubt a name is hidden, but names of units and places, document numbers, dates and amounts stay readable. Pure, and
linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_NUMBER = re.compile(r"(?<!\d)(?<!NV-)[(+]{0,2}\d(?:[ .\-/()]{0,2}\d){8,11}(?!\d)")
_DATE = re.compile(
    r"(?<!\d)(?:(?:[012]?\d|3[01])[/.\-](?:0?\d|1[0-2])[/.\-](?:19|20)\d\d|(?:0?\d|1[0-2])/(?:19|20)\d\d"
    r"|(?:19|20)\d\d-(?:0\d|1[0-2])-(?:[012]\d|3[01])|(?:19|20)\d\d ?- ?(?:19|20)\d\d)(?!\d)"
)
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_MEASURE = re.compile(r" ?(?:đồng(?! chí)|đ\b|vnđ|vnd|nghìn|triệu|tỷ|tỉ|usd|%|m2|m²|ha\b|kg\b|tấn)", re.IGNORECASE)
_SAYS_WHOSE = re.compile(
    r"cmnd|cccd|cmt|căn cước|chứng minh|định danh|hộ chiếu|điện thoại|di động|đt\b|tel|zalo|tài khoản|stk",
    re.IGNORECASE,
)
_NEAR = 30  # characters before a number that say what it is

_TOKEN = re.compile(r"\bđ/c\b|[/():]|[^\s/():]+", re.IGNORECASE)
_ORDINAL = re.compile(r"\d{1,2}\.?")
_BREAKS = frozenset("/():")
_MARKS = ".,;!?[]\"'“”‘’«»–-…"
_TITLES = frozenset({"ông", "bà", "anh", "chị", "cháu", "cô", "chú", "cụ", "ngài", "đ/c", "đồng chí"})
# Words that also mean nobody in particular: in a heading of capital letters only a family name makes the next a name.
_LOOSE = frozenset({"hộ", "em", "công dân", "gia đình"})
_ADDRESSED = _TITLES | _LOOSE
_OTHERWISE = frozenset({"trẻ em", "công cụ", "dụng cụ", "bảo hộ", "ủng hộ", "tiếng anh"})
_AND = frozenset({"và", "cùng", "với", "&"})
_SMALL = frozenset({"văn", "thị"})
# What ends a name.
_PLACE_WORDS = "phường xã huyện quận tỉnh thôn xóm tổ tdp tp ubnd hđnd mttq"
_PLACES = frozenset([*_PLACE_WORDS.split(), "thành phố", "thị trấn", "thị xã"])
# What no name begins with.
_UNIT_WORDS = (
    "phòng sở ban bộ cục chi hội trường quỹ khu đội trạm nhà công việt mặt đảng ủy uỷ bệnh chợ cầu chủ phó trưởng giám"
    " bí rịa nà ích"
)
_NO_NAME = _PLACES | frozenset(_UNIT_WORDS.split())
_FAMILY_NAMES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý nông bế lục hà đàm triệu chu mã mông hứa"
    " lương đinh vi sầm bàn giàng vàng thào lầu sùng lò lường quan la ma đào đoàn trịnh trương mai tô tạ cao thái lâm"
    " phùng vương tống kiều hầu ninh lưu tăng thẩm long mạc khúc ngụy nguỵ doãn quách thạch"
)
_FAMILIES = frozenset(_FAMILY_NAMES.split())


def hide_private(text: str) -> str:
    """One line of text without what tells of a private person."""
    return _hide_names(_NUMBER.sub(_hide_number, _ADDRESS.sub("…", text)))


def _hide_number(found: re.Match[str]) -> str:
    written = found[0]
    if _is_public(written, found.string[max(0, found.start() - _NEAR) : found.start()], found):
        return written
    return "(…" if written.startswith("(") and ")" not in written else "…"


def _is_public(written: str, before: str, found: re.Match[str]) -> bool:
    """An amount, or dates; a mark of thousands alone is an amount unless the words before say whose number it is."""
    if _DATE.search(written):
        return True
    if written[0] in "0+(":
        return False
    if _MEASURE.match(found.string, found.end()):
        return True
    is_mobile = written.startswith("84.") and len(written) == len("84.912.345.678")
    return _AMOUNT.fullmatch(written) is not None and not is_mobile and not _SAYS_WHOSE.search(before)


def _hide_names(text: str) -> str:
    """«ông/bà Nguyễn Văn A, Trần Thị B, tổ 3» becomes «ông/bà …, …, tổ 3»."""
    found = list(_TOKEN.finditer(text))
    words = [match[0] for match in found]
    kept, done, place = [], 0, 0
    while place < len(words):
        begin, title = _skip_titles(words, place)
        place = max(begin, place + 1)
        while title and (end := _end_of_name(words, begin, title)):
            kept.append(text[done : found[begin].start() + _lead(words[begin])] + "…")
            done = found[end - 1].start() + len(words[end - 1].rstrip(_MARKS))
            place, begin, title = end, _begin_of_next(words, end), "ông"
    return "".join([*kept, text[done:]])


def _lead(word: str) -> int:
    return len(word) - len(word.lstrip(_MARKS))


def _skip_titles(words: Sequence[str], place: int) -> tuple[int, str]:
    """Behind the words of address that begin here («ông (bà)», «hộ gia đình ông:»), and the last of them."""
    title = ""
    while place < len(words):
        size, here = _title_at(words, place)
        if size:
            title = here
        elif not (title and (words[place] in _BREAKS or _ORDINAL.fullmatch(words[place]))):
            break
        place += size or 1
    return place, title


def _title_at(words: Sequence[str], place: int) -> tuple[int, str]:
    """How many words of address stand here, and how they are written."""
    before, here, following = (
        words[index].lstrip(_MARKS) if 0 <= index < len(words) else "" for index in (place - 1, place, place + 1)
    )
    if f"{here} {following}".casefold() in _ADDRESSED:
        return 2, f"{here} {following}"
    is_title = here.casefold() in _ADDRESSED and f"{before} {here}".casefold() not in _OTHERWISE
    return (1, here) if is_title else (0, "")


def _end_of_name(words: Sequence[str], begin: int, title: str) -> int:
    """Two words with capitals or more are somebody's name; it ends behind a mark and before a place. 0 for no name."""
    if begin >= len(words) or _stands_for(words, begin, _NO_NAME):
        return 0
    if title.isupper() and title.casefold() in _LOOSE and words[begin].strip(_MARKS).casefold() not in _FAMILIES:
        return 0
    place = begin
    while place < len(words) and _belongs(words, place, begin):
        place += 1
        if words[place - 1][-1] in _MARKS and not _is_initial(words[place - 1]):
            break
    return place if place - begin >= 2 else 0


def _belongs(words: Sequence[str], place: int, begin: int) -> bool:
    """A word with a capital that begins no place, or «văn», «thị» between two of them."""
    word = words[place]
    if word in _SMALL:
        return place > begin and place + 1 < len(words) and words[place + 1][:1].isupper()
    bare = word if place > begin else word.lstrip(_MARKS)
    return bare[:1].isupper() and not _stands_for(words, place, _PLACES)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "."


def _stands_for(words: Sequence[str], place: int, those: frozenset[str]) -> bool:
    here = words[place].strip(_MARKS).casefold()
    following = words[place + 1].strip(_MARKS).casefold() if place + 1 < len(words) else ""
    return here in those or f"{here} {following}" in those


def _begin_of_next(words: Sequence[str], end: int) -> int:
    """Where the next name of a list may begin («, », «và», «; 2. »); past the last word where none can."""
    place, is_list = end, words[end - 1][-1] in ",;"
    while place < len(words) and (words[place].casefold() in _AND or words[place] in (",", ";", "/")):
        place, is_list = place + 1, True
    if is_list and place < len(words) and _ORDINAL.fullmatch(words[place]):
        place += 1
    return place if is_list and place < len(words) and not _title_at(words, place)[0] else len(words)
