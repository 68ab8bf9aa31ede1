"""The page of a task asks only for what lies beside it."""

import pytest

from tests.tasks.test_life import issue, progress
from tracker.db import db
from tracker.errors import NotFound
from tracker.tasks import actions
from tracker.tasks.beside import read_task_for
from tracker.tasks.models import Task


def test_nothing_lies_beside_a_new_task(cast, client):
    task = issue(cast)
    db.session.commit()
    client.sign_in(cast.finance_head)
    assert read_task_for(cast.finance_head, task.id).beside == frozenset()
    page = client.get(f"/tasks/{task.id}", budget=8).text
    assert task.title in page
    assert "Cập nhật tiến độ" in page


def test_each_kind_is_told_with_the_task(cast, client):
    task = issue(cast, cooperating_unit_ids=(cast.tax.id,))
    actions.add_update(task, progress(percent=58, proposal="Xin bổ sung nhân lực"), by=cast.finance_head)
    actions.add_step(task, actions.StepPlan("Rà soát nguồn thu"), "s1", by=cast.finance_head)
    db.session.commit()
    read = read_task_for(cast.vice_chairman, task.id)
    assert read.beside == {"cooperation", "mail", "proposal", "step"}
    assert [unit.id for unit in read.task.cooperating_units] == [cast.tax.id]
    assert read.leader_title == cast.vice_chairman.title


def test_what_one_may_not_see_is_not_found(cast):
    task = issue(cast)
    db.session.commit()
    with pytest.raises(NotFound):
        read_task_for(cast.ward_chair, task.id)
    with pytest.raises(NotFound):
        read_task_for(cast.clerk, db.session.query(Task).count() + task.id)
