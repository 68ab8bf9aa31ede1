"""What a list says it is narrowed to: an address with a number tells nobody more than he sees anyway."""

import html

import pytest

from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.people.models import Post
from tracker.tasks.models import TaskState


@pytest.mark.parametrize(
    ("reader", "kind", "person", "is_named"),
    [
        ("ward_chair", "officer", "finance_officer", False),
        ("ward_chair", "officer", "admin", False),
        ("ward_chair", "leader", "clerk", False),
        ("ward_chair", "leader", "vice_chairman", True),
        ("ward_chair", "officer", "ward_chair", True),
        ("finance_head", "officer", "finance_officer", True),
        ("outsider", "officer", "finance_officer", True),
        ("clerk", "officer", "finance_officer", True),
        ("clerk", "officer", "admin", False),
    ],
)
@pytest.mark.parametrize("is_closed", [False, True])
def test_a_number_in_the_address_tells_nobodys_name(cast, client, reader, kind, person, is_named, is_closed):
    """Named is whom a task names that the reader sees, a leader in office, and oneself."""
    task = issue(cast, cooperating_unit_ids=[cast.everyone["outsider"].unit_id])
    task.officer_id = cast.finance_officer.user_id
    db.session.commit()
    if is_closed:
        put_in(task, TaskState.COMPLETED)
    client.sign_in(cast.everyone[reader])
    asked = cast.everyone[person]
    for path in ("/tasks", "/tasks/filters"):
        page = html.unescape(client.get(f"{path}?{kind}={asked.user_id}", budget=8).text)
        main = page[page.index("<main") :]
        assert (asked.name in main) is is_named, path


def test_a_leader_who_left_is_named_by_his_tasks_only(cast, client):
    task = issue(cast, leader_id=cast.vice_chairman.user_id)
    for post in db.session.query(Post).filter_by(user_id=cast.vice_chairman.user_id):
        post.ended_on = clock.today()
    put_in(task, TaskState.COMPLETED)
    for reader, is_named in (("finance_head", True), ("ward_chair", False)):
        client.sign_in(cast.everyone[reader])
        page = client.get(f"/tasks?leader={cast.vice_chairman.user_id}", budget=8).text
        assert (cast.vice_chairman.name in page) is is_named, reader
