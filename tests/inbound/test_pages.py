"""The administrator's list of what came in."""

from __future__ import annotations

import dataclasses

from sqlalchemy import insert, text

from tests.inbound.makers import PDF, take_in, write
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.inbound.models import InboundMail
from tracker.inbound.queries import PAGE


def test_only_administrators_see_it(cast, client):
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        assert client.get("/system/inbound").status_code == (200 if name == "admin" else 403), name


def test_it_says_how_to_switch_it_on(cast, client):
    client.sign_in(cast.admin)
    assert "chưa đặt INBOUND_ADDRESS" in client.get("/system/inbound", budget=8).text


def test_it_says_when_the_from_line_alone_is_believed(app, cast, client, inbound):
    client.sign_in(cast.admin)
    assert "Chưa đặt INBOUND_AUTHSERV_ID" not in client.get("/system/inbound").text
    unnamed = dataclasses.replace(inbound, authserv_id="")
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], inbound=unnamed)
    assert "Chưa đặt INBOUND_AUTHSERV_ID" in client.get("/system/inbound").text


def test_it_tells_who_answered_what_and_what_became_of_it(cast, client, inbound):
    task = issue(cast)
    take_in(write(cast.finance_head, task, files=[("a.pdf", PDF), ("b.exe", b"MZ")]))
    take_in(write(cast.finance_head, task, sender="la@example.vn"))
    take_in(write(cast.finance_head, task, to="theodoi@example.vn", sender='"<b>" <thu.rac@example.vn>'))
    take_in(write(cast.finance_head, task, "x" * 4001))
    client.sign_in(cast.admin)
    page = client.get("/system/inbound", budget=8).text
    shown = [
        "Nông Thị Hà",
        task.code,
        "đã ghi tiến độ",
        "1 tệp đã lưu",
        "1 tệp không nhận",
        "không gửi từ địa chỉ của chính người đó",
        "la@example.vn",
        "thu.rac@example.vn",
        "không gửi tới địa chỉ trả lời đã cấp",
        "4000",
    ]
    assert [words for words in shown if words not in page] == []
    assert 'href="/system/inbound"' in client.get("/system").text


def test_pages_go_on_by_number(cast, client, inbound):
    for number in range(PAGE + 2):
        db.session.add(
            InboundMail(
                key=f"k{number}",
                received_at=clock.now(),
                channel="pipe",
                message_id="",
                from_address=f"p{number}@example.vn",
                subject="",
                words="",
            )
        )
    client.sign_in(cast.admin)
    first = client.get("/system/inbound", budget=8)
    link = first.text.partition('href="/system/inbound?after=')[2].partition('"')[0]
    second = client.get(f"/system/inbound?after={link}", budget=8).text
    assert ("p51@" in first.text, "p1@" in first.text, "p1@" in second, "after=" in second) == (
        True,
        False,
        True,
        False,
    )
    assert client.get("/system/inbound?after=x%00").status_code == 200


def test_the_list_is_read_from_its_key(app):
    """No sorting of the whole table, however much has come in."""
    values = {"received_at": clock.now(), "channel": "pipe"}
    db.session.execute(insert(InboundMail), [{**values, "key": f"k{number}"} for number in range(5000)])
    db.session.execute(text("ANALYZE inbound_mail"))
    query = "SELECT id FROM inbound_mail WHERE id < 4000 ORDER BY id DESC LIMIT 51"
    is_sqlite = db.engine.dialect.name == "sqlite"
    rows = db.session.execute(text(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{query}"))
    plan = " ".join(str(tuple(row)) for row in rows)
    assert ("PRIMARY KEY" if is_sqlite else "pk_inbound_mail") in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
