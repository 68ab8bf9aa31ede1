"""The same order comes back: shown beside the draft, continued, replaced or given as new."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from tests.cast import hire
from tests.review.notices import TEXT, drafts_of, enter, issue
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotAllowed, Refused
from tracker.history import list_entries
from tracker.mail.models import OutboxMail
from tracker.people.models import Role
from tracker.reminders.queries import next_reminder
from tracker.reports.outstanding import read_done
from tracker.review import actions
from tracker.review.earlier import list_earlier_orders
from tracker.review.models import DraftCandidate, DueKind, FollowUp
from tracker.tasks import actions as task_actions
from tracker.tasks.bands import Band, Limits
from tracker.tasks.models import Extension, ExtensionState, LinkKind, Task, TaskDueChange, TaskLink, TaskState
from tracker.tasks.queries import get_task_for
from tracker.tasks.register import TaskFilter, Whole, count_of_directives, count_tasks
from tracker.tasks.status import Status, Today

AGAIN = """THÔNG BÁO
Chủ tịch UBND thành phố kết luận:
1. Chi cục Thuế tiếp tục phối hợp với Phòng Tài chính - Kế hoạch đẩy mạnh công tác thu ngân sách; hoàn thành trước \
ngày 28/12/2026.
2. Phòng Văn hóa và Thông tin tổ chức Ngày sách và văn hóa đọc, hoàn thành trước ngày 20/12/2026.
3. UBND các phường, xã khẩn trương báo cáo kết quả rà soát nhà tạm.
"""


def give_first(cast, **changes):
    notice = enter(cast, **changes)
    issue(notice, cast.clerk)
    return notice


def enter_again(cast, **changes):
    return enter(cast, text=AGAIN, number="150/TB-UBND", **changes)


def tasks_of(notice):
    db.session.expire_all()
    return list(db.session.scalars(select(Task).where(Task.notice_id == notice.id).order_by(Task.id)))


def choose(draft, choice, cast):
    [order, *_] = list_earlier_orders([draft])[draft.id]
    actions.choose_follow_up(draft, choice, order.key, by=cast.clerk)
    db.session.commit()


def settle_as(notice, cast, **choices):
    """By position: «_1=FollowUp.CONTINUE»; the others are given as new."""
    for draft in drafts_of(notice):
        choice = choices.get(f"_{draft.position}")
        if choice:
            choose(draft, choice, cast)
        elif draft.follow_up == FollowUp.ASK:
            actions.choose_follow_up(draft, FollowUp.NEW, "", by=cast.clerk)
        if draft.due_on is None:
            draft.due_kind = DueKind.NONE
    db.session.commit()


def give(notice, cast):
    issued = actions.issue_notice(notice, drafts_of(notice), by=cast.clerk)
    db.session.commit()
    return issued


@pytest.fixture
def first(app, cast):
    return give_first(cast)


@pytest.fixture
def again(first, cast):
    return enter_again(cast)


def test_what_comes_back_must_be_decided_and_the_rest_is_left_alone(first, again, cast):
    tax, culture, wards = drafts_of(again)
    assert (tax.follow_up, culture.follow_up, wards.follow_up) == (FollowUp.ASK, FollowUp.NONE, FollowUp.ASK)
    orders = list_earlier_orders([tax, culture, wards])
    [order] = orders[wards.id]
    assert (order.reference, order.position, len(order.tasks), order.done) == ("142/TB-UBND", 3, 2, 0)
    assert orders[tax.id][0].due_on == date(2026, 12, 15)
    assert culture.id not in orders
    with pytest.raises(Refused, match="1, 3"):
        give(again, cast)


def test_a_task_without_a_text_comes_back_too(app, cast):
    assignment = task_actions.Assignment(
        "Đẩy mạnh công tác thu ngân sách", cast.tax.id, cast.chairman.user_id, source="Điện thoại ngày 20/11"
    )
    task = task_actions.issue_task(assignment, by=cast.clerk)
    db.session.commit()
    draft = drafts_of(enter_again(cast))[0]
    [order] = list_earlier_orders([draft])[draft.id]
    assert (order.task_id, order.text, order.reference) == (task.id, task.title, "Điện thoại ngày 20/11")


def test_completed_work_is_shown_after_what_is_open_and_asks_nothing(first, cast):
    for task in tasks_of(first):
        task.state, task.closed_on, task.completed_on = TaskState.COMPLETED, clock.today(), clock.today()
    db.session.commit()
    draft = drafts_of(enter_again(cast))[0]
    assert draft.follow_up == FollowUp.LIKE
    [order] = list_earlier_orders([draft])[draft.id]
    assert (order.open_tasks, order.completed_on) == ([], clock.today())
    with pytest.raises(Refused):
        actions.choose_follow_up(draft, FollowUp.CONTINUE, order.key, by=cast.clerk)


def test_to_continue_links_the_open_tasks_and_moves_their_date(first, again, cast):
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    [tax, *_rest] = tasks_of(first)
    issued = give(again, cast)
    assert (issued.tasks, issued.continued, issued.replaced) == (3, 1, 0)
    [tax, *_rest] = tasks_of(first)
    assert (tax.state, tax.due_on, tax.original_due_on) == (TaskState.ASSIGNED, date(2026, 12, 28), date(2026, 12, 15))
    change = db.session.scalars(select(TaskDueChange).where(TaskDueChange.task_id == tax.id)).all()[-1]
    assert (change.from_due_on, change.to_due_on, change.reason) == (
        date(2026, 12, 15),
        date(2026, 12, 28),
        "150/TB-UBND",
    )
    entry = list_entries("task", tax.id)[0]
    assert (entry.event, entry.data["notice"], entry.data["new"]) == ("task_continued", "150/TB-UBND", "2026-12-28")
    link = db.session.scalars(select(TaskLink)).one()
    directive = db.session.get_one(Directive, link.directive_id)
    assert (link.task_id, link.kind, directive.notice_id, directive.position) == (
        tax.id,
        LinkKind.CONTINUED,
        again.id,
        1,
    )


def test_without_a_new_date_the_old_one_stays(first, again, cast):
    settle_as(again, cast, _3=FollowUp.CONTINUE)
    issued = give(again, cast)
    assert (issued.tasks, issued.continued) == (2, 2)
    assert {task.due_on for task in tasks_of(first)[2:]} == {date(2026, 12, 5)}
    assert db.session.scalar(select(func.count()).where(TaskDueChange.reason == "150/TB-UBND")) == 0


def test_a_request_for_more_time_is_closed_by_the_leaders_new_date(first, again, cast):
    head = hire("thue", "Lục Văn Thuế", Role.HEAD, cast.tax, "Chi cục trưởng")
    tax = get_task_for(cast.clerk, tasks_of(first)[0].id)
    task_actions.request_extension(tax, date(2026, 12, 20), "Chờ số liệu", by=head)
    db.session.commit()
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    give(again, cast)
    extension = db.session.scalars(select(Extension)).one()
    assert (extension.state, extension.decided_by_id) == (ExtensionState.REFUSED, cast.clerk.user_id)
    assert "150/TB-UBND" in extension.decision_note
    assert not tasks_of(first)[0].has_open_extension


def test_what_waits_for_confirmation_is_linked_and_keeps_its_date(first, again, cast):
    task = tasks_of(first)[0]
    task.state, task.reported_on = TaskState.SUBMITTED, clock.today()
    db.session.commit()
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    give(again, cast)
    task = tasks_of(first)[0]
    assert (task.state, task.due_on) == (TaskState.SUBMITTED, date(2026, 12, 15))
    assert db.session.scalar(select(func.count()).select_from(TaskLink)) == 1


def test_only_what_is_still_open_of_a_group_goes_on(first, again, cast):
    done = tasks_of(first)[2]
    done.state, done.closed_on, done.completed_on = TaskState.COMPLETED, clock.today(), clock.today()
    db.session.commit()
    settle_as(again, cast, _3=FollowUp.CONTINUE)
    assert give(again, cast).continued == 1
    assert db.session.scalar(select(func.count()).where(TaskLink.task_id == done.id)) == 0


def test_to_replace_closes_the_old_tasks_without_completing_them(first, again, cast):
    settle_as(again, cast, _3=FollowUp.REPLACE)
    issued = give(again, cast)
    assert (issued.tasks, issued.replaced) == (4, 2)
    limits = Limits.of(Today.of(clock.today(), office_calendar()))
    for task in tasks_of(first)[2:]:
        assert (task.state, task.closed_on, task.completed_on) == (TaskState.SUPERSEDED, clock.today(), None)
        assert limits.today.status_of(task) is Status.TRANSFERRED
        assert next_reminder(task, office_calendar(), clock.today()) is None
        assert list_entries("task", task.id)[0].event == "task_superseded"
    assert count_tasks(cast.chairman, TaskFilter(Band.DONE), limits) == 0
    assert count_tasks(cast.chairman, TaskFilter(Band.OPEN), limits) == 6
    assert read_done(limits, clock.today() - timedelta(days=30)).total == 0
    old = tasks_of(first)[2].directive_id
    assert count_of_directives([old]) == {old: Whole(0, 2)}


def test_a_directive_counts_the_tasks_that_it_continues(first, again, cast):
    settle_as(again, cast, _3=FollowUp.CONTINUE)
    give(again, cast)
    later = db.session.scalars(select(Directive).where(Directive.notice_id == again.id, Directive.position == 3)).one()
    limits = Limits.of(Today.of(clock.today(), office_calendar()))
    assert count_of_directives([later.id]) == {later.id: Whole(0, 2)}
    assert count_tasks(cast.chairman, TaskFilter(Band.OPEN, directive=later.id), limits) == 2


def test_one_mail_tells_what_is_new_what_goes_on_and_what_is_over(first, again, cast):
    db.session.execute(delete(OutboxMail))
    settle_as(again, cast, _1=FollowUp.CONTINUE, _3=FollowUp.REPLACE)
    give(again, cast)
    mails = {mail.user_id: mail for mail in db.session.scalars(select(OutboxMail))}
    assert set(mails) == {cast.finance_head.user_id, cast.outsider.user_id, cast.ward_chair.user_id}
    goes_on = mails[cast.finance_head.user_id]
    assert goes_on.subject.startswith("[Tiếp tục] 1 nhiệm vụ, hạn gần nhất 28/12")
    for body in (goes_on.body_text, goes_on.body_html):
        assert "Nhắc lại" in body
        assert "28/12/2026" in body
    over = mails[cast.ward_chair.user_id]
    assert over.subject.startswith("[Giao việc] 1 nhiệm vụ")
    assert "Được thay thế" in over.body_text


def test_what_is_closed_meanwhile_stops_the_press_and_nothing_is_half_done(client, first, again, cast):
    settle_as(again, cast, _1=FollowUp.REPLACE, _3=FollowUp.CONTINUE)
    for task in tasks_of(first)[2:]:
        task.state, task.closed_on, task.completed_on = TaskState.COMPLETED, clock.today(), clock.today()
    db.session.commit()
    client.sign_in(cast.clerk)
    answer = client.post(f"/notices/{again.id}/issue")
    assert answer.status_code == 422
    assert "Dự thảo 3" in answer.text
    assert db.session.scalar(select(func.count()).select_from(TaskLink)) == 0
    assert db.session.scalar(select(func.count()).where(Task.notice_id == again.id)) == 0
    assert tasks_of(first)[0].state == TaskState.ASSIGNED
    page = client.get(f"/notices/{again.id}/review").text
    assert "disabled" in page


def test_a_second_press_links_nothing_twice(client, first, again, cast):
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    client.sign_in(cast.clerk)
    answers = [client.post(f"/notices/{again.id}/issue") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.scalar(select(func.count()).select_from(TaskLink)) == 1
    assert "1 nhiệm vụ cũ được tiếp tục" in client.get(answers[0].location).text


def test_links_can_only_be_added(first, again, cast):
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    give(again, cast)
    for statement in (update(TaskLink).values(kind=LinkKind.REPLACED), delete(TaskLink)):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(statement)


def test_an_order_told_twice_is_found_by_its_latest_words(first, again, cast):
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    give(again, cast)
    db.session.execute(update(Directive).where(Directive.notice_id == first.id).values(text="Việc khác hẳn"))
    db.session.commit()
    draft = drafts_of(enter(cast, text=AGAIN, number="160/TB-UBND"))[0]
    assert draft.follow_up == FollowUp.ASK
    assert list_earlier_orders([draft])[draft.id][0].reference == "142/TB-UBND"


def test_candidates_follow_the_words(first, again, cast):
    tax = drafts_of(again)[0]
    actions.choose_follow_up(tax, FollowUp.NEW, "", by=cast.clerk)
    copy = actions.split_draft(tax, drafts_of(again), tax.text.index("hoàn thành"), by=cast.clerk)
    db.session.commit()
    assert (tax.follow_up, copy.follow_up) == (FollowUp.ASK, FollowUp.NONE)
    actions.merge_with_next(tax, drafts_of(again), again.source_text, by=cast.clerk)
    db.session.commit()
    assert drafts_of(again)[0].follow_up == FollowUp.ASK
    added = actions.add_draft(again, drafts_of(again), "Chủ tịch UBND thành phố kết luận", by=cast.clerk)
    db.session.commit()
    assert added.follow_up == FollowUp.NONE
    actions.discard_notice(again, by=cast.clerk)
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(DraftCandidate)) == 0


def test_a_decision_stays_when_other_fields_are_saved(first, again, cast):
    choose(drafts_of(again)[0], FollowUp.CONTINUE, cast)
    draft = drafts_of(again)[0]
    values = actions.DraftValues(
        title=draft.title, lead_unit_id=draft.lead_unit_id, leader_id=draft.leader_id, due_kind="none"
    )
    actions.save_draft(draft, again, values, version=draft.version, by=cast.clerk)
    db.session.commit()
    assert drafts_of(again)[0].follow_up == FollowUp.CONTINUE


@pytest.mark.parametrize(
    ("choice", "key"), [("other", ""), ("", ""), ("continue", "d0"), ("continue", "x"), ("ask", "")]
)
def test_what_was_not_offered_is_refused(first, again, cast, choice, key):
    with pytest.raises(Refused):
        actions.choose_follow_up(drafts_of(again)[0], choice, key, by=cast.clerk)


def test_only_the_office_decides(client, first, again, cast):
    draft = drafts_of(again)[0]
    for actor in cast.everyone.values():
        if actor.role is Role.OFFICE:
            continue
        with pytest.raises(NotAllowed):
            actions.choose_follow_up(draft, FollowUp.NEW, "", by=actor)
        client.sign_in(actor)
        assert client.post(f"/drafts/{draft.id}/follow-up", data={"choice": "new"}).status_code == 404


def test_the_card_shows_it_and_each_button_does_its_work(client, first, again, cast):
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{again.id}/review", budget=11).text
    assert "Giống ý kiến đã giao" in page
    assert f'href="/notices/{first.id}#d1"' in page
    tax, _culture, wards = drafts_of(again)
    [order] = list_earlier_orders([tax])[tax.id]
    presses = {
        f"continue:{order.key}": "<b>Tiếp tục</b>",
        f"replace:{order.key}": "<b>Thay thế</b>",
        "new": "Giao mới, dù",
    }
    for choice, said in presses.items():
        data = {"choice": choice, "shown": drafts_of(again)[0].version}
        assert client.post(f"/drafts/{tax.id}/follow-up", data=data).status_code == 303
        assert said in client.get(f"/notices/{again.id}/review", budget=12).text
    stale = client.post(f"/drafts/{tax.id}/follow-up", data={"choice": "new", "shown": 0})
    assert stale.status_code == 422
    assert client.post(f"/drafts/{wards.id}/follow-up", data={"choice": "nothing"}).status_code == 422


def test_both_notices_and_the_task_tell_of_each_other(client, first, again, cast):
    settle_as(again, cast, _1=FollowUp.CONTINUE, _3=FollowUp.REPLACE)
    give(again, cast)
    client.sign_in(cast.finance_head)
    task = tasks_of(first)[0]
    page = client.get(f"/tasks/{task.id}").text
    assert "đẩy mạnh công tác thu ngân sách; hoàn thành trước ngày 15/12/2026" in page
    assert "được nhắc lại tại" in page
    assert f'href="/notices/{again.id}#d1"' in page
    later = client.get(f"/notices/{again.id}", budget=10).text  # a unit sees what took up its task
    assert task.code in later
    assert "Ngày sách" not in later
    assert "0/1" in later
    client.sign_in(cast.ward_chair)
    old = client.get(f"/notices/{first.id}", budget=10).text
    assert "Đã chuyển" in old
    assert f'href="/notices/{again.id}#d3"' in old
    replaced, new = tasks_of(first)[2], tasks_of(again)[1]
    assert "được thay thế bằng" in client.get(f"/tasks/{replaced.id}").text
    assert f'href="/tasks/{replaced.id}"' in client.get(f"/tasks/{new.id}").text


def test_a_near_copy_is_said_before_anything_is_made(client, first, cast):
    client.sign_in(cast.clerk)
    text = TEXT.replace("142/TB-UBND", "147/TB-UBND").replace("15/12/2026", "16/12/2026")
    said = "gần như trùng với 142/TB-UBND"
    page = client.post("/notices/new", data={"step": "text", "text": text}).text
    assert said in page
    facts = {
        "step": "facts",
        "form_key": "k",
        "title": "Kết luận khác",
        "issuer": "UBND thành phố Cao Bằng",
        "number": "147/TB-UBND",
        "issued_on": "20/11/2026",
        "leader_id": "0",
        "text": text,
    }
    refused = client.post("/notices/new", data=facts)
    assert refused.status_code == 422
    assert said in refused.text
    assert f'href="/notices/{first.id}"' in refused.text
    assert "Kết luận khác" in refused.text
    assert "16/12/2026" in refused.text
    assert client.post("/notices/new", data=facts | {"is_no_copy": "y", "title": ""}).text.count(said) == 1
    assert client.post("/notices/new", data=facts | {"is_no_copy": "y"}).status_code == 303


def test_what_is_continued_offers_no_other_way_to_share_it_out(client, first, again, cast):
    client.sign_in(cast.clerk)
    wards = drafts_of(again)[2]
    share = f"/drafts/{wards.id}/one-each"
    assert share in client.get(f"/notices/{again.id}/review").text
    choose(wards, FollowUp.CONTINUE, cast)
    assert share not in client.get(f"/notices/{again.id}/review").text
