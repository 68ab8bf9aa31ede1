"""Who may open which indicator and read which of its numbers: one rule for the task's page and the indicator's own."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from tests.indicators.makers import houses, make, plan, read, report
from tests.review.notices import issue as give
from tests.review.notices import settle
from tests.tasks.test_life import issue
from tracker.db import db
from tracker.indicators import actions
from tracker.indicators.models import Indicator
from tracker.indicators.policy import gives_every_ward, sees_part, visible_to
from tracker.tasks.models import Task

ALL = {"chairman", "vice_chairman", "clerk", "admin"}
OCTOBER = date(2026, 10, 31)


def tied(cast, indicator, **changes):
    """The indicator with a task of that lead and those cooperating units, committed."""
    actions.link_task(indicator, issue(cast, **changes), by=cast.clerk)
    db.session.commit()
    return indicator


def through_a_notice(cast):
    """Tied to all tasks of a directive, of which the finance room leads one."""
    notice = report(cast)
    settle(notice, cast, cast.finance)
    give(notice, cast.clerk)
    task = db.session.scalars(db.select(Task).where(Task.notice_id == notice.id)).first()
    indicator = make(cast, lead_unit_id=None)
    task.lead_unit_id = cast.finance.id
    actions.link_task(indicator, task, with_directive=True, by=cast.clerk)
    db.session.commit()
    return indicator


FINANCE = {"finance_head", "finance_officer"}
CASES = {
    "led": (lambda cast: make(cast), ALL | FINANCE),
    "of the Office": (lambda cast: make(cast, lead_unit_id=None), ALL),
    "per ward": (lambda cast: houses(cast, lead_unit_id=None), ALL | {"ward_chair"}),
    "task led": (
        lambda cast: tied(cast, make(cast, lead_unit_id=None), lead_unit_id=cast.culture.id),
        ALL | {"outsider"},
    ),
    "task taken part in": (
        lambda cast: tied(
            cast, make(cast), lead_unit_id=cast.tax.id, cooperating_unit_ids=[cast.ward.id, cast.culture.id]
        ),
        ALL | FINANCE | {"ward_chair", "outsider"},
    ),
    "task of a directive": (through_a_notice, ALL | FINANCE),
    "no longer followed": (
        lambda cast: tied(cast, make(cast, is_enabled=False), lead_unit_id=cast.ward.id),
        {"clerk", "admin"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_may_open_it_and_nobody_else_reads_its_name(cast, client, case):
    build, expected = CASES[case]
    indicator = build(cast)
    query = db.select(Indicator.id).where(Indicator.id == indicator.id)
    found = {n for n, actor in cast.everyone.items() if db.session.scalar(query.where(visible_to(actor))) is not None}
    assert found == expected
    link = f"/indicators/{indicator.id}"
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        assert (client.get(link).status_code == 200) is (name in expected), name
        told = [client.get("/indicators").text]
        for task_id in db.session.scalars(db.select(Task.id).order_by(Task.id)):
            page = client.get(f"/tasks/{task_id}")
            if page.status_code == 200:
                told.append(page.text)
                assert (f'href="{link}"' in page.text) is (name in expected and indicator.is_enabled), name
        assert name in expected or not any(indicator.name in html.unescape(one) for one in told), name


def test_which_numbers_are_read(cast):
    indicator = houses(cast)  # led by the finance room
    other = cast.commune.id
    table = {name: (True, True, True) for name in ALL | FINANCE}
    table |= {"ward_chair": (True, True, False), "outsider": (True, False, False)}
    for name, actor in cast.everyone.items():
        parts = [sees_part(actor, indicator, unit_id) for unit_id in (None, cast.ward.id, other)]
        assert tuple(parts) == table[name], name
        assert gives_every_ward(actor, indicator) is (name in {"clerk", "admin"} | FINANCE), name
        assert not gives_every_ward(actor, make(cast))


def test_a_ward_reads_its_own_part_and_the_whole(cast, client):
    indicator = tied(cast, houses(cast, lead_unit_id=None), lead_unit_id=cast.ward.id)
    for unit, value in ((cast.ward, "10"), (cast.commune, "33")):
        plan(indicator, "Thành phố giao", value, cast.clerk, unit.id)
    read(indicator, OCTOBER, "4", cast.ward_chair, cast.ward.id)
    read(indicator, OCTOBER, "29", cast.clerk, cast.commune.id)
    db.session.commit()
    task = db.session.scalars(db.select(Task)).one()
    client.sign_in(cast.ward_chair)
    fact = "Xóa nhà tạm, nhà dột nát, Phường Sông Hiến: 4/10\u00a0nhà · cần 3\u00a0nhà/tháng"
    assert fact in html.unescape(client.get(f"/tasks/{task.id}").text)
    page = html.unescape(client.get(f"/indicators/{indicator.id}", budget=10).text)
    assert "Phường Sông Hiến: 4 nhà" in page
    assert "Còn 6 nhà trong 2 tháng: 3 nhà/tháng" in page
    assert "33/43 nhà" in re.sub(r"<[^>]+>", "", page), "the whole: the sum of both"
    for hidden in ("29 nhà", "Xã Chu Trinh", "29/33"):
        assert hidden not in page, hidden
    client.sign_in(cast.chairman)
    assert "Xóa nhà tạm, nhà dột nát: 33/43\u00a0nhà" in html.unescape(client.get(f"/tasks/{task.id}").text)
    assert "29/33 nhà" in re.sub(r"<[^>]+>", "", client.get(f"/indicators/{indicator.id}", budget=10).text)


def test_last_year_is_linked_for_those_who_may_open_it(cast, client):
    before = make(cast, year=2025, lead_unit_id=None)
    indicator = make(cast, previous_id=before.id)
    for name, sees in (("clerk", True), ("chairman", True), ("finance_head", False)):
        client.sign_in(cast.everyone[name])
        page = client.get(f"/indicators/{indicator.id}", budget=10).text
        assert (f'href="/indicators/{before.id}"' in page) is sees, name
