"""For when a figure holds: "Tính đến ngày 15/10/2022", "10 tháng đầu năm", "đến hết quý III"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..due_dates import month_end

_YEAR = r"(?:\s*(?:/|-|,?\s+năm\s+)\s*(?P<{0}>(?:19|20)\d\d))?(?!\d)"
_PERIOD = re.compile(
    r"(?<![^\W_])(?:(?:tính|lũy kế|luỹ kế)\s+)?(?:(?:từ đầu năm\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+)?|trong\s+|"
    r"kết thúc\s+|hết\s+|ước\s+)?"
    r"(?:(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:[/.]|\s+tháng\s+)\s*(?P<m>\d{1,2})(?:\s*(?:[/.]|,?\s+năm)\s*(?P<y>\d{4}))?(?![\d/%])"
    r"|(?P<months>\d{1,2})\s+tháng(?:\s+đầu)?(?:\s+năm(?:\s+(?P<my>\d{4}))?|(?=[,\s]))(?!\s+(?:cuối|còn|tới|tiếp|qua))"
    r"|tháng\s+(?P<mm>\d{1,2})" + _YEAR.format("mmy") + r"(?!\s*[-,]\s*\d)"
    r"|quý\s+(?P<q>IV|III|II|I|[1-4])" + _YEAR.format("qy") + r"(?!\w)"
    r"|năm\s+(?P<yy>(?:19|20)\d\d)(?!\s*-\s*\d)"
    r"|(?P<now>nay|thời điểm hiện tại)(?![^\W_]))",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|số|kế hoạch|kh|chỉ tiêu|dự toán|so với|cùng kỳ|khóa|từ|"
    r"(?P<event>phiên họp|hội nghị|cuộc họp|nghị quyết|quyết định|chương trình)[^,;:.]{0,60})\s*\Z",
    re.IGNORECASE,
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_LATEST_REPORT = 45  # days: a year is reported before it has quite ended


@dataclass(frozen=True)
class Period:
    """The words of time and the day up to which they reach; None where it cannot be known."""

    start: int
    end: int
    words: str
    as_of: date | None


def find_periods(text: str, start: int, end: int, doc_date: date | None) -> Iterator[Period]:
    """Words of time to which figures can refer; plans, terms of office and years of papers are passed over."""
    for match in _PERIOD.finditer(text, start, end):
        if _NOT_BEFORE.search(text, max(start, match.start() - 70), match.start()):
            continue
        known, as_of = _last_day(match, doc_date)
        if known:
            yield Period(match.start(), match.end(), text[match.start() : match.end()].strip(), as_of)


def _last_day(match: re.Match[str], doc_date: date | None) -> tuple[bool, date | None]:
    """Whether these can be words of a period that has begun, and its last day."""
    if match["now"]:
        return match.group().lower().startswith(("tính", "đến")), doc_date
    if match["d"]:
        return _day(int(match["d"]), int(match["m"]), match["y"], doc_date)
    first, last, year = _months(match)
    if not 1 <= first <= last <= 12:
        return False, None
    if year is None and doc_date is None:
        return True, None
    here = year or (doc_date.year if doc_date else 0)
    if doc_date and date(here, first, 1) > doc_date:
        if year:
            return False, None
        here -= 1
    end = month_end(here, last)
    if last - first == 11 and doc_date and (end - doc_date).days > _LATEST_REPORT:
        return False, None
    return True, end


def _months(match: re.Match[str]) -> tuple[int, int, int | None]:
    """First and last month of the period and its year; of "10 tháng đầu năm" the last month alone must have begun."""
    year = next((int(match[name]) for name in ("my", "mmy", "qy", "yy") if match[name]), None)
    if match["months"]:
        return int(match["months"]), int(match["months"]), year
    if match["mm"]:
        return int(match["mm"]), int(match["mm"]), year
    if match["q"]:
        quarter = _QUARTERS.get(match["q"].upper()) or int(match["q"])
        return 3 * quarter - 2, 3 * quarter, year
    return 1, 12, year


def _day(day: int, month: int, year: str | None, doc_date: date | None) -> tuple[bool, date | None]:
    if year is None and doc_date is None:
        return True, None
    try:
        found = date(int(year) if year else doc_date.year if doc_date else 0, month, day)
        if year is None and doc_date and found > doc_date:
            found = found.replace(year=doc_date.year - 1)
    except ValueError:
        return False, None
    return doc_date is None or found <= doc_date, found
