"""Who starts, watches, drives, takes over and makes the notice; what is done to a task follows the task's policies."""

from dataclasses import replace

import pytest

from tests.meetings.walks import late_task, plan, start
from tests.tasks.test_access import put_in
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.meetings import actions, policy, queries
from tracker.meetings.models import ACTS, Kind, MeetingState
from tracker.tasks import policy as of_tasks
from tracker.tasks.models import WORKING, TaskState

DIRECT = {"chairman", "vice_chairman", "clerk"}
OPEN = (*WORKING, TaskState.SUBMITTED, TaskState.DECLINED, TaskState.SUSPENDED)


@pytest.fixture
def meeting(cast):
    late_task(cast)
    return start(cast)


def those(cast, rule):
    return {name for name, actor in cast.everyone.items() if rule(actor)}


def test_who_watches_drives_takes_over_and_makes_the_notice(cast, meeting):
    assert those(cast, policy.may_watch) == DIRECT
    assert those(cast, lambda actor: policy.drives(actor, meeting)) == {"clerk"}
    assert those(cast, lambda actor: policy.can_take_over(actor, meeting)) == DIRECT - {"clerk"}
    assert those(cast, lambda actor: policy.can_edit_words(actor, meeting)) == {"clerk"}
    assert those(cast, lambda actor: policy.can_make_notice(actor, meeting)) == set()
    meeting.state = MeetingState.ENDED
    assert those(cast, lambda actor: policy.drives(actor, meeting)) == set()
    assert those(cast, lambda actor: policy.can_take_over(actor, meeting)) == set()
    assert those(cast, lambda actor: policy.can_edit_words(actor, meeting)) == {"clerk"}
    assert those(cast, lambda actor: policy.can_make_notice(actor, meeting)) == {"clerk"}
    assert those(cast, lambda actor: policy.can_close(actor, meeting)) == {"clerk"}
    meeting.state = MeetingState.CLOSED
    assert those(cast, lambda actor: policy.can_close(actor, meeting)) == set()
    assert those(cast, lambda actor: policy.can_make_notice(actor, meeting)) == {"clerk"}
    meeting.notice_id = 1
    assert those(cast, lambda actor: policy.can_edit_words(actor, meeting)) == set()
    assert those(cast, lambda actor: policy.can_make_notice(actor, meeting)) == set()


def test_the_office_starts_for_any_leader_a_leader_for_himself(cast):
    chairman = cast.chairman.user_id
    assert those(cast, lambda actor: policy.can_chair(actor, chairman)) == {"chairman", "clerk"}
    stand_in = replace(cast.vice_chairman, for_user_id=chairman, for_name="Nguyễn Quốc Trung")
    assert policy.can_chair(stand_in, chairman)
    assert not policy.can_chair(stand_in, cast.vice_chairman.user_id)
    late_task(cast)
    with pytest.raises(Refused, match="do mình chủ trì"):
        actions.start_meeting(plan(cast), by=cast.vice_chairman)
    with pytest.raises(NotAllowed):
        actions.start_meeting(plan(cast), by=cast.finance_head)


def test_a_driver_in_a_post_that_directs_nothing_drives_nothing(cast, meeting):
    assert not policy.drives(replace(cast.finance_head, user_id=cast.clerk.user_id), meeting)


def test_others_do_not_find_it(cast, meeting):
    for name in set(cast.everyone) - DIRECT:
        with pytest.raises(NotFound):
            queries.get_meeting_for(cast.everyone[name], meeting.id)
        with pytest.raises(NotFound):
            queries.list_meetings(cast.everyone[name])


def test_each_act_follows_the_policy_of_the_tasks_own_page(cast):
    task = late_task(cast)
    rules = {
        Kind.EXTEND: lambda actor: of_tasks.can_set_due(actor, task, office_decides=False),
        Kind.URGE: lambda actor: of_tasks.can_urge(actor, task),
        Kind.CLOSE: lambda actor: of_tasks.can_confirm(actor, task),
        Kind.REASSIGN: lambda actor: of_tasks.can_reassign(actor, task),
        Kind.EXPLAIN: lambda actor: of_tasks.can_ask_explanation(actor, task),
    }
    for state in TaskState:
        put_in(task, state)
        for kind in ACTS:
            may = those(cast, lambda actor, kind=kind: policy.can_carry_out(actor, kind, task, office_decides=False))
            assert may == those(cast, rules[kind]), (state, kind)
        for kind in (Kind.NOTE, Kind.ORDER):
            may = those(cast, lambda actor, kind=kind: policy.can_carry_out(actor, kind, task, office_decides=True))
            assert may == set()


def test_a_word_is_offered_where_somebody_could_carry_it_out(cast):
    task = late_task(cast)
    for state in TaskState:
        put_in(task, state)
        offered = {kind for kind in Kind if policy.is_offered(cast.clerk, kind, task)}
        assert (Kind.CLOSE in offered) is (state in OPEN)
        assert (Kind.EXTEND in offered) is (state in (*WORKING, TaskState.DECLINED, TaskState.SUSPENDED))
        assert Kind.NOTE in offered
        assert not {kind for kind in Kind if policy.is_offered(cast.finance_head, kind, task)}


def test_setting_for_the_office_lets_the_clerk_move_dates(cast):
    task = late_task(cast)
    assert not policy.can_carry_out(cast.clerk, Kind.EXTEND, task, office_decides=False)
    assert policy.can_carry_out(cast.clerk, Kind.EXTEND, task, office_decides=True)
