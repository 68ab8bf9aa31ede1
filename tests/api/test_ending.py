"""What an administrator sees of a person's calendar feeds, and ending them for a lost device."""

import re

import pytest

from tests.api.test_feeds import open_feed
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.people.wording import event_name


def button_of(client, actor):
    """Where the button on the person's page posts."""
    page = client.get(f"/people/{actor.user_id}").text
    found = re.search(rf'action="(/people/{actor.user_id}/calendars/revocation\?until=\d+)"', page)
    return found[1] if found else None


def entries():
    return db.session.query(HistoryEntry).filter_by(event="calendar_feeds_ended").all()


def test_page_of_a_person_tells_how_many_live_and_when_one_was_read(cast, client):
    client.sign_in(cast.admin)
    path = f"/people/{cast.finance_head.user_id}"
    assert "Lịch trên điện thoại, máy tính: không có lịch đang dùng" in client.get(path).text
    assert button_of(client, cast.finance_head) is None
    first = open_feed(cast.finance_head)
    second = open_feed(cast.finance_head, cast.finance, "Lịch phòng")
    assert "2 lịch đang dùng, chưa đọc lần nào" in (page := client.get(path).text)
    assert not any(address.split("/")[2].removesuffix(".ics") in page for address in (first, second))
    client.get(first)
    assert f"2 lịch đang dùng, đọc lần cuối {clock.today():%d/%m/%Y}" in client.get(path).text


def test_one_press_ends_all_with_one_line_of_history(cast, client):
    mine, unit = open_feed(cast.finance_head), open_feed(cast.finance_head, cast.finance, "Lịch phòng")
    other = open_feed(cast.finance_officer)
    client.sign_in(cast.admin)
    button = button_of(client, cast.finance_head)
    assert client.post(button).status_code == 303
    assert "Đã chấm dứt 2 địa chỉ lịch" in client.get(f"/people/{cast.finance_head.user_id}").text
    assert [client.get(address).status_code for address in (mine, unit, other)] == [404, 404, 200]
    [entry] = entries()
    assert (entry.subject_id, entry.by_user_id) == (cast.finance_head.user_id, cast.admin.user_id)
    said = event_name(entry.event, entry.data)
    assert "Lịch phòng, Điện thoại của tôi" in said
    assert "chấm dứt mọi địa chỉ lịch của người này" in client.get(f"/people/{cast.finance_head.user_id}").text


def test_a_second_press_is_harmless_and_spares_what_was_made_meanwhile(cast, client):
    open_feed(cast.finance_head)
    client.sign_in(cast.admin)
    button = button_of(client, cast.finance_head)
    client.post(button)
    new = open_feed(cast.finance_head, name="Máy mới")
    assert client.post(button).status_code == 303
    assert "đều đã được chấm dứt từ trước" in client.get(f"/people/{cast.finance_head.user_id}").text
    assert client.get(new).status_code == 200
    assert len(entries()) == 1


@pytest.mark.parametrize("until", ["", "0", "x", "-1", "99999999999999"])
def test_an_address_without_a_right_number_ends_nothing(cast, client, until):
    address = open_feed(cast.finance_head)
    client.sign_in(cast.admin)
    path = f"/people/{cast.finance_head.user_id}/calendars/revocation?until={until}"
    assert client.post(path).status_code == 303
    assert client.get(address).status_code == 200
    assert entries() == []


def test_only_the_administrator_may(cast, client):
    address = open_feed(cast.finance_head)
    path = f"/people/{cast.finance_head.user_id}/calendars/revocation?until={10**9}"
    for name, actor in cast.everyone.items():
        if name != "admin":
            client.sign_in(actor)
            assert client.post(path).status_code == 403, name
            assert client.get(address).status_code == 200, name
    client.sign_in(cast.admin)
    assert client.post(f"/people/{10**6}/calendars/revocation?until=1").status_code == 404
    assert client.post(path).status_code == 303
    assert client.get(address).status_code == 404
