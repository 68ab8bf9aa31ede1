"""Several browsers before one live office, each on a connection of its own."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests import cast as cast_module
from tests.live import Live
from tracker.db import db
from tracker.people.actor import Actor
from tracker.people.models import Post, User
from tracker.people.sessions import start_session


class Browser(FlaskClient):
    """Outside the test's own application context, whose session and person it must not share."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """As Flask's."""
        return contextvars.Context().run(super().open, *args, **kwargs)


class Desk:
    """The application with its people; what it reads leaves no transaction open."""

    def __init__(self, app: Flask, cast: cast_module.Cast) -> None:
        self.app, self.cast = app, cast

    def browser(self, actor: Actor) -> Any:
        """Signed in as that person."""
        token = start_session(db.session.get_one(User, actor.user_id), db.session.get_one(Post, actor.post_id), "test")
        db.session.commit()
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(_user_id=token, _fresh=True)
        return client

    def read(self, question: Callable[[], Any]) -> Any:
        """The answer as it is committed now."""
        db.session.rollback()
        db.session.expire_all()
        try:
            return question()
        finally:
            db.session.rollback()


@contextmanager
def desk(live: Live) -> Iterator[Desk]:
    """An office on the live database."""
    app = live.app()
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    with app.app_context():
        cast = cast_module.gather_without_briefings()
        db.session.commit()
        yield Desk(app, cast)
        db.session.remove()
        db.engine.dispose()


def together(*presses: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own, begun at the same moment."""
    gate = Barrier(len(presses))

    def press(one: Callable[[], Any]) -> Any:
        gate.wait(30)
        return one()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))
