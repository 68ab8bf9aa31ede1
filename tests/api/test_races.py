"""A double click, and a device that reads while its address is revoked: on real connections."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from tests import cast as cast_module
from tests.races import at_once, office
from tracker.api import actions
from tracker.api.models import FeedToken
from tracker.api.queries import get_feed_for
from tracker.db import db
from tracker.errors import Refused

__all__ = ["office"]


@pytest.fixture
def head(office):
    return cast_module.gather().finance_head


def add(name, head):
    token = actions.add_feed(name, None, by=head)
    db.session.commit()
    return token


def living():
    return db.session.query(FeedToken).filter_by(revoked_at=None).count()


def test_two_presses_make_one_feed(office, head):
    answers = at_once(office, [lambda: add("Điện thoại", head)] * 4)
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    assert living() == 1


def test_the_tenth_and_the_eleventh_at_once_are_ten(office, head):
    for number in range(9):
        add(f"Lịch {number}", head)
    at_once(office, [lambda name=name: add(name, head) for name in ("một", "hai", "ba")])
    assert living() == actions.MOST


def test_reading_while_it_is_revoked_brings_the_calendar_or_nothing(office, head):
    address = f"/calendar/{add('Điện thoại', head)}.ics"

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask, office, address) for _ in range(12)]
        feed = db.session.query(FeedToken).one()
        actions.revoke_feed(get_feed_for(head, feed.id), by=head)
        db.session.commit()
        assert {answer.result() for answer in answers} <= {200, 404}
    assert ask(office, address) == 404


def ask(office, address):
    """With Flask's own client: that of the house listens on the connection of one test."""
    browser = FlaskClient(office, office.response_class)
    return contextvars.Context().run(browser.get, address).status_code
