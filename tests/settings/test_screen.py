"""The office's settings on screen: ranges, all or nothing, two administrators at once, the trace."""

import re
from dataclasses import asdict

import pytest

from tests.cast import hire
from tracker import clock, history
from tracker.db import db
from tracker.errors import NotAllowed, Stale
from tracker.history.models import HistoryEntry
from tracker.people.models import Role
from tracker.settings import actions
from tracker.settings.book import RANGES, SWITCHES, OfficeSettings, to_text
from tracker.settings.forms import SEEN
from tracker.settings.models import OfficeSetting
from tracker.settings.queries import forget_settings, office_settings
from tracker.settings.wording import LINES

DEFAULTS = {name: to_text(value) for name, value in asdict(OfficeSettings()).items()}


def form(seen=None, **typed):
    """What a browser sends: every field, and what stood there; a switch that is off is not sent."""
    seen = DEFAULTS | (seen or {})
    values = seen | {name: str(value) for name, value in typed.items()}
    sent = {name: value for name, value in values.items() if name not in SWITCHES or value == "1"}
    return sent | {SEEN + name: value for name, value in seen.items()}


def stored():
    return {row.name: row.value for row in db.session.query(OfficeSetting)}


def changes():
    entries = db.session.query(HistoryEntry).filter_by(event="setting_changed").order_by(HistoryEntry.id)
    return [
        (entry.by_name, name, entry.data["before"][name], entry.data["after"][name])
        for entry in entries
        for name in [entry.data["setting"]]
    ]


def value_in(page, name):
    return re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page).group(1)


@pytest.fixture
def other_admin(cast):
    return hire("quantri2", "Vi Thị Mai", Role.ADMIN, None, "Quản trị hệ thống")


def test_every_setting_stands_on_the_screen_with_its_default(cast, client):
    assert set(LINES) == set(DEFAULTS) == set(RANGES) | SWITCHES
    client.sign_in(cast.admin)
    page = client.get("/settings", budget=5).text
    for name, default in DEFAULTS.items():
        if name not in SWITCHES:
            assert value_in(page, name) == default
        assert value_in(page, SEEN + name) == default
    assert "Từ -30 đến 250. Mặc định: 20 ngày làm việc." in page
    assert "Mặc định: không." in page
    assert "mọi thiết lập đều theo mặc định" in page


def test_only_administrators_read_and_save(cast, client):
    for name, actor in cast.everyone.items():
        if name == "admin":
            continue
        client.sign_in(actor)
        assert client.get("/settings").status_code == 403
        assert client.post("/settings", data=form(near_working_days=5)).status_code == 403
        with pytest.raises(NotAllowed):
            actions.save_settings({"near_working_days": "5"}, {"near_working_days": "3"}, by=actor)
    assert stored() == {}


def test_what_is_saved_counts_at_once_and_is_told(cast, client):
    client.sign_in(cast.admin)
    numbers = {"near_working_days": 5, "extension_until_days_late": "−2"}
    data = form(**numbers, office_decides_extensions=1, explanation_required=0)
    assert client.post("/settings", data=data).status_code == 303
    forget_settings()
    now = office_settings()
    assert (now.near_working_days, now.extension_until_days_late) == (5, -2)
    assert (now.office_decides_extensions, now.explanation_required) == (True, False)
    assert set(changes()) == {
        ("Trần Quản Trị", "near_working_days", "3", "5"),
        ("Trần Quản Trị", "extension_until_days_late", "20", "-2"),
        ("Trần Quản Trị", "office_decides_extensions", "0", "1"),
        ("Trần Quản Trị", "explanation_required", "1", "0"),
    }
    page = client.get("/settings", budget=5).text
    assert "Đã lưu 4 thiết lập." in page
    assert "<b>Bắt đầu cảnh báo «Sắp đến hạn»</b>: 3 ngày làm việc → 5 ngày làm việc" in page
    assert "<b>Văn phòng cùng quyết định</b>: không → có" in page
    assert value_in(page, "near_working_days") == "5"


def test_back_to_the_default_leaves_no_row_but_its_trace(cast, client):
    client.sign_in(cast.admin)
    client.post("/settings", data=form(near_working_days=5))
    client.post("/settings", data=form({"near_working_days": "5"}, near_working_days=7))
    assert stored() == {"near_working_days": "7"}
    client.post("/settings", data=form({"near_working_days": "7"}, near_working_days=3))
    assert stored() == {}
    assert [change[2:] for change in changes()] == [("3", "5"), ("5", "7"), ("7", "3")]


def test_nothing_changed_is_said_and_leaves_no_trace(cast, client):
    client.sign_in(cast.admin)
    client.post("/settings", data=form())
    assert "Không có thay đổi nào." in client.get("/settings").text
    assert (stored(), changes()) == ({}, [])


@pytest.mark.parametrize("name", sorted(RANGES))
@pytest.mark.parametrize("side", ["low", "high"])
def test_range_of_each_setting(cast, client, name, side):
    edge, beyond = getattr(RANGES[name], side), -1 if side == "low" else 1
    client.sign_in(cast.admin)
    answer = client.post("/settings", data=form(**{name: edge + beyond}))
    assert (answer.status_code, f'id="{name}-error"' in answer.text) == (422, True)
    assert f"Nhập số nguyên từ {RANGES[name].low} đến {RANGES[name].high}." in answer.text
    assert stored() == {}
    assert client.post("/settings", data=form(**{name: edge})).status_code == 303
    assert stored() == ({} if str(edge) == DEFAULTS[name] else {name: str(edge)})


@pytest.mark.parametrize("typed", ["", "ba", "3,5", "1e2", "99999999999999999999", "٣"])
def test_all_or_nothing_and_nothing_typed_is_lost(cast, client, typed):
    client.sign_in(cast.admin)
    answer = client.post("/settings", data=form(near_working_days=5, decline_within_days=typed))
    assert (answer.status_code, answer.text.count('class="wrong"')) == (422, 1)
    assert (value_in(answer.text, "near_working_days"), value_in(answer.text, "decline_within_days")) == ("5", typed)
    assert (stored(), changes()) == ({}, [])


def test_second_administrator_sees_both_values_and_may_insist(cast, client, other_admin):
    client.sign_in(other_admin)
    client.post("/settings", data=form(near_working_days=5))
    client.sign_in(cast.admin)  # his page was opened before
    answer = client.post("/settings", data=form(near_working_days=7, decline_within_days=9))
    assert answer.status_code == 422
    assert "Vi Thị Mai vừa lưu «5 ngày làm việc»; ở đây đang nhập «7 ngày làm việc»." in answer.text
    assert (stored(), value_in(answer.text, "near_working_days")) == ({"near_working_days": "5"}, "7")
    again = {name: value_in(answer.text, SEEN + name) for name in LINES}
    assert again == DEFAULTS | {"near_working_days": "5"}
    assert client.post("/settings", data=form(again, near_working_days=7, decline_within_days=9)).status_code == 303
    assert stored() == {"near_working_days": "7", "decline_within_days": "9"}


def test_each_value_that_changed_meanwhile_is_asked_about(cast, client, other_admin):
    client.sign_in(other_admin)
    client.post("/settings", data=form(near_working_days=5, decline_within_days=8))
    client.sign_in(cast.admin)
    seen, typed = dict(DEFAULTS), {"near_working_days": 7, "decline_within_days": 9}
    for _round in range(2):
        answer = client.post("/settings", data=form(seen, **typed))
        assert (answer.status_code, answer.text.count("Vi Thị Mai vừa lưu")) == (422, 1)
        seen = {name: value_in(answer.text, SEEN + name) for name in LINES}
    assert client.post("/settings", data=form(seen, **typed)).status_code == 303


def test_what_was_not_touched_keeps_what_another_has_saved(cast, client, other_admin):
    client.sign_in(other_admin)
    client.post("/settings", data=form(near_working_days=5))
    client.sign_in(cast.admin)
    answer = client.post("/settings", data=form(decline_within_days=999))
    assert (answer.status_code, value_in(answer.text, "near_working_days")) == (422, "5")
    assert client.post("/settings", data=form(decline_within_days=9)).status_code == 303
    assert stored() == {"near_working_days": "5", "decline_within_days": "9"}


def test_the_same_value_from_both_is_no_quarrel(cast, client, other_admin):
    client.sign_in(other_admin)
    client.post("/settings", data=form(near_working_days=5))
    client.sign_in(cast.admin)
    assert client.post("/settings", data=form(near_working_days=5)).status_code == 303
    assert len(changes()) == 1


@pytest.mark.parametrize("first", [None, "4"])
@pytest.mark.parametrize("mine", ["7", "3"])
def test_a_row_that_moves_between_reading_and_writing_is_not_overwritten(cast, first, mine):
    """As if another transaction had got in between."""
    other = "5"
    if first:
        actions.save_settings({"near_working_days": first}, {"near_working_days": "3"}, by=cast.admin)
    actions.save_settings({"near_working_days": other}, {"near_working_days": first or "3"}, by=cast.admin)
    assert actions._store("near_working_days", first, mine, cast.admin) is False
    assert stored() == {"near_working_days": other}


def test_the_action_refuses_what_was_not_seen(cast):
    actions.save_settings({"near_working_days": "5"}, {"near_working_days": "3"}, by=cast.admin)
    with pytest.raises(Stale) as stale:
        actions.save_settings({"near_working_days": "7"}, {"near_working_days": "3"}, by=cast.admin)
    assert stale.value.field == "near_working_days"


def test_a_value_that_is_no_longer_allowed_counts_as_not_set_and_is_replaced(cast, client):
    db.session.add(OfficeSetting(name="near_working_days", value="500", changed_at=clock.now(), changed_by_id=1))
    client.sign_in(cast.admin)
    assert value_in(client.get("/settings").text, "near_working_days") == "3"
    assert client.post("/settings", data=form(near_working_days=4)).status_code == 303
    assert stored() == {"near_working_days": "4"}


def test_history_of_a_setting_that_is_gone_is_still_shown(cast, client):
    for name, before, after in (("once_there", "1", "2"), ("near_working_days", "500", "3")):
        pair = {"before": {name: before}, "after": {name: after}}
        history.record(cast.admin, "setting_changed", "settings", 0, setting=name, **pair)
    client.sign_in(cast.admin)
    page = client.get("/settings").text
    assert "<b>once_there</b>: 1 → 2" in page
    assert ": 500 → 3 ngày làm việc" in page


def test_the_trail_of_changes_names_the_setting(cast, client):
    client.sign_in(cast.admin)
    client.post("/settings", data=form(near_working_days=5))
    page = client.get("/history").text
    assert "đổi thiết lập: Bắt đầu cảnh báo «Sắp đến hạn»" in page
