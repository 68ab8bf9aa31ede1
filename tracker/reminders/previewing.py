"""Who would be told what on a day, if it were planned as things stand now. Read only; asks what the plan asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import aliased

from ..calendar.queries import office_calendar
from ..db import db
from ..people.models import Post, User
from ..tasks.models import Task
from .audiences import BITS, HAS_ADDRESS, Obeying, find_standing, holds_back
from .ledger import list_plan_days
from .models import ReminderPreference
from .of_day import list_climbs, list_tellings
from .planning import Telling, Track
from .rules.book import Audience, RuleBook
from .rules.queries import rule_book
from .untold import times_of, times_of_climb, untold, untold_climb


@dataclass(frozen=True)
class Told:
    """One person who would be told of one task.

    `audience`: as which of the rule's people. `stands_in_for`: in whose place. `hour` None: with the plan. `held_back`:
    `opted_out` or `weekly` where he is told nothing of what he may stop that day, else empty.
    """

    task_id: int
    code: str
    title: str
    track: Track
    stage: str
    anchor_on: date
    audience: tuple[Audience, ...]
    user_id: int
    name: str
    stands_in_for: str = ""
    hour: int | None = None
    is_optional: bool = False
    held_back: str = ""


def preview(day: date, book: RuleBook | None = None, tasks: ColumnElement[bool] | None = None) -> Iterator[Told]:
    """By each rule that speaks that day, its tasks and people.

    `book`: other rules than the office's; `tasks`: only some. One row after the other: whoever shows them
    stops where the page is full.
    """
    chosen = _Preview(day, book or rule_book(), true() if tasks is None else tasks)
    yield from chosen.rows()


class _Preview:
    def __init__(self, day: date, book: RuleBook, tasks: ColumnElement[bool]) -> None:
        self.day, self.book, self.tasks = day, book, tasks
        self.calendar, self.standing, self.held = office_calendar(), find_standing(day), _list_held_back(day)
        self.statements: dict[Any, Any] = {}
        # Whom the plan would have told of a higher stage already: (task, person).
        self.place: Any = None
        self.known: set[tuple[int, int]] = set()

    def rows(self) -> Iterator[Told]:
        for obeying, telling in list_tellings(self.book, self.calendar, self.day, list_plan_days(self.day)):
            rule = telling.stage.rule
            for row in self._new((telling.track, telling.anchor_on, obeying), *self._asked(obeying, telling)):
                held = self.held.get(row.user_id, "") if rule.is_optional else ""
                if not held:
                    self.known.add((row.task_id, row.user_id))
                yield _told(row, telling.track, telling.stage.name, rule.hour, rule.is_optional, held)
        for obeying, climb in list_climbs(self.book, self.calendar, self.day):
            found = self._named(untold_climb(climb, self._only(obeying), self.standing))
            for row in self._new(obeying, found, times_of_climb(climb)):
                self.known.add((row.task_id, row.user_id))
                yield _told(row, Track.TERM, climb.stage)

    def _new(self, place: Any, statement: Any, values: dict[str, Any]) -> Iterator[Any]:
        """What of that anchor, or that ladder, has not come before."""
        if place != self.place:
            self.place, self.known = place, set()
        for row in db.session.execute(statement, values):
            if (row.task_id, row.user_id) not in self.known:
                yield row

    def _asked(self, obeying: Obeying, telling: Telling) -> tuple[Any, dict[str, Any]]:
        key = (telling.track, telling.audience, obeying)
        if key not in self.statements:
            rows = untold(telling.track, telling.audience, self._only(obeying), self.standing)
            self.statements[key] = self._named(rows)
        return self.statements[key], times_of(telling)

    def _only(self, obeying: Obeying) -> ColumnElement[bool]:
        return obeying.tasks & self.tasks

    @staticmethod
    def _named(rows: Any) -> Any:
        """With the names, and only those who can be reached; what was told at issue is left out."""
        found, absent, task = rows.subquery("found").c, aliased(User), aliased(Task)
        has_post = exists().where(Post.user_id == User.id, Post.ended_on.is_(None))
        return (
            select(found, task.code, task.title, User.name, absent.name.label("absent_name"))
            .join(task, task.id == found.task_id)
            .join(User, User.id == found.user_id)
            .outerjoin(absent, absent.id == found.for_user_id)
            .where(found.fresh == 0, HAS_ADDRESS, has_post.correlate(User))
            .order_by(found.task_id, found.user_id)
        )


def _list_held_back(day: date) -> dict[int, str]:
    """Who is told nothing that day of what he may stop, and why: `opted_out`, or `weekly` on another day."""
    chosen = select(ReminderPreference.user_id, ReminderPreference.is_opted_out)
    rows = db.session.execute(chosen.where(holds_back(day)))
    return {user_id: "opted_out" if is_opted_out else "weekly" for user_id, is_opted_out in rows}


def _told(
    row: Any, track: Track, stage: str, hour: int | None = None, is_optional: bool = False, held_back: str = ""
) -> Told:
    return Told(
        task_id=row.task_id,
        code=row.code,
        title=row.title,
        track=track,
        stage=stage,
        anchor_on=row.anchor_on,
        audience=tuple(who for who in Audience if row.told_as & BITS[who]),
        user_id=row.user_id,
        name=row.name,
        stands_in_for=row.absent_name or "",
        hour=hour,
        is_optional=is_optional,
        held_back=held_back,
    )
