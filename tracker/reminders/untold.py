"""Who is to be told something that he has not been told yet: the one question of the plan and of its preview."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, case, literal, select

from .. import clock
from ..db import UtcDateTime
from ..tasks.models import Task
from .audiences import ANCHORS, Standing, concerns, each, people_of
from .models import Reminder
from .planning import CLIMBS, Climb, Telling, Track
from .rules.book import Audience

_RANK = bindparam("rank", type_=Integer)


def untold(track: Track, audience: Collection[Audience], obeys: ColumnElement[bool], standing: Standing) -> Any:
    """One row for each person and task: the columns of `people_of` and the anchor; `times_of` gives the values.

    `fresh` is 1 where the stage had been reached when the task was issued: the assignment has told it.
    """
    anchor = bindparam("anchor", type_=Date)
    chosen = and_(concerns(track), obeys, ANCHORS[track] == anchor)
    fresh: Any = literal(0, Integer)
    if track is Track.TERM:  # on the other tracks a stage always comes after the assignment
        fresh = case((Task.assigned_at >= bindparam("issued_since", type_=UtcDateTime), 1), else_=0)
    people = people_of(audience, chosen, fresh, standing)
    told = _told(track, people, anchor).where(Reminder.stage.not_in(each(CLIMBS)))
    return select(people, anchor.label("anchor_on")).where(~told.exists())


def times_of(telling: Telling) -> dict[str, Any]:
    """The values that `untold` asks for."""
    times = {"anchor": telling.anchor_on, "rank": telling.stage.rank}
    if telling.track is Track.TERM:
        times["issued_since"] = clock.office_time(telling.stage.since, 0)
    return times


def untold_climb(climb: Climb, obeys: ColumnElement[bool], standing: Standing) -> Any:
    """As `untold`, of everything that has reached that step of the ladder, whatever its due date.

    Told once to each person: his successor is told as well, who knows nothing of it. Who has been told a higher step is
    not told a lower one.
    """
    people = people_of(climb.audience, climbed(climb, obeys), literal(0, Integer), standing)
    told = _told(Track.TERM, people, Task.sort_due_on).where(Reminder.stage.in_(each(CLIMBS)))
    found = select(people, Task.sort_due_on.label("anchor_on")).join(Task, Task.id == people.c.task_id)
    return found.where(~told.exists())


def times_of_climb(climb: Climb) -> dict[str, Any]:
    """The values that `untold_climb` asks for."""
    return {"rank": climb.after, "until": climb.until}


def climbed(climb: Climb, obeys: ColumnElement[bool]) -> ColumnElement[bool]:
    """The tasks that have reached that step."""
    return and_(concerns(Track.TERM), obeys, Task.sort_due_on <= bindparam("until", type_=Date))


def _told(track: Track, people: Any, anchor: Any) -> Any:
    """Whether the person knows of this stage or a later one.

    The offset keeps PostgreSQL from turning this into a join, which reads all rows of the anchor for each person where
    the ledger has grown since it was last analysed.
    """
    return (
        select(Reminder.id)
        .where(
            Reminder.track == track,
            Reminder.anchor_on == anchor,
            Reminder.task_id == people.c.task_id,
            Reminder.user_id == people.c.user_id,
            Reminder.rank >= _RANK,
        )
        .offset(0)
    )
