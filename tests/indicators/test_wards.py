"""The numbers of all wards in one table: all or none, nothing typed is lost, two presses are one."""

from __future__ import annotations

import html
from datetime import date
from decimal import Decimal

import pytest

from tests.indicators.makers import houses, make, plan, read
from tests.tasks.page_forms import read_form
from tests.tasks.test_portfolio import standing_in
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.indicators import actions
from tracker.indicators.models import Reading

OCTOBER = date(2026, 10, 31)


def given(indicator):
    rows = db.session.scalars(
        db.select(Reading).where(Reading.indicator_id == indicator.id, Reading.ended_at.is_(None)).order_by(Reading.id)
    )
    return [(one.unit_id, one.as_of, one.value, one.note) for one in rows]


@pytest.fixture
def table(cast):
    """The address, the indicator, and a form of 31/10."""
    indicator = houses(cast)
    form = {"as_of": "31/10/2026", "form_key": "k", "note": "Báo cáo nhanh"}
    return f"/indicators/{indicator.id}/wards", indicator, form


def test_those_who_give_every_ward_find_the_table(cast, client, table):
    path, indicator, _form = table
    whole = make(cast)
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        status = client.get(path, budget=9).status_code
        assert status == {"chairman": 403, "vice_chairman": 403, "ward_chair": 403, "outsider": 404}.get(name, 200), (
            name
        )
        page = client.get(f"/indicators/{indicator.id}")
        assert (f'href="{path}"' in page.text) is (status == 200), name
    client.sign_in(cast.clerk)
    assert client.get(f"/indicators/{whole.id}/wards").status_code == 403


def test_one_press_gives_all_that_was_typed_and_a_second_nothing(cast, client, table):
    path, indicator, form = table
    client.sign_in(cast.finance_officer)
    assert read_form(client.get(path).text, path)[f"ward_{cast.ward.id}"] == ""
    wards = {f"ward_{cast.ward.id}": "7", f"ward_{cast.commune.id}": ""}
    for sentence in ("Đã ghi số liệu của 1 đơn vị, tính đến ngày 31/10/2026.", "đã được ghi trước đó"):
        answer = client.post(path, data={**form, **wards}, budget=16)
        assert answer.status_code == 303
        assert sentence in html.unescape(client.get(answer.location).text)
    assert given(indicator) == [(cast.ward.id, OCTOBER, Decimal(7), "Báo cáo nhanh")]
    assert "7 nhà" in client.get(path).text, "what was read last stands beside the field"
    # A late second press takes nothing back that was corrected meanwhile.
    reading = db.session.scalars(db.select(Reading)).one()
    actions.correct_reading(
        indicator, reading, actions.ReadingValues(OCTOBER, Decimal(8), cast.ward.id, "đếm lại"), by=cast.clerk
    )
    db.session.commit()
    client.post(path, data={**form, **wards})
    assert [one[2] for one in given(indicator)] == [8]
    # Another form of the same day: only what differs is given.
    answer = client.post(
        path, data={**form, "form_key": "l", f"ward_{cast.ward.id}": "8", f"ward_{cast.commune.id}": "1,5"}
    )
    assert "của 1 đơn vị" in client.get(answer.location).text
    assert [one[:1] + one[2:3] for one in given(indicator)] == [(cast.ward.id, 8), (cast.commune.id, Decimal("1.5"))]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"commune": "nhiều"}, "ví dụ 1.234,5"),
        ({"commune": "1,234"}, "có thể hiểu theo hai cách"),
        ({"as_of": "25/11/2026"}, "chưa tới"),
        ({"as_of": "31/02/2026"}, "Không có ngày 31/02/2026"),
        ({"as_of": "31/10/2025"}, "2026"),
        ({"ward": "", "commune": ""}, "Nhập số liệu của ít nhất một phường, xã."),
    ],
)
def test_a_fault_saves_nothing_and_keeps_what_was_typed(cast, client, table, wrong, sentence):
    path, indicator, form = table
    client.sign_in(cast.clerk)
    typed = {"ward": "7", "commune": "12", **wrong}
    wards = {f"ward_{cast.ward.id}": typed.pop("ward"), f"ward_{cast.commune.id}": typed.pop("commune")}
    answer = client.post(path, data={**form, **typed, **wards})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    again = read_form(answer.text, path)
    assert {name: again[name] for name in (*wards, "as_of", "note", "form_key")} == {**form, **typed, **wards}
    assert given(indicator) == []


def test_less_than_before_is_asked_about_by_name(cast, client, table):
    path, indicator, form = table
    for unit, value in ((cast.ward, "9"), (cast.commune, "3")):
        read(indicator, date(2026, 9, 30), value, cast.clerk, unit.id)
    db.session.commit()
    client.sign_in(cast.clerk)
    answer = client.post(path, data={**form, f"ward_{cast.ward.id}": "2", f"ward_{cast.commune.id}": "4"})
    page = html.unescape(client.get(answer.location).text)
    assert "Nhỏ hơn số liệu lần trước: Phường Sông Hiến." in page


def test_a_number_that_looks_mistyped_is_asked_about_by_name(cast, client, table):
    path, indicator, form = table
    plan(indicator, "Thành phố giao", "10", cast.clerk, cast.ward.id)
    read(indicator, date(2026, 9, 30), "3", cast.clerk, cast.commune.id)
    db.session.commit()
    client.sign_in(cast.clerk)
    answer = client.post(path, data={**form, f"ward_{cast.ward.id}": "70", f"ward_{cast.commune.id}": "40"}, budget=16)
    page = html.unescape(client.get(answer.location).text)
    assert f"số liệu lần trước: {cast.ward.short_name}, {cast.commune.short_name}. Đề nghị kiểm tra lại" in page
    assert [one[2] for one in given(indicator)] == [3, 70, 40], "it is saved all the same"
    ordinary = {f"ward_{cast.ward.id}": "30", f"ward_{cast.commune.id}": "41"}
    answer = client.post(path, data={**form, **ordinary, "form_key": "l", "as_of": "05/11/2026"})
    assert "Lớn hơn nhiều" not in client.get(answer.location).text


def test_a_reading_that_a_stand_in_gives_carries_both_names(cast, client):
    indicator = make(cast)
    reading = read(indicator, OCTOBER, "216", standing_in(cast.finance_officer, cast.finance_head))
    values = actions.ReadingValues(OCTOBER, Decimal(217), note="đếm lại")
    actions.correct_reading(indicator, reading, values, by=standing_in(cast.outsider, cast.finance_head))
    db.session.commit()
    client.sign_in(cast.chairman)
    page = html.unescape(client.get(f"/indicators/{indicator.id}").text)
    names = f"{cast.outsider.name} thay mặt {cast.finance_head.name}"
    assert page.count(names) == 2, "beside the reading and in the history"
    entry = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.event == "reading_corrected")).one()
    assert entry.for_name == cast.finance_head.name


def test_a_correction_that_comes_too_late_keeps_what_was_typed(cast, client):
    indicator = make(cast)
    corrected = read(indicator, OCTOBER, "261", cast.clerk)
    removed = read(indicator, date(2026, 9, 30), "9", cast.clerk)
    values = actions.ReadingValues(OCTOBER, Decimal(216), note="gõ nhầm")
    now = actions.correct_reading(indicator, corrected, values, by=cast.clerk)
    actions.remove_reading(indicator, removed, "gõ nhầm", by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.finance_head)
    typed = {"value": "215,5", "unit_id": "0", "note": "theo báo cáo của Kho bạc"}
    for old, day, says, goes_to in (
        (
            corrected,
            30,
            f"{cast.clerk.name} vừa sửa số liệu này: 216 tỷ, tính đến ngày 31/10/2026.",
            f"/readings/{now.id}/correction",
        ),
        (removed, 29, "Số liệu này vừa bị bỏ.", f"/indicators/{indicator.id}/readings"),
    ):
        typed["as_of"] = f"{day}/10/2026"
        answer = client.post(f"/readings/{old.id}/correction", data=typed)
        assert answer.status_code == 409
        assert says in html.unescape(answer.text)
        form = read_form(answer.text, goes_to)
        assert typed.items() <= form.items()
        assert client.post(goes_to, data=form).status_code == 303
    found = [(one[1].day, one[2], one[3]) for one in given(indicator)]
    assert found == [(day, Decimal("215.5"), typed["note"]) for day in (30, 29)]
    for name in ("ward_chair", "outsider"):
        client.sign_in(cast.everyone[name])
        assert client.post(f"/readings/{corrected.id}/correction", data=typed).status_code == 404
    client.sign_in(cast.chairman)
    assert client.post(f"/readings/{corrected.id}/correction", data=typed).status_code == 303, "it is only said"
