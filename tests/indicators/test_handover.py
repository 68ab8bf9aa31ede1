"""A unit is closed or merged: the indicators that it leads go along with its tasks."""

from __future__ import annotations

import html
from collections import Counter
from datetime import date

from tests.indicators.makers import houses, make, read
from tests.tasks.test_handover import BASIS, move
from tracker import history
from tracker.db import db
from tracker.indicators.models import Indicator
from tracker.mail.models import OutboxMail
from tracker.people.models import Unit
from tracker.tasks import handover
from tracker.tasks.handover import Side

OCTOBER = date(2026, 10, 31)


def leads(*indicators):
    return [db.session.get_one(Indicator, one.id, populate_existing=True).lead_unit_id for one in indicators]


def test_indicators_go_along_with_their_readings(cast, client):
    followed, ended = make(cast), make(cast, is_enabled=False, year=2020)
    theirs = houses(cast, lead_unit_id=cast.tax.id)
    read(followed, OCTOBER, "216", cast.finance_head)
    db.session.commit()
    assert handover.read_work(Side.UNIT, cast.finance.id).others == Counter(indicators=1)
    assert move(cast, cast.ward) == handover.Moved(0, 0, Counter(indicators=1))
    assert leads(followed, ended, theirs) == [cast.ward.id, cast.finance.id, cast.tax.id]
    db.session.commit()
    assert handover.read_work(Side.UNIT, cast.finance.id).is_nothing
    entry = history.find_last_entry("indicator", followed.id)
    assert (entry.event, entry.data["new"], entry.data["basis"]) == ("indicator_handed_over", cast.ward.name, BASIS)
    assert move(cast, cast.ward) == handover.Moved(), "a second run finds nothing"
    body = db.session.scalars(db.select(OutboxMail.body_text).where(OutboxMail.kind == "work_handed_over")).one()
    assert "1 chỉ tiêu" in body
    for name, status in (("ward_chair", 200), ("finance_head", 404)):
        client.sign_in(cast.everyone[name])
        assert client.get(f"/indicators/{followed.id}").status_code == status
    client.sign_in(cast.clerk)
    page = html.unescape(client.get(f"/indicators/{followed.id}").text)
    assert "chuyển chỉ tiêu sang đơn vị chủ trì khác" in page
    assert BASIS in page


def test_by_topic_to_another_successor(cast):
    budget, digital, none = make(cast), make(cast, topic_id=cast.digital.id), make(cast, topic_id=None)
    move(cast, cast.tax, topics={cast.digital.id: cast.culture.id})
    assert leads(budget, digital, none) == [cast.tax.id, cast.culture.id, cast.tax.id]


def test_an_edit_that_was_open_meanwhile_does_not_give_it_back(cast, client):
    indicator = make(cast)
    client.sign_in(cast.clerk)
    version = indicator.version
    move(cast, cast.tax)
    db.session.commit()
    form = {"name": "Tên", "unit": "tỷ đồng", "year": "2026", "kind": "cumulative", "version": str(version)}
    answer = client.post(f"/indicators/{indicator.id}/edit", data={**form, "lead_unit_id": str(cast.finance.id)})
    assert answer.status_code == 422
    assert leads(indicator) == [cast.tax.id]


def test_the_page_that_closes_a_unit_says_what_is_left(cast, client):
    make(cast)
    unit = db.session.get_one(Unit, cast.finance.id)
    client.sign_in(cast.admin)
    form = {name: getattr(unit, name) for name in ("name", "short_name", "code", "kind", "sort_order")}
    answer = client.post(f"/units/{unit.id}", data={**form, "valid_to": "23/11/2026"})
    assert answer.location == f"/units/{unit.id}"
    page = html.unescape(client.get(answer.location, budget=14).text)
    assert "Đơn vị này còn phụ trách: 1 chỉ tiêu." in page
    path = f"/units/{unit.id}/handover"
    assert f'href="{path}"' in page
    page = client.get(f"{path}?to={cast.tax.id}", budget=26).text
    assert "<dt>Chỉ tiêu</dt>" in page
    answer = client.post(path, data={"to": str(cast.tax.id), "basis": "Quyết định 12/QĐ-UBND"})
    assert "1 chỉ tiêu" in client.get(answer.location).text
