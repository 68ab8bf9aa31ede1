"""Mails about one thing share a thread: every place that builds a message says which."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mail.test_delivery import put
from tests.tasks.test_life import issue, progress
from tracker import clock, mail
from tracker.db import db
from tracker.mail.delivery import deliver_due
from tracker.mail.models import OutboxMail
from tracker.tasks import actions
from tracker.tasks.actions.urging import Urge, urge

ROOT = Path(__file__).resolve().parents[2]


def places():
    """Each call of Message(…) in the application, by file and line."""
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        if "Message(" not in path.read_text(encoding="utf-8"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
                yield pytest.param(node, id=f"{path.relative_to(ROOT)}:{node.lineno}")


@pytest.mark.parametrize("node", list(places()))
def test_every_message_names_its_thread(node):
    assert "thread" in {keyword.arg for keyword in node.keywords}


def test_all_that_is_told_of_one_task_hangs_together(cast, sink):
    task = issue(cast)
    urge(task, Urge("key", clock.today(), "email"), by=cast.clerk)
    actions.submit_completion(task, progress(), clock.today(), by=cast.finance_head)
    actions.send_back(task, "Thiếu minh chứng", by=cast.clerk)
    put(cast.finance_head, thread="task:999")
    deliver_due()
    thread = mail.message_id(f"thread:task:{task.id}")
    rows = db.session.execute(db.select(OutboxMail.kind, OutboxMail.message_id, OutboxMail.thread)).all()
    kinds = {kind for kind, _identifier, of in rows if of == f"task:{task.id}"}
    assert {"task_urged", "task_sent_back"} <= kinds
    by_id = {str(one["Message-ID"]): one for one in sink.mails}
    for _kind, identifier, of in rows:
        is_his = of == f"task:{task.id}"
        assert (by_id[identifier]["References"] == thread) is is_his
        assert by_id[identifier]["In-Reply-To"] == by_id[identifier]["References"]
