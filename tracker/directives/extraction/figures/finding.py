"""From sentences to figures. Careful rather than complete: without a name that can be told, a number is left alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ....text import clean_line
from ..segments import sentences
from ..shadow import Shadow
from ..structure import Paragraph, paragraphs
from .amounts import QUALIFIERS, Amount, find_amounts
from .names import counted_name, name_before
from .periods import Period, find_periods
from .values import Change, Figure, Target, derived

_DIGIT = re.compile(r"\d")
# What is still to come, asked for or threatened is no reading.
_NOT_REPORTED = re.compile(
    r"(?<![^\W_])(?:phấn đấu|dự kiến|mục tiêu|đề nghị|yêu cầu|phải|cần(?! thơ)|tối thiểu|ít nhất|không quá|tối đa|"
    r"mức phạt|xử phạt|phạt tiền|từ nay đến|sẽ|định hướng|trách nhiệm|hỗ trợ mức|giao chỉ tiêu)(?![^\W_])",
    re.IGNORECASE,
)
_PLAN = (
    r"(?:(?:chỉ tiêu|mục tiêu)\s+)?(?:kế hoạch|KH|dự toán|chỉ tiêu|nghị quyết)(?![^\W_])"
    r"(?:\s+(?:vốn|giao|năm|cả năm|quý|tháng|đề ra|được giao|pháp lệnh|thu|chi)(?![^\W_])"
    r"(?:\s+(?:(?:19|20)\d\d|[IV\d]{1,3})(?![^\W_]))?){0,3}"
)
_BODY = (
    r"(?:UBND|HĐND|tỉnh|thành phố|trung ương|TW|thủ tướng|chính phủ|bộ|sở|thành ủy|tỉnh ủy|cấp trên|huyện|thị xã|quận)"
)
_OF_PLAN = re.compile(
    rf"\s*(?:so\s+với\s+)?(?:{_PLAN})(?P<by>\s+(?:do\s+)?(?P<body>{_BODY}(?![^\W_])(?:\s+(?!giao)[\w-]+){{0,5}}?)"
    rf"(?=\s+giao|\s*[,.;)]|\s*\Z)(?:\s+giao)?)?",
    re.IGNORECASE,
)
_OF_PAST = re.compile(
    r"\s*(?:so\s+(?:với\s+)?)?(?P<against>cùng kỳ(?:\s+(?:năm\s+(?:trước|ngoái|\d{4})|\d{4}))?|"
    r"(?:tháng|quý|năm)\s+trước|năm\s+(?:19|20)\d\d)(?![^\W_])",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"(?:\A|[,;(-]|(?<![^\W_])và)\s*(?:ước\s+)?(?P<verb>đạt|bằng|vượt|tăng|giảm|tương đương|tức)?\s*"
    rf"(?:{QUALIFIERS})?\s*\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\s*[)]")
_FURTHEST = 90


def read_figures(source: str, doc_date: date | None, skip: Sequence[tuple[int, int]] = ()) -> tuple[Figure, ...]:
    """Figures of a text by itself; `skip` are places in the source (the orders) that hold none."""
    shadow = Shadow(source)
    return find_figures(shadow, paragraphs(shadow.text), doc_date, skip)


def find_figures(
    shadow: Shadow, parts: Sequence[Paragraph], doc_date: date | None, skip: Sequence[tuple[int, int]] = ()
) -> tuple[Figure, ...]:
    """Figures in text order, not overlapping, with places in the source. `skip` is in text order."""
    starts = [start for start, _end in skip]
    figures: list[Figure] = []
    for part in parts:
        if part.row or not _DIGIT.search(part.text):
            continue
        for figure in _in_paragraph(part, doc_date):
            start, end = shadow.span(part.start + figure.start, part.start + figure.end)
            place = bisect_right(starts, end) - 1
            if (place >= 0 and skip[place][1] > start) or (figures and start < figures[-1].end):
                continue
            figures.append(replace(figure, start=start, end=end, text=shadow.source[start:end]))
    return tuple(figures)


def _in_paragraph(part: Paragraph, doc_date: date | None) -> Iterator[Figure]:
    text, inherited = part.text, None
    for start, end in sentences(text, part.body - part.start):
        if not _DIGIT.search(text, start, end):
            continue
        periods = list(find_periods(text, start, end, doc_date))
        yield from _in_sentence(text, start, end, periods, inherited)
        inherited = periods[-1] if periods else inherited


def _in_sentence(text: str, start: int, end: int, periods: list[Period], inherited: Period | None) -> Iterator[Figure]:
    figure: Figure | None = None
    place, name = start, ""  # where the next name may begin, and the last name that was read
    for amount in find_amounts(text, start, end):
        joined = _join(text, figure, amount, end) if figure else None
        if joined:
            figure, place = joined, joined.end
            continue
        if _NOT_REPORTED.search(text, max(start, text.rfind(";", start, amount.start)), amount.start):
            place = amount.end
            continue
        read = _reading(text, place, amount, end, name, periods, inherited)
        place = amount.end
        if read:
            if figure:
                yield figure
            figure, name, place = read, read.name, read.end
    if figure:
        yield figure


def _reading(
    text: str, place: int, amount: Amount, end: int, name: str, periods: list[Period], inherited: Period | None
) -> Figure | None:
    """The figure that begins with this amount, if it can be named."""
    own = [period for period in periods if period.start < amount.start]
    period = own[-1] if own else inherited
    if amount.is_counted or amount.unit.startswith("lượt"):
        found = counted_name(text, place, amount, end, own)
    else:
        found = name_before(text, place, amount, own, name)
    if found is None:
        return None
    figure = Figure(
        found.start, found.end, "", found.name, amount.value, amount.unit, amount.qualifier,
        period.as_of if period else None, period.words if period else "",
    )  # fmt: skip
    if not amount.is_percent:
        return figure
    return _percent_reading(text, figure, amount, end) if found.is_own else None


def _percent_reading(text: str, figure: Figure, amount: Amount, end: int) -> Figure | None:
    """A percent that stands by itself: of a plan, or of a rate; a growth or share says too little."""
    plan = _OF_PLAN.match(text, amount.end, end)
    if plan:
        target = Target(amount.value, clean_line(plan["body"] or ""), None, clean_line(text[amount.start : plan.end()]))
        return replace(figure, end=plan.end(), targets=(target,))
    is_rate = figure.name.lower().startswith(("tỷ lệ", "tỉ lệ", "độ che phủ", "chỉ số"))
    return figure if is_rate and not _OF_PAST.match(text, amount.end, end) else None


def _join(text: str, figure: Figure, amount: Amount, end: int) -> Figure | None:
    """The figure with a percent of plan or of an earlier time that follows it."""
    gap = text[figure.end : amount.start]
    joined = _JOINED.search(_CLOSING.sub("", gap)) if amount.is_percent and len(gap) <= _FURTHEST else None
    if joined is None:
        return None
    verb = (joined["verb"] or "").lower()
    plan, past = _OF_PLAN.match(text, amount.end, end), _OF_PAST.match(text, amount.end, end)
    if plan:
        percent = amount.value + (100 if verb in ("vượt", "tăng") else 0)
        percent = 100 - percent if verb == "giảm" else percent
        value = None if figure.unit == "%" else derived(figure.value, percent)
        target = Target(percent, clean_line(plan["body"] or ""), value, clean_line(text[amount.start : plan.end()]))
        return replace(figure, end=plan.end(), targets=(*figure.targets, target))
    if past:
        words = clean_line(text[amount.start : past.end()])
        change = Change(_change(verb, amount.value), clean_line(past["against"]), words)
        return replace(figure, end=past.end(), changes=(*figure.changes, change))
    return None


def _change(verb: str, percent: Decimal) -> Decimal:
    """ "bằng 105%" of last year is 5 more; "giảm 5%" is 5 less."""
    if verb in ("tăng", "vượt"):
        return percent
    return -percent if verb == "giảm" else percent - 100
