"""A random life of an office: notices are given and people act on their tasks; what is refused is not done.

`World.play` takes any list of numbers, so that hypothesis can make them up and shrink them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tests.cast import Cast
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.directives.models import Directive, Notice, NoticeState
from tracker.errors import NotAllowed, Refused
from tracker.tasks import actions
from tracker.tasks.models import Task, TaskLink, TaskState

START = date(2026, 10, 5)
UNITS = ("finance", "ward", "tax", "culture")
Act = tuple[int, int, int]  # which task, which act, how far a day lies

lives = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 17), st.integers(-3, 25)), min_size=10, max_size=30)
# Everything happens: sixteen tasks are given, the fourth of each four without a due date, then one act each.
BUSY: list[Act] = [
    *((number, 17, 3 * number) for number in range(16)),
    *((0, 17, 20), (20, 9, 0), (18, 1, 1), (5, 1, 0), (7, 1, 0), (16, 3, 25), (9, 4, 0), (10, 0, 0), (10, 8, 0)),
    *((12, 11, 0), (13, 13, 0), (14, 16, 0), (6, 1, 0), (6, 14, 0)),
]
# A life of thirty acts takes too long to shrink.
few = settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)


def enter_notice(cast: Cast, number: str, day: date, count: int = 1, **changes: Any) -> Notice:
    """An issued notice with so many directives, without its text being read."""
    values = {"title": f"Kết luận {number}", "source_text": "…", "held_on": day - timedelta(days=2), **changes}
    notice = Notice(state=NoticeState.ISSUED, entered_by_id=cast.clerk.user_id, entered_at=clock.now(), **values)
    notice.set_number("UBND thành phố", number, day)
    db.session.add(notice)
    db.session.flush()
    for position in range(1, count + 1):
        db.session.add(Directive(notice_id=notice.id, position=position, text=f"Giao việc {position}"))
    db.session.flush()
    return notice


def list_directives(notice: Notice) -> list[Directive]:
    query = select(Directive).where(Directive.notice_id == notice.id).order_by(Directive.position)
    return list(db.session.scalars(query))


@dataclass
class World:
    """`moment` runs on by some hours with every act; every task belongs to the notice of its number, or to none."""

    cast: Cast
    moment: datetime = field(default_factory=lambda: datetime.combine(START, time(8), clock.OFFICE_ZONE))
    notices: list[Notice] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    key: int = 0

    def play(self, acts: Iterable[Act], end: date) -> None:
        """Two notices to begin with; then the acts, spread over the days until `end`."""
        with clock.at(self.moment):
            self.notices = [enter_notice(self.cast, f"{number}/TB-UBND", START, 2) for number in (101, 102)]
            for number in range(4):
                self._issue(number, 10 * number - 5)
        acts = list(acts)
        step = (datetime.combine(end, time(17), clock.OFFICE_ZONE) - self.moment) / (len(acts) + 1)
        for which, what, offset in acts:
            self.moment += step
            with clock.at(self.moment):
                self.attempt(which, what % (len(_ACTS) + 1), offset)
        db.session.flush()

    def _issue(self, number: int, offset: int) -> None:
        notice = self.notices[number % 2] if number % 3 else None
        place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id} if notice else {}
        unit = getattr(self.cast, UNITS[number % 2])
        due = None if number % 4 == 3 else clock.today() + timedelta(days=max(offset, 0))
        task = issue(self.cast, title=f"Việc {len(self.tasks) + 1}", lead_unit_id=unit.id, due_on=due, **place)
        db.session.flush()
        self.tasks.append(task.id)

    def attempt(self, which: int, what: int, offset: int) -> None:
        if what == len(_ACTS):
            self._issue(which, offset)
            return
        self.key += 1
        inner = db.session.begin_nested()
        try:
            _ACTS[what](self, self.fetch(self.tasks[which % len(self.tasks)]), offset)
            db.session.flush()
        except (Refused, NotAllowed):
            inner.rollback()
        else:
            inner.commit()

    def fetch(self, task_id: int) -> Task:
        query = select(Task).where(Task.id == task_id).execution_options(populate_existing=True)
        loaded = [joinedload(getattr(Task, name)) for name in ("lead_unit", "leader", "topic")]
        return db.session.scalars(query.options(*loaded, selectinload(Task.cooperating_units))).one()

    def head(self, task: Task) -> Any:
        """Who answers for the task: there are heads of two units, whoever leads the other two has none."""
        heads = {self.cast.ward.id: self.cast.ward_chair, self.cast.culture.id: self.cast.outsider}
        return heads.get(task.lead_unit_id, self.cast.finance_head)

    def told(self) -> actions.Progress:
        return actions.Progress(form_key=f"k{self.key}", result="Đã làm xong", percent=100)


def _day(offset: int) -> date:
    return clock.today() + timedelta(days=offset)


def _submit(world: World, task: Task, offset: int) -> None:
    delay = actions.Answer("objective", "Chờ vốn")
    actions.submit_completion(task, world.told(), _day(-(abs(offset) % 4)), by=world.head(task), delay=delay)


def _finish(world: World, task: Task, offset: int) -> None:
    if task.state != TaskState.SUBMITTED:
        _submit(world, task, offset)
    actions.confirm_completion(task, by=world.cast.clerk)


def _extend(world: World, task: Task, offset: int) -> None:
    extension = actions.request_extension(task, _day(offset), "Chờ phê duyệt dự toán", by=world.head(task))
    actions.approve_extension(extension, "", by=world.cast.chairman)


def _reassign(world: World, task: Task, offset: int) -> None:
    unit = getattr(world.cast, UNITS[offset % len(UNITS)])
    leader = world.cast.chairman.user_id if offset % 3 == 0 else None
    actions.reassign_task(task, actions.Reassignment(unit.id, "Đúng chức năng hơn", leader), by=world.cast.clerk)


def _change_leader(world: World, task: Task, offset: int) -> None:
    leader = (world.cast.chairman, world.cast.vice_chairman)[offset % 2]
    edit = actions.Edit(task.title, task.deliverable, task.topic_id, leader.user_id, (), task.due_words)
    actions.edit_task(task, edit, by=world.cast.clerk)


def _continue(world: World, task: Task, offset: int) -> None:
    """Told again by both directives of the second notice, so that it belongs to it twice."""
    told = set(db.session.scalars(select(TaskLink.directive_id).where(TaskLink.task_id == task.id)))
    for directive in list_directives(world.notices[1]):
        if directive.id not in (task.directive_id, *told):
            actions.continue_task(task, directive, world.notices[1], due_on=_day(abs(offset)), by=world.cast.clerk)


_ACTS: list[Callable[[World, Task, int], Any]] = [
    _submit,
    _finish,
    _finish,
    _extend,
    _reassign,
    _change_leader,
    _continue,
    lambda world, task, offset: actions.confirm_completion(task, by=world.cast.clerk),
    lambda world, task, offset: actions.send_back(task, "Thiếu biểu", by=world.cast.clerk),
    lambda world, task, offset: actions.decline_task(task, "Ngoài chức năng", None, by=world.head(task)),
    lambda world, task, offset: actions.insist_on_task(task, "Đúng chức năng", by=world.cast.clerk),
    lambda world, task, offset: actions.suspend_task(task, "Chờ quy định", None, by=world.cast.clerk),
    lambda world, task, offset: actions.resume_task(task, "Đã có", _day(offset), by=world.cast.clerk),
    lambda world, task, offset: actions.cancel_task(task, "Không còn cần", by=world.cast.clerk),
    lambda world, task, offset: actions.reopen_task(task, "Kết quả chưa đạt", by=world.cast.clerk),
    lambda world, task, offset: actions.set_due_date(task, _day(offset), "Theo chỉ đạo", by=world.cast.chairman),
    lambda world, task, offset: actions.supersede_by_hand(task, "102/TB-UBND", "Đã thay", by=world.cast.clerk),
]
