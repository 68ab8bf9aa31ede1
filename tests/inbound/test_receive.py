"""What becomes of an answer: taken, refused with the text given back, or only noted."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.inbound.makers import PDF, address_of, answers, rows, take_in, write
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.history import list_entries
from tracker.inbound import actions as inbound_actions
from tracker.inbound.models import InboundMail, Outcome, Reason
from tracker.people import actions as people
from tracker.people.models import Post, StandIn, User
from tracker.people.queries import get_user
from tracker.tasks import actions
from tracker.tasks.actions import Measure
from tracker.tasks.models import Evidence, ProgressUpdate
from tracker.tasks.timeline import list_events

pytestmark = pytest.mark.usefixtures("inbound")


def updates():
    """Every progress update."""
    return list(db.session.scalars(select(ProgressUpdate).order_by(ProgressUpdate.id)))


@pytest.mark.parametrize("who", ["finance_head", "finance_officer"])
def test_an_answer_is_a_progress_update_of_its_writer(cast, who):
    task, actor = issue(cast), getattr(cast, who)
    row = take_in(write(actor, task, "Tiến độ 58%\nĐã thu 58 tỷ đồng."))
    assert (row.outcome, row.reason, row.user_id, row.task_id) == (Outcome.TAKEN, "", actor.user_id, task.id)
    update = updates()[0]
    assert (update.id, update.by_user_id, update.result) == (
        row.update_id,
        actor.user_id,
        "Tiến độ 58%\nĐã thu 58 tỷ đồng.",
    )
    assert (update.percent, task.progress) == (58, 58)
    event = list_events(task, ("reminder",))[0]
    assert "qua thư điện tử" in event.what or "by mail" in event.what
    answer = answers()[0]
    assert (answer.key, answer.user_id, answer.thread) == (f"inbound:{row.id}:answer", actor.user_id, f"task:{task.id}")
    assert answer.subject.startswith("[Đã ghi] Thu ngân sách")
    assert f"Đã ghi cập nhật tiến độ 58% cho nhiệm vụ {task.code}." in answer.body_text
    assert f"http://tracker.example.vn/tasks/{task.id}" in answer.body_text


def test_a_cooperating_unit_sends_its_part(cast):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    row = take_in(write(cast.outsider, task, "30%\nĐã tuyên truyền"))
    update = updates()[0]
    assert (row.outcome, update.is_part, update.percent, task.progress) == (Outcome.TAKEN, True, None, None)
    assert "chỉ được giữ trong nội dung" in answers()[0].body_text
    assert "qua thư điện tử" in list_events(task, ("reminder",))[0].what or "by mail" in list_events(task)[0].what


def test_a_stand_in_reports_for_the_one_who_is_away(cast):
    task = issue(cast)
    today = clock.today()
    db.session.add(
        StandIn(
            post_id=cast.finance_head.post_id,
            user_id=cast.outsider.user_id,
            from_on=today,
            until_on=today,
            at=clock.now(),
            given_by_id=cast.admin.user_id,
        )
    )
    db.session.flush()
    assert take_in(write(cast.outsider, task)).outcome == Outcome.TAKEN
    entry = next(entry for entry in list_entries("task", task.id) if entry.event == "progress_updated")
    assert (entry.by_name, entry.for_name, entry.data["by_mail"]) == ("Lý Thu Trang", "Nông Thị Hà", True)


def test_files_are_evidence_and_bad_ones_are_named(cast):
    task = issue(cast)
    files = [("bảng.pdf", PDF), ("virus.exe", b"MZ"), ("gia.pdf", b"no pdf"), ("ghi chú.txt", "Đã thu".encode())]
    row = take_in(write(cast.finance_head, task, files=files))
    assert (row.files_kept, row.files_refused) == (2, 2)
    kept = db.session.scalars(select(Evidence).order_by(Evidence.id)).all()
    assert [(one.name, one.update_id) for one in kept] == [("bảng.pdf", row.update_id), ("ghi chú.txt", row.update_id)]
    text = answers()[0].body_text
    assert "Tệp đính kèm đã lưu (2): bảng.pdf, ghi chú.txt" in text
    assert "* virus.exe: " in text
    assert "* gia.pdf: " in text


def test_the_eleventh_file_is_named(cast):
    task = issue(cast)
    row = take_in(write(cast.finance_head, task, files=[(f"{n}.txt", f"tệp {n}".encode()) for n in range(11)]))
    assert (row.files_kept, row.files_refused) == (10, 1)
    assert "* 10.txt: Mỗi thư tối đa 10 tệp." in answers()[0].body_text


def test_a_measured_task_takes_no_percentage(cast):
    task = issue(cast)
    actions.set_measure(task, Measure("nhà", 54), by=cast.clerk)
    assert take_in(write(cast.finance_head, task, "50%\nXong 27 nhà")).outcome == Outcome.TAKEN
    assert updates()[0].percent is None
    assert "chỉ được giữ trong nội dung" in answers()[0].body_text


@pytest.mark.parametrize("sender", ["Kẻ khác <other@example.vn>", "tckh@example.vn, other@example.vn"])
def test_another_sender_is_refused_and_only_the_account_hears_of_it(cast, sender):
    task = issue(cast)
    row = take_in(write(cast.finance_head, task, "Hãy bấm vào đây", sender=sender))
    assert (row.outcome, row.reason, updates()) == (Outcome.REFUSED, Reason.OTHER_SENDER, [])
    answer = answers()[0]
    assert answer.to_address == "tckh@example.vn"
    assert "Hãy bấm vào đây" not in answer.body_text + answer.body_html
    assert task.title not in answer.body_text


def test_the_sender_is_compared_without_regard_to_capitals(cast):
    assert take_in(write(cast.finance_head, issue(cast), sender="TCKH@Example.VN")).outcome == Outcome.TAKEN


def change_letter(address):
    local, sign, rest = address.partition("+")
    return f"{local}{sign}{'b' if rest[0] == 'a' else 'a'}{rest[1:]}"


@pytest.mark.parametrize(
    "change", [change_letter, lambda address: "theodoi@example.vn", lambda address: "theodoi+x@example.vn"]
)
def test_an_address_that_we_have_not_given_is_noted_and_not_answered(cast, change):
    task = issue(cast)
    row = take_in(write(cast.finance_head, task, to=change(address_of(cast.finance_head, task))))
    assert (row.outcome, row.reason, row.user_id) == (Outcome.DROPPED, Reason.UNKNOWN_ADDRESS, None)
    assert (answers(), updates()) == ([], [])


def test_a_forged_mail_to_no_address_of_ours_is_not_sent_back(cast):
    raw = write(
        cast.finance_head, issue(cast), to="theodoi@example.vn", Authentication_Results="mx.example.vn; spf=fail"
    )
    assert take_in(raw).reason == Reason.NOT_GENUINE
    assert answers() == []


def test_the_envelope_names_the_address_where_the_head_does_not(cast):
    task = issue(cast)
    raw = write(cast.finance_head, task, to="van-thu@example.vn")
    address = address_of(cast.finance_head, task).upper()
    assert take_in(raw, recipients=(address,)).outcome == Outcome.TAKEN


@pytest.mark.parametrize(
    "lines",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"}],
)
def test_what_a_programme_wrote_is_noted_and_never_answered(cast, lines):
    row = take_in(write(cast.finance_head, issue(cast), "Tôi đi vắng", **lines))
    assert (row.outcome, row.reason, answers(), updates()) == (Outcome.DROPPED, Reason.AUTOMATIC, [], [])


@pytest.mark.parametrize("sender", ["chidao@example.vn", "theodoi@example.vn"])
def test_our_own_mails_are_never_answered(cast, sender):
    assert take_in(write(cast.finance_head, issue(cast), sender=sender)).reason == Reason.AUTOMATIC
    assert answers() == []


def test_a_report_about_a_mail_has_no_sender_and_gets_no_answer(cast):
    assert take_in(write(cast.finance_head, issue(cast)), sender="").reason == Reason.AUTOMATIC
    assert answers() == []


def test_the_same_mail_twice_is_one_update_and_one_answer(cast):
    raw = write(cast.finance_head, issue(cast))
    assert take_in(raw).outcome == Outcome.TAKEN
    assert take_in(raw, channel="imap") is None
    assert (len(updates()), len(answers()), len(rows())) == (1, 1, 1)


def test_a_mail_without_a_number_is_known_by_its_content(cast):
    raw = write(cast.finance_head, issue(cast), message_id="none")
    assert [take_in(raw) is None for _turn in range(2)] == [False, True]
    assert len(updates()) == 1


@pytest.mark.parametrize("who", ["vice_chairman", "admin", "clerk"])
def test_who_reports_nothing_gets_the_text_back(cast, who):
    row = take_in(write(getattr(cast, who), issue(cast), "Đã xem"))
    assert (row.outcome, row.reason) == (Outcome.REFUSED, Reason.NOT_ALLOWED)
    assert "Đã xem" in answers()[0].body_text


def test_a_word_that_decides_is_no_progress(cast):
    """A clerk answers the mail that asks for his decision."""
    task = issue(cast)
    actions.decline_task(task, "Không thuộc chức năng", None, by=cast.finance_head)
    row = take_in(write(cast.clerk, task, "Đồng ý"))
    assert (row.outcome, row.reason, updates()) == (Outcome.REFUSED, Reason.NOT_ALLOWED, [])
    assert "thực hiện tại trang của nhiệm vụ" in answers()[0].body_text


def test_the_office_sends_its_part_where_it_cooperates(cast):
    task = issue(cast, cooperating_unit_ids=[cast.clerk.unit_id])
    assert take_in(write(cast.clerk, task, "30%\nĐã đôn đốc")).outcome == Outcome.TAKEN
    assert (updates()[0].is_part, updates()[0].percent, task.progress) == (True, None, None)


def test_who_no_longer_sees_the_task_gets_the_text_back_and_not_its_title(cast):
    task = issue(cast)
    row = take_in(write(cast.ward_chair, task, "Đã làm", files=[("a.pdf", PDF)]))
    assert row.reason == Reason.NOT_VISIBLE
    text = answers()[0].body_text
    assert ("Đã làm" in text, "a.pdf" in text, task.title in text, answers()[0].subject_id) == (True, True, False, 0)


def test_a_closed_task_says_so(cast):
    task = issue(cast)
    actions.cancel_task(task, "Không làm nữa", by=cast.clerk)
    assert take_in(write(cast.finance_head, task)).reason == Reason.TASK_OVER
    text = answers()[0].body_text
    assert f"Nhiệm vụ {task.code} đã kết thúc" in text
    assert "Đã thu 58 tỷ đồng." in text


def test_a_task_that_stands_still_says_so(cast):
    task = issue(cast)
    actions.suspend_task(task, "Chờ vốn", None, by=cast.clerk)
    assert take_in(write(cast.finance_head, task)).reason == Reason.NOT_NOW


def test_only_a_quotation_is_no_report(cast):
    assert take_in(write(cast.finance_head, issue(cast), "")).reason == Reason.NO_TEXT
    assert "không có nội dung mới" in answers()[0].body_text


def test_a_text_that_is_too_long_comes_back_whole(cast):
    text = "Đã thu. " * 600
    row = take_in(write(cast.finance_head, issue(cast), text))
    assert (row.reason, updates()) == (Reason.RULE, [])
    assert "4000" in row.words
    assert text.strip() in answers()[0].body_text


def test_a_text_in_an_old_font_is_refused_with_the_way_to_mend_it(cast):
    row = take_in(write(cast.finance_head, issue(cast), "§¬n vÞ ®· thùc hiÖn nhiÖm vô ®îc giao, phßng ®· göi"))
    assert (row.reason, updates()) == (Reason.RULE, [])
    assert "UniKey" in answers()[0].body_text


def test_an_address_ends_after_a_year_and_with_a_new_password(cast):
    task = issue(cast)
    old = address_of(cast.finance_head, task, clock.now() - timedelta(days=366))
    assert take_in(write(cast.finance_head, task, to=old)).reason == Reason.ADDRESS_ENDED
    before = address_of(cast.finance_head, task, clock.now() - timedelta(minutes=5))
    people.issue_one_time_password(get_user(cast.finance_head.user_id), by=cast.admin)
    db.session.flush()
    assert take_in(write(cast.finance_head, task, to=before)).reason == Reason.ADDRESS_ENDED
    later = address_of(cast.finance_head, task, clock.now() + timedelta(seconds=2))
    assert take_in(write(cast.finance_head, task, to=later)).reason == Reason.ADDRESS_ENDED, "not changed yet"
    db.session.get_one(User, cast.finance_head.user_id).must_change_password = False
    assert take_in(write(cast.finance_head, task, to=later)).outcome == Outcome.TAKEN


def test_a_closed_account_is_not_answered(cast):
    task = issue(cast)
    raw = write(cast.finance_head, task)
    db.session.get_one(User, cast.finance_head.user_id).is_enabled = False
    row = take_in(raw)
    assert (row.outcome, row.reason, answers()) == (Outcome.DROPPED, Reason.ACCOUNT_CLOSED, [])


def test_who_has_no_post_any_more_sees_nothing(cast):
    task = issue(cast)
    db.session.get_one(Post, cast.finance_head.post_id).ended_on = clock.today()
    assert take_in(write(cast.finance_head, task)).reason == Reason.NOT_VISIBLE


def test_answers_end_after_so_many_a_day_but_updates_do_not(cast, monkeypatch):
    monkeypatch.setattr(inbound_actions, "MOST_ANSWERS", 2)
    task = issue(cast)
    for number in range(3):
        assert take_in(write(cast.finance_head, task, f"Lần {number}")).outcome == Outcome.TAKEN
    assert (len(updates()), len(answers())) == (3, 2)
    for _number in range(5):
        assert take_in(write(cast.finance_head, task, sender="la@example.vn")).reason == Reason.OTHER_SENDER
    assert len(answers()) == 2 + 3, "warnings have a limit of their own"
    assert take_in(write(cast.finance_head, task, "Lần bốn")).outcome == Outcome.TAKEN, "and use up nothing of his"
    monkeypatch.setattr(inbound_actions, "MOST_MAILS", 4)
    assert take_in(write(cast.finance_head, task, "Lần nữa")).reason == Reason.TOO_MANY
    assert len(updates()) == 4


def test_a_mail_of_which_only_the_head_is_read_is_refused(cast):
    raw = write(cast.finance_head, issue(cast)).partition(b"\n\n")[0]
    assert take_in(raw, is_whole=False).reason == Reason.TOO_LARGE
    assert "lớn hơn 5 MB" in answers()[0].body_text


def test_english_people_are_answered_in_english(cast):
    db.session.get_one(User, cast.finance_head.user_id).language = "en"
    task = issue(cast)
    take_in(write(cast.finance_head, task, "40%\nCollected"))
    assert f"Progress 40% is saved for task {task.code}." in answers()[0].body_text


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\xff\x00" * 50, b"From: a@b\n\nx", b"From: a\x00b@c\n\nx", b"To: theodoi+\xff@example.vn\n\n"]
)
def test_what_is_no_mail_is_noted(cast, raw):
    fine = b"Authentication-Results: mx.example.vn; dmarc=pass\n"
    assert take_in(fine + raw).reason == Reason.UNKNOWN_ADDRESS
    assert take_in(raw).reason == Reason.NOT_GENUINE
    assert set(db.session.scalars(select(InboundMail.outcome))) == {Outcome.DROPPED}


def test_an_update_by_the_form_does_not_say_mail(cast):
    task = issue(cast)
    actions.add_update(task, progress(percent=5), by=cast.finance_head)
    assert "mail" not in list_events(task, ("reminder",))[0].what
    assert "thư" not in list_events(task, ("reminder",))[0].what


def test_a_file_name_with_line_breaks_is_cleaned(cast):
    raw = write(cast.finance_head, issue(cast), files=[("x.pdf", PDF)])
    hostile = raw.replace(b'filename="x.pdf"', b"filename*=utf-8''..%2F%0D%0ABcc:%20a%E2%80%AEfdp.pdf")
    assert hostile != raw
    assert take_in(hostile).files_kept == 1
    assert db.session.scalar(select(Evidence.name)) == "Bcc_ afdp.pdf"


def test_ten_megabytes_of_text_come_back_shortened(cast):
    row = take_in(write(cast.finance_head, issue(cast), "Đã thu. " * 1_300_000))
    assert (row.reason, updates()) == (Reason.RULE, [])
    assert "đã rút ngắn" in answers()[0].body_text
    assert len(answers()[0].body_text) < 110_000


def test_a_decomposed_text_is_kept_composed(cast):
    take_in(write(cast.finance_head, issue(cast), unicodedata.normalize("NFD", "Tiến độ 58%\nĐã nghiệm thu")))
    assert (updates()[0].result, updates()[0].percent) == ("Tiến độ 58%\nĐã nghiệm thu", 58)
