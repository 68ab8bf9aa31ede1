"""A task on one sheet, and its files with their versions."""

import io
from datetime import timedelta

import pytest
import time_machine

from tests.tasks.test_evidence import PDF, attach
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.tasks import actions
from tracker.tasks.models import Evidence

OTHER = PDF + b"%later\n"


def files(client, task, *sent):
    assert attach(client, task, *sent).status_code == 303
    return db.session.query(Evidence).order_by(Evidence.id).all()


def download(client, evidence):
    answer = client.get(f"/evidence/{evidence.id}", check=False)
    content = answer.data
    answer.close()
    return content


def remove(client, evidence, reason="Gửi nhầm tệp"):
    return client.post(f"/evidence/{evidence.id}/removal", data={"reason": reason})


def test_a_file_of_the_same_name_is_its_next_version(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    files(client, task, ("bảng.pdf", PDF))
    rows = files(client, task, ("bảng.pdf", OTHER))
    assert [row.number for row in rows] == [1, 2]
    page = client.get(f"/tasks/{task.id}").text
    assert "bản 2" in page
    assert "Các bản trước" in page
    for row, content in zip(rows, (PDF, OTHER), strict=True):
        assert download(client, row) == content


def test_the_very_same_file_once_more_adds_nothing(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert len(files(client, task, ("bảng.pdf", PDF))) == len(files(client, task, ("bảng.pdf", PDF))) == 1


def test_a_name_typed_in_decomposed_letters_is_the_same_name(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    files(client, task, ("bảng.pdf", PDF))
    assert [row.number for row in files(client, task, ("bảng.pdf", OTHER))] == [1, 2]


def test_what_was_sent_by_mistake_is_out_of_sight_and_its_reason_stays(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_officer)
    (row,) = files(client, task, ("danh sách hộ.pdf", PDF))
    assert remove(client, row, " ").status_code == 422
    assert remove(client, row).status_code == 303
    for person in ("finance_officer", "finance_head", "clerk", "chairman", "admin"):
        client.sign_in(cast.everyone[person])
        assert client.get(f"/evidence/{row.id}").status_code == 404, person
    page = client.get(f"/tasks/{task.id}").text
    assert "<s>danh sách hộ.pdf</s>" in page
    assert "Gửi nhầm tệp" in page
    assert [row.number for row in files_of_head(cast, client, task)] == [1, 2]  # a number is never given twice


def files_of_head(cast, client, task):
    client.sign_in(cast.finance_head)
    return files(client, task, ("danh sách hộ.pdf", PDF))


# person -> (while it is fresh, a day later)
MAY_REMOVE = {
    "finance_officer": (303, 422),  # sent it
    "finance_head": (403, 403),
    "clerk": (303, 303),
    "vice_chairman": (403, 403),
    "ward_chair": (404, 404),
    "outsider": (403, 403),  # cooperates, so he sees the file
    "admin": (403, 403),
}


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("person", list(MAY_REMOVE))
def test_who_may_take_a_file_away_and_for_how_long(cast, client, person, later):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    client.sign_in(cast.finance_officer)
    (row,) = files(client, task, ("a.pdf", PDF))
    with time_machine.travel(clock.now() + timedelta(days=later), tick=True):
        client.sign_in(cast.everyone[person])
        assert remove(client, row).status_code == MAY_REMOVE[person][later]


def test_files_of_completed_work_stay(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    (row,) = files(client, task, ("a.pdf", PDF))
    actions.submit_completion(task, progress("k2"), clock.today(), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    client.sign_in(cast.clerk)
    assert "được giữ nguyên" in remove(client, row).text
    assert download(client, row) == PDF


def test_the_sheet_tells_the_whole_story(cast, client):
    task = issue(cast, source="Điện thoại của Chủ tịch", cooperating_unit_ids=[cast.ward.id])
    client.sign_in(cast.finance_head)
    client.post(
        f"/tasks/{task.id}/completion",
        data={
            "form_key": "k",
            "result": "Đã thu đủ 216 tỷ đồng",
            "completed_on": "24/11/2026",
            "document_number": "12/BC-TCKH",
            "document_on": "23/11/2026",
            "files": (io.BytesIO(PDF), "báo cáo.pdf"),
        },
    )
    actions.confirm_completion(task, by=cast.clerk)
    page = client.get(f"/tasks/{task.id}/dossier", budget=10).text
    for words in (
        "Điện thoại của Chủ tịch",
        "Phòng Tài chính - Kế hoạch",
        "UBND phường Sông Hiến",
        "15/12/2026",
        "Hoàn thành đúng hạn",
        "Hoàng Thị Lan xác nhận",
        "Đã thu đủ 216 tỷ đồng",
        "12/BC-TCKH, 23/11/2026",
        "báo cáo.pdf",
        "giao nhiệm vụ",
    ):
        assert words in page, words


def test_a_long_story_keeps_its_beginning_and_its_end_on_the_sheet(cast, client):
    task = issue(cast)
    for number in range(40):
        actions.add_update(task, progress(f"k{number}", percent=number), by=cast.finance_head)
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}/dossier", budget=10).text
    assert "còn 29 lần ghi nhận khác" in page
    assert "39%" in page
    assert db.session.query(HistoryEntry).filter_by(subject_type="task", subject_id=task.id).count() == 41


def test_the_sheet_of_a_foreign_task_is_not_found(cast, client):
    task = issue(cast)
    client.sign_in(cast.outsider)
    assert client.get(f"/tasks/{task.id}/dossier").status_code == 404
