"""Files come back exactly as they were sent, to those who may see the task."""

import io

import pytest

from tests.tasks.test_life import issue
from tracker.db import db
from tracker.files.intake import file_store
from tracker.files.models import StoredFile
from tracker.history.models import HistoryEntry
from tracker.tasks.models import Evidence

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def attach(client, task, *files):
    sent = [(io.BytesIO(content), name) for name, content in files]
    return client.post(f"/tasks/{task.id}/evidence", data={"files": sent})


@pytest.fixture
def evidence(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert attach(client, task, ("bảng.pdf", PDF)).status_code == 303
    return db.session.query(Evidence).one()


def test_same_content_twice_is_stored_once_under_both_names(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert attach(client, task, ("a.pdf", PDF), ("b.pdf", PDF)).status_code == 303
    assert [row.name for row in db.session.query(Evidence).order_by(Evidence.id)] == ["a.pdf", "b.pdf"]
    assert db.session.query(StoredFile).count() == 1


def test_no_file_and_too_many_are_said_beside_the_field(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    many = [(f"{number}.pdf", PDF) for number in range(11)]
    for files in ([], many):
        answer = attach(client, task, *files)
        assert (answer.status_code, "file-files-error" in answer.text) == (422, True)
    assert db.session.query(Evidence).count() == 0


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_file_that_cannot_be_trusted_is_not_given_out(client, evidence, damage):
    path = file_store().path(db.session.get_one(StoredFile, evidence.file_id).sha256)
    path.unlink()
    if damage == "altered":
        path.write_bytes(b"x" * len(PDF))
    answer = client.get(f"/evidence/{evidence.id}")
    assert answer.location == f"/tasks/{evidence.task_id}"
    assert "bảng.pdf: " in client.get(answer.location).text


def test_download_is_noted_after_the_answer(cast, client, evidence):
    client.sign_in(cast.clerk)
    with client.get(f"/evidence/{evidence.id}", check=False) as answer:
        assert (answer.data, answer.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    entry = db.session.query(HistoryEntry).filter_by(event="evidence_downloaded").one()
    assert (entry.subject_id, entry.by_user_id) == (evidence.id, cast.clerk.user_id)


def test_other_units_do_not_find_the_file(cast, client, evidence):
    client.sign_in(cast.ward_chair)
    assert client.get(f"/evidence/{evidence.id}").status_code == 404


def test_file_sent_with_an_update_stands_beside_it(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "result": "Đã thu đủ", "files": [(io.BytesIO(PDF), "biên lai.pdf")]}
    client.post(f"/tasks/{task.id}/updates", data=data)
    page = client.get(f"/tasks/{task.id}").text
    event = page[page.index("Đã thu đủ") :]
    assert "biên lai.pdf" in event[: event.index("</li>")]
