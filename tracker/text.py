"""Cleaning, folding and sorting of Vietnamese text.

Stored text is NFC. SQLite's `lower()` and the PostgreSQL wheel know no Vietnamese, so searching and sorting use keys
made here: `fold` drops the diacritics (bỏ dấu), `sort_key` follows the order of the Vietnamese alphabet.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

# Bidirectional overrides, zero-width characters and the byte order mark: they make a name look like another one.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_CONTROL = {code: None for code in [*range(0x20), 0x7F, *range(0x80, 0xA0)] if chr(code) not in "\t\n\r"}
_DROPPED = {**_INVISIBLE, **_CONTROL}
# Putting the marks of a letter in order takes the square of their number; Unicode allows 30 (UAX 15).
_MOST_MARKS = 30
_LONG_RUN = re.compile("[^\x00-\u02ff\u1ea0-\u1ef9]{31,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
# Without vowels of New Tai Lue and two Vedic signs: they part words in SQLite's index, which refuses a word in pieces.
_WORD = re.compile(r"[^\W_\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]+")
_DAY = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_ANY_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:[/.\-]| tháng )(\d{1,2})(?:[/.\-]| năm )(\d{4})(?!\d)")
_LARGEST_ID = 2**31 - 1  # of an integer column in PostgreSQL; a larger number is an error there, not a row

_DIGITS = 15  # a float keeps so many exactly
_DECIMALS = 4

# Alphabet order of QĐ 240/QĐ 1984: a ă â b c d đ e ê … ; tones in dictionary order: none, huyền, hỏi, ngã, sắc, nặng.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = "\u0306\u0302\u031b"  # breve, circumflex, horn: they make another letter, not another tone


def clean(value: str) -> str:
    """NFC text of several lines: no control, invisible or lone surrogate characters, line ends as \\n."""
    if not value.isprintable():  # all of these, and line ends, are not; what has none needs no letter looked up
        value = _SURROGATE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).translate(_DROPPED)
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_limit_marks, value)).strip()


def _limit_marks(run: re.Match[str]) -> str:
    """Without the marks that are too many. Pieces are cut whole: a list of letters takes far more than the text."""
    text, kept, begin, count = run[0], [], 0, 0
    for place, char in enumerate(text):
        count = count + 1 if unicodedata.combining(char) else 0
        if count > _MOST_MARKS:
            if begin < place:
                kept.append(text[begin:place])
            begin = place + 1
    return "".join([*kept, text[begin:]])


def clean_line(value: str) -> str:
    """The same for a field of one line: every run of white space is one space."""
    return " ".join(clean(value).split())


def parse_id(typed: str) -> int | None:
    """The number of a row as addresses, links and forms carry it; None for what no row can have."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 10):
        return None
    number = int(typed)
    return number if number <= _LARGEST_ID else None


def row_id(typed: object) -> int:
    """The same for a select whose choice the action looks up. Raises ValueError."""
    if (number := parse_id(str(typed))) is None:
        raise ValueError
    return number


def write_day(day: date | None, year: int = 0) -> str:
    """31/12/2026, in that year 31/12; an em dash for none."""
    if day is None:
        return "—"
    return f"{day.day:02d}/{day.month:02d}" if day.year == year else f"{day.day:02d}/{day.month:02d}/{day.year}"


class NoSuchDay(ValueError):
    """Written as a day is, but no calendar has it: 31/02/2026."""


def parse_day(typed: str) -> date:
    """dd/mm/yyyy (also with dots, hyphens or spaces) or ISO. Raises ValueError, NoSuchDay for 31/02/2026."""
    if match := _DAY.match(typed):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DAY.match(typed):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(typed)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDay(typed) from error


def read_day(typed: str) -> date | None:
    """A day as it is typed or as a link carries it; None for anything else, and for days of no office."""
    with suppress(ValueError):
        day = parse_day(clean_line(typed))
        return day if 1990 <= day.year <= 2100 else None
    return None


def holds_day(words: str, day: date) -> bool:
    """That day stands in the words: «Giao ban ngày 24/11/2026», «… ngày 24 tháng 11 năm 2026»."""
    return day in find_days(words)


def find_days(words: str) -> set[date]:
    """Every day that stands in the words with its year; 31/02 is none."""
    days = set()
    for found in _ANY_DAY.findall(clean_line(words)):
        day, month, year = map(int, found)
        with suppress(ValueError):
            days.add(date(year, month, day))
    return days


def parse_number(typed: str, language: str = "vi") -> float:
    """1.234,5 in Vietnamese, 1,234.5 in English; spaces may part the thousands. Raises ValueError.

    A number pad may offer the other language's sign only, so «12.5» is understood too, as long as it can be nothing
    else: «1.234» is one thousand two hundred and thirty-four.
    """
    group, point = (".", ",") if language == "vi" else (",", ".")
    plain = _SPACES.sub(group, typed.strip())
    whole, _sign, rest = plain.partition(point)
    if re.fullmatch(rf"[1-9][0-9]{{0,2}}({re.escape(group)}[0-9]{{3}})+", whole):
        whole = whole.replace(group, "")
    elif not rest and re.fullmatch(rf"[0-9]+{re.escape(group)}[0-9]{{1,2}}", plain):
        whole, _sign, rest = plain.partition(group)
    is_number = re.fullmatch("[0-9]+", whole) and re.fullmatch("[0-9]*", rest) and not plain.endswith(point)
    if not is_number or len(rest) > _DECIMALS or len(whole.lstrip("0") + rest) > _DIGITS:
        raise ValueError(typed)
    return float(f"{whole}.{rest or 0}")


def write_number(value: float | Decimal, language: str = "vi", digits: int | None = None) -> str:
    """The way back: with so many decimals, or with those that it has."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(round(float(value), _DECIMALS)))
    if digits is None and (exact := exact.normalize()) == exact.to_integral_value():
        digits = 0
    written = f"{exact:,f}" if digits is None else f"{exact:,.{digits}f}"
    return written.translate(str.maketrans(",.", ".,")) if language == "vi" else written


def percent_of(part: int, whole: int, digits: int = 0) -> Decimal | None:
    """As official documents round, half up: 12,5 is 13. None of nothing."""
    step = Decimal(1).scaleb(-digits)
    return (100 * Decimal(part) / whole).quantize(step, ROUND_HALF_UP) if whole else None


def fold(value: str) -> str:
    """Search form: no diacritics, đ as d, case folded, white space single. `fold("Đỗ  Thị") == "do thi"`."""
    decomposed = unicodedata.normalize("NFD", value.casefold().replace("đ", "d"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", plain).strip()


def split_words(value: str) -> list[str]:
    """The folded words of a text as the indexes of words keep them."""
    return _WORD.findall(fold(value))


def sort_key(value: str) -> str:
    """A plain ASCII key that orders text as the Vietnamese alphabet does; tones break ties only."""
    letters, tones = [], []
    decomposed = unicodedata.normalize("NFD", _SPACES.sub(" ", value.casefold()).strip())
    index = 0
    while index < len(decomposed):
        char, index = decomposed[index], index + 1
        tone = ""
        while index < len(decomposed) and unicodedata.combining(decomposed[index]):
            mark, index = decomposed[index], index + 1
            if mark in _TONES:
                tone = mark
            elif mark in _SHAPES:
                char = unicodedata.normalize("NFC", char + mark)
        place = _LETTERS.find(char)
        letters.append(chr(ord("A") + place) if place >= 0 else char if " " <= char < "A" else "~")
        tones.append(str(_TONES[tone]))
    return "".join(letters) + " " + "".join(tones)


def person_sort_key(name: str) -> str:
    """Vietnamese people are listed by given name, the last word of the full name."""
    words = name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def shorten(value: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with an ellipsis."""
    value = _SPACES.sub(" ", value).strip()
    if len(value) <= limit:
        return value
    head = value[: limit - 1]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip(" ,;.:-–") + "…"
