"""The tracker as an office runs it: database, web server, jobs, an SMTP server, and people with browsers."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from playwright.sync_api import Browser
from sqlalchemy import select

from tests.journeys.browser import DESK, Person, Watch
from tests.live import Live
from tests.smtp import Sink
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.demo.office import PASSWORD, load_once, load_reference
from tracker.demo.processes import Child, start, stop_all
from tracker.people.models import User
from tracker.people.queries import actor_of, find_unit_by_code
from tracker.tasks.actions import Assignment, issue_task


class Office:
    """Sign in with `person`; at the end `close` tells what went wrong in any window."""

    def __init__(self, live: Live, sink: Sink, chromium: Browser, folder: Path) -> None:
        self.live, self.sink, self.chromium, self.folder = live, sink, chromium, folder
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        live.env |= {**sink.env, "PUBLIC_BASE_URL": self.url}
        self.app: Flask = live.app()
        self.watch = Watch()
        self.children: list[Child] = []

    def fill(self, *, with_story: bool) -> None:
        """Calendar, units, topics and people of the sample office; with its story, a month of work too."""
        with self.database():
            if with_story:
                load_once()
            else:
                load_reference(clock.today().year)
                db.session.commit()

    def start_web(self) -> None:
        """Pages asked for before the server is ready wait in the socket."""
        self.socket.listen(100)
        command = [
            *(sys.executable, "-m", "gunicorn", "--bind", f"fd://{self.socket.fileno()}"),
            *("--worker-class", "gthread", "--workers", "1", "--threads", "8"),
            *("--graceful-timeout", "1", "--log-level", "warning", "wsgi:app"),
        ]
        child = start("web server", command, self.live.environment(), self.folder / "web.log", [self.socket.fileno()])
        self.children.append(child)
        self.socket.close()

    def run_job(self, name: str, *words: str) -> None:
        """What the scheduler would do at its time."""
        self.live.run("jobs", "run", name, *words)

    @contextmanager
    def database(self) -> Iterator[None]:
        """A look into the database behind the running server; nothing of the browser may be touched inside."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def give(self, title: str, unit_code: str, leader: str, due_on: date) -> int:
        """A task by telephone from that leader (by login); its id."""
        with self.database():
            unit = find_unit_by_code(unit_code)
            assert unit is not None
            ids = dict(
                db.session.execute(select(User.login, User.id).where(User.login.in_(("vanphong", leader)))).all()
            )
            values = Assignment(title, lead_unit_id=unit.id, leader_id=ids[leader], due_on=due_on, source="Điện thoại")
            task = issue_task(values, by=actor_of(ids["vanphong"]))
            db.session.commit()
            return task.id

    def in_working_days(self, count: int) -> date:
        """So many working days from today, by the office's calendar."""
        with self.database():
            return office_calendar().add_working_days(clock.today(), count)

    def word(self, english: str, **values: Any) -> str:
        """What the Vietnamese interface says for it."""
        with self.app.test_request_context(), force_locale("vi"):
            return str(_(english, **values))

    def window(self, screen: dict[str, Any] = DESK) -> Person:
        """A browser in which nobody has signed in."""
        context = self.chromium.new_context(**screen, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        context.set_default_timeout(15_000)
        self.watch.follow(context)
        return Person(context.new_page(), self.url)

    def person(self, login: str, screen: dict[str, Any] = DESK) -> Person:
        """Somebody who has signed in through the form."""
        person = self.window(screen)
        person.open("/sign-in")
        self.sign_in(person, login)
        return person

    def sign_in(self, person: Person, login: str) -> None:
        """Through the form that is shown."""
        person.type(self.word("User name or e-mail"), login)
        person.type(self.word("Password"), PASSWORD)
        person.press(self.word("Sign in"))

    def check_windows(self) -> None:
        """Close every window; fail with what the watch noted since the last time."""
        for context in self.chromium.contexts:
            context.close()
        faults, self.watch.faults = self.watch.faults, []
        assert not faults, "\n".join(faults)
        ended = [child.last_lines() for child in self.children if child.has_ended]
        assert not ended, "the web server ended:\n" + "\n".join(ended)
        assert "Traceback" not in (self.folder / "web.log").read_text(encoding="utf-8")

    def close(self) -> None:
        """End the web server."""
        stop_all(self.children)
        self.socket.close()
