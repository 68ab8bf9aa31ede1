"""What leaders look at and the sample story does not hold: figures called wrong, limits, a meeting that runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.indicators.actions import IndicatorValues, ReadingValues, add_reading, create_indicator, set_target
from tracker.indicators.models import Kind as Measure
from tracker.meetings.actions import Plan, Word, record, start_meeting
from tracker.meetings.disputes.actions import Objection, answer_dispute, raise_dispute
from tracker.meetings.models import Kind, Meeting, MeetingItem
from tracker.people.actor import Actor
from tracker.people.models import Unit, User
from tracker.people.queries import actor_of, find_unit_by_code
from tracker.reports.scoreboard.asked import Asked
from tracker.reports.scoreboard.figures import Figure
from tracker.tasks.models import Task
from tracker.tasks.queries import get_task_for

PUT_OFF = "Chủ tịch đã cho lùi thời hạn tại buổi kiểm tra hiện trường, nhưng bảng vẫn tính theo thời hạn cũ."
IN_TIME = "Nhiệm vụ đã hoàn thành đúng hạn, biên bản bàn giao đã gửi Văn phòng nhưng chưa được ghi nhận."
RIGHT = "Đã xác nhận hoàn thành theo ngày ghi trong biên bản bàn giao."
VISIT = "Phó Chủ tịch trực tiếp kiểm tra hiện trường trong tuần này"
ORDER = "Lập phương án chỉnh trang vỉa hè đường Kim Đồng"


def tell_leadership() -> dict[str, int]:
    """Two disputes, two limits and a meeting that runs, by name. No task is changed by them."""
    actors = {login: actor_of(number) for login, number in db.session.execute(select(User.login, User.id))}
    clerk = actors["vanphong"]
    told = _call_wrong(actors) | _set_limits(clerk)
    told["running"] = _meet(actors["chutich"], by=clerk)
    db.session.commit()
    return told


def _call_wrong(actors: dict[str, Actor]) -> dict[str, int]:
    """One waits for the Office, the other has its answer."""
    asked = Asked.from_args({"period": "year"})
    code = db.session.scalars(
        select(Task.code).join(Task.lead_unit).where(Unit.code == "TNMT").order_by(Task.id)
    ).first()
    waiting = raise_dispute(Figure.OVERDUE, asked, Objection(PUT_OFF, code or ""), by=actors["tnmt"])
    settled = raise_dispute(Figure.DONE_LATE, asked, Objection(IN_TIME), by=actors["noivu"])
    answer_dispute(settled, RIGHT, accepts=True, by=actors["vanphong"])
    return {"dispute": waiting.id, "settled": settled.id}


def _set_limits(clerk: Actor) -> dict[str, int]:
    """Of what is added up, which is passed at the present pace; of a rate, which is kept."""
    fires = _measure("Số vụ cháy trên địa bàn", "vụ", Measure.CUMULATIVE, "9", ("4", "9"), clerk)
    return {"limit": fires, "rate": _measure("Tỷ lệ hộ nghèo", "%", Measure.LEVEL, "2.5", ("3.1", "2.4"), clerk)}


def _measure(name: str, unit: str, kind: Measure, most: str, values: Sequence[str], clerk: Actor) -> int:
    """Read in the middle of the year so far, and today."""
    today = clock.today()
    indicator = create_indicator(IndicatorValues(name, unit, today.year, kind, less_is_better=True), "", by=clerk)
    set_target(indicator, "Thành phố giao", Decimal(most), None, by=clerk)
    first = date(today.year, 1, 1)
    for day, value in zip((first + (today - first) / 2, today), values, strict=True):
        add_reading(indicator, ReadingValues(day, Decimal(value)), "", by=clerk)
    return indicator.id


def _meet(chair: Actor, *, by: Actor) -> int:
    """The Office may not move dates: what the chair grants waits until somebody carries it out."""
    unit = find_unit_by_code("QLDT")
    assert unit is not None
    today = clock.today()
    meeting = start_meeting(Plan("running", "Họp rà soát nhiệm vụ quá hạn", today, chair.user_id), by=by)
    _say(meeting, 1, Word("1", Kind.EXTEND, "Chờ mặt bằng", today + timedelta(days=21)), by)
    _say(meeting, 2, Word("2", Kind.NOTE, VISIT), by)
    _say(meeting, None, Word("3", Kind.ORDER, ORDER, today + timedelta(days=30), unit.id), by)
    return meeting.id


def _say(meeting: Meeting, position: int | None, word: Word, by: Actor) -> None:
    item, task = None, None
    if position is not None:
        wanted = MeetingItem.meeting_id == meeting.id, MeetingItem.position == position
        item = db.session.scalars(select(MeetingItem).where(*wanted)).one()
        task = get_task_for(by, item.task_id)
    record(meeting, item, task, word, by=by)
