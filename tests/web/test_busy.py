"""While somebody else writes, or the database is away: a page is a page, and a press gets a sentence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from tests import cast as cast_module
from tests.races import office
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.people import sessions
from tracker.people.models import Post, User, UserSession

__all__ = ["office"]


@pytest.fixture
def clerk(office, monkeypatch):
    """A browser that is signed in; whoever waits for a writer of SQLite waits for a moment only."""
    monkeypatch.setattr("tracker.db._PATIENCE_MS", 50)
    db.session.remove()
    db.engine.dispose()
    cast = cast_module.gather()
    person = db.session.get_one(User, cast.clerk.user_id), db.session.get_one(Post, cast.clerk.post_id)
    token = sessions.start_session(*person, "test")
    issue(cast)
    db.session.execute(update(UserSession).values(seen_at=clock.now() - timedelta(minutes=2)))
    db.session.commit()
    db.session.remove()
    office.test_client_class = FlaskClient
    office.testing = False
    office.config["PROPAGATE_EXCEPTIONS"] = False
    client = office.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    yield client
    office.testing = True


def ask(browser, method, path):
    """In a context of its own, as a worker's thread does."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: browser.open(path, method=method)).result()


@pytest.fixture
def writer(office, clerk):
    """Somebody who writes and does not come to an end."""
    connection = db.engine.connect()
    connection.execute(text("UPDATE topic SET name = name"))
    yield
    connection.rollback()
    connection.close()


@pytest.mark.usefixtures("writer")
@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_a_press_while_somebody_else_writes_gets_a_sentence(clerk):
    answer = ask(clerk, "POST", "/tasks/1/star")
    assert (answer.status_code, "Hệ thống đang bận" in answer.text) == (503, True)


@pytest.mark.usefixtures("writer")
@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_a_page_that_is_made_is_not_lost_because_the_session_could_not_be_noted(clerk):
    answer = ask(clerk, "GET", "/tasks")
    assert (answer.status_code, "Thu ngân sách" in answer.text) == (200, True)


def test_whoever_cannot_be_read_gets_a_page_all_the_same(clerk, monkeypatch):
    def away(*asked):
        raise OperationalError("SELECT", {}, Exception("server closed the connection"))

    monkeypatch.setattr(sessions, "find_actor", away)
    answer = ask(clerk, "GET", "/tasks")
    assert (answer.status_code, "Hệ thống đang bận" in answer.text) == (503, True)
