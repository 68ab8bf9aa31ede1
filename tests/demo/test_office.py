from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.demo import office
from tracker.directives.models import Notice, NoticeState
from tracker.directives.portfolios.board import read_board
from tracker.directives.portfolios.queries import list_course
from tracker.history.models import HistoryEntry
from tracker.mail.models import MailState, OutboxMail
from tracker.meetings.models import Kind, Meeting
from tracker.meetings.queries import count_waiting_meetings, list_decisions
from tracker.people.actions import sign_in
from tracker.people.models import User
from tracker.reminders.actions import plan_reminders
from tracker.review.models import Draft, DraftCandidate, FollowUp
from tracker.tasks.models import Evidence, Extension, ExtensionState, Task, TaskState


def test_the_sample_office(app):
    """Told once for all these questions: it takes seconds."""
    told = office.load_once()
    check_the_story_shows_every_state_and_what_waits(told)
    check_leaders_are_in_charge(told)
    check_a_second_notice_waits_for_review(told)
    check_two_meetings_were_held_and_one_waits_for_its_notice(told)
    check_what_the_clerk_gave_is_what_extraction_read(told)
    check_events_happened_at_their_own_time_and_in_its_order(told)
    check_mails_of_the_past_stay_in_the_past_and_todays_are_planned(told)
    check_it_is_told_once(told)
    check_everyone_may_sign_in_with_the_password_of_the_demo(told)


def check_the_story_shows_every_state_and_what_waits(told):
    tasks = list(db.session.scalars(select(Task)))
    assert len(tasks) >= 25
    assert {task.state for task in tasks} == set(TaskState) - {TaskState.SUPERSEDED}  # the clerk may do that
    assert any(task.due_on is None for task in tasks)
    overdue = [task for task in tasks if task.is_open and task.due_on and task.due_on < clock.today()]
    assert len(overdue) >= 3
    assert db.session.scalar(select(func.count()).where(Extension.state == ExtensionState.OPEN)) == 1
    assert db.session.scalar(select(func.count()).where(Extension.state == ExtensionState.APPROVED)) == 1
    groups = Counter(task.directive_id for task in tasks if task.directive_id)
    [(directive_id, size)] = groups.most_common(1)
    assert size == 11
    assert sum(task.state == TaskState.COMPLETED for task in tasks if task.directive_id == directive_id) == 4
    assert db.session.scalar(select(func.count(Evidence.id))) == 8


def check_leaders_are_in_charge(told):
    """The vice chairmen share the topics; one changed hands, one is left to the warning of the page."""
    board = read_board(clock.today())
    assert {seat.name: bool(seat.topics and seat.units) for seat in board.seats} == {
        "Nông Quốc Hưng": False,
        "Vũ Minh Đạt": True,
        "Lục Thị Hồng Vân": True,
        "Đinh Công Thành": True,
    }
    assert [one.name for one in board.left_topics] == ["Tổng hợp, báo cáo"]
    assert board.term is not None
    moved = [line for line in list_course()[0] if line.name == "Đất đai"]
    assert [line.leader for line in moved] == ["Vũ Minh Đạt", "Đinh Công Thành"]


def check_a_second_notice_waits_for_review(told):
    states = Counter(db.session.scalars(select(Notice.state)))
    assert states == {NoticeState.ISSUED: 3, NoticeState.REVIEW: 1}
    waiting = db.session.scalars(select(Notice).where(Notice.state == NoticeState.REVIEW)).one()
    drafts = list(db.session.scalars(select(Draft).where(Draft.notice_id == waiting.id)))
    assert len(drafts) >= 4
    [again] = [draft for draft in drafts if draft.follow_up != FollowUp.NONE]
    assert again.follow_up == FollowUp.ASK
    candidate = db.session.scalars(select(DraftCandidate).where(DraftCandidate.draft_id == again.id)).first()
    assert db.session.scalar(select(func.count()).where(Task.directive_id == candidate.directive_id)) == 11


def check_two_meetings_were_held_and_one_waits_for_its_notice(told):
    """Of the earlier one a task was given; of the later one a word is still to be carried out."""
    earlier, later = db.session.scalars(select(Meeting).order_by(Meeting.id))
    assert (earlier.notice_id is not None, later.notice_id) == (True, None)
    assert db.session.scalars(select(Task.state).where(Task.notice_id == earlier.notice_id)).all() == ["in_progress"]
    assert [one.kind for one in list_decisions(later) if one.waits] == [Kind.EXTEND]
    assert count_waiting_meetings(clock.today()) == 1


def check_what_the_clerk_gave_is_what_extraction_read(told):
    """The sample notices are clear: whoever reads them gets the dates that were given."""
    for draft in db.session.scalars(select(Draft).join(Notice).where(Notice.state == NoticeState.ISSUED)):
        if draft.due_on:
            assert f"{draft.due_on:%d/%m/%Y}" in draft.due_words


def check_events_happened_at_their_own_time_and_in_its_order(told):
    moments = list(db.session.scalars(select(HistoryEntry.at).order_by(HistoryEntry.id)))
    assert moments == sorted(moments)
    assert moments[-1] < clock.now()


def check_mails_of_the_past_stay_in_the_past_and_todays_are_planned(told):
    queued = list(db.session.scalars(select(OutboxMail).where(OutboxMail.state == MailState.QUEUED)))
    yesterday = office_calendar().working_day_before(clock.today())
    assert any(mail.kind == "digest" for mail in queued)  # 24/11 is a holiday: nothing is planned before the 25th
    assert all(clock.to_office(mail.created_at).date() == yesterday for mail in queued)
    assert plan_reminders(office_calendar().working_day_from(clock.today())).digests >= 5
    db.session.rollback()  # the job would commit; here the office stays as it was told


def check_it_is_told_once(told):
    before = db.session.scalar(select(func.count(HistoryEntry.id)))
    assert office.load_once() == told
    assert db.session.scalar(select(func.count(HistoryEntry.id))) == before


def check_everyone_may_sign_in_with_the_password_of_the_demo(told):
    assert [login.login for login in told] == list(office.SHOWN)
    assert {login.role for login in told} == {"leader", "office", "head", "deputy", "officer", "admin"}
    assert db.session.scalar(select(func.count()).where(User.must_change_password)) == 0
    for login in (told[0], told[-1]):
        assert sign_in(login.login, login.password, device="test", address="127.0.0.1") is not None


@pytest.mark.parametrize("day", ["2027-01-03", "2027-02-09", "2026-03-02"])
def test_it_can_be_told_on_any_day(databases, day):
    """A Sunday just after New Year; the days of Tết; a duty of the notice due within the days that are told."""
    application = databases.app("sqlite")
    morning = datetime.fromisoformat(f"{day}T00:10:00+07:00")
    with time_machine.travel(morning, tick=True), application.app_context():
        engine = db.engines[None]
        with engine.connect() as connection:
            transaction = connection.begin()
            db.engines[None] = connection
            try:
                assert office.load_once()
                assert db.session.scalar(select(func.max(HistoryEntry.at))) < morning + timedelta(minutes=1)
            finally:
                db.session.remove()
                db.engines[None] = engine
                transaction.rollback()
