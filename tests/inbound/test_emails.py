"""Our answers as people read them. `SNAPSHOTS=write` renews the files; read the difference."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.harness import check_html
from tests.inbound.makers import PDF, answers, take_in, write
from tests.tasks.test_life import issue
from tracker.db import db
from tracker.people.models import User
from tracker.tasks import actions

FOLDER = Path(__file__).parent / "snapshots"


def answer_to(cast, name):
    """What is answered to a mail of that sort."""
    task = issue(cast, title="Quyết toán <vốn> & «nhà tạm»")
    if name == "taken":
        files = [("biên bản.pdf", PDF), ("ảnh <1>.exe", b"MZ")]
        take_in(write(cast.finance_head, task, "Tiến độ 58%\nĐã thu <58> tỷ & còn 3 hộ.", files=files))
    elif name == "task_over":
        actions.cancel_task(task, "Thôi", by=cast.clerk)
        take_in(write(cast.finance_head, task, "Đã thu <58> tỷ.\n\nCòn 3 hộ.", files=[("a.pdf", PDF)]))
    else:
        take_in(write(cast.finance_head, task, sender="la@example.vn"))
    return task, answers()[0]


@pytest.mark.usefixtures("inbound")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["taken", "task_over", "other_sender"])
def test_answer(cast, name, language):
    db.session.query(User).update({"language": language})
    task, mail = answer_to(cast, name)
    text = mail.body_text.replace(f"/tasks/{task.id}\n", "/tasks/1\n").replace(task.code, "NV-2026-0001")
    html = mail.body_html.replace(f'/tasks/{task.id}"', '/tasks/1"').replace(task.code, "NV-2026-0001")
    written = {"txt": f"Subject: {mail.subject}\n\n{text}", "html": html}
    for ending, content in written.items():
        path = FOLDER / f"{name}.{language}.{ending}"
        if os.environ.get("SNAPSHOTS") == "write":
            path.write_text(content, encoding="utf-8")
        assert content == path.read_text(encoding="utf-8")
    check_html(html, name)
