"""Where the cards, earlier orders, lessons and what comes too late meet."""

import re

import pytest

from tests.harness import check_html
from tests.review.notices import drafts_of
from tests.review.test_continuing import enter_again, give_first
from tracker import clock
from tracker.db import db
from tracker.review import actions
from tracker.tasks.models import TaskState


@pytest.fixture
def first(app, cast):
    return give_first(cast)


@pytest.fixture
def again(first, cast):
    return enter_again(cast)


@pytest.fixture
def desk(client, cast):
    client.sign_in(cast.clerk)
    return client


def knows(desk, notice):
    """What a script reads off the page."""
    return " ".join(re.findall(r'data-known="([^"]+)"', desk.get(f"/notices/{notice.id}/review").text))


def close(task):
    task.state, task.closed_on, task.completed_on = TaskState.COMPLETED, clock.today(), clock.today()
    db.session.commit()


def test_the_answer_to_an_earlier_order_names_its_notice_too(desk, again, cast):
    page = desk.get(f"/notices/{again.id}/review").text
    assert 'id="follow-' in page
    assert page.count(f'name="notice" value="{again.id}"') == page.count('name="shown"')
    drafts = drafts_of(again)
    gone = drafts[1].id
    actions.merge_with_next(drafts[0], drafts, again.source_text, by=cast.clerk)
    db.session.commit()
    choice = re.search(r'name="choice" value="(continue[^"]+)"', page)[1]
    answer = desk.post(f"/drafts/{gone}/follow-up", data={"choice": choice, "notice": again.id, "shown": 1})
    assert (answer.status_code, f'href="/notices/{again.id}/review"' in answer.text) == (404, True)
    assert choice not in answer.text, "a choice is not words that somebody typed"
    check_html(answer.text, "gone")
