"""Who may do what, what counts once, what is kept."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.makers import houses, make, plan, read, readings_of
from tests.tasks.test_life import issue
from tracker import history
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, Refused, Stale
from tracker.indicators import actions, queries
from tracker.indicators.lines_for import pace_words_of
from tracker.indicators.models import Indicator, Reading, indicator_task
from tracker.indicators.policy import may_read_off, visible_to
from tracker.indicators.summary import Dated, sum_of_wards, summarise
from tracker.people.models import Unit
from tracker.tasks import actions as tasks

ALL = {"chairman", "vice_chairman", "clerk", "finance_head", "finance_officer", "ward_chair", "outsider", "admin"}
SEEING = {"chairman", "vice_chairman", "clerk", "admin"}
OCTOBER = date(2026, 10, 31)


def who(cast, allowed):
    return {name for name, actor in cast.everyone.items() if allowed(actor)}


def found_by(cast, indicator):
    query = db.select(Indicator.id).where(Indicator.id == indicator.id)
    return who(cast, lambda actor: db.session.scalar(query.where(visible_to(actor))) is not None)


def test_who_sees_an_indicator(cast):
    assert found_by(cast, make(cast)) == SEEING | {"finance_head", "finance_officer"}
    assert found_by(cast, houses(cast, lead_unit_id=None)) == SEEING | {"ward_chair"}
    assert found_by(cast, make(cast, is_enabled=False)) == {"clerk", "admin"}


def test_who_gives_readings(cast):
    whole, each = make(cast), houses(cast)
    finance = {"clerk", "admin", "finance_head", "finance_officer"}
    table = [
        (whole, None, finance),
        (each, None, finance),
        (each, cast.ward.id, finance | {"ward_chair"}),
        (each, cast.commune.id, finance),
        (whole, cast.ward.id, finance),  # refused by the action: it is not counted for wards
        (make(cast, lead_unit_id=None), None, {"clerk", "admin"}),
    ]
    for indicator, unit_id, expected in table:
        assert {n for n, actor in cast.everyone.items() if may_read_off(actor, indicator, unit_id)} == expected


def test_only_keepers_make_correct_and_plan(cast):
    indicator, task = make(cast), issue(cast)
    values = actions.IndicatorValues("Tên khác", "tỷ đồng", 2026)
    for name in ALL - {"clerk", "admin"}:
        by = cast.everyone[name]
        for act in (
            lambda by=by: actions.create_indicator(values, "", by=by),
            lambda by=by: actions.change_indicator(indicator, values, indicator.version, by=by),
            lambda by=by: actions.set_target(indicator, "Tỉnh giao", Decimal(1), None, by=by),
            lambda by=by: actions.link_task(indicator, task, by=by),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_the_same_form_twice_makes_one_of_each(cast):
    values = actions.IndicatorValues("Thu ngân sách", "tỷ đồng", 2026)
    one, two = (actions.create_indicator(values, "k", by=cast.clerk) for _ in range(2))
    assert one.id == two.id
    assert read(one, OCTOBER, "216", cast.clerk, key="r") is not None
    assert read(one, OCTOBER, "216", cast.clerk, key="r") is None
    assert read(one, date(2026, 11, 1), "217", cast.clerk) is not None
    task = issue(cast)
    for _ in range(2):
        actions.link_task(one, task, by=cast.clerk)
    assert db.session.scalar(db.select(db.func.count()).select_from(indicator_task)) == 1


def test_a_correction_keeps_the_first_number(cast):
    indicator = make(cast)
    first = read(indicator, OCTOBER, "261", cast.finance_head)
    better = actions.correct_reading(
        indicator, first, actions.ReadingValues(OCTOBER, Decimal(216), note="gõ nhầm"), by=cast.finance_officer
    )
    assert readings_of(indicator) == [("31/10", Decimal(216), "typed")]
    assert (first.value, first.ended_at is None, better.corrects_id) == (Decimal(261), False, first.id)
    with pytest.raises(NotFound):
        queries.get_reading_for(cast.clerk, first.id)
    actions.remove_reading(indicator, better, "gõ nhầm", by=cast.clerk)
    assert readings_of(indicator) == []
    events = [entry.event for entry in history.list_entries("indicator", indicator.id)]
    assert events == ["reading_removed", "reading_corrected", "reading_added", "indicator_created"]


@pytest.mark.parametrize(
    ("day", "unit", "field"),
    [
        (date(2025, 10, 31), None, "as_of"),
        (date(2026, 11, 25), None, "as_of"),
        (OCTOBER, "ward", "unit_id"),
    ],
)
def test_readings_that_are_refused(cast, day, unit, field):
    with pytest.raises(Refused) as refused:
        read(make(cast), day, "1", cast.clerk, getattr(cast, unit).id if unit else None)
    assert refused.value.field == field


def test_a_room_is_no_ward(cast):
    with pytest.raises(Refused):
        read(houses(cast), OCTOBER, "1", cast.clerk, cast.culture.id)


def test_a_plan_given_anew_takes_the_place_of_the_old_one(cast):
    indicator = make(cast)
    plan(indicator, "Tỉnh giao", "403", cast.clerk)
    plan(indicator, "HĐND thành phố giao", "565", cast.clerk)
    plan(indicator, "tỉnh giao", "410", cast.clerk)
    targets = queries.list_targets([indicator.id])[indicator.id]
    assert [(one.set_by, one.value) for one in targets] == [("tỉnh giao", 410), ("HĐND thành phố giao", 565)]
    entry = history.find_last_entry("indicator", indicator.id)
    assert (entry.data["old"], entry.data["new"]) == ("403 tỷ đồng", "410 tỷ đồng")
    actions.remove_target(indicator, targets[0], by=cast.clerk)
    assert [one.value for one in queries.list_targets([indicator.id])[indicator.id]] == [565]
    with pytest.raises(Refused):
        plan(indicator, "Tỉnh giao", "0", cast.clerk)


def test_two_who_edit_and_what_readings_hold_fast(cast):
    indicator = make(cast)
    values = actions.IndicatorValues("Thu nội địa", "tỷ đồng", 2026)
    version = indicator.version
    actions.change_indicator(indicator, values, version, by=cast.clerk)
    db.session.commit()
    with pytest.raises(Stale):
        actions.change_indicator(indicator, values, version, by=cast.admin)
    read(indicator, OCTOBER, "216", cast.clerk)
    other = actions.IndicatorValues("Thu nội địa", "triệu đồng", 2026)
    with pytest.raises(Refused) as refused:
        actions.change_indicator(indicator, other, indicator.version, by=cast.clerk)
    assert refused.value.field == "unit"


def test_last_year_is_that_of_the_year_before(cast):
    before, other = make(cast, year=2025), make(cast, year=2024)
    assert make(cast, previous_id=before.id).previous_id == before.id
    with pytest.raises(Refused):
        make(cast, previous_id=other.id)


CHANGES = [({"year": 2024}, "year"), ({"kind": "level"}, "kind"), ({"unit": "%"}, "unit")]


@pytest.mark.parametrize(("changes", "field"), CHANGES)
def test_two_years_that_are_compared_stay_comparable(cast, changes, field):
    """Whichever of the two is changed, and however late."""
    values = actions.IndicatorValues("Thu ngân sách", "tỷ đồng", 2025)
    before = make(cast, year=2025)
    after = make(cast, previous_id=before.id)
    with pytest.raises(Refused) as refused:
        actions.change_indicator(before, replace(values, **changes), before.version, by=cast.clerk)
    assert (refused.value.field, "năm 2026 đang so sánh" in str(refused.value)) == (field, True)
    own = replace(values, year=2026, previous_id=before.id)
    with pytest.raises(Refused) as refused:
        actions.change_indicator(after, replace(own, **changes), after.version, by=cast.clerk)
    assert refused.value.field == "previous_id"
    actions.change_indicator(before, replace(values, unit="triệu đồng"), before.version, by=cast.clerk)
    actions.change_indicator(after, replace(own, previous_id=None, **changes), after.version, by=cast.clerk)


@pytest.mark.parametrize(("changes", "field"), CHANGES)
def test_what_was_tied_wrongly_in_the_past_is_left_out_of_the_reckoning(cast, changes, field):
    before = make(cast, year=2025)
    after = make(cast, previous_id=before.id)
    read(before, date(2025, 10, 31), "200", cast.clerk)
    for name, value in changes.items():
        setattr(before, name, value)
    db.session.commit()
    db.session.expire_all()
    found = queries.get_indicator_for(cast.clerk, after.id)
    numbers = queries.list_values([before.id])[before.id]
    assert summarise(found, [], [], numbers, OCTOBER).before == [], field
    actions.change_indicator(before, replace(_values_of(before), name="Tên khác"), before.version, by=cast.clerk)


def _values_of(indicator):
    return actions.IndicatorValues(indicator.name, indicator.unit, indicator.year, indicator.kind)


def test_numbers_of_wards_add_up_until_one_is_given_for_the_whole(cast):
    indicator = houses(cast)
    for unit, value in ((cast.ward, "10"), (cast.commune, "14")):
        plan(indicator, "Thành phố giao", value, cast.clerk, unit.id)
    read(indicator, date(2026, 9, 30), "4", cast.ward_chair, cast.ward.id)
    read(indicator, OCTOBER, "9", cast.clerk, cast.commune.id)
    read(indicator, OCTOBER, "7", cast.ward_chair, cast.ward.id)

    def summary():
        targets = queries.list_targets([indicator.id])[indicator.id]
        return summarise(indicator, targets, queries.list_values([indicator.id])[indicator.id], [], OCTOBER)

    found = summary()
    assert (found.is_sum, found.series) == (True, [Dated(date(2026, 9, 30), 4), Dated(OCTOBER, 16)])
    assert [(one.set_by, one.value, one.is_sum) for one in found.plans] == [("Thành phố giao", 24, True)]
    read(indicator, OCTOBER, "18", cast.clerk)
    assert (summary().is_sum, summary().last) == (False, Dated(OCTOBER, 18))


def test_the_words_for_a_register(cast):
    indicator, one, other = make(cast), issue(cast), issue(cast)
    actions.link_task(indicator, one, by=cast.clerk)
    assert pace_words_of([one.id, other.id]) == {}
    plan(indicator, "Tỉnh giao", "403", cast.clerk)
    assert list(pace_words_of([one.id, other.id])) == [one.id]
    read(indicator, OCTOBER, "216", cast.clerk)
    assert pace_words_of([one.id, other.id]) == {one.id: "216/403\u00a0tỷ · cần 93,5\u00a0tỷ/tháng"}
    assert pace_words_of([]) == {}
    met = make(cast, name="Chi ngân sách")
    actions.link_task(met, one, by=cast.clerk)
    plan(met, "Tỉnh giao", "100", cast.clerk)
    read(met, OCTOBER, "120", cast.clerk)
    worst = "216/403\u00a0tỷ · cần 93,5\u00a0tỷ/tháng · 1 chỉ tiêu khác"
    assert pace_words_of([one.id]) == {one.id: worst}
    actions.unlink_task(met, one, by=cast.clerk)
    actions.unlink_task(indicator, one, by=cast.clerk)
    assert pace_words_of([one.id]) == {}


def test_a_unit_s_number_is_taken_over_once(cast):
    indicator, task = make(cast), issue(cast)
    update = tasks.add_update(task, tasks.Progress("k", "Đã thu", percent=10), by=cast.finance_head)
    values = actions.ReadingValues(date(2026, 11, 24), Decimal(58))
    taken = [actions.accept_reported(indicator, values, update.id, task.id, by=cast.clerk) for _ in range(2)]
    assert [one is None for one in taken] == [False, True]
    assert readings_of(indicator) == [("24/11", Decimal(58), "update")]


class _Read:
    def __init__(self, unit_id, day, value):
        self.unit_id, self.as_of, self.value = unit_id, date(2026, 1, 1 + day), Decimal(value)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9), st.integers(0, 99)), max_size=30))
def test_the_sum_is_that_of_the_latest_of_each_ward(rows):
    readings = sorted((_Read(*row) for row in rows), key=lambda one: one.as_of)
    series = sum_of_wards(readings)
    if not readings:
        assert series == []
        return
    end, last = series[-1].as_of, {one.unit_id: one.as_of for one in readings}
    latest = {one.unit_id: one.value for one in readings if one.as_of <= end}
    assert series[-1].value == sum(latest.values())
    assert [one.as_of for one in series] == sorted({one.as_of for one in readings if one.as_of <= end})
    reached = [sum(day >= known for day in last.values()) for known in sorted({one.as_of for one in readings})]
    days = sorted({one.as_of for one in readings})
    assert end == max(day for day, count in zip(days, reached, strict=True) if count * 2 > len(last))


def test_the_count_of_each_outlook_is_the_length_of_its_list(cast, client):
    """Random readings and plans: the chips of the list and what they open."""
    chance = random.Random(6)
    for _ in range(12):
        indicator = make(cast)
        if chance.random() < 0.8:
            plan(indicator, "Tỉnh giao", str(chance.randint(1, 400)), cast.clerk)
        for month in range(1, chance.randint(1, 11)):
            read(indicator, date(2026, month, 28), str(chance.randint(0, 400)), cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    page = client.get("/indicators?year=2026", budget=8).text
    chips = re.findall(r'outlook=(\w+)"[^>]*>[^<]* (\d+)</a>', page)
    assert len(chips) > 2
    for outlook, count in chips:
        rows = client.get(f"/indicators?year=2026&outlook={outlook}").text.count('<td class="what">')
        assert rows == int(count), outlook
    assert sum(int(count) for _outlook, count in chips) <= 12


def test_a_closed_unit_s_readings_stay(cast):
    indicator = houses(cast)
    read(indicator, OCTOBER, "3", cast.clerk, cast.ward.id)
    db.session.get_one(Unit, cast.ward.id).valid_to = date(2026, 11, 1)
    db.session.commit()
    assert [one.unit.id for one in queries.list_readings([indicator.id])[indicator.id]] == [cast.ward.id]
    assert db.session.scalar(db.select(db.func.count(Reading.id))) == 1
