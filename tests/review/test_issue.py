from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests.review.notices import add_local_units, drafts_of, enter, issue, settle
from tracker import clock
from tracker.db import db
from tracker.directives.models import Directive, NoticeState
from tracker.errors import NotAllowed, Refused
from tracker.history import list_entries
from tracker.mail.models import OutboxMail
from tracker.people.models import Role, User
from tracker.review import actions
from tracker.tasks.models import Task


def mails() -> dict[int, OutboxMail]:
    return {mail.user_id: mail for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))}


def tasks() -> list[Task]:
    query = select(Task).options(selectinload(Task.cooperating_units)).order_by(Task.id)
    return list(db.session.scalars(query))


@pytest.fixture
def notice(app, cast):
    return enter(cast)


def test_drafts_become_directives_and_tasks(notice, cast):
    actions.set_aside(drafts_of(notice)[1], "Đã giao ở văn bản khác", by=cast.clerk)
    db.session.commit()
    issued = issue(notice, cast.clerk)
    assert (issued.tasks, notice.state) == (3, NoticeState.ISSUED)
    directives = list(db.session.scalars(select(Directive).order_by(Directive.position)))
    assert [one.no_task_reason for one in directives] == ["", "Đã giao ở văn bản khác", ""]
    assert all(notice.source_text[one.start : one.end] == one.text for one in directives)
    first, *each = tasks()
    assert (first.lead_unit_id, first.leader_id) == (cast.tax.id, cast.chairman.user_id)
    assert [unit.id for unit in first.cooperating_units] == [cast.finance.id]
    assert first.due_on.isoformat() == first.original_due_on.isoformat() == "2026-12-15"
    assert {task.lead_unit_id for task in each} == {cast.ward.id, cast.commune.id}
    assert {task.directive_id for task in each} == {directives[2].id}
    assert len({task.code for task in tasks()}) == 3
    assert list_entries("notice", notice.id)[0].event == "notice_issued"


def test_nothing_is_issued_while_something_is_open(notice, cast):
    draft = drafts_of(notice)[1]
    draft.leader_id = None
    db.session.commit()
    with pytest.raises(Refused, match="2"):
        issue(notice, cast.clerk)
    db.session.rollback()
    assert tasks() == []
    assert mails() == {}


def test_a_unit_that_closes_before_the_press_stops_it(notice, cast):
    cast.tax.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    with pytest.raises(Refused):
        issue(notice, cast.clerk)


def test_a_notice_without_drafts_is_not_issued(app, cast):
    notice = enter(cast, text="Chỉ là báo cáo tình hình.")
    with pytest.raises(Refused):
        issue(notice, cast.clerk)


def test_a_second_press_changes_nothing(notice, cast):
    issue(notice, cast.clerk)
    with pytest.raises(Refused):
        issue(notice, cast.clerk)
    db.session.rollback()
    assert len(tasks()) == 4


def test_one_mail_per_person_whatever_the_number_of_tasks(notice, cast):
    for draft in drafts_of(notice):
        if not draft.one_per_unit:
            draft.lead_unit_id, draft.units = cast.finance.id, [cast.culture]
    db.session.commit()
    issued = issue(notice, cast.clerk)
    sent = mails()
    assert set(sent) == {cast.finance_head.user_id, cast.outsider.user_id, cast.ward_chair.user_id}
    assert issued.people == 3
    assert sent[cast.finance_head.user_id].key == f"notice:{notice.id}:issued:{cast.finance_head.user_id}"
    assert "[Giao việc] 2 nhiệm vụ, hạn gần nhất 10/12 – 142/TB-UBND" in sent[cast.finance_head.user_id].subject
    assert sent[cast.outsider.user_id].subject.startswith("[Phối hợp] 2 nhiệm vụ")


def test_the_mail_is_in_the_readers_language_and_links_to_the_public_address(notice, cast):
    db.session.get_one(User, cast.finance_head.user_id).language = "en"
    db.session.commit()
    issue(notice, cast.clerk)
    mail = mails()[cast.finance_head.user_id]
    task = tasks()[0]
    assert mail.subject.startswith("[To take part] 1 task")
    for body in (mail.body_text, mail.body_html):
        assert f"http://tracker.example.vn/tasks/{task.id}" in body
        assert f"http://tracker.example.vn/notices/{notice.id}" in body
        assert body.count("http") == body.count("http://tracker.example.vn")


def test_a_title_with_markup_is_escaped_in_the_mail(notice, cast):
    draft = drafts_of(notice)[0]
    draft.title = "<b>Thu & nộp</b>"
    db.session.commit()
    issue(notice, cast.clerk)
    mail = mails()[cast.finance_head.user_id]
    assert "&lt;b&gt;Thu &amp; nộp" in mail.body_html
    assert "<b>Thu & nộp</b>" in mail.body_text


def test_codes_run_on_over_two_notices(notice, cast):
    issue(notice, cast.clerk)
    other = enter(cast, number="143/TB-UBND")
    issue(other, cast.clerk)
    assert [task.code[-4:] for task in tasks()] == [f"{number:04d}" for number in range(1, 9)]


def test_eleven_wards_get_eleven_tasks(app, cast):
    add_local_units(9)
    notice = enter(cast)
    settle(notice, cast, cast.tax)
    assert issue(notice, cast.clerk).tasks == 2 + 11


def test_only_the_office_issues_and_opens(notice, cast):
    for actor in cast.everyone.values():
        if actor.role is not Role.OFFICE:
            with pytest.raises(NotAllowed):
                actions.issue_notice(notice, drafts_of(notice), by=actor)
            with pytest.raises(NotAllowed):
                actions.set_openness(notice, True, by=actor)


def test_a_notice_in_review_is_not_opened(notice, cast):
    with pytest.raises(Refused):
        actions.set_openness(notice, True, by=cast.clerk)
