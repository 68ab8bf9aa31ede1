"""One reading: given once for a day, in time, and taken out by those whose it is, with a reason."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tests.indicators.makers import houses, read, readings_of, report
from tests.reminders.planned import on
from tests.reminders.test_choices import stand_in
from tests.tasks.test_portfolio import standing_in
from tracker.db import db
from tracker.indicators import actions
from tracker.indicators.models import Reading

OCTOBER = date(2026, 10, 31)


def test_one_day_has_one_reading_of_a_ward(cast, client):
    indicator = houses(cast)
    mine = read(indicator, OCTOBER, "7", cast.ward_chair, cast.ward.id)
    read(indicator, date(2026, 9, 30), "5", cast.ward_chair, cast.ward.id)
    db.session.commit()
    client.sign_in(cast.ward_chair)
    form = {"as_of": "31/10/2026", "unit_id": str(cast.ward.id), "form_key": "k"}
    answer = client.post(f"/indicators/{indicator.id}/readings", data={**form, "value": "8"})
    assert answer.status_code == 422
    wrong = re.search(r'id="reading-value-error">([^<]+)', answer.text)[1]
    assert wrong.strip() == "Ngày này đã có số liệu 7 nhà; hãy sửa số liệu đó."
    answer = client.post(f"/indicators/{indicator.id}/readings", data={**form, "value": "7"})
    assert "Số liệu này đã được ghi trước đó." in client.get(answer.location).text
    form |= {"value": "7", "note": "nhầm ngày"}
    answer = client.post(f"/readings/{mine.id}/correction", data={**form, "as_of": "30/09/2026"})
    assert (answer.status_code, "đã có số liệu 5 nhà" in answer.text) == (422, True)
    assert readings_of(indicator) == [("30/09", Decimal(5), "typed"), ("31/10", Decimal(7), "typed")]
    client.sign_in(cast.clerk)
    for unit_id in ("0", str(cast.commune.id)):
        form = {"as_of": "31/10/2026", "value": "8", "unit_id": unit_id}
        assert client.post(f"/indicators/{indicator.id}/readings", data=form).status_code == 303, "of another part"


def test_a_late_second_press_finds_its_reading_corrected(cast):
    indicator = houses(cast)
    first = read(indicator, OCTOBER, "7", cast.clerk, key="k")
    actions.correct_reading(indicator, first, actions.ReadingValues(OCTOBER, Decimal(8), note="nhầm"), by=cast.clerk)
    assert read(indicator, OCTOBER, "7", cast.clerk, key="k") is None
    assert readings_of(indicator) == [("31/10", Decimal(8), "typed")]


def test_a_year_is_closed_to_units_a_month_after_its_end(cast, client):
    indicator = houses(cast)
    for by in (cast.ward_chair, cast.finance_head):
        read(indicator, OCTOBER, "7", by, None if by is cast.finance_head else cast.ward.id)
    mine, whole = db.session.scalars(db.select(Reading.id).order_by(Reading.id))
    db.session.commit()
    sentence = "Các đơn vị ghi số liệu năm 2026 đến hết ngày 31/01/2027. Nếu cần sửa, đề nghị báo Văn phòng."
    page = f"/indicators/{indicator.id}"
    for day, is_open in ((date(2027, 1, 31), True), (date(2027, 2, 1), False)):
        with on(day):
            for actor, reading, unit_id in ((cast.ward_chair, mine, cast.ward.id), (cast.finance_head, whole, 0)):
                client.sign_in(actor)
                shown = client.get(page, budget=10).text
                ways = (f"{page}/readings", f"/readings/{reading}/correction", f"/readings/{reading}/removal")
                assert [way in shown for way in ways] == [is_open] * 3
                assert (sentence in shown) is not is_open
                paths = [*ways[1:], *([f"{page}/wards"] if actor is cast.finance_head else [])]
                assert [client.get(path).status_code for path in paths] == [200 if is_open else 409] * len(paths)
                form = {"as_of": "31/12/2026", "value": "9", "unit_id": str(unit_id)}
                answer = client.post(f"{page}/readings", data=form)
                assert (answer.status_code, sentence in answer.text) == ((303, False) if is_open else (409, True))
    with on(date(2027, 2, 1)):
        client.sign_in(cast.clerk)
        form = {"as_of": "01/11/2026", "value": "8", "unit_id": "0"}
        assert client.post(f"{page}/readings", data=form).status_code == 303
    assert [one[0] for one in readings_of(indicator)] == ["31/10", "31/10", "01/11", "31/12", "31/12"]


def test_a_reading_is_taken_out_with_a_question_and_a_reason(cast, client):
    indicator = houses(cast)
    mine = read(indicator, OCTOBER, "7", cast.ward_chair, cast.ward.id)
    db.session.commit()
    path = f"/readings/{mine.id}/removal"
    client.sign_in(cast.ward_chair)
    assert f'href="{path}"' in client.get(f"/indicators/{indicator.id}", budget=10).text
    page = client.get(path, budget=10).text
    assert all(words in page for words in ("7 nhà", "31/10/2026", "Phường Sông Hiến"))
    answer = client.post(path, data={"reason": " "})
    assert (answer.status_code, "Ghi lý do bỏ số liệu." in answer.text) == (422, True)
    assert len(readings_of(indicator)) == 1
    assert client.post(path, data={"reason": "gõ nhầm ngày"}).status_code == 303
    assert readings_of(indicator) == []
    assert "gõ nhầm ngày" in client.get(f"/indicators/{indicator.id}").text


def test_a_unit_takes_out_only_what_its_own_people_gave(cast, client):
    indicator, notice = houses(cast), report(cast)
    by_ward = read(indicator, OCTOBER, "7", cast.ward_chair, cast.ward.id)
    by_office = read(indicator, date(2026, 9, 30), "5", cast.clerk, cast.ward.id)
    by_lead = read(indicator, date(2026, 8, 31), "3", cast.finance_officer, cast.ward.id)
    corrected = actions.correct_reading(
        indicator,
        read(indicator, date(2026, 7, 31), "1", cast.clerk, cast.ward.id),
        actions.ReadingValues(date(2026, 7, 31), Decimal(2), cast.ward.id, "đếm lại"),
        by=cast.ward_chair,
    )
    stand_in(cast.ward_chair, cast.outsider)
    stood_in = read(indicator, date(2026, 6, 30), "1", standing_in(cast.outsider, cast.ward_chair), cast.ward.id)
    told = read(indicator, date(2026, 5, 31), "1", cast.finance_head)
    told.source, told.notice_id = "notice", notice.id
    db.session.commit()
    readings = {"ward": by_ward, "office": by_office, "lead": by_lead, "corrected": corrected, "stood in": stood_in}
    table = {"ward_chair": {"ward", "stood in"}, "finance_head": {"lead"}, "clerk": {*readings, "notice"}}
    for name, may in table.items():
        client.sign_in(cast.everyone[name])
        page = client.get(f"/indicators/{indicator.id}", budget=10).text
        for which, reading in {**readings, "notice": told}.items():
            path = f"/readings/{reading.id}/removal"
            assert (f'href="{path}"' in page) is (which in may), (name, which)
            assert (client.get(path).status_code == 200) is (which in may), (name, which)
            if which not in may:
                assert client.post(path, data={"reason": "nhầm"}).status_code == 403, (name, which)
