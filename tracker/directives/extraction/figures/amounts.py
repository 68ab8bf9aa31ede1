"""Amounts as Vietnamese texts write them: "3.700 tỷ đồng", "31,5%", "191 nghìn lượt"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,4})?|\d{1,9}(?:[.,]\d{1,4})?"
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\Z")
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}

# Money and measures are figures wherever they stand; things that are counted only where a report counts them.
_MEASURES = (
    "đồng|VNĐ|VND|USD|đô la Mỹ|đô la|%|ha|héc ta|m2|m²|m3|m³|km2|km²|km|tấn|tạ|kg|lít|kWh|MW|lượt khách|lượt người|lượt"
)
_COUNTED = (
    "sản phẩm|hộ gia đình|hộ|lao động|doanh nghiệp|hợp tác xã|học sinh|hồ sơ|con gia súc|ca mắc|vụ|người|dự án|"
    "căn nhà|ngôi nhà|nhà|công trình|máy|giường bệnh|tiêu chí"
)
QUALIFIERS = r"trên|hơn|gần|khoảng|xấp xỉ|ước khoảng|ước"
_AMOUNT = re.compile(
    rf"(?:(?<![^\W_])(?P<qualifier>{QUALIFIERS})\s+)?"
    rf"(?<![\w.,/:+-])(?P<number>{_NUMBER})(?![\w/:]|[.,]\d)\s?"
    rf"(?:(?P<scale>nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:\s+(?P<scale2>tỷ|tỉ))?(?![^\W_])(?!\s+lệ(?![^\W_]))\s?)?"
    rf"(?:(?P<measure>{_MEASURES})(?![^\W_])|(?P<counted>{_COUNTED})(?![^\W_])|(?=[^\w%]|$))"
    rf"(?P<each>/(?:người|hộ|ha|ngày|tháng|năm)(?:/(?:năm|tháng))?(?![^\W_]))?",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"(?:\d\s*%?\s*-|\bđến|\btừ|\blên|\bxuống)\s*\Z", re.IGNORECASE)
_RANGE_AFTER = re.compile(r"\s*(?:-|đến|lên)\s*\d", re.IGNORECASE)
_SHORTEST = 2


@dataclass(frozen=True)
class Amount:
    """A number with its unit; `start` includes the qualifier. `is_counted`: a unit that is only a counted thing."""

    start: int
    end: int
    value: Decimal
    unit: str
    qualifier: str
    is_counted: bool

    @property
    def is_percent(self) -> bool:
        """A share of something else."""
        return self.unit == "%"


def number(words: str) -> Decimal:
    """The value of a Vietnamese number: points part thousands, a comma parts the decimals.

    A point before other than three digits, or after a leading zero ("12.5", "0.125"), is a decimal point all the same.
    """
    if _GROUPED.match(words):
        words = words.replace(".", "")
    return Decimal(words.replace(",", "."))


def find_amounts(text: str, start: int, end: int) -> Iterator[Amount]:
    """Numbers with a unit in that stretch; not dates, numbers of papers, fractions or ranges."""
    for match in _AMOUNT.finditer(text, start, end):
        unit, scale = _unit(match)
        if not unit or _RANGE_BEFORE.search(text, max(start, match.start("number") - 8), match.start("number")):
            continue
        if _RANGE_AFTER.match(text, match.end(), end):
            continue
        value = number(match["number"]) * scale
        yield Amount(
            match.start(),
            match.start() + len(match.group().rstrip()),
            _plain(value),
            unit,
            (match["qualifier"] or "").lower(),
            bool(match["counted"]),
        )


def _plain(value: Decimal) -> Decimal:
    """Without zeros after the decimals that scaling leaves: 5,4 nghìn is 5400."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _unit(match: re.Match[str]) -> tuple[str, int]:
    """The unit as indicators are kept in (tỷ đồng, triệu đồng, otherwise the plain unit) and what to multiply by."""
    scale, second = ((match[name] or "").lower().replace("tỉ", "tỷ") for name in ("scale", "scale2"))
    measure = match["measure"] or match["counted"] or ""
    unit = measure if measure.isupper() or measure in ("kWh", "MW") else measure.lower()
    unit = {"vnđ": "đồng", "VNĐ": "đồng", "VND": "đồng", "héc ta": "ha", "m²": "m2", "m³": "m3", "km²": "km2"}.get(
        unit, unit
    )
    if second:
        return ("tỷ đồng", _SCALES[scale]) if unit in ("đồng", "") and scale in ("nghìn", "ngàn") else ("", 1)
    if scale in ("tỷ", "triệu") and unit in ("đồng", "USD", "đô la", "đô la mỹ"):
        return f"{scale} {unit}{(match['each'] or '').lower()}", 1
    if not unit:
        return ("tỷ đồng", 1) if scale == "tỷ" else ("", 1)
    if unit == "%" and scale:
        return "", 1
    return unit + (match["each"] or "").lower(), _SCALES.get(scale, 1)
