"""Random histories of tasks: whatever people do to them, day after day."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy.orm import selectinload

from tests.reminders.planned import on
from tests.tasks.test_life import issue, progress
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.tasks import actions
from tracker.tasks.models import Explanation, Extension, ExtensionState, Task

FIRST = date(2026, 10, 1)
DELAY = actions.Answer("objective", "Mưa lũ kéo dài")


def give(cast, chance: random.Random, day: date, name: str) -> Task:
    """One task of any unit, leader, topic and due date; weekends and holidays among them."""
    due = chance.choice([None, *(day + timedelta(days=number) for number in (2, 3, 4, 9, 20))])
    return issue(
        cast,
        title=name,
        lead_unit_id=chance.choice([cast.finance.id, cast.ward.id, cast.tax.id]),
        leader_id=chance.choice([cast.chairman.user_id, cast.vice_chairman.user_id]),
        topic_id=chance.choice([cast.budget.id, cast.digital.id, None]),
        due_on=due,
        is_duty=chance.random() < 0.2,
    )


def live(cast, seed: int, days: int, first: date = FIRST) -> date:
    """So many days of office life; the day after."""
    chance = random.Random(seed)
    for number in range(days):
        day = first + timedelta(days=number)
        with on(day, hour=chance.randint(0, 23), minute=chance.randint(0, 59)):
            if chance.random() < 0.7:
                give(cast, chance, day, f"Việc {seed}-{number}")
            for task in _all_tasks():
                if chance.random() < 0.35:
                    _act(cast, task, chance, day, f"{seed}-{day}-{task.id}")
    db.session.flush()
    return first + timedelta(days=days)


def _all_tasks():
    every = (
        db.select(Task).order_by(Task.id).options(selectinload(Task.cooperating_units), selectinload(Task.lead_unit))
    )
    return db.session.scalars(every.execution_options(populate_existing=True)).all()


def _act(cast, task, chance, day, key) -> None:
    """One act that somebody may do to it now, if any."""
    act = chance.choice(ACTS)
    try:
        with db.session.begin_nested():
            act(cast, task, chance, day, key)
            db.session.flush()
    except (Refused, NotAllowed):
        db.session.expire_all()


def _head(cast, task):
    return {cast.finance.id: cast.finance_head, cast.ward.id: cast.ward_chair}.get(task.lead_unit_id, cast.outsider)


def _update(cast, task, chance, day, key):
    actions.add_update(task, progress(key, percent=30), by=_head(cast, task))


def _submit(cast, task, chance, day, key):
    done = day - timedelta(days=chance.randint(0, 9))
    actions.submit_completion(task, progress(key), done, by=_head(cast, task), delay=DELAY)


def _confirm(cast, task, chance, day, key):
    actions.confirm_completion(task, by=cast.clerk)


def _send_back(cast, task, chance, day, key):
    actions.send_back(task, "Thiếu số liệu", by=cast.clerk)


def _cancel(cast, task, chance, day, key):
    actions.cancel_task(task, "Không còn cần", by=cast.clerk)


def _reopen(cast, task, chance, day, key):
    actions.reopen_task(task, "Chưa đạt", by=cast.clerk)


def _suspend(cast, task, chance, day, key):
    actions.suspend_task(task, "Chờ vốn", None, by=cast.clerk)


def _resume(cast, task, chance, day, key):
    actions.resume_task(task, "Có vốn", chance.choice([None, day + timedelta(days=5)]), by=cast.clerk)


def _set_due(cast, task, chance, day, key):
    actions.set_due_date(task, day + timedelta(days=chance.randint(1, 20)), "Theo ý kiến", by=cast.chairman)


def _reassign(cast, task, chance, day, key):
    wanted = actions.Reassignment(
        chance.choice([cast.finance.id, cast.ward.id]), "Đúng chức năng", chance.choice([None, cast.chairman.user_id])
    )
    actions.reassign_task(task, wanted, by=cast.clerk)


def _extend(cast, task, chance, day, key):
    actions.request_extension(task, (task.due_on or day) + timedelta(days=7), "Chờ vốn", by=_head(cast, task))


def _approve(cast, task, chance, day, key):
    waiting = db.select(Extension).where(Extension.task_id == task.id, Extension.state == ExtensionState.OPEN)
    extension = db.session.scalar(waiting.options(selectinload(Extension.task)))
    if extension is not None:
        actions.approve_extension(extension, "", by=cast.chairman)


def _urge(cast, task, chance, day, key):
    actions.urge(task, actions.Urge(key, day - timedelta(days=chance.randint(0, 3)), "phone"), by=cast.clerk)


def _excuse(cast, task, chance, day, key):
    answered = db.select(Explanation).where(Explanation.task_id == task.id, Explanation.state == "answered")
    explanation = db.session.scalar(answered.options(selectinload(Explanation.task)))
    if explanation is not None:
        cause = chance.choice(["objective", "objective", "subjective"])
        actions.accept_explanation(explanation, cause, "", seen=explanation.version, by=cast.clerk)


ACTS = (
    *(_update, _submit, _submit, _confirm, _confirm, _confirm, _send_back, _cancel, _reopen, _suspend, _resume),
    *(_set_due, _reassign, _extend, _extend, _approve, _approve, _urge, _excuse, _excuse),
)
