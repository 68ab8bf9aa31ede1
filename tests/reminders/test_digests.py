"""What the plan puts into each person's one mail: what features above add, what happened, at which hour."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, update

from tests.cast import hire
from tests.reminders.planned import digests, on, plan
from tracker import clock, mail
from tracker.db import db
from tracker.mail.models import MailState, OutboxMail
from tracker.people.models import Role, StandIn, User
from tracker.reminders import blocks
from tracker.reminders.digests import sent_at
from tracker.reminders.happened import STOPPED, is_event_wanted
from tracker.reminders.models import ReminderPreference
from tracker.reminders.wanted import NOTHING_LEFT, are_digests_wanted
from tracker.tasks import actions
from tracker.tasks.models import Task, TaskState

FRIDAY = date(2026, 11, 20)  # what is issued then need not be accepted yet
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def choose(actor, **chosen):
    """What somebody has chosen."""
    db.session.add(ReminderPreference(user_id=actor.user_id, **chosen))
    db.session.commit()


def digest_of(actor):
    """The last one of that person; None when there is none."""
    found = [one for one in digests() if one.user_id == actor.user_id]
    return found[-1] if found else None


def happen(actor, kind="due_set", key="k", subject="[Hạn mới] Việc", task_id=0):
    """A mail about an event, as a task puts it."""
    text = f"…\n\nhttp://tracker.example.vn/tasks/{task_id}\n" if task_id else "…"
    message = mail.Message(
        f"{key}:{actor.user_id}", kind, actor.user_id, actor.name, "a@example.vn", subject, text, "<p>…</p>",
        subject_type="task", subject_id=task_id,
    )  # fmt: skip
    mail_id = mail.put(message)
    db.session.commit()
    return db.session.get_one(OutboxMail, mail_id)


class TestLeaders:
    def test_read_on_the_first_working_day_of_the_week_what_is_outstanding(self, issue, cast):
        issue(date(2026, 11, 20), "Việc quá hạn")
        issue(date(2026, 11, 27), "Việc trong tuần")
        issue(None, "Việc không thời hạn")
        plan(MONDAY)
        letter = digest_of(cast.chairman)
        assert letter.subject == "Tuần này: 1 quá hạn, 1 đến hạn"
        own = f"leader={cast.chairman.user_id}"
        for line in (
            "* Chưa hoàn thành: 3 (bằng tuần trước)",
            f"tasks?band=open&{own}",
            "* Quá hạn: 1 (tăng 1 so với tuần trước)",
            "* Không thời hạn: 1 (bằng tuần trước)",
            "* Toàn cơ quan, chưa hoàn thành: 3 (1 quá hạn)",
            "Việc quá hạn",
        ):
            assert line in letter.body_text
        assert letter.is_optional

    def test_who_is_accountable_for_nothing_reads_of_the_whole_office(self, issue, cast):
        issue(date(2026, 11, 20))
        plan(MONDAY)
        letter = digest_of(cast.vice_chairman)
        assert "Việc còn tồn đầu tuần · toàn cơ quan" in letter.body_text
        assert "tasks?band=overdue\n" in letter.body_text
        assert "* Chờ quyết định: 0\n  http://tracker.example.vn/outstanding?mine=0#others\n" in letter.body_text

    def test_read_nothing_on_other_days_nor_where_nothing_is_outstanding(self, issue, cast):
        plan(MONDAY)
        assert digest_of(cast.chairman) is None
        issue(date(2026, 11, 20))
        plan(TUESDAY)
        assert digest_of(cast.chairman) is None

    def test_a_leader_who_stopped_what_is_optional_gets_none(self, issue, cast):
        issue(date(2026, 11, 20))
        choose(cast.chairman, is_opted_out=True)
        plan(MONDAY)
        assert digest_of(cast.chairman) is None

    def test_a_stand_in_reads_it_in_place_of_who_is_away(self, issue, cast):
        issue(date(2026, 11, 20))
        db.session.add(
            StandIn(
                post_id=cast.chairman.post_id, user_id=cast.vice_chairman.user_id, from_on=MONDAY, until_on=TUESDAY,
                at=clock.now(), given_by_id=cast.admin.user_id,
            )
        )  # fmt: skip
        db.session.commit()
        plan(MONDAY)
        assert digest_of(cast.chairman) is None
        assert f"thay {cast.chairman.name}" in digest_of(cast.vice_chairman).body_text


class TestHeads:
    def test_the_figures_of_the_unit_stand_on_top_of_a_digest_and_make_none(self, issue, cast):
        issue(date(2026, 11, 20), "Việc quá hạn")
        issue(date(2027, 6, 1), "Việc còn xa")
        issue(date(2027, 6, 1), "Việc phường", FRIDAY, lead_unit_id=cast.ward.id)
        plan(TUESDAY)
        text = digest_of(cast.finance_head).body_text
        assert text.index("Cả đơn vị: Phòng TC-KH") < text.index("* Việc quá hạn")
        assert "* Chưa hoàn thành: 2\n" in text
        assert digest_of(cast.ward_chair) is None


class TestOffice:
    def test_reads_each_working_day_what_waits_for_it(self, issue, cast):
        task = issue(date(2026, 12, 20), issued=FRIDAY)
        assert plan(MONDAY).digests == 2  # the leaders only
        task.state = TaskState.SUBMITTED
        other = issue(date(2026, 12, 20), issued=FRIDAY)
        with on(MONDAY, 10):
            actions.decline_task(other, "Không thuộc chức năng", None, by=cast.finance_head)
        db.session.execute(update(OutboxMail).values(state=MailState.SENT))
        db.session.commit()
        plan(TUESDAY)
        letter = digest_of(cast.clerk)
        assert "2 việc chờ Văn phòng" in letter.subject
        assert "* Báo cáo chờ xác nhận: 1" in letter.body_text
        waits = "* Chờ Văn phòng quyết: 1 (Đơn vị đề nghị chuyển: 1)\n  http://tracker.example.vn/outstanding#own\n"
        assert waits in letter.body_text
        assert not letter.is_optional

    def test_gets_no_empty_mail(self, issue, cast):
        issue(date(2026, 12, 20))
        plan(TUESDAY)
        assert digest_of(cast.clerk) is None


class TestSending:
    def test_what_features_above_have_added_is_sent_where_the_rest_is_done(self, issue, cast):
        task = issue(date(2026, 11, 24), "Việc của Văn phòng", FRIDAY, lead_unit_id=cast.office.id)
        waiting = issue(date(2026, 12, 20), issued=FRIDAY)
        waiting.state, waiting.waits_since = TaskState.SUBMITTED, TUESDAY
        db.session.commit()
        plan(TUESDAY)
        letter = digest_of(cast.clerk)
        assert "Việc của Văn phòng" in letter.body_text
        task.state, task.closed_on = TaskState.COMPLETED, TUESDAY
        db.session.commit()
        with on(TUESDAY, 8):
            anew = are_digests_wanted([letter])[letter.id]
        assert anew.subject.startswith("1 việc chờ Văn phòng")
        assert "Việc của Văn phòng" not in anew.text
        waiting.state, waiting.closed_on = TaskState.COMPLETED, TUESDAY
        db.session.commit()
        with on(TUESDAY, 9):  # what was collected for others of the same run is old by then
            assert "everything in it is done" in are_digests_wanted([letter])[letter.id]

    def test_a_section_that_the_digest_did_not_have_is_not_added(self, issue, cast):
        task = issue(date(2026, 11, 20), lead_unit_id=cast.office.id)
        plan(TUESDAY)
        letter = digest_of(cast.clerk)
        task.state, task.closed_on = TaskState.COMPLETED, TUESDAY
        issue(date(2026, 12, 20)).state = TaskState.SUBMITTED
        db.session.commit()
        with on(TUESDAY, 8):
            assert "everything in it is done" in are_digests_wanted([letter])[letter.id]

    def test_who_stopped_what_is_optional_after_the_plan_gets_the_rest_or_nothing(self, issue, cast):
        issue(date(2026, 11, 20))
        plan(MONDAY)
        letter = digest_of(cast.chairman)
        choose(cast.chairman, is_opted_out=True)
        with on(MONDAY, 8):
            assert are_digests_wanted([letter])[letter.id] == NOTHING_LEFT

    def test_the_briefing_stays_when_its_digest_is_asked_again(self, issue, cast):
        issue(date(2026, 11, 20))
        plan(MONDAY)
        letter = digest_of(cast.chairman)
        with on(MONDAY, 14):
            assert "Việc còn tồn đầu tuần" in are_digests_wanted([letter])[letter.id].text


class TestHour:
    @pytest.mark.parametrize(
        ("preferred", "named", "expected"),
        [(None, None, 9), (14, None, 14), (14, 10, 14), (None, 10, 10), (8, None, 9), (0, None, 9)],
    )
    def test_the_readers_own_then_the_rules_never_in_the_past(self, app, preferred, named, expected):
        with on(TUESDAY, 9, 0):
            found = clock.to_office(sent_at(TUESDAY, preferred, named))
        assert (found.date(), found.hour) == (TUESDAY, expected)

    def test_the_digest_waits_for_it(self, issue, cast):
        issue(date(2026, 11, 20))
        choose(cast.finance_head, hour=15)
        plan(TUESDAY)
        assert digest_of(cast.finance_head).due_at == clock.office_time(TUESDAY, 15)


class TestGathering:
    def test_news_waits_for_the_next_digest_which_tells_it(self, issue, cast):
        task = issue(date(2026, 12, 20), issued=FRIDAY)
        choose(cast.finance_head, gathers_events=True)
        with on(MONDAY, 10):
            news = happen(cast.finance_head, task_id=task.id)
        assert news.due_at == clock.office_time(TUESDAY, 9, 30)
        plan(TUESDAY)
        letter = digest_of(cast.finance_head)
        assert letter.subject == "1 việc đã diễn ra – Phòng TC-KH"
        assert "Việc đã diễn ra\n\n* [Hạn mới] Việc\n  http://tracker.example.vn/tasks/" in letter.body_text
        db.session.refresh(news)
        assert (news.state, news.last_error) == (MailState.SKIPPED, "told in the digest of 2026-11-24")
        with on(TUESDAY, 8):
            assert "[Hạn mới] Việc" in are_digests_wanted([letter])[letter.id].text

    def test_news_of_the_weekend_or_of_the_early_morning_waits_for_that_days_plan(self, issue, cast):
        choose(cast.finance_head, gathers_events=True)
        with on(date(2026, 11, 21), 10):
            assert happen(cast.finance_head, key="a").due_at == clock.office_time(MONDAY, 9, 30)
        with on(TUESDAY, 6):
            assert happen(cast.finance_head, key="b").due_at == clock.office_time(TUESDAY, 9, 30)

    def test_what_asks_for_an_answer_and_what_nobody_gathers_goes_at_once(self, app, cast):
        choose(cast.finance_head, gathers_events=True)
        for actor, kind in ((cast.finance_head, "task_assigned"), (cast.ward_chair, "due_set")):
            found = happen(actor, kind)
            assert found.due_at == found.created_at

    def test_without_a_plan_it_goes_by_itself_and_the_next_digest_is_silent(self, issue, cast):
        choose(cast.finance_head, gathers_events=True)
        with on(MONDAY, 10):
            news = happen(cast.finance_head)
        news.state = MailState.SENDING  # the sender was first
        db.session.commit()
        plan(TUESDAY)
        assert digest_of(cast.finance_head) is None
        db.session.refresh(news)
        assert news.state == MailState.SENDING

    def test_a_mail_that_was_tried_is_left_to_the_sender(self, issue, cast):
        with on(MONDAY, 10):
            news = happen(cast.finance_head)
        news.attempts, news.due_at = 1, news.due_at + timedelta(days=1)
        db.session.commit()
        plan(TUESDAY)
        db.session.refresh(news)
        assert news.state == MailState.QUEUED

    def test_what_a_digest_told_that_never_left_is_told_by_the_next_one_once(self, issue, cast):
        choose(cast.finance_head, gathers_events=True)
        with on(MONDAY, 10):
            happen(cast.finance_head)
        plan(TUESDAY)
        plan(date(2026, 11, 25))
        plan(date(2026, 11, 26))
        letters = [one for one in digests() if one.user_id == cast.finance_head.user_id]
        assert [one.state for one in letters] == [MailState.SKIPPED, MailState.SKIPPED, MailState.QUEUED]
        assert letters[-1].body_text.count("[Hạn mới] Việc") == 1
        db.session.execute(update(OutboxMail).values(state=MailState.SENT))
        plan(date(2026, 11, 27))
        assert len([one for one in digests() if one.user_id == cast.finance_head.user_id]) == 3

    def test_what_its_reader_has_stopped_is_not_said_to_be_told(self, issue, cast):
        choose(cast.finance_head, gathers_events=True, is_opted_out=True)
        with on(MONDAY, 10):
            optional, other = happen(cast.finance_head, "part_added"), happen(cast.finance_head, "due_set", "l")
        plan(TUESDAY)
        for news, state in ((optional, MailState.QUEUED), (other, MailState.SKIPPED)):
            db.session.refresh(news)
            assert news.state == state
        assert digest_of(cast.finance_head).subject == "1 việc đã diễn ra – Phòng TC-KH"

    def test_only_what_changes_nothing_for_its_reader_can_be_stopped(self, app, cast):
        choose(cast.finance_head, is_opted_out=True)
        optional, other = happen(cast.finance_head, "part_added"), happen(cast.finance_head, "due_set", "l")
        assert (optional.is_optional, other.is_optional) == (True, False)
        assert is_event_wanted(optional) == STOPPED
        assert is_event_wanted(happen(cast.ward_chair, "part_added")) == ""


def count_queries(work):
    """How many statements that took."""
    statements = []

    def note(conn, cursor, statement, *rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def test_the_questions_of_the_added_sections_do_not_grow_with_the_office(issue, cast):
    def ask():
        blocks.collect(MONDAY)

    issue(date(2026, 11, 20)).state = TaskState.SUBMITTED
    db.session.commit()
    ask()  # the calendar and the settings are kept from now on
    before = count_queries(ask)
    for number in range(12):
        leader = hire(f"pct{number}", f"Phó Chủ tịch {number}", Role.LEADER, None, "Phó Chủ tịch")
        hire(f"vp{number}", f"Chuyên viên {number}", Role.OFFICE, cast.office, "Chuyên viên")
        hire(f"pp{number}", f"Phó phòng {number}", Role.DEPUTY, cast.finance, "Phó phòng")
        db.session.commit()
        issue(date(2026, 11, 18), leader_id=leader.user_id)
    assert db.session.scalar(db.select(db.func.count(User.id))) > 40
    assert db.session.scalar(db.select(db.func.count(Task.id))) == 13
    db.session.expire_all()
    assert count_queries(ask) == before <= 16
