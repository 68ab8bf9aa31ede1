"""An author corrects what he has just reported; the first version stays."""

from datetime import date, timedelta

import pytest
import time_machine

from tests import cast as cast_module
from tests.tasks.page_forms import read_form
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.people.models import Role
from tracker.settings.models import OfficeSetting
from tracker.tasks import actions, queries
from tracker.tasks.models import OPEN_STATES, ProgressUpdate, Task, TaskState


def report(task, by, key="k", **values):
    progress = actions.Progress(form_key=key, **{"result": "Đã thu 85 tỷ đồng", "percent": 85, **values})
    update = actions.add_update(task, progress, by=by)
    db.session.commit()
    return update


def complete(task, by, key="c"):
    progress = actions.Progress(form_key=key, result="Đã thu đủ", percent=100, document_number="12/BC-TCKH")
    update = actions.submit_completion(task, progress, clock.today(), by=by)
    db.session.commit()
    return update


@pytest.fixture
def task(cast):
    issued = issue(cast)
    db.session.commit()
    return issued


@pytest.fixture
def update(cast, task):
    return report(task, cast.finance_officer, difficulties="Thiếu vốn", expected_on=date(2026, 12, 10))


def path_of(update):
    return f"/updates/{update.id}/correction"


def open_form(client, update):
    return read_form(client.get(path_of(update), budget=12).text, path_of(update))


def corrected(update, **changes):
    values = {name: getattr(update, name) for name in actions.Correction.__dataclass_fields__}
    return actions.Correction(**{**values, **changes})


def correct(update, by, **changes):
    task, update = queries.get_update_for(by, update.id)
    actions.correct_update(task, update, corrected(update, **changes), by=by)
    db.session.commit()


def later(minutes):
    return time_machine.travel(clock.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize("state", list(TaskState))
def test_only_the_author_while_the_task_is_open(cast, client, task, update, state):
    put_in(task, state)
    for name, actor in cast.everyone.items():
        if name == "ward_chair":
            continue
        client.sign_in(actor)
        status = client.get(path_of(update)).status_code
        if name not in ("finance_officer", "outsider"):
            assert status == 403, name
        elif name == "finance_officer":
            assert status == (200 if state in OPEN_STATES else 409)
            offered = f'href="{path_of(update)}"' in client.get(f"/tasks/{task.id}").text
            assert offered is (state in OPEN_STATES)


def test_nobody_corrects_in_the_name_of_the_one_he_stands_in_for(cast, client, task):
    written = report(task, cast.finance_head)
    stand_in = cast_module.hire("tckh.thay", "Vi Văn Minh", Role.HEAD, cast.finance, "Phó trưởng phòng")
    client.sign_in(stand_in)
    assert client.get(path_of(written)).status_code == 403
    with pytest.raises(NotAllowed):
        correct(written, stand_in, result="Khác")


@pytest.mark.parametrize(("minutes", "is_allowed"), [(59, True), (61, False)])
def test_for_an_hour(cast, client, task, update, minutes, is_allowed):
    with later(minutes):
        client.sign_in(cast.finance_officer)
        assert (path_of(update) in client.get(f"/tasks/{task.id}").text) is is_allowed
        answer = client.get(path_of(update))
        assert answer.status_code == (200 if is_allowed else 409)


@pytest.mark.parametrize(("value", "minutes", "is_allowed"), [("0", 0, False), ("5", 4, True), ("5", 6, False)])
def test_the_time_is_a_setting_and_zero_means_never(cast, client, task, update, value, minutes, is_allowed):
    db.session.add(
        OfficeSetting(name="correction_minutes", value=value, changed_at=clock.now(), changed_by_id=cast.admin.user_id)
    )
    db.session.commit()
    with later(minutes):
        client.sign_in(cast.finance_officer)
        assert (path_of(update) in client.get(f"/tasks/{task.id}").text) is is_allowed
        assert client.get(path_of(update)).status_code == (200 if is_allowed else 409)


def test_the_text_reads_as_corrected_and_the_first_version_is_folded(cast, client, task, update):
    client.sign_in(cast.finance_officer)
    form = open_form(client, update)
    assert (form["result"], form["percent"], form["difficulties"], form["expected_on"]) == (
        "Đã thu 85 tỷ đồng",
        "85",
        "Thiếu vốn",
        "10/12/2026",
    )
    assert form["document_number"] == ""
    with time_machine.travel(clock.office_time(clock.today(), 9, 12)):
        answer = client.post(path_of(update), data={**form, "result": "Đã thu 58 tỷ đồng", "percent": "58"})
        assert answer.location == f"/tasks/{task.id}"
        page = client.get(f"/tasks/{task.id}").text
    assert "đã sửa 09:12" in page
    assert "cập nhật 58%" in page
    assert "cập nhật 85%" not in page
    folded = page[page.index(">Bản đầu<") :]
    assert "Đã thu 85 tỷ đồng" in folded[: folded.index("</details>")]
    assert page.count("Đã thu 58 tỷ đồng") == 1
    found = db.session.get_one(ProgressUpdate, update.id)
    assert (found.result, found.percent, found.difficulties) == ("Đã thu 58 tỷ đồng", 58, "Thiếu vốn")
    assert found.corrected_at is not None
    assert db.session.get_one(Task, task.id).progress == 58
    entry = db.session.query(HistoryEntry).filter_by(event="update_corrected").one()
    assert entry.data == {
        "update_id": update.id,
        "changes": [
            {"field": "result", "old": "Đã thu 85 tỷ đồng", "new": "Đã thu 58 tỷ đồng"},
            {"field": "percent", "old": 85, "new": 58},
        ],
    }


def test_every_version_between_is_kept(cast, client, task, update):
    correct(update, cast.finance_officer, result="Bản hai", difficulties="")
    with later(1):
        correct(update, cast.finance_officer, result="Bản ba")
    client.sign_in(cast.clerk)
    page = client.get(f"/tasks/{task.id}").text
    assert page.count("<details") >= 2
    order = [page.index(words) for words in ("Bản ba", "Bản đầu", "Đã thu 85", "Khó khăn: Thiếu vốn", "Bản hai")]
    assert order == sorted(order)
    assert page.count("Khó khăn: Thiếu vốn") == 1


def test_progress_follows_the_latest_update_only(cast, task, update):
    newer = report(task, cast.finance_head, "k2", percent=90)
    correct(update, cast.finance_officer, percent=10)
    assert db.session.get_one(Task, task.id).progress == 90
    correct(newer, cast.finance_head, percent=None)
    assert db.session.get_one(Task, task.id).progress == 10


def test_report_of_completion_is_corrected_until_it_is_answered(cast, client, task, update):
    completion = complete(task, cast.finance_head)
    client.sign_in(cast.finance_head)
    form = open_form(client, completion)
    assert not {"percent", "difficulties", "expected_on"} & set(form)
    changed = {**form, "document_number": "21/BC-TCKH", "document_on": "24/11/2026"}
    assert client.post(path_of(completion), data=changed).status_code == 303
    assert "Văn bản kết quả: 21/BC-TCKH, 24/11/2026" in client.get(f"/tasks/{task.id}").text
    found = db.session.get_one(Task, task.id)
    assert (found.progress, db.session.get_one(ProgressUpdate, completion.id).percent) == (100, 100)
    actions.send_back(queries.get_task_for(cast.clerk, task.id), "Thiếu biểu", by=cast.clerk)
    db.session.commit()
    assert client.get(path_of(completion)).status_code == 409
    again = complete(queries.get_task_for(cast.finance_head, task.id), cast.finance_head, "c2")
    assert client.get(path_of(completion)).status_code == 409
    assert client.get(path_of(again)).status_code == 200
    actions.confirm_completion(queries.get_task_for(cast.clerk, task.id), by=cast.clerk)
    db.session.commit()
    answer = client.post(path_of(again), data={**open_fields(again), "result": "Gõ dở"})
    assert (answer.status_code, "Gõ dở" in answer.text, "không sửa được nữa" in answer.text) == (422, True, True)


def open_fields(update):
    return {"result": update.result, "document_number": update.document_number, "version": "first"}


def test_what_is_saved_unchanged_or_twice_leaves_no_second_trace(cast, client, task, update):
    client.sign_in(cast.finance_officer)
    form = open_form(client, update)
    assert client.post(path_of(update), data=form).status_code == 303
    assert db.session.get_one(ProgressUpdate, update.id).corrected_at is None
    changed = {**form, "result": "Đã thu 58 tỷ đồng"}
    assert [client.post(path_of(update), data=changed).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(HistoryEntry).filter_by(event="update_corrected").count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("result", " "), ("percent", "140"), ("expected_on", "23/11/2026"), ("expected_on", "x")]
)
def test_bad_values_are_said_beside_the_field(cast, client, task, update, field, value):
    client.sign_in(cast.finance_officer)
    answer = client.post(path_of(update), data={**open_form(client, update), "difficulties": "Giữ lại", field: value})
    assert (answer.status_code, f"{field}-error" in answer.text, "Giữ lại" in answer.text) == (422, True, True)
    assert db.session.get_one(ProgressUpdate, update.id).corrected_at is None


def test_document_is_not_dated_ahead(cast, task):
    completion = complete(task, cast.finance_head)
    with pytest.raises(Refused):
        correct(completion, cast.finance_head, document_on=date(2026, 11, 25))


def test_own_second_window_shows_both_texts(cast, client, task, update):
    client.sign_in(cast.finance_officer)
    form = open_form(client, update)
    correct(update, cast.finance_officer, result="Từ cửa sổ một")
    answer = client.post(path_of(update), data={**form, "result": "Từ cửa sổ hai"})
    assert answer.status_code == 409
    assert "Từ cửa sổ một" in answer.text
    page = read_form(answer.text, path_of(update))
    again = client.post(path_of(update), data={**page, "take": "back"})
    assert (again.status_code, read_form(again.text, path_of(update))["result"]) == (200, "Từ cửa sổ hai")
    assert client.post(path_of(update), data={**page, "take": "mine"}).status_code == 303
    found = db.session.get_one(ProgressUpdate, update.id)
    assert (found.result, found.percent, found.expected_on) == ("Từ cửa sổ hai", 85, date(2026, 12, 10))


def test_english_page_of_a_correction(cast, client, task, update):
    client.sign_in(cast.finance_officer)
    client.post("/language", data={"language": "en"})
    assert "The first version stays in the history" in client.get(path_of(update)).text
    correct(update, cast.finance_officer, result="Khác")
    assert "First version" in client.get(f"/tasks/{task.id}").text
