"""A made-up office that lives through days of fake time while everything goes wrong, and what must hold all the same.

The clock stands still and is moved from tick to tick, so hours pass in seconds. A killed process is an exception that
nothing catches: what a dead process would not have done (roll back, give back its mails) is not done.
"""

from __future__ import annotations

import dataclasses
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import event, select, update

from tests.faults.desk import together
from tests.faults.troubles import TROUBLES, Server
from tracker import clock
from tracker.calendar.queries import forget_calendar, office_calendar
from tracker.db import db
from tracker.demo.bench_data.generate import make_office
from tracker.demo.bench_data.load import load_office
from tracker.jobs import faults
from tracker.mail import claims
from tracker.mail.models import MailState, OutboxMail
from tracker.people.models import Post, Role, User
from tracker.reminders.models import Reminder
from tracker.scheduler import TIMETABLE, Scheduler, Turn, run_job
from tracker.tasks.models import RESTING, Task

START = datetime(2026, 11, 24, 6, 0, tzinfo=clock.OFFICE_ZONE)  # a Tuesday
SETTLING_DAYS = 5
DELIVER = next(job for job in TIMETABLE if job.name == "deliver_mail")
PLAN = next(job for job in TIMETABLE if job.name == "plan_reminders")


class Killed(BaseException):
    """The process is gone."""


class Soak:
    """The office, its scheduler processes, its mail server and the chance by which they fare."""

    def __init__(self, app: Flask, server: Server, seed: int, users: int) -> None:
        self.app, self.server, self.users = app, server, users
        self.chance = random.Random(seed)
        self.traveller = time_machine.travel(START, tick=False)
        self.moment = START
        self.ahead = timedelta()  # by how much the host's clock is wrong
        self.processes = [Scheduler(app), Scheduler(app)]
        self.off_until = self.wrong_until = self.down_until = START
        self.kills = Counter[str]()
        self.fuse = -1
        self.seen: dict[int, str] = {}
        self.descriptors: list[int] = []
        self.memory: list[float] = []

    @contextmanager
    def living(self) -> Iterator[None]:
        """The clock is ours and FAULT ends nothing but a process of ours."""
        settings, before, release = self.app.config["SETTINGS"], faults.os, claims.release
        faults.os = SimpleNamespace(_exit=self._die, kill=lambda *_: None, getpid=os.getpid)  # type: ignore[assignment]
        claims.release = self._release(release)
        self.app.config["SETTINGS"] = dataclasses.replace(settings, **self.server.env, smtp_timeout=1)
        coordinates = self.traveller.start()
        self.move = coordinates.move_to
        try:
            yield
        finally:
            self.traveller.stop()
            faults.os, claims.release, self.app.config["SETTINGS"] = before, release, settings

    def _die(self, code: int) -> None:
        """Instead of `os._exit`: at the so-many-th time that the point is passed."""
        self.fuse -= 1
        if self.fuse == 0:
            raise Killed

    @staticmethod
    def _release(release: Callable[..., None]) -> Callable[..., None]:
        def only_the_living(*args: Any, **kwargs: Any) -> None:
            if not isinstance(sys.exc_info()[1], Killed):
                release(*args, **kwargs)

        return only_the_living

    def populate(self) -> None:
        """Ten tasks for each person; half of them fall due within three weeks."""
        if db.engine.dialect.name == "sqlite":  # no power is cut here, so nothing need wait for the disk
            event.listen(db.engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
            db.engine.dispose()
        count = self.users * 10
        office = make_office(
            count, count, START.date(), units=max(3, self.users // 5), users=self.users, is_staffed=True
        )
        for row in office.tasks:
            if row["id"] % 2:
                row["deadline"] = (START.date() + timedelta(days=row["id"] % 21 - 5)).isoformat()
        load_office(office, is_lean=True)
        db.session.execute(update(Task).values(assigned_at=clock.office_time(date(2026, 9, 1), 9)))
        db.session.commit()

    def run(self, minutes: int, step: int, troubles: int) -> None:
        """So much fake time, with so many troubles at moments that chance chooses."""
        moments = sorted(self._moment(minutes, step) for _ in range(troubles))
        for minute in range(0, minutes, step):
            self.at(START + timedelta(minutes=minute))
            while moments and moments[0] <= minute:
                moments.pop(0)
                self.trouble()
            self.tick()
            if clock.to_office(self.moment).hour == 0 and minute % 60 < step:
                self.look()

    def _moment(self, minutes: int, step: int) -> int:
        """Every second trouble comes in the hours in which reminders are planned and sent."""
        if self.chance.random() < 0.5:
            return self.chance.randrange(0, minutes, step)
        return self.chance.randrange(minutes // 1440) * 1440 + self.chance.randrange(90, 240)

    def at(self, moment: datetime) -> None:
        """The time goes on; what was wrong for a while is right again."""
        self.moment = moment
        if moment >= self.wrong_until:
            self.ahead = timedelta()
        if moment >= self.down_until and not self.server.is_up:
            self.server.start()
        self.move(moment + self.ahead)
        forget_calendar()

    def trouble(self) -> None:
        """One of the list, by chance."""
        name = self.chance.choice(sorted(TROUBLES))
        self.kills[f"trouble {name}"] += 1
        TROUBLES[name](self)
        db.session.commit()

    def tick(self) -> None:
        """Every job of every process that lives."""
        if self.moment < self.off_until:
            return
        self.server.open_codes = set(self._read(select(Task.code).where(Task.closed_on.is_(None))))
        self.server.departed = set(self._read(select(User.email).where(User.is_enabled.is_(False))))
        db.session.rollback()
        for process in self.processes:
            for job in self.chance.sample(TIMETABLE, len(TIMETABLE)):
                self._alone(lambda process=process, job=job: process.tick(job))

    def _alone(self, work: Callable[[], Any]) -> None:
        try:
            work()
        except Killed:
            self.server.note_uncertain()
            number = self.chance.randrange(2)
            self.processes[number] = Scheduler(self.app)  # whoever died is started again
            self.fault("", 0)
        finally:
            db.session.rollback()

    def fault(self, point: str, fuse: int) -> None:
        """From now on the point kills at the so-many-th time."""
        self.fuse = fuse
        self.app.config["SETTINGS"] = dataclasses.replace(self.app.config["SETTINGS"], fault=point)

    def two_at_once(self) -> None:
        """The same job by two hands, whoever leads."""
        self.fault("", 0)
        for job in (PLAN, DELIVER):
            if job is DELIVER or self._is_time_to_plan():
                together(*[lambda job=job: run_job(self.app, job, Turn(clock.today()))] * 2)

    def _is_time_to_plan(self) -> bool:
        return clock.to_office(clock.now()).hour >= 8 and office_calendar().is_working(clock.today())

    def _read(self, query: Any) -> list[Any]:
        return list(db.session.scalars(query))

    def look(self) -> None:
        """What holds at any time; asked at every midnight and at the end."""
        rows = db.session.execute(
            select(
                OutboxMail.id, OutboxMail.message_id, OutboxMail.kind, OutboxMail.user_id, OutboxMail.state
            ).add_columns(OutboxMail.created_at)
        ).all()
        db.session.rollback()
        by_id = {row.id: row for row in rows}
        assert set(self.seen) <= set(by_id), "a mail that was planned is gone"
        self.seen = {row.id: row.state for row in rows}
        assert {row.state for row in rows} <= set(MailState)
        by_message = {row.message_id: row for row in rows}
        copies = Counter(self.server.arrived)
        for message, count in copies.items():
            assert message in by_message, "a mail arrived that nobody had planned"
            assert count <= 1 + self.server.uncertain[message], f"{count} copies of {message}"
        arrived = {row.id for row in rows if row.message_id in copies}
        assert {row.id for row in rows if row.state == MailState.SENT} <= arrived, "called sent, and never arrived"
        digests = [row for row in rows if row.kind == "digest" and row.id in arrived]
        a_day = Counter((row.user_id, clock.to_office(row.created_at).date()) for row in digests)
        assert not a_day or max(a_day.values()) == 1, "two digests of one day"
        closed_only = [by_message[message].kind for message in self.server.closed_only]
        assert "digest" not in closed_only, "a digest of closed work"
        assert not self.server.to_departed, "mail to those who have left"
        self.descriptors.append(len(os.listdir("/proc/self/fd")))
        self.memory.append(_resident_mb())

    def settle(self) -> date:
        """Everything works again; days pass until nothing waits. Gives the day of the last plan."""
        self.fault("", 0)
        self.server.script.clear()
        self.off_until = self.wrong_until = self.down_until = self.moment
        last, end = self.moment.date(), self.moment + timedelta(days=SETTLING_DAYS)
        while self.moment < end:
            self.at(self.moment + timedelta(hours=2))
            self.tick()
            today = clock.today()
            if clock.to_office(self.moment).hour >= 8 and office_calendar().is_working(today):
                last = today
        return last

    def untold(self, today: date) -> list[tuple[Any, ...]]:
        """(task, stage, person) that the last plan should have seen to and has not."""
        calendar, missing = office_calendar(), []
        told = self._told()
        for task, person, is_head in self._answerable():
            rank = nearest(calendar, task.due_on, today)
            # An early word is for whoever does the work; the head hears of what is near.
            if rank is None or (is_head and rank < -3):
                continue
            if told.get((task.id, task.due_on, person), -99) < rank:
                missing.append((task.code, task.due_on, rank, person))
        return missing

    def _told(self) -> dict[tuple[int, date, int], int]:
        """The last stage of a term of which a mail has reached a person, or failed for all to see."""
        rows = db.session.execute(
            select(Reminder.task_id, Reminder.anchor_on, Reminder.user_id, Reminder.rank)
            .join(OutboxMail, OutboxMail.id == Reminder.mail_id)
            .where(OutboxMail.state.in_((MailState.SENT, MailState.FAILED)))
            .where(Reminder.stage.regexp_match("^(before_|due_today|overdue_)"))
            .order_by(Reminder.rank)
        )
        return {(task_id, due_on, person): rank for task_id, due_on, person, rank in rows}

    def _answerable(self) -> Iterator[tuple[Task, int, bool]]:
        """(task, person, as head) of everything that is to be told to somebody who can be reached."""
        able = User.is_enabled, Post.ended_on.is_(None), Task.closed_on.is_(None), Task.state.not_in(RESTING)
        heads = (
            select(Task, Post.user_id).join(Post, Post.unit_id == Task.lead_unit_id).join(User, User.id == Post.user_id)
        )
        for task, person in db.session.execute(heads.where(*able, Post.role == Role.HEAD, Task.due_on.is_not(None))):
            yield task, person, True
        officers = select(Task, User.id).join(User, User.id == Task.officer_id).join(Post, Post.user_id == User.id)
        for task, person in db.session.execute(officers.where(*able, Task.due_on.is_not(None))):
            yield task, person, False


def nearest(calendar: Any, due_on: date, today: date) -> int | None:
    """The nearest stage that a term has reached: written anew, because it judges the plan."""
    late = calendar.days_late(due_on, today)
    if late:
        return (late - 1) // 5 * 5 + 1
    near = [count for count in (7, 3, 1, 0) if calendar.days_left(due_on, today) <= count]
    return -near[-1] if near else None


def _resident_mb() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
