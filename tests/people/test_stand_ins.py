"""Who stands in for whom, for how long, and what his acts say."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.cast import hire
from tests.tasks.test_life import issue, progress
from tracker import clock, history
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.mail.models import OutboxMail
from tracker.people import actions, policy, queries, stand_ins
from tracker.people.models import Post, Role, StandIn, User
from tracker.tasks import actions as task_actions
from tracker.tasks.models import Task, TaskState

TODAY = date(2026, 11, 24)
LAST = date(2026, 11, 30)


def post_of(actor) -> Post:
    return db.session.get_one(Post, actor.post_id)


def name(holder, stand_in, first=TODAY, last=LAST, by=None, reason="Đi công tác") -> StandIn:
    named = stand_ins.name_stand_in(post_of(holder), stand_in.user_id, first, last, reason, by=by or holder)
    db.session.commit()
    return named


def end(stand_in: StandIn, by) -> None:
    stand_ins.end_stand_in(stand_ins.get_stand_in_for(by, stand_in.id), by=by)
    db.session.commit()


def act_for(client, stand_in: StandIn, actor) -> None:
    """Sign in and switch, as the account page does."""
    client.sign_in(actor)
    assert client.post("/account/stand-in", data={"stand_in_id": stand_in.id}).status_code == 303


@pytest.fixture
def office_head(cast):
    return hire("chanhvp", "Mã Văn Khánh", Role.HEAD, cast.office, "Chánh Văn phòng")


# For each holder those whom he may name himself, and those whom the administrator may name besides.
MAY_BE_NAMED = {
    "chairman": ({"vice_chairman", "office_head"}, set()),
    "vice_chairman": ({"chairman", "office_head"}, set()),
    "clerk": ({"office_head"}, set()),
    "finance_head": ({"finance_officer"}, {"outsider", "ward_chair", "office_head"}),
    "finance_officer": ({"finance_head"}, set()),
    "ward_chair": (set(), {"finance_head", "outsider", "office_head"}),
    "outsider": (set(), {"finance_head", "ward_chair", "office_head"}),
}


@pytest.mark.parametrize("holder", list(MAY_BE_NAMED))
def test_who_may_be_named_for_whom_and_by_whom(cast, office_head, holder):
    people = cast.everyone | {"office_head": office_head}
    names = {actor.user_id: name for name, actor in people.items()}
    own, more = MAY_BE_NAMED[holder]
    post = post_of(people[holder])
    for by_admin, expected in ((False, own), (True, own | more)):
        found = stand_ins.list_candidates([post], chosen_by_admin=by_admin)[post.id]
        assert {names[one.user_id] for one in found} == expected
        by = cast.admin if by_admin else people[holder]
        for candidate, actor in people.items():
            if candidate in expected:
                with db.session.begin_nested() as point:
                    stand_ins.name_stand_in(post, actor.user_id, TODAY, LAST, "", by=by)
                    point.rollback()
            else:
                with pytest.raises(Refused):
                    stand_ins.name_stand_in(post, actor.user_id, TODAY, LAST, "", by=by)


def test_only_the_holder_and_the_administrator_name_one_and_nobody_for_an_administrator(cast):
    may = {
        (who, of)
        for who, actor in cast.everyone.items()
        for of, holder in cast.everyone.items()
        if policy.may_name_stand_in(actor, post_of(holder))
    }
    everybody = set(cast.everyone) - {"admin"}
    assert may == {(who, who) for who in everybody} | {("admin", of) for of in everybody}
    with pytest.raises(NotAllowed):
        stand_ins.name_stand_in(post_of(cast.admin), cast.clerk.user_id, TODAY, LAST, "", by=cast.admin)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 11, 23), LAST, "from_on"),
        (date(2026, 11, 25), date(2026, 11, 24), "until_on"),
        (TODAY, TODAY + timedelta(days=60), "until_on"),
    ],
)
def test_days_are_checked(cast, first, last, field):
    with pytest.raises(Refused) as refused:
        name(cast.finance_head, cast.finance_officer, first, last)
    assert refused.value.field == field
    assert name(cast.finance_head, cast.finance_officer, TODAY, TODAY + timedelta(days=59)).is_running(TODAY)


@pytest.mark.parametrize(
    ("first", "last", "is_free"),
    [
        (date(2026, 11, 30), date(2026, 12, 5), False),
        (date(2026, 11, 25), date(2026, 11, 26), False),
        (date(2026, 11, 24), date(2026, 12, 20), False),
        (date(2026, 12, 1), date(2026, 12, 5), True),
    ],
)
def test_never_two_for_one_post_on_the_same_day(cast, office_head, first, last, is_free):
    name(cast.chairman, cast.vice_chairman)
    if is_free:
        assert name(cast.chairman, office_head, first, last).id
        return
    with pytest.raises(Refused, match="Lê Minh Đức"):
        name(cast.chairman, office_head, first, last)


def test_after_an_early_end_the_day_is_free_again(cast, office_head):
    end(name(cast.chairman, cast.vice_chairman), by=cast.chairman)
    assert name(cast.chairman, office_head).is_running(TODAY)


def test_the_same_form_sent_twice_names_him_once(cast):
    assert name(cast.finance_head, cast.finance_officer).id == name(cast.finance_head, cast.finance_officer).id


def test_a_disabled_person_cannot_be_named(cast):
    db.session.get_one(User, cast.finance_officer.user_id).is_enabled = False
    with pytest.raises(Refused):
        name(cast.finance_head, cast.finance_officer)


def test_named_on_the_account_page_and_seen_by_both(cast, client):
    client.sign_in(cast.finance_head)
    form = {"user_id": cast.finance_officer.user_id, "from_on": "24/11/2026", "until_on": "30/11/2026", "reason": "Họp"}
    address = f"/posts/{cast.finance_head.post_id}/stand-ins"
    refused = client.post(address, data={**form, "until_on": "20/11/2026"})
    assert refused.status_code == 422
    assert "Họp" in refused.text
    assert f'action="{address}"' in refused.text
    assert client.post(address, data=form).location == "/account"
    assert client.post(address, data=form).status_code == 303
    assert db.session.query(StandIn).count() == 1
    assert "Đàm Văn Sơn thay</b>, từ 24/11/2026 đến 30/11/2026" in client.get("/account", budget=8).text
    client.sign_in(cast.finance_officer)
    page = client.get("/account", budget=8).text
    assert "Thay Nông Thị Hà (Trưởng phòng TC-KH), đến 30/11" in page
    assert 'name="stand_in_id"' in page


def test_the_administrator_names_and_ends_on_the_page_of_the_person(cast, client):
    client.sign_in(cast.admin)
    form = {"user_id": cast.outsider.user_id, "from_on": "24/11/2026", "until_on": "30/11/2026"}
    person = f"/people/{cast.ward_chair.user_id}"
    assert client.post(f"/posts/{cast.ward_chair.post_id}/stand-ins", data={**form, "user_id": 0}).status_code == 422
    assert client.post(f"/posts/{cast.ward_chair.post_id}/stand-ins", data=form).location == person
    page = client.get(person).text
    assert "cử Lý Thu Trang thay Bế Ngọc Ánh, từ 24/11/2026 đến 30/11/2026" in page
    [one] = db.session.query(StandIn)
    assert client.post(f"/stand-ins/{one.id}/end").location == person
    assert "kết thúc việc Lý Thu Trang thay Bế Ngọc Ánh" in client.get(person).text
    assert "cử Lý Thu Trang thay" in client.get(f"/people/{cast.outsider.user_id}").text


def test_others_find_neither_post_nor_stand_in(cast, client):
    one = name(cast.finance_head, cast.finance_officer)
    client.sign_in(cast.outsider)
    assert client.post(f"/posts/{cast.finance_head.post_id}/stand-ins").status_code == 404
    assert client.post(f"/stand-ins/{one.id}/end").status_code == 404
    assert client.post("/account/stand-in", data={"stand_in_id": one.id}).status_code == 404
    assert client.post("/account/stand-in", data={"stand_in_id": "x"}).status_code == 404
    client.sign_in(cast.finance_head)
    assert client.post("/account/stand-in", data={"stand_in_id": one.id}).status_code == 403
    client.sign_in(cast.finance_officer)
    assert client.post(f"/stand-ins/{one.id}/end").status_code == 403


def test_before_its_first_day_nobody_acts_in_it(cast, client):
    one = name(cast.finance_head, cast.finance_officer, date(2026, 11, 26))
    client.sign_in(cast.finance_officer)
    assert client.post("/account/stand-in", data={"stand_in_id": one.id}).status_code == 409
    assert "từ 26/11/2026" in client.get("/account").text
    with time_machine.travel(clock.now() + timedelta(days=2)):
        act_for(client, one, cast.finance_officer)


def test_a_stand_in_head_reports_with_both_names_in_the_trace(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    client.get(f"/tasks/{task.id}")
    own_queries = client.queries
    act_for(client, name(cast.finance_head, cast.finance_officer), cast.finance_officer)
    page = client.get(f"/tasks/{task.id}")
    assert 'class="chip near">thay Nông Thị Hà</span>' in page.text
    assert client.queries == own_queries
    report = {"form_key": "k", "result": "Đã thu đủ", "completed_on": "24/11/2026"}
    assert client.post(f"/tasks/{task.id}/completion", data=report).status_code == 303
    assert db.session.get_one(Task, task.id).state == TaskState.SUBMITTED
    assert "Đàm Văn Sơn (Phòng TC-KH) thay mặt Nông Thị Hà" in client.get(f"/tasks/{task.id}").text
    entry = history.list_entries("task", task.id)[0]
    assert (entry.by_user_id, entry.for_user_id) == (cast.finance_officer.user_id, cast.finance_head.user_id)


def test_a_stand_in_leader_sees_what_waits_for_him_gets_the_mail_and_decides(cast, client, office_head):
    task = issue(cast)
    one = name(cast.vice_chairman, office_head)
    asked = task_actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    db.session.commit()
    told = set(db.session.scalars(select(OutboxMail.user_id).where(OutboxMail.kind == "extension_requested")))
    assert told == {cast.vice_chairman.user_id, office_head.user_id}
    act_for(client, one, office_head)
    page = client.get("/outstanding", budget=10).text
    assert page.index("Chờ quyết toán") < page.index("/approval") < len(page)
    assert client.post(f"/extensions/{asked.id}/approval", data={"note": "Đồng ý"}).status_code == 303
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 30)
    assert "Mã Văn Khánh thay mặt Lê Minh Đức" in client.get(f"/tasks/{task.id}").text


def test_nobody_decides_what_he_or_the_one_he_stands_for_has_asked(cast, client):
    """A head who also stands in for a leader: what he asked as a head he does not decide as the leader."""
    head = hire("truongvp", "Hứa Văn Hai", Role.HEAD, cast.office, "Chánh Văn phòng")
    task = issue(cast, lead_unit_id=cast.office.id)
    asked = task_actions.request_extension(task, date(2026, 12, 30), "Chờ số liệu", by=head)
    act_for(client, name(cast.vice_chairman, head), head)
    assert client.post(f"/extensions/{asked.id}/approval").status_code == 403


def test_the_absent_person_may_still_act(cast):
    task = issue(cast)
    name(cast.finance_head, cast.finance_officer)
    task_actions.submit_completion(task, progress(), TODAY, by=cast.finance_head)
    assert task.state == TaskState.SUBMITTED


@pytest.mark.parametrize("how", ["time", "ended", "post", "absent disabled"])
def test_when_it_is_over_the_session_falls_back_with_one_sentence(cast, client, how):
    one = name(cast.finance_head, cast.finance_officer, last=TODAY)
    with time_machine.travel(clock.office_time(TODAY, 23, 50), tick=True) as traveller:
        act_for(client, one, cast.finance_officer)
        if how == "time":
            traveller.shift(timedelta(minutes=10))
        elif how == "ended":
            end(one, by=cast.finance_head)
        elif how == "post":
            actions.end_post(post_of(cast.finance_head), by=cast.admin)
        else:
            head = db.session.get_one(User, cast.finance_head.user_id)
            actions.edit_user(head, head.login, head.name, head.email, False, by=cast.admin)
        db.session.commit()
        answer = client.get("/account")
        assert (answer.status_code, answer.location) == (303, "/")
        said = client.get("/work").text
        assert "Đã hết thời gian thay Nông Thị Hà" in said
        assert "thay Nông Thị Hà</span>" not in said
        assert "Đã hết thời gian" not in client.get("/work").text


def test_what_was_being_sent_when_it_ended_is_offered_not_done(cast, client):
    task = issue(cast)
    one = name(cast.finance_head, cast.finance_officer)
    act_for(client, one, cast.finance_officer)
    end(one, by=cast.finance_head)
    answer = client.post(f"/tasks/{task.id}/updates", data={"form_key": "k", "result": "Đã thu 58 tỷ đồng"})
    assert answer.status_code == 422
    assert "Đã thu 58 tỷ đồng" in answer.text
    assert "Đã hết thời gian thay" in answer.text
    assert db.session.get_one(Task, task.id).state == TaskState.ASSIGNED
    answer = client.post(f"/tasks/{task.id}/updates", data={"form_key": "k", "result": "Đã thu 58 tỷ đồng"})
    assert answer.status_code == 303


def test_a_stand_in_who_may_no_longer_sign_in_or_leaves_the_unit_ends_it(cast):
    one = name(cast.finance_head, cast.finance_officer)
    db.session.add(
        Post(user_id=cast.finance_officer.user_id, role=Role.OFFICER, unit_id=cast.culture.id, title="Chuyên viên")
    )
    actions.end_post(post_of(cast.finance_officer), by=cast.admin)
    assert one.ended_at is not None
    two = name(cast.chairman, cast.vice_chairman)
    leader = db.session.get_one(User, cast.vice_chairman.user_id)
    actions.edit_user(leader, leader.login, leader.name, leader.email, False, by=cast.admin)
    assert two.ended_at is not None
    assert history.list_entries("user", cast.chairman.user_id)[0].event == "stand_in_ended"


def test_a_post_that_ends_leaves_other_stand_ins_alone(cast):
    one, two = name(cast.finance_head, cast.finance_officer), name(cast.chairman, cast.vice_chairman)
    actions.end_post(post_of(cast.finance_head), by=cast.admin)
    assert (one.ended_at is None, two.ended_at is None) == (False, True)


def test_back_in_ones_own_post_and_over_to_the_other_again(cast, client):
    one = name(cast.finance_head, cast.finance_officer)
    act_for(client, one, cast.finance_officer)
    page = client.get("/account").text
    assert "Đang thao tác" in page or 'name="post_id"' in page
    assert client.post("/account/post", data={"post_id": cast.finance_officer.post_id}).status_code == 303
    assert "thay Nông Thị Hà</span>" not in client.get("/account").text
    assert client.post("/account/stand-in", data={"stand_in_id": one.id}).status_code == 303
    assert "thay Nông Thị Hà</span>" in client.get("/account").text


def test_a_stand_in_names_none_for_the_post_he_stands_in_for(cast, client):
    one = name(cast.finance_head, cast.finance_officer)
    act_for(client, one, cast.finance_officer)
    page = client.get("/account").text
    assert "/stand-ins" not in page
    assert client.post(f"/posts/{cast.finance_head.post_id}/stand-ins").status_code == 404
    assert client.post(f"/stand-ins/{one.id}/end").status_code == 403


def test_who_acts_costs_one_query_whether_he_stands_in_or_not(cast, client):
    one = name(cast.finance_head, cast.finance_officer)
    client.sign_in(cast.finance_officer)
    client.get("/work")
    before = client.queries
    act_for(client, one, cast.finance_officer)
    client.get("/work")
    assert client.queries == before


def test_the_account_page_says_whether_there_is_something_to_switch_to(cast, client):
    def has_other(actor):
        client.sign_in(actor)
        with client.session_transaction() as cookie:
            token = cookie["_user_id"]
        from_now = {False: timedelta(hours=1), True: timedelta(hours=1)}
        return stand_ins.sessions.find_actor(token, from_now, timedelta(hours=1)).actor.has_other_posts

    assert not has_other(cast.finance_officer)
    one = name(cast.finance_head, cast.finance_officer)
    assert has_other(cast.finance_officer)
    end(one, by=cast.finance_head)
    assert not has_other(cast.finance_officer)
    db.session.add(Post(user_id=cast.finance_officer.user_id, role=Role.OFFICER, unit_id=cast.tax.id, title=""))
    assert has_other(cast.finance_officer)


def test_whom_mails_go_to_while_somebody_stands_in(cast, office_head):
    name(cast.finance_head, cast.finance_officer, date(2026, 11, 25))
    assert [one.name for one in queries.list_recipients([cast.finance.id])] == ["Nông Thị Hà"]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert [one.name for one in queries.list_recipients([cast.finance.id])] == ["Nông Thị Hà", "Đàm Văn Sơn"]
        found = queries.find_recipients([cast.finance_officer.user_id])
        assert found[cast.finance_officer.user_id].role is Role.OFFICER
    name(cast.vice_chairman, office_head)
    assert [one.name for one in queries.list_recipients_for(cast.vice_chairman.user_id)] == [
        "Lê Minh Đức",
        "Mã Văn Khánh",
    ]


def test_every_page_tells_in_whose_place_he_acts(cast, client):
    act_for(client, name(cast.finance_head, cast.finance_officer), cast.finance_officer)
    for path in ("/work", "/tasks", "/notices", "/account"):
        bar = re.search(r"<header class=\"topbar.*?</header>", client.get(path).text, re.DOTALL).group()
        assert "thay Nông Thị Hà" in bar, path
