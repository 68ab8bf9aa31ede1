"""Where the cards, earlier orders, lessons and what comes too late meet."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.harness import check_html
from tests.lessons.notices import correct, lessons
from tests.review.notices import drafts_of, enter, issue
from tests.review.test_cards import cards_in, press
from tests.review.test_continuing import choose, enter_again, give, give_first, settle_as, tasks_of
from tracker import clock
from tracker.db import db
from tracker.directives.models import Topic
from tracker.mail.models import OutboxMail
from tracker.review import actions
from tracker.review.models import DueKind, FollowUp
from tracker.tasks import actions as task_actions
from tracker.tasks.models import TaskLink, TaskState, TaskStateChange

TWICE = """THÔNG BÁO
Chủ tịch UBND thành phố kết luận:
1. Chi cục Thuế tiếp tục phối hợp với Phòng Tài chính - Kế hoạch đẩy mạnh công tác thu ngân sách; xong trước 28/12/2026.
2. Chi cục Thuế phối hợp với Phòng Tài chính - Kế hoạch đẩy mạnh công tác thu ngân sách quý I; xong trước 30/12/2026.
"""


@pytest.fixture
def first(app, cast):
    return give_first(cast)


@pytest.fixture
def again(first, cast):
    return enter_again(cast)


@pytest.fixture
def desk(client, cast):
    client.sign_in(cast.clerk)
    return client


def knows(desk, notice):
    """What a script reads off the page."""
    return " ".join(re.findall(r'data-known="([^"]+)"', desk.get(f"/notices/{notice.id}/review").text))


def close(task):
    task.state, task.closed_on, task.completed_on = TaskState.COMPLETED, clock.today(), clock.today()
    db.session.commit()


def test_a_card_whose_earlier_order_was_closed_meanwhile_is_drawn_anew(desk, first, again, cast):
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    tax, culture, _wards = drafts_of(again)
    before = knows(desk, again)
    assert cards_in(press(desk, f"/drafts/{culture.id}/acceptance", known=before)) == [culture.id]
    before = knows(desk, again)
    close(tasks_of(first)[0])
    answer = press(desk, f"/drafts/{culture.id}/putting-back", known=before)
    assert cards_in(answer) == [tax.id, culture.id]
    assert "không còn mở" in answer.text
    assert "data-source" not in answer.text, "nothing moved in the text"


def test_the_answer_to_an_earlier_order_names_its_notice_too(desk, again, cast):
    page = desk.get(f"/notices/{again.id}/review").text
    assert 'id="follow-' in page
    assert page.count(f'name="notice" value="{again.id}"') == page.count('name="shown"')
    drafts = drafts_of(again)
    gone = drafts[1].id
    actions.merge_with_next(drafts[0], drafts, again.source_text, by=cast.clerk)
    db.session.commit()
    choice = re.search(r'name="choice" value="(continue[^"]+)"', page)[1]
    answer = desk.post(f"/drafts/{gone}/follow-up", data={"choice": choice, "notice": again.id, "shown": 1})
    assert (answer.status_code, f'href="/notices/{again.id}/review"' in answer.text) == (404, True)
    assert choice not in answer.text, "a choice is not words that somebody typed"
    check_html(answer.text, "gone")


def test_a_closed_lead_unit_is_said_in_its_own_place(desk, again, cast):
    cast.tax.valid_to = date(2026, 1, 1)
    db.session.commit()
    card = press(desk, f"/drafts/{drafts_of(again)[0].id}/putting-back").text
    field = re.search(r'<dd data-field="lead_unit_id"><div class="wrong">([^<]*)', card)[1]
    assert "Chi cục Thuế" in field


def test_what_goes_on_teaches_nothing(app, cast):
    topic = Topic(code="NS", name="Ngân sách", word_text="thu ngân sách", lead_codes="THUE")
    db.session.add(topic)
    db.session.flush()
    task = task_actions.issue_task(
        task_actions.Assignment(
            "Đẩy mạnh công tác thu ngân sách", cast.finance.id, cast.chairman.user_id, topic_id=topic.id
        ),
        by=cast.clerk,
    )
    db.session.commit()
    text = "Chủ tịch UBND thành phố kết luận, yêu cầu:\n1. Đẩy mạnh công tác thu ngân sách, xong trước 28/12/2026.\n"
    for number, choice in enumerate((FollowUp.CONTINUE, FollowUp.NEW)):
        notice = enter(cast, text=text, number=f"70{number}/TB-UBND")
        [draft] = drafts_of(notice)
        correct(notice, draft, cast, lead_unit_id=cast.tax.id, topic_id=topic.id)
        if choice == FollowUp.CONTINUE:
            choose(draft, choice, cast)
        issue(notice, cast.clerk)
        assert bool(lessons("owner")) == (choice == FollowUp.NEW), "the task stayed with whom it was"
    assert task.lead_unit_id == cast.finance.id


def test_a_lead_filled_in_on_the_card_brings_its_earlier_orders(desk, app, cast):
    text = "Chủ tịch UBND thành phố kết luận, yêu cầu:\n1. Đẩy mạnh công tác thu ngân sách, xong trước 28/12/2026.\n"
    notice = enter(cast, text=text, number="710/TB-UBND")
    [draft] = drafts_of(notice)
    draft.lead_unit = draft.lead_unit_id = draft.topic_id = None
    task_actions.issue_task(
        task_actions.Assignment("Đẩy mạnh công tác thu ngân sách", cast.tax.id, cast.chairman.user_id), by=cast.clerk
    )
    db.session.commit()
    assert drafts_of(notice)[0].follow_up == FollowUp.NONE
    answer = press(desk, f"/drafts/{draft.id}/gaps", lead_unit_id=cast.tax.name)
    assert 'class="earlier' in answer.text
    assert drafts_of(notice)[0].follow_up == FollowUp.ASK


def twice(cast, *choices):
    notice = enter(cast, text=TWICE, number="150/TB-UBND")
    for draft, choice in zip(drafts_of(notice), choices, strict=True):
        choose(draft, choice, cast)
        draft.due_kind = draft.due_kind if draft.due_on else DueKind.NONE
    db.session.commit()
    return notice


def test_two_orders_may_share_out_what_they_replace(first, cast):
    old = tasks_of(first)[0].id
    issued = give(twice(cast, FollowUp.REPLACE, FollowUp.REPLACE), cast)
    assert (issued.tasks, issued.replaced) == (2, 1)
    assert db.session.scalar(select(func.count()).where(TaskLink.task_id == old)) == 2
    closings = select(func.count()).where(TaskStateChange.task_id == old, TaskStateChange.verb == "supersede")
    assert db.session.scalar(closings) == 1


@pytest.mark.parametrize("choices", [("replace", "continue"), ("continue", "replace")])
def test_what_is_to_be_over_cannot_go_on_as_well(desk, first, cast, choices):
    notice = twice(cast, *map(FollowUp, choices))
    answer = desk.post(f"/notices/{notice.id}/issue")
    assert answer.status_code == 422
    assert "Hãy chọn giống nhau cho cả hai" in answer.text
    assert tasks_of(first)[0].state == TaskState.ASSIGNED
    assert db.session.scalar(select(func.count()).select_from(TaskLink)) == 0


def test_who_is_mailed_is_counted_where_a_second_draft_of_the_same_order_is_set_aside(desk, first, cast):
    notice = twice(cast, FollowUp.CONTINUE, FollowUp.CONTINUE)
    actions.set_aside(drafts_of(notice)[1], "Trùng", by=cast.clerk)
    db.session.commit()
    page = desk.get(f"/notices/{notice.id}/review").text
    before = db.session.scalar(select(func.count()).select_from(OutboxMail))
    people = give(notice, cast).people
    assert db.session.scalar(select(func.count()).select_from(OutboxMail)) == before + people
    assert people > 0
    assert f"và gửi thư cho {people} người" in page


def test_a_draft_added_beside_one_that_goes_on_leaves_it_alone(desk, again, cast):
    settle_as(again, cast, _1=FollowUp.CONTINUE)
    added = actions.add_draft(again, drafts_of(again), "Chủ tịch UBND thành phố kết luận", by=cast.clerk)
    db.session.commit()
    drafts = drafts_of(again)
    assert [draft.follow_up for draft in drafts if draft.id != added.id] == [FollowUp.CONTINUE, "", FollowUp.NEW]
    actions.remove_draft(added, drafts, by=cast.clerk)
    db.session.commit()
    assert drafts_of(again)[0].follow_up == FollowUp.CONTINUE
