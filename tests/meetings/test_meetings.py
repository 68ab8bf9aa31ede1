"""A meeting from its start to the notice: the walk, the chair's words, the acts that they are, and the minutes."""

from dataclasses import replace
from datetime import date

import pytest

from tests.meetings.walks import LATE, TODAY, late_task, plan, say, start
from tests.review.notices import drafts_of, enter, settle
from tests.review.notices import issue as issue_notice
from tests.tasks.test_life import issue, progress
from tests.tasks.test_more_time import set_office
from tracker.db import db
from tracker.directives.models import Topic
from tracker.errors import NotAllowed, Refused, Stale
from tracker.history.models import HistoryEntry
from tracker.meetings import actions, queries
from tracker.meetings.models import Decision, Kind, Meeting, MeetingItem
from tracker.meetings.walks import Walk
from tracker.review import actions as of_review
from tracker.review.actions import discard_notice, look_for_earlier
from tracker.review.models import DraftState, FollowUp
from tracker.tasks import actions as of_tasks
from tracker.tasks.filters import TaskFilter
from tracker.tasks.models import Explanation, Extension, ExtensionState, Task, TaskDueChange, TaskState, Urging

NEW_DAY = date(2026, 12, 10)


@pytest.fixture
def task(cast):
    return late_task(cast)


@pytest.fixture
def meeting(cast, task):
    return start(cast)


def walked(meeting):
    return [line.task_id for line in queries.list_items(meeting)]


def minutes_of(meeting):
    db.session.expire_all()
    return queries.list_decisions(db.session.get_one(Meeting, meeting.id))


# The start.


def test_what_is_walked_and_in_which_order(cast):
    this_week = issue(cast, due_on=date(2026, 11, 27), lead_unit_id=cast.tax.id)
    later, late = issue(cast, due_on=date(2027, 1, 5)), late_task(cast)
    starred = issue(cast, due_on=date(2027, 2, 5))
    of_tasks.star_task(starred, by=cast.clerk)
    db.session.flush()
    assert walked(start(cast)) == [late.id, this_week.id]
    assert walked(start(cast, form_key="2", walk=Walk.AGENDA)) == [late.id]
    one_unit = start(cast, form_key="3", walk=Walk.UNIT, unit_id=cast.finance.id)
    assert walked(one_unit) == [late.id, later.id, starred.id]
    as_filtered = TaskFilter(unit=cast.finance.id).query_string()
    assert walked(start(cast, form_key="4", walk=Walk.LIST, asked=as_filtered)) == [starred.id, late.id, later.id]


def test_the_order_stays_whatever_becomes_of_the_list(cast, task, meeting):
    task.due_on = date(2027, 5, 5)
    late_task(cast)
    db.session.flush()
    assert walked(meeting) == [task.id]


def test_the_same_form_starts_one_meeting(cast, task):
    first = start(cast)
    assert start(cast) is first
    assert start(cast, form_key="other") is not first
    assert db.session.query(MeetingItem).filter_by(meeting_id=first.id).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": date(2026, 11, 25)}, "held_on"),
        ({"held_on": date(1990, 1, 1)}, "held_on"),
        ({"title": "..."}, "title"),
        ({"chair_id": 0}, "chair_id"),
        ({"walk": Walk.UNIT}, "unit_id"),
        ({"walk": Walk.LIST, "asked": "band=done"}, "walk"),
    ],
)
def test_what_cannot_begin_is_said_beside_its_field(cast, task, changes, field):
    with pytest.raises(Refused) as refused:
        actions.start_meeting(plan(cast, **changes), by=cast.clerk)
    assert refused.value.field == field
    assert db.session.query(Meeting).count() == 0


# The words.


def test_a_leader_moves_the_date_on_the_spot(cast, task, client):
    meeting = start(cast, by=cast.chairman)
    say(meeting, task, Kind.EXTEND, cast.chairman, due_on=NEW_DAY, reason="Vướng giải phóng mặt bằng")
    [decision] = minutes_of(meeting)
    change = db.session.query(TaskDueChange).order_by(TaskDueChange.id.desc()).first()
    assert (db.session.get_one(Task, task.id).due_on, change.by_user_id) == (NEW_DAY, cast.chairman.user_id)
    assert change.reason == "Tại cuộc họp “Giao ban tuần 48” ngày 24/11/2026: Vướng giải phóng mặt bằng"
    assert decision.carried_out_by_id == cast.chairman.user_id
    assert not decision.waits
    client.sign_in(cast.chairman)
    page = client.get(f"/tasks/{task.id}").text
    assert "Giao ban tuần 48 (24/11): Gia hạn" in page
    client.sign_in(cast.finance_head)
    assert "Giao ban tuần 48 (24/11)" not in client.get(f"/tasks/{task.id}").text


def test_a_request_that_waits_is_answered_by_the_word(cast, task):
    task.due_on = date(2026, 11, 26)
    db.session.flush()
    extension = of_tasks.request_extension(task, date(2026, 12, 20), "Chờ thẩm định", by=cast.finance_head)
    meeting = start(cast, by=cast.chairman)
    say(meeting, task, Kind.EXTEND, cast.chairman, due_on=NEW_DAY)
    asked = db.session.get_one(Extension, extension.id)
    assert (asked.state, asked.decided_due_on, asked.decided_by_id) == (
        ExtensionState.APPROVED,
        NEW_DAY,
        cast.chairman.user_id,
    )


def test_what_the_clerk_may_not_decide_waits_for_a_leader(cast, task, meeting):
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=NEW_DAY)
    [decision] = minutes_of(meeting)
    assert (db.session.get_one(Task, task.id).due_on, decision.waits) == (LATE, True)
    with pytest.raises(NotAllowed):
        actions.carry_out(decision, meeting, db.session.get_one(Task, task.id), by=cast.clerk)
    actions.carry_out(decision, meeting, db.session.get_one(Task, task.id), by=cast.chairman)
    actions.carry_out(decision, meeting, db.session.get_one(Task, task.id), by=cast.chairman)
    db.session.commit()
    [decision] = minutes_of(meeting)
    assert (decision.task.due_on, decision.waits, decision.carried_out_by_id) == (
        NEW_DAY,
        False,
        cast.chairman.user_id,
    )
    changes = db.session.query(TaskDueChange).filter_by(task_id=task.id)
    assert changes.count() == 2  # the first date and this one


def test_the_clerk_records_no_day_that_the_tasks_page_would_refuse(cast, task, meeting):
    """He may not move it himself, but the notice would carry it out."""
    for day, words in ((date(1990, 1, 1), "ở quá khứ"), (LATE, "ở quá khứ")):
        with pytest.raises(Refused, match=words) as refused:
            say(meeting, task, Kind.EXTEND, cast.clerk, due_on=day)
        db.session.rollback()
        assert refused.value.field == "due_on"
    task.due_on = NEW_DAY
    db.session.commit()
    with pytest.raises(Refused, match="đã là ngày này") as refused:
        say(meeting, task, Kind.EXTEND, cast.clerk, due_on=NEW_DAY)
    db.session.rollback()
    assert minutes_of(meeting) == []


def edit(decision, meeting, cast, words):
    actions.save_words(decision, meeting, words, version=decision.version, by=cast.clerk)
    db.session.commit()


def test_the_date_that_is_read_is_the_one_that_is_carried_out(cast, task, meeting):
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=NEW_DAY)
    [decision] = minutes_of(meeting)
    edit(decision, meeting, cast, decision.words.replace("10/12/2026", "30/12/2026"))
    with pytest.raises(Refused, match="ở quá khứ"):
        actions.save_words(decision, meeting, "Hạn 01/11/2026.", version=decision.version, by=cast.clerk)
    db.session.rollback()
    [decision] = minutes_of(meeting)
    actions.carry_out(decision, meeting, db.session.get_one(Task, task.id), by=cast.chairman)
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 30)


def test_of_a_sentence_without_its_date_nothing_is_carried_out(cast, task, meeting):
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=NEW_DAY)
    [decision] = minutes_of(meeting)
    for words in (
        "Đồng ý gia hạn đến hết quý.",
        "Báo cáo 05/12/2026, xong 30/12/2026.",
        "Gia hạn nhiệm vụ “Việc 10/12/2026”.",
    ):
        edit(decision, meeting, cast, words)
        with pytest.raises(Refused, match="10/12/2026"):
            actions.carry_out(decision, meeting, decision.task, by=cast.chairman)
    assert db.session.get_one(Task, task.id).due_on == LATE


def test_what_was_done_on_the_tasks_own_page_waits_no_longer(cast, task, meeting):
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=NEW_DAY)
    of_tasks.set_due_date(db.session.get_one(Task, task.id), NEW_DAY, "Theo kết luận", by=cast.chairman)
    db.session.commit()
    assert [decision.waits for decision in minutes_of(meeting)] == [False]


def test_delegated_to_the_office_the_clerk_moves_dates(cast, task, meeting):
    set_office(cast, office_decides_extensions=True)
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=NEW_DAY)
    assert db.session.get_one(Task, task.id).due_on == NEW_DAY


def test_urging_and_asking_are_those_of_the_tasks_page(cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk, reason="Báo cáo trước thứ Sáu")
    say(meeting, task, Kind.EXPLAIN, cast.clerk, reason="")
    urging = db.session.query(Urging).one()
    assert (urging.channel, urging.on, urging.by_user_id) == ("meeting", TODAY, cast.clerk.user_id)
    assert urging.note.endswith("“Giao ban tuần 48” ngày 24/11/2026: Báo cáo trước thứ Sáu")
    assert db.session.query(Explanation).one().question.startswith("Tại cuộc họp")
    assert [decision.waits for decision in minutes_of(meeting)] == [False, False]


def test_completion_is_confirmed_where_the_unit_has_reported_it(cast, task, meeting):
    say(meeting, task, Kind.CLOSE, cast.clerk)
    assert [decision.waits for decision in minutes_of(meeting)] == [True]
    of_tasks.submit_completion(
        db.session.get_one(Task, task.id),
        progress(),
        TODAY,
        by=cast.finance_head,
        delay=of_tasks.Answer("objective", "Mưa bão"),
    )
    say(meeting, task, Kind.CLOSE, cast.clerk, form_key="2", reason="")
    assert db.session.get_one(Task, task.id).state == TaskState.COMPLETED
    assert [decision.waits for decision in minutes_of(meeting)] == [False, False]


def test_only_the_accountable_leader_closes(cast, task):
    of_tasks.submit_completion(
        task, progress(), TODAY, by=cast.finance_head, delay=of_tasks.Answer("objective", "Mưa bão")
    )
    meeting = start(cast, by=cast.chairman, walk=Walk.LIST, asked="band=waiting")
    say(meeting, task, Kind.CLOSE, cast.chairman)  # the vice chairman is accountable
    assert db.session.get_one(Task, task.id).state == TaskState.SUBMITTED
    assert [decision.waits for decision in minutes_of(meeting)] == [True]


def test_another_unit_leads_from_now_on(cast, task, meeting):
    say(meeting, task, Kind.REASSIGN, cast.clerk, unit_id=cast.tax.id, seen_unit_id=cast.finance.id)
    [decision] = minutes_of(meeting)
    assert db.session.get_one(Task, task.id).lead_unit_id == cast.tax.id
    assert decision.words == (
        "Giao Chi cục Thuế chủ trì thực hiện nhiệm vụ “Thu ngân sách đạt kế hoạch” (thay Phòng Tài chính - Kế hoạch)."
    )
    with pytest.raises(Refused, match="đã chuyển cho Chi cục Thuế"):
        say(
            meeting,
            task,
            Kind.REASSIGN,
            cast.clerk,
            unit_id=cast.culture.id,
            seen_unit_id=cast.finance.id,
            form_key="2",
        )
    db.session.rollback()
    assert len(minutes_of(meeting)) == 1


def test_words_that_name_another_lead_or_a_topic_out_of_use_are_refused(cast, task, meeting):
    for typed, field in (
        ({"reason": "Giao Chi cục Thuế chủ trì rà soát"}, "unit_id"),
        ({"topic_id": 10**6}, "topic_id"),
    ):
        with pytest.raises(Refused) as refused:
            say(meeting, None, Kind.ORDER, cast.clerk, unit_id=cast.culture.id, **typed)
        assert refused.value.field == field
        db.session.rollback()
    assert minutes_of(meeting) == []


def test_the_same_form_twice_is_one_word_and_one_act(cast, task, meeting):
    assert say(meeting, task, Kind.URGE, cast.clerk) is not None
    assert say(meeting, task, Kind.URGE, cast.clerk) is None
    assert say(meeting, task, Kind.URGE, cast.clerk, reason="Việc khác") is not None  # Back, and another word
    assert (db.session.query(Urging).count(), len(minutes_of(meeting))) == (2, 2)


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        (Kind.EXTEND, {"due_on": None}, "due_on"),
        (Kind.EXTEND, {"due_on": NEW_DAY, "reason": ""}, "reason"),
        (Kind.EXTEND, {"due_on": date(2026, 11, 23)}, None),
        (Kind.REASSIGN, {"unit_id": None}, "unit_id"),
        (Kind.NOTE, {"reason": ""}, "reason"),
        (Kind.NOTE, {"reason": "TUYỆT MẬT"}, "reason"),
        (Kind.NOTE, {"reason": "..."}, "reason"),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(cast, task, kind, typed, field):
    meeting = start(cast, by=cast.chairman)
    with pytest.raises(Refused) as refused:
        say(meeting, task, kind, cast.chairman, **typed)
    db.session.rollback()
    assert field in (refused.value.field, None)
    assert minutes_of(meeting) == []


def test_only_the_driver_records_and_whoever_takes_over_drives(cast, task, meeting):
    with pytest.raises(Refused, match="Hoàng Thị Lan đang điều khiển"):
        say(meeting, task, Kind.NOTE, cast.chairman)
    actions.take_over(meeting, by=cast.chairman)
    actions.take_over(meeting, by=cast.chairman)
    db.session.commit()
    say(meeting, task, Kind.NOTE, cast.chairman)
    with pytest.raises(Refused, match="Nguyễn Quốc Trung đang điều khiển"):
        say(meeting, task, Kind.NOTE, cast.clerk, form_key="2")
    assert db.session.query(HistoryEntry).filter_by(event="meeting_taken_over").count() == 1


# The minutes.


def test_of_two_windows_the_second_is_told(cast, task, meeting):
    decision = say(meeting, task, Kind.NOTE, cast.clerk)
    shown = decision.version
    actions.save_words(decision, meeting, "Bản của cửa sổ một.", version=shown, by=cast.clerk)
    db.session.commit()
    with pytest.raises(Stale):
        actions.save_words(decision, meeting, "Bản của cửa sổ hai.", version=shown, by=cast.clerk)
    assert [one.words for one in minutes_of(meeting)] == ["Bản của cửa sổ một."]


def test_a_note_is_taken_back_an_act_is_not(cast, task, meeting):
    note, urged = say(meeting, task, Kind.NOTE, cast.clerk), say(meeting, task, Kind.URGE, cast.clerk)
    with pytest.raises(Refused, match="đã thực hiện"):
        actions.remove_decision(urged, meeting, version=urged.version, by=cast.clerk)
    with pytest.raises(Refused, match="Hoàng Thị Lan đang điều khiển"):
        actions.remove_decision(note, meeting, version=note.version, by=cast.chairman)
    actions.remove_decision(note, meeting, version=note.version, by=cast.clerk)
    db.session.commit()
    assert [one.kind for one in minutes_of(meeting)] == ["urge"]


def test_minutes_follow_the_walk_and_new_orders_come_last(cast, task):
    second = issue(cast, due_on=date(2026, 11, 26))
    meeting = start(cast)
    say(meeting, None, Kind.ORDER, cast.clerk, unit_id=cast.tax.id, due_on=NEW_DAY)
    say(meeting, second, Kind.NOTE, cast.clerk)
    say(meeting, task, Kind.NOTE, cast.clerk)
    assert [one.task.id if one.task else None for one in minutes_of(meeting)] == [task.id, second.id, None]


# The end.


def end(meeting, cast, by=None, text=""):
    meeting = queries.get_meeting_for(by or cast.clerk, meeting.id, to_change=True)
    decisions = queries.list_decisions(meeting)
    text = text or actions.write_text(meeting, decisions)
    actions.end_meeting(meeting, by=by or cast.clerk)
    notice = actions.make_notice(
        meeting, decisions, actions.NoticeFacts(text, "UBND thành phố Cao Bằng", issued_on=TODAY), by=by or cast.clerk
    )
    db.session.commit()
    return notice


def test_the_minutes_become_a_notice_that_issues_the_new_directive(cast, task, meeting):
    say(
        meeting,
        None,
        Kind.ORDER,
        cast.clerk,
        unit_id=cast.culture.id,
        due_on=NEW_DAY,
        reason="Lập kế hoạch tuyên truyền Tết",
    )
    notice = end(meeting, cast)
    assert (notice.held_on, notice.leader_id, notice.chair) == (
        TODAY,
        cast.chairman.user_id,
        "Chủ tịch UBND Nguyễn Quốc Trung",
    )
    [draft] = drafts_of(notice)
    assert (draft.lead_unit_id, draft.due_on) == (cast.culture.id, NEW_DAY)
    issued = issue_notice(notice, cast.clerk)
    assert issued.tasks == 1
    given = db.session.query(Task).filter_by(notice_id=notice.id).one()
    assert (given.lead_unit_id, given.due_on, given.leader_id) == (cast.culture.id, NEW_DAY, cast.chairman.user_id)


def test_pressed_twice_it_is_one_notice(cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk)
    first = end(meeting, cast)
    assert end(meeting, cast) is first
    assert db.session.get_one(Meeting, meeting.id).notice_id == first.id


def test_two_meetings_that_conclude_the_same_are_two_notices(cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk)
    other = start(cast, form_key="2")
    say(other, task, Kind.URGE, cast.clerk)
    assert end(meeting, cast) is not end(other, cast)


def test_a_task_that_was_walked_goes_on_instead_of_being_given_again(cast):
    first = enter(cast)
    issue_notice(first, _settled(first, cast))
    given = db.session.query(Task).filter_by(lead_unit_id=cast.tax.id).one()
    meeting = start(cast, by=cast.chairman, walk=Walk.UNIT, unit_id=cast.tax.id)
    say(meeting, given, Kind.EXTEND, cast.chairman, due_on=date(2026, 12, 28))
    actions.take_over(meeting, by=cast.clerk)
    notice = end(meeting, cast)
    assert queries.list_walked_notice_ids(meeting) == [first.id]
    [draft] = drafts_of(notice)
    assert (draft.follow_up, draft.follows_directive_id) == (FollowUp.CONTINUE, given.directive_id)
    issued = issue_notice(notice, cast.clerk)
    assert (issued.tasks, issued.continued) == (0, 1)
    assert db.session.get_one(Task, given.id).due_on == date(2026, 12, 28)


def test_of_a_directive_with_several_open_tasks_only_the_one_spoken_of_goes_on(cast):
    """All wards report by the fifth: the one that gets more time is not the others' measure."""
    first = enter(cast)
    settle(first, cast, cast.finance)
    issue_notice(first, cast.clerk)
    one, other = db.session.query(Task).filter_by(due_on=date(2026, 12, 5)).order_by(Task.id).limit(2)
    meeting = start(cast, walk=Walk.LIST, asked="band=open")
    say(meeting, one, Kind.EXTEND, cast.clerk, due_on=date(2026, 12, 28))
    notice = end(meeting, cast)
    [draft] = drafts_of(notice)
    assert (draft.follow_up, draft.follows_directive_id, draft.follows_task_id) == (FollowUp.CONTINUE, None, one.id)
    assert draft.title == one.title
    look_for_earlier([draft])  # as every change of the draft does
    issued = issue_notice(notice, cast.clerk)
    assert (issued.tasks, issued.continued) == (0, 1)
    days = [db.session.get_one(Task, task.id).due_on for task in (one, other)]
    assert days == [date(2026, 12, 28), date(2026, 12, 5)]


def test_the_topic_that_was_named_is_that_of_the_task(cast, task, meeting):
    topic = Topic(code="cap-nuoc", name="Cấp nước")
    db.session.add(topic)
    db.session.flush()
    order = {"unit_id": cast.culture.id, "due_on": NEW_DAY, "reason": "Lập kế hoạch tuyên truyền Tết"}
    say(meeting, None, Kind.ORDER, cast.clerk, topic_id=topic.id, **order)
    [draft] = drafts_of(end(meeting, cast))
    assert (draft.topic_id, draft.lead_unit_id, draft.due_on) == (topic.id, cast.culture.id, NEW_DAY)


def _settled(notice, cast):
    settle(notice, cast, cast.finance)
    return cast.clerk


def test_what_was_said_when_urging_gives_no_second_task(cast):
    task = late_task(cast, title="Rà soát hộ kinh doanh trên địa bàn", lead_unit_id=cast.tax.id)
    meeting = start(cast)
    say(meeting, task, Kind.URGE, cast.clerk, reason="Báo cáo trước thứ Sáu")
    first, second = drafts_of(end(meeting, cast))
    assert (first.follow_up, first.follows_task_id) == (FollowUp.CONTINUE, task.id)
    assert (second.state, second.aside_reason) == (
        DraftState.SET_ASIDE,
        f"Ý kiến về nhiệm vụ {task.code} đang tiếp tục",
    )


def test_a_day_that_urging_names_moves_no_due_date(cast):
    task = late_task(cast, title="Rà soát hộ kinh doanh trên địa bàn", lead_unit_id=cast.tax.id)
    meeting = start(cast)
    say(meeting, task, Kind.URGE, cast.clerk, reason="Báo cáo kết quả trước ngày 30/11/2026")
    notice = end(meeting, cast)
    assert "30/11/2026" in notice.source_text
    draft = drafts_of(notice)[0]
    assert (draft.follow_up, draft.follows_task_id, draft.due_on) == (FollowUp.CONTINUE, task.id, None)
    assert issue_notice(notice, cast.clerk).continued == 1
    assert db.session.get_one(Task, task.id).due_on == LATE, "still overdue"


def test_a_completion_that_waits_is_no_order_to_go_on(cast, task, meeting):
    say(meeting, task, Kind.CLOSE, cast.clerk, reason="")
    assert [decision.waits for decision in minutes_of(meeting)] == [True]
    drafts = drafts_of(end(meeting, cast))
    waits = f"Đã ghi nhận hoàn thành; nhiệm vụ {task.code} chờ xác nhận"
    assert [(one.state, one.aside_reason) for one in drafts] == [(DraftState.SET_ASIDE, waits)] * len(drafts)
    assert db.session.get_one(Task, task.id).is_open


def test_what_was_done_at_the_meeting_is_no_new_task(cast, task, meeting):
    say(meeting, task, Kind.EXPLAIN, cast.clerk, reason="")
    [draft] = drafts_of(end(meeting, cast))
    assert (draft.state, draft.aside_reason) == (DraftState.SET_ASIDE, "Đã thực hiện ngay tại cuộc họp")


def test_the_clerk_may_reword_the_draft(cast, task, meeting):
    say(meeting, task, Kind.EXPLAIN, cast.clerk, reason="")
    text = "THÔNG BÁO\nChủ tịch UBND thành phố kết luận:\n1. Giao Chi cục Thuế rà soát nợ thuế trước ngày 10/12/2026.\n"
    notice = end(meeting, cast, text=text)
    assert notice.source_text == text
    assert [draft.lead_unit_id for draft in drafts_of(notice)] == [cast.tax.id]


def test_a_leader_ends_and_the_office_makes_the_notice(cast, task):
    meeting = start(cast, by=cast.chairman)
    say(meeting, task, Kind.URGE, cast.chairman)
    with pytest.raises(NotAllowed):
        end(meeting, cast, by=cast.chairman)
    db.session.rollback()
    actions.end_meeting(queries.get_meeting_for(cast.chairman, meeting.id), by=cast.chairman)
    db.session.commit()
    assert end(meeting, cast).meeting == "Giao ban tuần 48"


def test_a_task_goes_on_to_no_day_that_is_over_without_the_clerks_word(cast, task, meeting):
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=NEW_DAY)
    text = "THÔNG BÁO\n1. " + minutes_of(meeting)[0].words
    notice = end(meeting, cast, text=text)
    [draft] = drafts_of(notice)
    draft.due_on = date(2026, 11, 23)  # as it stands when the review takes until the day is over
    db.session.commit()
    with pytest.raises(Refused, match="Còn dở dự thảo 1"):
        issue_notice(notice, cast.clerk)
    db.session.rollback()
    of_review.accept_draft(drafts_of(notice)[0], by=cast.clerk)
    db.session.commit()
    assert issue_notice(notice, cast.clerk).continued == 1


def test_a_task_falls_due_no_sooner_without_the_clerks_word(cast):
    task = late_task(cast, due_on=NEW_DAY)
    meeting = start(cast, walk=Walk.LIST, asked="band=open")
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=date(2026, 12, 1))
    notice = end(meeting, cast)
    with pytest.raises(Refused, match="từ 10/12/2026 về 01/12/2026"):
        issue_notice(notice, cast.clerk)
    db.session.rollback()
    of_review.accept_draft(drafts_of(notice)[0], by=cast.clerk)
    db.session.commit()
    issue_notice(notice, cast.clerk)
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 1)


def test_a_meeting_opened_by_mistake_is_withdrawn_and_history_keeps_it(cast, task, meeting):
    with pytest.raises(Refused, match="Người đang điều khiển"):
        actions.withdraw_meeting(meeting, by=cast.chairman)
    note = say(meeting, task, Kind.NOTE, cast.clerk)
    with pytest.raises(Refused, match="đã có nội dung"):
        actions.withdraw_meeting(meeting, by=cast.clerk)
    actions.remove_decision(note, meeting, version=note.version, by=cast.clerk)
    db.session.flush()
    actions.withdraw_meeting(meeting, by=cast.clerk)
    db.session.commit()
    assert (db.session.query(Meeting).count(), db.session.query(MeetingItem).count()) == (0, 0)
    assert db.session.query(HistoryEntry).filter_by(event="meeting_withdrawn").one().by_user_id == cast.clerk.user_id


def test_where_nothing_was_decided_there_is_no_notice(cast, task, meeting):
    with pytest.raises(Refused, match="chưa có kết luận nào"):
        end(meeting, cast)


def test_a_notice_taken_out_of_the_review_can_be_made_again(cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk)
    first = end(meeting, cast)
    discard_notice(first, by=cast.clerk)
    db.session.commit()
    db.session.expire_all()
    assert db.session.get_one(Meeting, meeting.id).notice_id is None
    assert end(meeting, cast).id


def test_nothing_is_recorded_after_the_end(cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk)
    end(meeting, cast)
    with pytest.raises(Refused, match="đã kết thúc"):
        say(meeting, task, Kind.NOTE, cast.clerk)
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.take_over(db.session.get_one(Meeting, meeting.id), by=cast.chairman)
    assert db.session.query(Decision).count() == 1


def test_a_stand_in_acts_in_his_own_name(cast, task):
    stand_in = replace(cast.vice_chairman, for_user_id=cast.chairman.user_id, for_name="Nguyễn Quốc Trung")
    meeting = start(cast, by=stand_in)
    say(meeting, task, Kind.EXTEND, stand_in, due_on=NEW_DAY)
    entry = db.session.query(HistoryEntry).filter_by(event="due_set").one()
    assert (entry.by_user_id, entry.for_name) == (cast.vice_chairman.user_id, "Nguyễn Quốc Trung")
