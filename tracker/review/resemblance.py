"""How much two orders resemble each other: pure, from their words, units and topics.

Every conclusion says «tiếp tục», «khẩn trương», «chủ trì, phối hợp», «báo cáo kết quả trước ngày»: such words weigh
little, names of units and dates nothing. What is left is the matter. Syllables count alone and in pairs, because a pair
(«hộ tịch», «vỉa hè») is mostly one word; an order that is told again is often shorter or longer, so what the
shorter one shares counts beside what both share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.fuzz import token_set_ratio

from ..text import fold

# Chosen on SAME and DIFFERENT of tests/review/order_pairs.py, with the same unit and topic given to all of them, which
# is the hardest case: every repeated order lies above CERTAIN, one pair of different orders does («dự toán», «quyết
# toán»). From SHOWN on there are two more of those; they are only shown.
SHOWN = 0.60
CERTAIN = 0.70

# Whole numbers, so that a sum does not depend on its order.
_FULL = 20
_LIGHT = 3
# Folded syllables that administrative sentences share whatever they are about.
_FORMULA_TEXT = """
    giao yeu cau de nghi chu tri phoi hop cung voi chu dong tham muu trinh xem xet quyet dinh ban hanh phe duyet
    tiep tuc khan truong day manh nhanh tang cuong tap trung quyet liet nang cao thuc hien trien khai to chuc chi dao
    hoan thanh thien xong dut diem bao cao ket qua tien do bao dam dam truoc ngay trong thang nam quy cham nhat som
    kip thoi dung han nghiem tuc tot hieu qua cong tac viec nhiem vu noi dung theo quy dinh ke hoach duoc giao dat
    cac nhung va la cua cho de tai o tren dia ban thanh pho ubnd uy nhan dan don vi co quan lien quan dong chi lanh
    ra soat don doc kiem tra huong dan xu ly giai quyet phan dau dong thoi nhat la bao gom khong con da se phai can
    ve doi hang hoac nay do tu den duy tri nhan dip vao len lam gom
"""
_FORMULA = frozenset(_FORMULA_TEXT.split())
_DATE = re.compile(
    r"\b(?:ngay\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?"
    r"|\b(?:thang|nam|quy)\s+(?:\d{1,4}|[ivx]{1,4})\b(?:\s*/\s*\d{4})?"
    r"|\b(?:19|20)\d\d\b"
)
# The year that a plan, a budget or a campaign is for; one inside a date says when, not what.
_YEAR = re.compile(r"(?<!\d )(?<!\d)\bnam ((?:19|20)\d\d)\b")
_SYLLABLE = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# Two or more capitalised syllables in a row, not at the beginning of the sentence: a street, a ward, a project.
_CAPITAL = r"[A-ZÀ-ỸĐ][^\W\d_]*"
_PLACE = re.compile(rf"(?<=[^\W\d_.;:,] ){_CAPITAL}(?: {_CAPITAL})+")


@dataclass(frozen=True)
class Order:
    """An order ready to be compared; `Order.of` makes it."""

    plain: str
    matter: str
    weights: dict[str, int]
    total: int
    figures: frozenset[str]
    years: frozenset[str]
    places: frozenset[str]
    lead: int | None
    topic: int | None

    @classmethod
    def of(
        cls, text: str, *, lead: int | None = None, topic: int | None = None, names: re.Pattern[str] | None = None
    ) -> Order:
        """`names` is what `units_pattern` made of the units' names: who is to do it is compared by `lead`."""
        plain = fold(text)
        bare = _DATE.sub(" ", plain)
        if names is not None:
            bare = names.sub(" ", bare)
        syllables = _SYLLABLE.findall(bare)
        weights = _weigh(syllables)
        return cls(
            plain=plain,
            matter=" ".join(syllable for syllable in syllables if syllable not in _FORMULA),
            weights=weights,
            total=sum(weights.values()),
            figures=frozenset(_FIGURE.findall(bare)),
            years=frozenset(_YEAR.findall(plain)),
            places=frozenset(place for found in _PLACE.findall(text) if (place := fold(found)) in bare),
            lead=lead,
            topic=topic,
        )


def units_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the names of units in folded text, the longest first."""
    folded = sorted({fold(name) for name in names if len(name) > 3}, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, folded))})\b") if folded else None


def resemblance(one: Order, other: Order) -> float:
    """0.0 to 1.0, the same either way round; 1.0 only for texts that are identical once folded."""
    if one.plain == other.plain:
        return 1.0
    shared = _shared(one, other)
    if not shared:
        return 0.0
    both = 2 * shared / (one.total + other.total)
    shorter = shared / min(one.total, other.total)
    fuzzy = token_set_ratio(*sorted((one.matter, other.matter))) / 100
    score = 0.45 * both + 0.25 * shorter + 0.3 * fuzzy + _surroundings(one, other)
    return max(0.0, min(0.99, score))


def overlap(one: Order, other: Order) -> float:
    """A cheap first look: what the shorter order shares with the other."""
    return _shared(one, other) / (min(one.total, other.total) or 1.0)


def _shared(one: Order, other: Order) -> int:
    return sum(map(one.weights.__getitem__, one.weights.keys() & other.weights.keys()))


def _weigh(syllables: list[str]) -> dict[str, int]:
    """Each syllable and each pair once."""
    single = {syllable: _weight(syllable) for syllable in syllables}
    double = {f"{a} {b}": min(_weight(a), _weight(b)) for a, b in pairwise(syllables)}
    return single | double


@lru_cache(maxsize=20_000)
def _weight(syllable: str) -> int:
    return _LIGHT if syllable in _FORMULA or len(syllable) == 1 else _FULL


def _surroundings(one: Order, other: Order) -> float:
    """The same unit and topic speak for one order; other places and other figures for two."""
    score = 0.0
    if one.lead and other.lead:
        score += 0.03 if one.lead == other.lead else -0.04
    if one.topic and other.topic:
        score += 0.02 if one.topic == other.topic else -0.03
    for mine, theirs, cost in (
        (one.places, other.places, 0.15),
        (one.years, other.years, 0.15),
        (one.figures, other.figures, 0.05),
    ):
        if mine and theirs and not mine & theirs:
            score -= cost
    return score
