"""Terms: the words that set a time limit, and the last day that they allow.

Rules: Bộ luật Dân sự 2015 art. 144–148 (the first day is not counted; a month that has no such day ends on its last
day; đầu, giữa, cuối of a month or year) and the practice of the registers ("trong tháng 9" is 30/9, "Quý III" is 30/9,
"trước ngày 15/9" is 15/9, a day without a year is the next such day). A date is given as written, also on a day off.
"""

from __future__ import annotations

import re
from bisect import bisect
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ...workdays import Calendar

_DAY_OF_YEAR = (
    r"(?:(?:thứ\s+\w+|chủ\s+nhật)\s*[,(]?\s*)?(?:(?P<named>ngày\s+)?(?P<d>\d{1,2})(?:\s*[/.]\s*|\s+tháng\s+|(?P<dash>-))(?P<m>\d{1,2})"
    r"(?:(?:\s*[/.-]\s*|\s*,?\s+năm\s+)(?P<y>\d{4}))?(?![/\d]|\s*%))"
)
_DAY_ONLY = (
    r"(?:ngày\s+(?:mùng\s+|mồng\s+)?(?P<d1>\d{1,2})(?!\s*(?:[/\d.-]|tháng\s+\d))"
    r"(?:\s+(?:của\s+)?tháng\s+(?:này|(?P<next1>sau|tới|kế tiếp)))?)"
)
_YEAR_OF = r"(?:\s*(?:/|-|,?\s+năm\s+)\s*(?P<{0}>\d{{4}}))?"
_MONTH = (
    r"(?:tháng\s+(?:(?P<this>này)|(?P<next>tới|sau)|(?P<mm>\d{1,2})(?:\s*(?:-|và|,|"
    r"đến)\s*(?:tháng\s+)?(?P<mm2>\d{1,2})(?!\d))?" + _YEAR_OF.format("my") + r"))(?!\d)"
)
_QUARTER = r"(?:quý\s+(?:(?P<thisq>này)|(?P<q>IV|III|II|I|[1-4])" + _YEAR_OF.format("qy") + r"))(?!\w)"
_YEAR = r"(?:năm\s+(?:(?P<yy>20\d\d|19\d\d)|(?P<thisy>nay|này)|(?P<nexty>tới|sau)))(?!\s*-\s*20\d\d)"
_HALF = r"(?:(?:6|06|sáu)\s+tháng\s+đầu\s+năm(?:\s+(?P<hy>\d{4}))?)"
_REST = (
    r"(?:(?:\d{1,2}|hai|ba|bốn|những|các)?\s*(?:tháng\s+)?(?:cuối|còn\s+lại\s+của)\s+năm(?:\s+(?P<ry>\d{4})|\s+nay)?)"
)
_WEEK = r"(?:tuần\s+(?P<w>này|tới|sau))"
_WEEKDAY = (
    r"(?:(?:ngày\s+)?(?:thứ\s+(?P<wd>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ\s+nhật))(?!\s*(?:hằng|hàng|mỗi))"
    r"(?:\s*,?\s*tuần\s+(?P<ww>này|tới|sau))?)(?!\w)"
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5}
_LEAD_IN = (
    r"(?:(?P<late>(?:chậm|muộn)\s+nhất(?:\s+là)?(?:\s+(?:vào|trong|đến|trước|hết))?|xong\s+trước|trước)"
    r"(?:\s*\d{1,2}\s*(?:giờ|g|h)\s*(?:\d{2})?(?:\s*phút)?,?(?=\s+(?:ngày|thứ|chủ\s+nhật)))?"
    r"|(?P<range>từ\s+(?:ngày\s+|tháng\s+)?[\d/.]{1,10}(?:\s+(?:tháng|năm)\s+\d{1,4}){0,2}\s+đến(?:\s+hết)?)"
    r"|(?P<till>từ\s+(?:nay|giờ)\s+đến(?:\s+hết)?|đến\s+hết|đến|hết)"
    r"|(?P<within>trong|vào(?:\s+(?:dịp|thời\s+điểm))?)"
    r"|(?P<label>(?:thời\s+(?:hạn|gian)[^:.;]{0,40}:|hoàn\s+thành:?|thông\s+xe\s+kỹ\s+thuật|khởi\s+công)))\s*"
)
_PART = r"(?:(?P<part>đầu|giữa|cuối|hết)\s+)?"
_TERM = re.compile(
    rf"(?<!\w){_LEAD_IN}(?:thời\s+gian\s+)?{_PART}"
    rf"(?:{_DAY_OF_YEAR}|{_DAY_ONLY}|{_HALF}|{_REST}|{_MONTH}|{_QUARTER}|{_YEAR}|{_WEEK}|{_WEEKDAY})(?!\s+và\s+(?:các|những)\s+(?:tháng|quý|năm)\s+tiếp)",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"(?<!\w)(?:trong(?:\s+(?:thời\s+(?:hạn|gian)|vòng))?|chậm\s+nhất(?:\s+(?:là|sau|trong)){0,2}|"
    r"không\s+quá|tối\s+đa)\s+"
    r"(?:(?:không\s+quá|tối\s+đa)\s+)?(?:\d{1,3}\s*-\s*)?(?P<n>\d{1,3})\s*(?:\([^()]{1,20}\)\s*)?"
    r"(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng|giờ)(?!\s*(?:\d|đầu|cuối|qua|trước|còn))(?!(?<=giờ)\s+tới)(?!\w)"
    r"(?P<from>,?\s+(?:kể\s+|tính\s+)?(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm)\s+[^,.;]{0,60})?",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?<!\w)(?:(?:chậm\s+nhất|trước|vào|định\s+kỳ)\s+(?:(?:ngày\s+)?(?:mùng\s+|mồng\s+)?\d{1,2}(?:[/.]\d{1,2})?|\d{1,2}\s*(?:giờ|"
    r"h)\s*\d{0,2}(?:\s*phút)?|(?:ngày\s+)?thứ\s+\w+|ngày\s+cuối)"
    r"\s*(?:của\s+)?)?(?:định\s+kỳ\s+)?(?:vào\s+)?"
    r"(?:(?:hằng|hàng|mỗi)\s+(?P<u1>ngày|tuần|tháng|quý|năm)(?!\w)"
    r"|(?<=định kỳ )(?P<u2>ngày(?!\s+\d)|tuần|tháng|quý|năm)(?!\w)"
    r"|(?:0?1|một|mỗi)\s+(?P<u3>ngày|tuần|tháng|quý|năm)\s*(?:/|một\s+)\s*(?:0?1\s+)?lần"
    r"|(?:ít\s+nhất\s+|tối\s+thiểu\s+)?(?P<times>\d{1,2}|một|hai)\s+lần\s*(?:/|trong\s+|một\s+|mỗi\s+)\s*"
    r"(?P<u4>ngày|tuần|tháng|quý|năm)(?!\w))",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"(?<!\w)(?:ngay(?:\s+(?:sau|khi|trong|tại)\s+(?:khi\s+)?[^,.;]{1,60})?|thường\s+xuyên|sớm(?=\s+\w))(?!\w)",
    re.IGNORECASE,
)
_BUDGET = re.compile(r"(?:chi|nguồn|kinh phí)\s+\Z", re.IGNORECASE)
_EVENT = re.compile(
    r"(?<!\w)(?:(?:tại|trước|trong)\s+(?:kỳ\s+họp|phiên\s+họp(?=\s+(?:tháng|thường\s+kỳ)))\s+[^,.;()]{1,60}"
    r"|(?:trong|vào)\s+tuần\s+(?:đầu|cuối)\s+(?:của\s+)?tháng\s+[\d/]{1,7}(?:\s+năm\s+\d{4})?"
    r"|trước\s+Tết(?:\s+(?:Nguyên\s+đán|Dương\s+lịch))?(?!\w))",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\s*,?\s*(?:ít\s+nhất|tối\s+thiểu|không\s+dưới)?\s*(?:\d{1,2}|một|hai)\s+lần(?!\w)", re.IGNORECASE)
_TIMES_A_YEAR = {12: "month", 4: "quarter", 1: "year"}
_UNITS = {"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_NOT_A_TERM = re.compile(r"(?:tính|kể từ|áp dụng|từ|sau|có kế hoạch|đã|dự kiến|đăng ký|tầm nhìn)\s*$", re.IGNORECASE)
_NOT_IN_A_PERIOD = re.compile(
    r"(?:tình hình|kết quả|(?<!mục )tiêu|(?<!\w)không (?:để |được )?(?:dồn|kéo|gây|bố trí|xảy)[^,;.]{0,40})\s*$",
    re.IGNORECASE,
)
_VISION = re.compile(r"đến\s+năm\s", re.IGNORECASE)
_AIM = re.compile(r"(?:bảo đảm|đảm bảo|phấn đấu|hoàn thành|xong)[,\s]*$", re.IGNORECASE)
_DOING = re.compile(r"(?:hoàn thành|xong|hạn|gửi|báo cáo|trình|đưa vào)[^;.]{0,70}$", re.IGNORECASE)
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm)\s+(?:\w+\s+){0,4}$", re.IGNORECASE)
_REPORTS = re.compile(r"(?:báo cáo|định kỳ|cập nhật|giao ban|họp|ít nhất|^\s*)[^;.]{0,40}$", re.IGNORECASE)
_YEARLY = re.compile(r"(?:định\s+kỳ|ngày|lần|báo cáo)", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """A time limit in a stretch of text: its place, words, last day if it can be computed, and its recurrence."""

    start: int
    end: int
    words: str
    on: date | None = None
    every: str | None = None
    strength: int = 0


def month_end(year: int, month: int) -> date:
    """The last day of that month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, count: int) -> date:
    """The corresponding day `count` months later, or the last day of that month where there is no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def next_day_of_year(day: int, month: int, after: date) -> date | None:
    """That day and month on or after a date; 29/2 waits for a leap year; None when there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    for year in range(after.year, after.year + 9):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= after:
            return date(year, month, day)
    return None


def period_end(first_month: int, months: int, year: int | None, seen_from: date | None) -> date | None:
    """Last day of a period of months; without a year, of the first such period not over before `seen_from`."""
    last = first_month + months - 1
    if not 1 <= last <= 12:
        return None
    if year is not None:
        return month_end(year, last)
    if seen_from is None:
        return None
    end = month_end(seen_from.year, last)
    return end if end >= seen_from else month_end(seen_from.year + 1, last)


def after_duration(count: int, unit: str, start: date, calendar: Calendar) -> date:
    """The last day of a term that runs from `start`, which is not counted."""
    if unit == "ngày làm việc":
        return calendar.add_working_days(start, count)
    if unit == "tháng":
        return add_months(start, count)
    return start + timedelta(days={"ngày": count, "tuần": 7 * count, "giờ": -(-count // 24)}[unit])


def find_terms(text: str, doc_date: date | None, calendar: Calendar) -> list[Term]:
    """Every time limit in the text, strongest first; those of equal strength in text order."""
    terms = [*_recurring(text), *_durations(text, doc_date, calendar), *_dated(text, doc_date), *_loose(text)]
    kept: list[Term] = []
    taken: list[tuple[int, int]] = []  # in text order, not overlapping
    for term in sorted(terms, key=lambda t: (-t.strength, t.start)):
        place = bisect(taken, (term.start, term.end))
        free_before = place == 0 or taken[place - 1][1] <= term.start
        if free_before and (place == len(taken) or term.end <= taken[place][0]):
            kept.append(term)
            taken.insert(place, (term.start, term.end))
    return kept


def due_term(text: str, doc_date: date | None, calendar: Calendar) -> Term | None:
    """The term that governs the order: what has to be finished by, else the first that is given."""
    terms = find_terms(text, doc_date, calendar)
    return terms[0] if terms else None


def _recurring(text: str) -> Iterator[Term]:
    for match in _EVERY.finditer(text):
        every = _recurrence(match)
        before = text[max(0, match.start() - 60) : match.start()]
        is_counted = bool(match["times"] or _OFTEN.match(text, match.end()))
        is_each = match.group().lower().startswith("mỗi") and not _REPORTS.search(before)
        if every is None or before.count("(") > before.count(")") or (is_each and not is_counted):
            continue
        if every == "year" and not is_counted and not _is_yearly_duty(text, match):
            continue
        yield Term(*match.span(), match.group(), every=every, strength=7)


def _recurrence(match: re.Match[str]) -> str | None:
    """Once in how long; none for a frequency that the register has no word for."""
    unit = (match["u1"] or match["u2"] or match["u3"] or match["u4"]).lower()
    times = {"một": 1, "hai": 2}.get((match["times"] or "1").lower()) or int(match["times"] or 1)
    return _TIMES_A_YEAR.get(times) if unit == "năm" else _UNITS[unit]


def _is_yearly_duty(text: str, match: re.Match[str]) -> bool:
    """«Hằng năm» at the head of an order, or beside words of reporting; elsewhere it only describes."""
    heads = match.group()[0].isupper() and not text[: match.start()].strip(" -–+")
    return heads or bool(_YEARLY.search(text, max(0, match.start() - 40), match.end()))


def _durations(text: str, doc_date: date | None, calendar: Calendar) -> Iterator[Term]:
    for match in _DURATION.finditer(text):
        unit = re.sub(r"\s+", " ", match["unit"].lower())
        event = re.search(r"nhận|khi|phê duyệt|hoàn thành|kết thúc|có hiệu lực", match["from"] or "", re.IGNORECASE)
        on = after_duration(int(match["n"]), unit, doc_date, calendar) if doc_date and not event else None
        yield Term(*match.span(), match.group(), on=on, strength=4)


def _dated(text: str, doc_date: date | None) -> Iterator[Term]:
    for match in _TERM.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()]
        if _NOT_A_TERM.search(before) and not match["range"]:
            continue
        if not match["late"] and (
            _NOT_IN_A_PERIOD.search(before) or (_VISION.match(match.group()) and not _AIM.search(before))
        ):
            continue
        if match["label"] and not match["label"].endswith(":") and match["yy"] is None and match["d"] is None:
            continue
        start = match.end("label") if match["label"] else match.start()
        strength = 5 if match["late"] else 3
        strength += bool(_DOING.search(before)) + bool(match["label"] and match["label"].endswith(":"))
        strength -= 3 if _PURPOSE.search(before) and match["late"] else 0
        while start < match.end() and text[start] == " ":
            start += 1
        yield Term(start, match.end(), text[start : match.end()], on=_last_day(match, doc_date), strength=strength)


def _loose(text: str) -> Iterator[Term]:
    for match in _EVENT.finditer(text):
        yield Term(*match.span(), match.group().rstrip(), strength=2)
    for match in _SOON.finditer(text):
        if _BUDGET.search(text, max(0, match.start() - 12), match.start()):
            continue
        yield Term(*match.span(), match.group().rstrip(), strength=1)


def _last_day(match: re.Match[str], doc_date: date | None) -> date | None:
    late = (match["late"] or "").lower()
    before_period = late.endswith("trước")
    if match["d"] or match["d1"]:
        return _day(match, doc_date)
    if match["wd"] or match["sunday"]:
        return _weekday(match, doc_date)
    if match["w"]:
        if doc_date is None:
            return None
        return doc_date + timedelta(days=6 - doc_date.weekday() + (0 if match["w"].lower() == "này" else 7))
    span = _period(match, doc_date)
    if span is None:
        return None
    first, last = span
    part = (match["part"] or "").lower()
    if part == "đầu":
        return first
    if part == "giữa":
        return date(first.year, 6, 30) if last.month - first.month == 11 else first.replace(day=15)
    return first - timedelta(days=1) if before_period and part not in ("cuối", "hết") else last


def _day(match: re.Match[str], doc_date: date | None) -> date | None:
    if match["d1"]:
        return _day_of_month(int(match["d1"]), doc_date, is_next=bool(match["next1"]))
    if match["dash"] and not match["named"] and not match["y"]:
        return None
    day, month = int(match["d"]), int(match["m"])
    if match["y"]:
        try:
            return date(int(match["y"]), month, day)
        except ValueError:
            return None
    return next_day_of_year(day, month, doc_date) if doc_date else None


def _weekday(match: re.Match[str], doc_date: date | None) -> date | None:
    """The next such day after the paper's, or that of the week which is named (weeks begin on Monday)."""
    if doc_date is None:
        return None
    name = (match["wd"] or "").lower()
    number = 6 if match["sunday"] else int(name) - 2 if name.isdigit() else _WEEKDAYS[name]
    monday = doc_date - timedelta(days=doc_date.weekday())
    if match["ww"]:
        return monday + timedelta(days=number + (0 if match["ww"].lower() == "này" else 7))
    return monday + timedelta(days=number + (0 if number > doc_date.weekday() else 7))


def _day_of_month(day: int, doc_date: date | None, *, is_next: bool) -> date | None:
    if doc_date is None or not 1 <= day <= 31:
        return None
    month = doc_date.replace(day=1)
    if is_next:
        month = add_months(month, 1)
        return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
    while monthrange(month.year, month.month)[1] < day or month.replace(day=day) < doc_date:
        month = add_months(month, 1)
    return month.replace(day=day)


def _period(match: re.Match[str], doc_date: date | None) -> tuple[date, date] | None:
    """First and last day of the named month, quarter, half-year or year."""
    year = next((int(match[name]) for name in ("my", "qy", "yy", "hy", "ry") if match[name]), None)
    here = doc_date.year if doc_date else None
    group = match.group().lower()
    if match["this"] or match["next"]:
        return _months_from(add_months(doc_date.replace(day=1), 1 if match["next"] else 0)) if doc_date else None
    if match["mm"]:
        return _span(int(match["mm2"] or match["mm"]), 1, year, doc_date)
    if match["thisq"]:
        return _span((doc_date.month - 1) // 3 * 3 + 1, 3, doc_date.year, doc_date) if doc_date else None
    if match["q"]:
        return _span(_QUARTERS[match["q"].upper()] * 3 - 2, 3, year, doc_date)
    if "tháng đầu năm" in re.sub(r"\s+", " ", group):
        return _span(1, 6, year, doc_date)
    if match["nexty"]:
        return _span(1, 12, here + 1, doc_date) if here else None
    return _span(1, 12, year or here, doc_date)


def _span(first_month: int, months: int, year: int | None, doc_date: date | None) -> tuple[date, date] | None:
    last = period_end(first_month, months, year, doc_date)
    return (date(last.year, last.month - months + 1, 1), last) if last else None


def _months_from(first: date) -> tuple[date, date]:
    return first, month_end(first.year, first.month)
