"""Distribution among leaders: one leader for a thing on any day, the past stays, and who leaves holds nothing."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import hire
from tests.tasks.page_forms import read_form
from tests.tasks.test_portfolio import standing_in
from tracker.db import db
from tracker.directives.portfolios import actions, queries
from tracker.directives.portfolios.models import Portfolio, Term
from tracker.directives.portfolios.queries import Thing
from tracker.errors import NotAllowed, Refused, Stale
from tracker.history import list_entries
from tracker.people import actions as people
from tracker.people.models import Post, Role, User
from tracker.people.queries import get_user

TODAY = date(2026, 11, 24)
A_DAY = timedelta(days=1)


def give(cast, thing: Thing, leader=None, from_on: date = TODAY, shown_on: date | None = None, by=None) -> int:
    """As the form would, opened on `shown_on`."""
    day = shown_on or from_on
    plan = actions.Distribution(
        wanted={thing: leader.user_id if leader else None},
        from_on=from_on,
        basis="Thông báo số 15/TB-UBND",
        shown_on=day,
        shown=queries.fingerprint(queries.list_lines(day)),
    )
    return actions.distribute(plan, by=by or cast.clerk)


def course(thing: Thing) -> list[tuple[str, date, date | None]]:
    """(leader, first day, last day), in order of time."""
    rows = [line for line in queries.list_course()[0] if line.thing == thing]
    return [(line.leader, line.from_on, line.until_on) for line in reversed(rows)]


def test_a_change_in_mid_term_leaves_the_past_as_it_was(cast):
    budget = Thing("topic", cast.budget.id)
    first, second = date(2026, 1, 1), date(2026, 12, 1)
    give(cast, budget, cast.vice_chairman, first)
    give(cast, budget, cast.chairman, second, shown_on=TODAY)
    assert course(budget) == [
        (cast.vice_chairman.name, first, second - A_DAY),
        (cast.chairman.name, second, None),
    ]
    suggested = [
        queries.read_charge(day).suggest(cast.budget.id, None)
        for day in (first - A_DAY, first, second - A_DAY, second, date(2030, 1, 1))
    ]
    leaders = [cast.vice_chairman.user_id, cast.chairman.user_id]
    assert suggested == [None, leaders[0], leaders[0], leaders[1], leaders[1]]
    entry = list_entries("topic", cast.budget.id)[0]
    assert entry.event == "portfolio_changed"
    assert entry.data["before"] == {"leader": cast.vice_chairman.name}
    assert entry.data["after"] == {
        "leader": cast.chairman.name,
        "from_on": "2026-12-01",
        "basis": "Thông báo số 15/TB-UBND",
    }


@pytest.mark.parametrize("earlier", [0, 1, 30])
def test_two_leaders_on_one_day_are_refused_in_a_sentence(cast, earlier):
    ward = Thing("unit", cast.ward.id)
    give(cast, ward, cast.vice_chairman)
    with pytest.raises(Refused) as refused:
        give(cast, ward, cast.chairman, TODAY - earlier * A_DAY, shown_on=TODAY)
    assert refused.value.sentence == (
        f"«Phường Sông Hiến» đã phân công cho {cast.vice_chairman.name} từ ngày 24/11/2026. "
        "Hãy chọn ngày sau đó, hoặc bỏ lần phân công đó trước."
    )
    assert refused.value.field == "from_on"


def test_a_thing_is_taken_from_all(cast):
    budget = Thing("topic", cast.budget.id)
    give(cast, budget, cast.vice_chairman, TODAY - A_DAY)
    give(cast, budget, None, TODAY)
    assert course(budget) == [(cast.vice_chairman.name, TODAY - A_DAY, TODAY - A_DAY)]
    assert not queries.has_portfolio(cast.vice_chairman.user_id, TODAY)


def test_nothing_changed_and_no_leader_are_refused(cast):
    budget = Thing("topic", cast.budget.id)
    give(cast, budget, cast.vice_chairman)
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        give(cast, budget, cast.vice_chairman)
    for person in (cast.clerk, cast.finance_head, cast.admin):
        with pytest.raises(Refused, match="lãnh đạo đương chức"):
            give(cast, Thing("topic", cast.digital.id), person)


def test_the_second_of_two_who_distribute_at_once_is_told(cast):
    was = queries.fingerprint(queries.list_lines(TODAY))
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    late = actions.Distribution({Thing("topic", cast.digital.id): cast.chairman.user_id}, TODAY, "", TODAY, was)
    with pytest.raises(Stale):
        actions.distribute(late, by=cast.clerk)


def test_what_has_not_begun_is_withdrawn_and_who_had_it_goes_on(cast):
    budget = Thing("topic", cast.budget.id)
    give(cast, budget, cast.vice_chairman, TODAY - 10 * A_DAY)
    give(cast, budget, cast.chairman, TODAY + 7 * A_DAY, shown_on=TODAY)
    planned = queries.list_course()[0][0]
    assert actions.withdraw(planned, by=cast.clerk) == cast.vice_chairman.name
    assert course(budget) == [(cast.vice_chairman.name, TODAY - 10 * A_DAY, None)]


@pytest.mark.parametrize("then", ["somebody", "nobody"])
def test_a_row_in_the_middle_is_withdrawn_and_what_was_planned_after_it_stays(cast, then):
    budget, second, third = Thing("topic", cast.budget.id), date(2026, 12, 1), date(2027, 1, 1)
    give(cast, budget, cast.vice_chairman, TODAY)
    give(cast, budget, cast.chairman, second, shown_on=TODAY)
    middle = queries.list_course()[0][0]
    last = cast.vice_chairman if then == "somebody" else None
    give(cast, budget, last, third, shown_on=second)
    assert actions.withdraw(queries.get_line(middle.id), by=cast.clerk) == cast.vice_chairman.name
    later = [(last.name, third, None)] if last else []
    assert course(budget) == [(cast.vice_chairman.name, TODAY, third - A_DAY), *later]


def test_withdrawing_gives_nothing_back_to_who_had_it_no_more(cast):
    budget, second = Thing("topic", cast.budget.id), TODAY + 7 * A_DAY
    give(cast, budget, cast.vice_chairman)
    give(cast, budget, None, second, shown_on=TODAY)
    give(cast, budget, cast.chairman, second)
    assert actions.withdraw(queries.list_course()[0][0], by=cast.clerk) == ""
    assert course(budget) == [(cast.vice_chairman.name, TODAY, second - A_DAY)]


def test_what_has_held_is_not_withdrawn(cast):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman, TODAY - 10 * A_DAY)
    row = db.session.scalars(db.select(Portfolio)).one()
    row.at -= A_DAY
    db.session.flush()
    with pytest.raises(Refused, match="đã có hiệu lực"):
        actions.withdraw(queries.get_line(row.id), by=cast.clerk)


@pytest.mark.parametrize("how", ["post", "account"])
def test_a_leader_who_leaves_is_in_charge_of_nothing(cast, how):
    budget, digital, ward = Thing("topic", cast.budget.id), Thing("topic", cast.digital.id), Thing("unit", cast.ward.id)
    give(cast, budget, cast.vice_chairman, TODAY - 5 * A_DAY)
    give(cast, digital, cast.vice_chairman, TODAY + 5 * A_DAY)
    give(cast, ward, cast.chairman)
    person = get_user(cast.vice_chairman.user_id)
    if how == "post":
        people.end_post(person.posts[0], by=cast.admin)
    else:
        people.edit_user(person, person.login, person.name, person.email or "", False, by=cast.admin)
    assert course(budget) == [(cast.vice_chairman.name, TODAY - 5 * A_DAY, TODAY - A_DAY)]
    assert course(digital) == []
    assert course(ward) == [(cast.chairman.name, TODAY, None)]
    assert not queries.has_portfolio(cast.vice_chairman.user_id, TODAY)
    assert list_entries("topic", cast.budget.id)[0].event == "portfolio_ended"


def test_a_leader_with_another_post_as_leader_keeps_his(cast):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    extra = Post(user_id=cast.vice_chairman.user_id, role=Role.LEADER, title="Ủy viên")
    db.session.add(extra)
    db.session.flush()
    people.end_post(extra, by=cast.admin)
    assert queries.has_portfolio(cast.vice_chairman.user_id, TODAY)


def test_who_left_before_is_suggested_for_nothing(cast):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    db.session.get_one(User, cast.vice_chairman.user_id).is_enabled = False
    db.session.flush()
    assert not queries.read_charge(TODAY)


def test_the_topic_comes_before_the_unit(cast):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    give(cast, Thing("unit", cast.ward.id), cast.chairman)
    charge = queries.read_charge(TODAY)
    assert charge.suggest(cast.budget.id, cast.ward.id) == cast.vice_chairman.user_id
    assert charge.suggest(cast.digital.id, cast.ward.id) == cast.chairman.user_id
    assert charge.suggest(None, cast.finance.id) is None
    assert charge.suggest(None, None) is None


MOVES = st.lists(
    st.tuples(st.sampled_from(["budget", "ward"]), st.sampled_from([None, 0, 1]), st.integers(-6, 6)), max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES)
def check_days(cast, moves):
    things = {"budget": Thing("topic", cast.budget.id), "ward": Thing("unit", cast.ward.id)}
    leaders = [cast.vice_chairman, cast.chairman]
    expected: dict[tuple[Thing, date], str] = {}
    days = [TODAY + number * A_DAY for number in range(-7, 9)]
    with db.session.begin_nested() as nested:
        for name, who, number in moves:
            thing, day = things[name], TODAY + number * A_DAY
            leader = leaders[who] if who is not None else None
            try:
                give(cast, thing, leader, day)
            except Refused:
                continue
            expected |= {(thing, later): leader.name if leader else "" for later in days if later >= day}
        for day in days:
            lines = queries.list_lines(day)
            for thing in things.values():
                held = [line.leader for line in lines if line.thing == thing]
                assert held == ([expected[thing, day]] if expected.get((thing, day)) else [])
        nested.rollback()


def test_on_any_day_at_most_one_leader_and_the_one_who_was_given_it_last(cast):
    check_days(cast)


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("chairman", False),
        ("vice_chairman", False),
        ("clerk", True),
        ("admin", True),
        ("finance_head", False),
        ("finance_officer", False),
        ("ward_chair", False),
        ("outsider", False),
    ],
)
def test_the_office_and_the_administrator_distribute(cast, client, person, may):
    actor = cast.everyone[person]
    if may:
        give(cast, Thing("topic", cast.budget.id), cast.vice_chairman, by=actor)
        actions.save_term(None, "Nhiệm kỳ", TODAY, TODAY, by=actor)
    else:
        for act in (
            lambda: give(cast, Thing("topic", cast.budget.id), cast.vice_chairman, by=actor),
            lambda: actions.save_term(None, "Nhiệm kỳ", TODAY, TODAY, by=actor),
        ):
            with pytest.raises(NotAllowed):
                act()
        give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    line = queries.list_course()[0][0]
    db.session.commit()
    client.sign_in(actor)
    paths = ("/portfolios/distribution", "/portfolios/terms/new")
    assert {client.get(path, budget=9).status_code for path in paths} == {200 if may else 403}
    assert client.get("/portfolios", budget=10).status_code == (200 if actor.sees_everything else 403)
    assert client.post(f"/portfolios/{line.id}/withdrawal").status_code == (303 if may else 403)
    assert len(queries.list_course()[0]) == (0 if may else 1)


def test_the_page_warns_of_topics_without_a_leader(cast, client):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    db.session.commit()
    client.sign_in(cast.chairman)
    page = html.unescape(client.get("/portfolios", budget=10).text)
    assert re.search(r"Lĩnh vực chưa có lãnh đạo phụ trách:</b> Chính quyền số\.", page)
    assert "Phân công lại" not in page
    assert f"portfolio={cast.vice_chairman.user_id}" in page
    past = html.unescape(client.get("/portfolios?on=01/11/2026", budget=10).text)
    assert "Thu ngân sách, Chính quyền số." in past
    assert "Theo phân công tại ngày 01/11/2026" in past
    assert "không phải là ngày" in client.get("/portfolios?on=31/02/2026").text


def test_the_form_changes_what_was_changed_and_says_who_is_in_charge(cast, client):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman, TODAY - 10 * A_DAY)
    db.session.commit()
    client.sign_in(cast.clerk)
    form = read_form(client.get("/portfolios/distribution", budget=10).text, "/portfolios/distribution")
    assert form[f"topic_{cast.budget.id}"] == str(cast.vice_chairman.user_id)
    form |= {
        f"topic_{cast.budget.id}": str(cast.chairman.user_id),
        f"unit_{cast.ward.id}": str(cast.vice_chairman.user_id),
        "from_on": "01/12/2026",
        "basis": "Thông báo số 20/TB-UBND",
    }
    answer = client.post("/portfolios/distribution", data=form)
    assert answer.status_code == 303
    page = html.unescape(client.get(answer.location, budget=10).text)
    assert "Đã lưu 2 thay đổi." in page
    assert "Thông báo số 20/TB-UBND" in page
    assert course(Thing("topic", cast.budget.id))[-1] == (cast.chairman.name, date(2026, 12, 1), None)
    again = client.post("/portfolios/distribution", data=form)  # a second press changes nothing
    assert (again.status_code, again.location) == (303, answer.location)
    assert len(list_entries("topic", cast.budget.id)) == 2
    other = client.post("/portfolios/distribution", data={**form, "form_key": "another"})
    assert other.status_code == 422
    assert "Phân công đã thay đổi từ khi mở trang này" in other.text
    wrong = client.post("/portfolios/distribution", data={**form, "from_on": "31/02/2026"})
    assert wrong.status_code == 422


def test_a_leader_still_shown_on_a_past_day_is_in_the_form_of_that_day(cast, client):
    gone = hire("cu", "Phạm Văn Cũ", Role.LEADER, None, "Phó Chủ tịch")
    give(cast, Thing("topic", cast.budget.id), gone, TODAY - 30 * A_DAY)
    people.end_post(get_user(gone.user_id).posts[0], by=cast.admin)
    db.session.commit()
    client.sign_in(cast.admin)
    page = client.get("/portfolios/distribution?on=01/11/2026", budget=10).text
    assert read_form(page, "/portfolios/distribution")[f"topic_{cast.budget.id}"] == str(gone.user_id)
    assert "đã thôi giữ chức vụ" in client.get("/portfolios?on=01/11/2026", budget=10).text


def test_a_leader_who_leaves_while_the_form_is_open_is_named_beside_his_field(cast, client):
    new = hire("moi", "Phạm Văn Mới", Role.LEADER, None, "Phó Chủ tịch")
    client.sign_in(cast.clerk)
    form = read_form(client.get("/portfolios/distribution").text, "/portfolios/distribution")
    people.end_post(get_user(new.user_id).posts[0], by=cast.admin)
    db.session.commit()
    for typed, says in (
        (str(new.user_id), "Chỉ lãnh đạo đương chức mới được phân công. Hãy chọn người khác."),
        ("abc", "Hãy chọn một mục trong danh sách."),
    ):
        answer = client.post("/portfolios/distribution", data={**form, f"topic_{cast.budget.id}": typed})
        assert answer.status_code == 422
        page = html.unescape(answer.text)
        assert says in page
        assert "Choice" not in page
        assert "valid" not in re.sub("is-invalid", "", page)


def test_withdrawing_twice_is_harmless(cast, client):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    line = queries.list_course()[0][0]
    db.session.commit()
    client.sign_in(cast.clerk)
    for _press in range(2):
        assert client.post(f"/portfolios/{line.id}/withdrawal").status_code == 303
    assert "hiện chưa có lãnh đạo phụ trách" in html.unescape(client.get("/portfolios").text)


def test_a_second_press_withdraws_nothing_that_came_later(cast, client):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman)
    line = queries.list_course()[0][0]
    db.session.commit()
    client.sign_in(cast.clerk)
    assert client.post(f"/portfolios/{line.id}/withdrawal").status_code == 303
    later = Thing("topic", cast.digital.id)
    give(cast, later, cast.vice_chairman)
    db.session.commit()
    assert client.post(f"/portfolios/{line.id}/withdrawal").status_code == 303
    assert course(later) == [("Lê Minh Đức", TODAY, None)]


def test_terms_share_no_day(cast):
    actions.save_term(None, "Nhiệm kỳ 2021–2026", date(2021, 7, 1), date(2026, 6, 30), by=cast.clerk)
    present = actions.save_term(None, "Nhiệm kỳ 2026–2031", date(2026, 7, 1), date(2031, 6, 30), by=cast.clerk)
    with pytest.raises(Refused) as refused:
        actions.save_term(None, "Nhiệm kỳ mới", date(2031, 6, 30), date(2036, 6, 30), by=cast.admin)
    assert refused.value.sentence == (
        "«Nhiệm kỳ 2026–2031» kéo dài từ 01/07/2026 đến 30/06/2031. Hai nhiệm kỳ không được trùng ngày."
    )
    with pytest.raises(Refused, match="không thể trước ngày bắt đầu"):
        actions.save_term(None, "Ngược", date(2040, 1, 2), date(2040, 1, 1), by=cast.admin)
    version = present.version
    longer = actions.save_term(
        present, "Nhiệm kỳ 2026–2031", date(2026, 7, 1), date(2031, 7, 31), by=cast.clerk, version=version
    )
    assert longer.until_on == date(2031, 7, 31)
    with pytest.raises(Stale):
        actions.save_term(present, "Khác", date(2026, 7, 1), date(2031, 7, 31), by=cast.clerk, version=version)
    assert [entry.event for entry in list_entries("term", present.id)] == ["term_edited", "term_added"]


def test_a_term_is_entered_corrected_and_heads_the_page(cast, client):
    client.sign_in(cast.admin)
    data = {"name": "Nhiệm kỳ 2026–2031", "from_on": "01/07/2026", "until_on": "30/06/2031"}
    for _press in range(2):
        assert client.post("/portfolios/terms/new", data=data).status_code == 303
    assert client.post("/portfolios/terms/new", data={**data, "name": "Khác"}).status_code == 422
    term = db.session.scalars(db.select(Term)).one()
    page = client.get("/portfolios", budget=10).text
    assert "Nhiệm kỳ 2026–2031 (01/07/2026 – 30/06/2031)" in page
    form = read_form(client.get(f"/portfolios/terms/{term.id}").text, f"/portfolios/terms/{term.id}") | {
        "name": "Nhiệm kỳ thứ nhất"
    }
    path = f"/portfolios/terms/{term.id}"
    for _press in range(2):
        assert client.post(path, data=form).status_code == 303
    assert [entry.event for entry in list_entries("term", term.id)] == ["term_edited", "term_added"]
    assert db.session.get_one(Term, term.id).name == "Nhiệm kỳ thứ nhất"
    assert client.get("/portfolios/terms/999").status_code == 404
    trail = html.unescape(client.get("/history?event=term_edited").text)
    assert "sửa nhiệm kỳ" in trail
    assert "Nhiệm kỳ thứ nhất" in trail


def test_the_second_of_two_who_correct_a_term_sees_both_and_decides(cast, client):
    term = actions.save_term(None, "Nhiệm kỳ 2026–2031", date(2026, 7, 1), date(2031, 6, 30), by=cast.admin)
    db.session.commit()
    client.sign_in(cast.clerk)
    path = f"/portfolios/terms/{term.id}"
    form = read_form(client.get(path).text, path) | {"name": "Nhiệm kỳ của tôi"}
    actions.save_term(term, "Nhiệm kỳ thứ hai", *(term.from_on, term.until_on), by=cast.admin, version=term.version)
    db.session.commit()
    answer = client.post(path, data=form)
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    for words in ("Nhiệm kỳ thứ hai</dd>", 'value="Nhiệm kỳ của tôi"', f"{cast.admin.name} đã lưu lúc"):
        assert words in page, words
    assert client.post(path, data=read_form(page, path)).status_code == 303
    assert db.session.get_one(Term, term.id).name == "Nhiệm kỳ của tôi"


def test_a_persons_page_and_the_trail_tell_of_it(cast, client):
    give(cast, Thing("topic", cast.budget.id), cast.vice_chairman, by=standing_in(cast.clerk, cast.clerk))
    give(cast, Thing("unit", cast.ward.id), cast.vice_chairman)
    db.session.commit()
    client.sign_in(cast.admin)
    page = html.unescape(client.get(f"/people/{cast.vice_chairman.user_id}", budget=14).text)
    assert "Phụ trách: Thu ngân sách, Phường Sông Hiến" in page
    trail = html.unescape(client.get("/history?event=portfolio_changed").text)
    assert trail.count("phân công lãnh đạo phụ trách") >= 2
    assert "Thu ngân sách" in trail
