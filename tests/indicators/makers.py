"""Indicators of the sample office, and a notice that reports what the seed's report did, in words of our own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from tests.review.notices import enter
from tracker.db import db
from tracker.directives.models import Notice
from tracker.indicators import actions
from tracker.indicators.models import Indicator, Reading
from tracker.people.actor import Actor

REPORT = """THÔNG BÁO
Kết luận phiên họp thứ 15

Tính đến ngày 31/10/2026, tổng thu ngân sách nhà nước trên địa bàn đạt 216 tỷ đồng, bằng 53,6% kế hoạch tỉnh giao và \
38,2% kế hoạch HĐND thành phố giao. Thành phố đón trên 191 nghìn lượt khách du lịch.

Chủ tịch kết luận:
1. Giao Chi cục Thuế đẩy mạnh công tác thu ngân sách; hoàn thành trước ngày 15/12/2026.
"""


def make(cast: Cast, **changes: Any) -> Indicator:
    """Budget revenue of 2026, led by the finance room, committed."""
    values = {
        "name": "Thu ngân sách nhà nước trên địa bàn",
        "unit": "tỷ đồng",
        "year": 2026,
        "topic_id": cast.budget.id,
        "lead_unit_id": cast.finance.id,
        **changes,
    }
    indicator = actions.create_indicator(actions.IndicatorValues(**values), "", by=cast.clerk)
    db.session.commit()
    return indicator


def houses(cast: Cast, **changes: Any) -> Indicator:
    """Shelters replaced, for each ward and commune."""
    return make(cast, **{"name": "Xóa nhà tạm, nhà dột nát", "unit": "nhà", "is_per_ward": True, **changes})


def read(
    indicator: Indicator, day: date, value: str, by: Actor, unit_id: int | None = None, key: str = ""
) -> Reading | None:
    """A reading that is typed."""
    return actions.add_reading(indicator, actions.ReadingValues(day, Decimal(value), unit_id), key, by=by)


def plan(indicator: Indicator, set_by: str, value: str, by: Actor, unit_id: int | None = None) -> None:
    """A plan, committed."""
    actions.set_target(indicator, set_by, Decimal(value), unit_id, by=by)
    db.session.commit()


def report(cast: Cast, **changes: Any) -> Notice:
    """The notice in review."""
    return enter(cast, **{"text": REPORT, "number": "143/TB-UBND", **changes})


def readings_of(indicator: Indicator) -> list[tuple[str, Decimal, str]]:
    """(day, value, source) of the readings that count."""
    rows = db.session.scalars(
        db.select(Reading)
        .where(Reading.indicator_id == indicator.id, Reading.ended_at.is_(None))
        .order_by(Reading.as_of, Reading.id)
    )
    return [(f"{one.as_of:%d/%m}", one.value, str(one.source)) for one in rows]
