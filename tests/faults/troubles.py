"""What goes wrong in the soak: each trouble is a function of the running office. And a mail server that misbehaves."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from tests.smtp import Sink
from tracker import clock
from tracker.calendar import actions as calendar_actions
from tracker.calendar.models import CalendarDay
from tracker.db import db
from tracker.mail.models import MailState, OutboxMail
from tracker.people.actor import Actor
from tracker.people.models import Post, Role, User
from tracker.reminders.models import Reminder
from tracker.tasks.actions import Assignment, issue_by_hand
from tracker.tasks.models import RESTING, Task, TaskState

if TYPE_CHECKING:
    from tests.faults.soak import Soak

_OPEN = Task.closed_on.is_(None)
CODE = re.compile(r"NV-\d{4}-\d{4,}")


class Server(Sink):
    """Follows a script of answers, one for each mail; keeps of each mail only what is asked afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.is_up = False
        self.script: list[str] = []
        self.arrived: list[str] = []
        self.uncertain = Counter[str]()  # by Message-ID: how often we could not know that it had arrived
        self.open_codes: set[str] = set()
        self.departed: set[str] = set()
        self.closed_only: list[str] = []
        self.to_departed: list[str] = []

    @property
    def env(self) -> dict[str, Any]:
        """As fields of the settings."""
        return {"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_security": "none"}

    def start(self) -> None:
        super().start()
        self.is_up = True

    def stop(self) -> None:
        super().stop()
        self.is_up = False

    def note_uncertain(self) -> None:
        """The sender has died: it may have been about the last mail."""
        if self.arrived:
            self.uncertain[self.arrived[-1]] += 1

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self._next("rcpt")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self._next("data")
        if answer == "hang":
            await asyncio.Event().wait()
        if answer and answer != "close":
            return answer
        self._keep(envelope)
        if answer == "close":
            self.uncertain[self.arrived[-1]] += 1
            server.transport.abort()
        return "250 OK"

    def _next(self, place: str) -> str:
        if self.script and self.script[0].startswith(place):
            return self.script.pop(0).partition(" ")[2]
        return ""

    def _keep(self, envelope: Any) -> None:
        mail: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message = str(mail["Message-ID"])
        self.arrived.append(message)
        codes = set(CODE.findall(mail.get_body(("plain",)).get_content()))
        if codes and not codes & self.open_codes:
            self.closed_only.append(message)
        self.to_departed += [address for address in envelope.rcpt_tos if address in self.departed]


ANSWERS = (
    "rcpt 450 4.2.1 Busy",
    "rcpt 550 5.1.1 No such user",
    "rcpt 421 4.3.2 Closing",
    "data 451 4.7.1 Slow down",
    "data 554 5.6.0 Refused",
    "data close",
)


def refuse(soak: Soak) -> None:
    """The next mails are answered in all the ways there are."""
    soak.server.script = [soak.chance.choice(ANSWERS) for _ in range(soak.chance.randint(1, 12))]


def hang(soak: Soak) -> None:
    """The server takes a mail and never answers."""
    soak.server.script = ["data hang"]


def server_down(soak: Soak) -> None:
    """For some hours."""
    if soak.server.is_up:
        soak.server.stop()
    soak.down_until = soak.moment + timedelta(hours=soak.chance.randint(1, 8))


def _kill(point: str, most: int) -> Callable[[Soak], None]:
    return lambda soak: soak.fault(point, soak.chance.randint(1, most))


def scheduler_off(soak: Soak) -> None:
    """Nobody is there to tick for an hour or a day."""
    soak.off_until = soak.moment + timedelta(hours=soak.chance.choice((1, 3, 6, 26)))


def clock_jumps(soak: Soak) -> None:
    """The host's clock is wrong for a while."""
    soak.ahead = soak.chance.choice((1, -1)) * soak.chance.choice((timedelta(hours=1), timedelta(days=1)))
    soak.wrong_until = soak.moment + timedelta(minutes=soak.chance.randint(20, 180))
    soak.at(soak.moment)


def calendar_edited(soak: Soak) -> None:
    """A day off is entered, or taken back."""
    admin = _actor(Role.ADMIN)
    day = clock.today() + timedelta(days=soak.chance.randint(1, 14))
    if db.session.get(CalendarDay, day):
        calendar_actions.delete_day(day, by=admin)
    else:
        calendar_actions.add_day(day, day.weekday() >= 5, "Hoán đổi", by=admin)


def person_leaves(soak: Soak) -> None:
    """One officer in twenty at most; his account is closed at once."""
    gone = db.session.scalars(select(User.id).where(User.is_enabled.is_(False))).all()
    officers = (
        select(Post.user_id).join(User, User.id == Post.user_id).where(User.is_enabled, Post.role == Role.OFFICER)
    )
    staying = set(db.session.scalars(officers))
    if len(gone) < max(2, soak.users // 20):
        user_id = soak.chance.choice(sorted(staying & _expecting()) or sorted(staying))
        db.session.execute(update(User).where(User.id == user_id).values(is_enabled=False))


def heads_change_places(soak: Soak) -> None:
    """Each now answers for the other's unit."""
    one, two = soak.chance.sample(sorted(_heads()), 2)
    posts = {post.user_id: post for post in db.session.scalars(select(Post).where(Post.user_id.in_((one, two))))}
    posts[one].unit_id, posts[two].unit_id = posts[two].unit_id, posts[one].unit_id


def _heads() -> list[int]:
    return list(db.session.scalars(select(Post.user_id).where(Post.role == Role.HEAD, Post.ended_on.is_(None))))


def _expecting() -> set[int]:
    """Those for whom a digest waits in the queue."""
    waiting = OutboxMail.kind == "digest", OutboxMail.state == MailState.QUEUED
    return set(db.session.scalars(select(OutboxMail.user_id).where(*waiting)))


def tasks_closed(soak: Soak) -> None:
    """Some are done, and everything that one digest in the queue tells of."""
    expecting = sorted(_expecting())
    told = [0]
    if expecting:
        whose = soak.chance.choice(expecting)
        told += db.session.scalars(select(Reminder.task_id).where(Reminder.user_id == whose))
    for task in {*_some_open(soak), *db.session.scalars(select(Task).where(Task.id.in_(told), _OPEN))}:
        task.state, task.closed_on = TaskState.COMPLETED, clock.today()
        task.reported_on = task.completed_on = clock.today()


def tasks_extended(soak: Soak) -> None:
    """Some get more time."""
    for task in _some_open(soak):
        task.due_on += timedelta(days=soak.chance.randint(1, 10))


def task_issued(soak: Soak) -> None:
    """A telephone order that is due soon; its mails go out at once."""
    due_on = clock.today() + timedelta(days=soak.chance.randint(1, 9))
    unit_id = soak.chance.choice(sorted(set(db.session.scalars(select(Post.unit_id).where(Post.role == Role.HEAD)))))
    leader = _actor(Role.LEADER)
    assignment = Assignment("Việc gấp", unit_id, leader.user_id, due_on=due_on)
    issue_by_hand(assignment, f"soak{soak.moment:%d%H%M}{soak.chance.random()}"[:40], by=_actor(Role.OFFICE))


def _some_open(soak: Soak) -> list[Any]:
    rows = select(Task).where(_OPEN, Task.state.not_in(RESTING), Task.due_on.is_not(None))
    found = db.session.scalars(rows.order_by(Task.id)).all()
    return soak.chance.sample(list(found), min(len(found), 1 + len(found) // 20))


def _actor(role: Role) -> Actor:
    post = db.session.scalars(select(Post).where(Post.role == role).order_by(Post.id)).first()
    assert post is not None
    return Actor(post.user_id, "Người làm", role, unit_id=post.unit_id, post_id=post.id)


TROUBLES: dict[str, Callable[[Any], None]] = {
    "answers": refuse,
    "hangs": hang,
    "server down": server_down,
    "killed after claim": _kill("after_claim", 3),
    "killed after data": _kill("after_data", 20),
    "killed while planning": _kill("mid_plan", 1),
    "scheduler off": scheduler_off,
    "clock": clock_jumps,
    "calendar": calendar_edited,
    "person leaves": person_leaves,
    "heads change places": heads_change_places,
    "closed": tasks_closed,
    "extended": tasks_extended,
    "issued": task_issued,
    "two at once": lambda soak: soak.two_at_once(),
}
