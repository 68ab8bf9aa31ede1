"""Calendar feeds: what stands in them, for whom, how long, and that nobody else learns anything."""

import hashlib
import html
import re
import runpy
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import icalendar
import pytest
import time_machine
from gunicorn.config import Config
from sqlalchemy import event

from config import ROOT
from tests.cast import hire
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.api import actions as feeds
from tracker.api import entries, throttle, views
from tracker.api.models import FeedKind, FeedToken
from tracker.api.queries import find_feed
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.people import actions as people
from tracker.people.acting import list_own_actors_of
from tracker.people.models import Post, Role, StandIn, User
from tracker.tasks import actions
from tracker.tasks.models import Step, Task, TaskState
from tracker.tasks.queries import get_task_for

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _no_tries_yet(monkeypatch):
    monkeypatch.setattr(views, "_throttle", throttle.Throttle())


def open_feed(actor, unit=None, name="Điện thoại của tôi"):
    token = feeds.add_feed(name, unit.id if unit else None, by=actor)
    db.session.commit()
    return f"/calendar/{token}.ics"


def read(client, address, **kwargs):
    """The events by their number."""
    answer = client.get(address, budget=5, **kwargs)
    assert answer.status_code == 200, answer.status
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert not calendar.errors
    return {str(one["UID"]).partition("@")[0]: one for one in calendar.walk("VEVENT")}


def summaries(client, address):
    return sorted(str(one["SUMMARY"]) for one in read(client, address).values())


def test_it_holds_a_day_for_each_open_task_with_a_due_date(cast, client):
    task = issue(cast, title="Giải ngân; vốn, đợt 2", topic_id=cast.budget.id)
    issue(cast, title="Không hạn", due_on=None)
    issue(cast, title="Của phường", lead_unit_id=cast.ward.id)
    address = open_feed(cast.finance_head)
    (one,) = read(client, address).values()
    assert str(one["UID"]) == f"task-{task.id}@tracker.example.vn"
    assert str(one["SUMMARY"]) == "[NV-2026-0001] Giải ngân; vốn, đợt 2"
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2026, 12, 15), date(2026, 12, 16))
    assert (one["TRANSP"], one["STATUS"], one["SEQUENCE"]) == ("TRANSPARENT", "CONFIRMED", 2)
    assert one["URL"] == f"http://tracker.example.vn/tasks/{task.id}"
    assert str(one["DESCRIPTION"]).split("\n") == [
        "Mới giao, chờ tiếp nhận",
        "Đơn vị chủ trì: Phòng TC-KH",
        f"http://tracker.example.vn/tasks/{task.id}",
    ]
    assert one["CATEGORIES"].cats == ["Thu ngân sách"]
    made = db.session.query(HistoryEntry.at).filter_by(event="task_issued", subject_id=task.id).scalar()
    assert one["DTSTAMP"].dt == one["LAST-MODIFIED"].dt == made.replace(microsecond=0)


def test_what_happens_to_a_task_is_seen_in_its_day(cast, client):
    task = issue(cast)
    address = open_feed(cast.finance_head)
    before = read(client, address)[f"task-{task.id}"]
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=True):
        actions.set_due_date(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.chairman)
        db.session.commit()
        after = read(client, address)[f"task-{task.id}"]
        assert after["UID"] == before["UID"]
        assert after["DTSTART"].dt == date(2026, 12, 30)
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
        put_in(task, TaskState.SUSPENDED)
        assert read(client, address)[f"task-{task.id}"]["STATUS"] == "TENTATIVE"
        for state in (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED):
            put_in(task, state)
            assert read(client, address) == {}


def test_overdue_and_starred_work_says_so(cast, client):
    task = issue(cast, due_on=date(2026, 11, 20))  # a Friday
    address = open_feed(cast.finance_head)
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=clock.OFFICE_ZONE), tick=True):
        before = read(client, address)[f"task-{task.id}"]
        assert not str(before["SUMMARY"]).startswith("QUÁ HẠN")
    task.is_starred = True
    db.session.commit()
    late = read(client, address)[f"task-{task.id}"]
    assert str(late["SUMMARY"]) == "QUÁ HẠN ★ [NV-2026-0001] Thu ngân sách đạt kế hoạch"
    assert late["SEQUENCE"] > before["SEQUENCE"]
    put_in(task, TaskState.SUBMITTED)  # reported today: as late as it was on that day
    assert str(read(client, address)[f"task-{task.id}"]["SUMMARY"]).startswith("QUÁ HẠN")
    task.reported_on = date(2026, 11, 20)
    db.session.commit()
    assert str(read(client, address)[f"task-{task.id}"]["SUMMARY"]).startswith("★ [NV")


def test_becoming_overdue_changes_the_event_though_nobody_touched_the_task(cast, client):
    task = issue(cast, due_on=date(2026, 11, 27))
    address = open_feed(cast.finance_head)
    before = read(client, address)[f"task-{task.id}"]
    with time_machine.travel(datetime(2026, 11, 28, 9, tzinfo=clock.OFFICE_ZONE), tick=True):
        late = read(client, address)[f"task-{task.id}"]
    assert late["LAST-MODIFIED"].dt == datetime(2026, 11, 27, 17, tzinfo=UTC)  # midnight of the office
    assert (before["SEQUENCE"], late["SEQUENCE"]) == (2, 3)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("chairman", {"Của Chủ tịch"}),
        ("vice_chairman", {"Thu ngân sách đạt kế hoạch", "Giao cho Sơn", "Của phường", "Của Văn phòng"}),
        ("clerk", {"Của Văn phòng"}),
        ("finance_head", {"Thu ngân sách đạt kế hoạch", "Giao cho Sơn", "Của Chủ tịch"}),
        ("finance_officer", {"Giao cho Sơn"}),
        ("ward_chair", {"Của phường"}),
        ("outsider", set()),
    ],
)
def test_my_work_is_what_i_answer_for_or_was_given(cast, client, person, expected):
    issue(cast)
    passed = issue(cast, title="Giao cho Sơn")
    actions.assign_officer(passed, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    issue(cast, title="Của Chủ tịch", leader_id=cast.chairman.user_id)
    issue(cast, title="Của phường", lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id])
    issue(cast, title="Của Văn phòng", lead_unit_id=cast.office.id)
    found = summaries(client, open_feed(cast.everyone[person]))
    assert {line.partition("] ")[2] for line in found} == expected


def test_steps_are_days_of_their_officer(cast, client):
    task = issue(cast)
    actions.add_step(
        task,
        actions.StepPlan("Gom số liệu", cast.finance_officer.user_id, date(2026, 12, 1)),
        "k",
        by=cast.finance_head,
    )
    actions.add_step(task, actions.StepPlan("Không hạn", cast.finance_officer.user_id), "k2", by=cast.finance_head)
    db.session.commit()
    address = open_feed(cast.finance_officer)
    (one,) = read(client, address).values()
    step = db.session.query(Step).filter_by(title="Gom số liệu").one()
    assert str(one["UID"]) == f"step-{step.id}@tracker.example.vn"
    assert str(one["SUMMARY"]) == "[NV-2026-0001] Việc nhỏ: Gom số liệu"
    assert one["DTSTART"].dt == date(2026, 12, 1)
    assert "Thuộc nhiệm vụ: Thu ngân sách đạt kế hoạch" in one["DESCRIPTION"]
    assert f"step-{step.id}" not in read(client, open_feed(cast.finance_head))
    assert f"step-{step.id}" not in read(client, open_feed(cast.finance_officer, cast.finance, "Lịch phòng"))
    step.done_at = clock.now()
    db.session.commit()
    assert read(client, address) == {}


def test_step_of_a_task_that_went_to_another_unit_is_not_shown(cast, client):
    task = issue(cast)
    actions.add_step(
        task,
        actions.StepPlan("Gom số liệu", cast.finance_officer.user_id, date(2026, 12, 1)),
        "k",
        by=cast.finance_head,
    )
    address = open_feed(cast.finance_officer)
    assert len(read(client, address)) == 1
    task.lead_unit_id = cast.ward.id
    db.session.commit()
    assert read(client, address) == {}


def test_unit_shows_what_it_leads_and_cooperates_in_until_its_part_is_done(cast, client):
    issue(cast, title="Chủ trì")
    shared = issue(cast, title="Phối hợp", lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id])
    issue(cast, title="Việc khác", lead_unit_id=cast.ward.id)
    address = open_feed(cast.finance_officer, cast.finance)
    found = read(client, address)
    kinds = {str(one["SUMMARY"]).partition("] ")[2]: one["CATEGORIES"].cats for one in found.values()}
    assert kinds == {"Chủ trì": ["Chủ trì"], "Phối hợp": ["Phối hợp"]}
    actions.add_part(get_task_for(cast.finance_head, shared.id), progress("p"), True, by=cast.finance_head)
    db.session.commit()
    assert len(read(client, address)) == 1


@pytest.mark.parametrize("person", ["finance_head", "ward_chair", "outsider", "finance_officer"])
def test_units_see_only_themselves(cast, client, person):
    actor = cast.everyone[person]
    own = {"finance_head": cast.finance, "finance_officer": cast.finance, "ward_chair": cast.ward}.get(
        person, cast.culture
    )
    for unit in (cast.finance, cast.ward, cast.culture, cast.office):
        if unit is own:
            assert find_feed(feeds.add_feed("Lịch phòng", unit.id, by=actor)).unit_id == unit.id
        else:
            with pytest.raises(NotAllowed):
                feeds.add_feed("Lịch phòng", unit.id, by=actor)
    client.sign_in(actor)
    page = client.get("/account/calendars", budget=6).text
    assert len(re.findall(r"<option[^>]*>", page)) == 2
    foreign = cast.ward if own is not cast.ward else cast.finance
    answer = client.post("/account/calendars", data={"name": "Lịch phòng khác", "unit_id": foreign.id})
    assert (answer.status_code, "Hãy chọn một mục trong danh sách." in answer.text) == (422, True)


@pytest.mark.parametrize("person", ["chairman", "clerk", "admin"])
def test_who_sees_everything_may_have_any_unit(cast, client, person):
    issue(cast, lead_unit_id=cast.ward.id)
    assert len(read(client, open_feed(cast.everyone[person], cast.ward))) == 1


def test_administrator_has_no_work_of_his_own(cast, client):
    with pytest.raises(NotAllowed):
        feeds.add_feed("Của tôi", None, by=cast.admin)
    client.sign_in(cast.admin)
    assert "Việc của tôi</option>" not in client.get("/account/calendars", budget=6).text


def test_person_with_two_posts_finds_the_work_of_both_in_one(cast, client):
    issue(cast)
    issue(cast, title="Của phòng VH-TT", lead_unit_id=cast.culture.id)
    person = db.session.get_one(User, cast.finance_head.user_id)
    people.add_post(person, Role.DEPUTY, cast.culture.id, "Phó phòng", by=cast.admin)
    assert len(read(client, open_feed(cast.finance_head))) == 2


def test_stand_in_keeps_his_own_calendar(cast, client):
    """Who is absent keeps his; the days of somebody else do not come into a telephone."""
    issue(cast, lead_unit_id=cast.culture.id)
    address = open_feed(cast.finance_head)
    db.session.add(
        StandIn(
            post_id=cast.outsider.post_id,
            user_id=cast.finance_head.user_id,
            from_on=TODAY,
            until_on=TODAY,
            at=clock.now(),
            given_by_id=cast.admin.user_id,
        )
    )
    db.session.commit()
    assert read(client, address) == {}


# How it ends


def is_dead(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.data) in ((404, b""), (200, answer.data))
    return answer.status_code == 404


def test_revoked_feed_is_dead_at_once_and_its_name_free_again(cast, client):
    address = open_feed(cast.finance_head)
    client.sign_in(cast.finance_head)
    feed = db.session.query(FeedToken).one()
    for _press in range(2):
        assert client.post(f"/account/calendars/{feed.id}/revocation").status_code == 303
    assert is_dead(client, address)
    assert db.session.query(HistoryEntry).filter_by(event="calendar_feed_revoked").count() == 1
    assert not is_dead(client, open_feed(cast.finance_head))


def test_disabled_owner_and_ended_post_end_it_for_good(cast, client):
    mine, unit = open_feed(cast.finance_head), open_feed(cast.finance_head, cast.finance, "Lịch phòng")
    person = db.session.get_one(User, cast.finance_head.user_id)
    for is_enabled in (False, True):
        people.edit_user(person, "tckh", person.name, person.email, is_enabled, by=cast.admin)
        db.session.commit()
        assert is_dead(client, mine)
        assert is_dead(client, unit)
    ended = db.session.query(HistoryEntry).filter_by(event="calendar_feed_ended", subject_id=person.id).all()
    assert sorted(entry.data["name"] for entry in ended) == ["Lịch phòng", "Điện thoại của tôi"]
    assert {entry.by_user_id for entry in ended} == {cast.admin.user_id}


def test_each_reading_asks_anew_whether_the_owner_may(cast, client):
    """Even where nothing has ended the feed itself: the row of the post or the account alone decides."""
    mine, unit = open_feed(cast.finance_head), open_feed(cast.finance_head, cast.finance, "Lịch phòng")
    post = db.session.get_one(Post, cast.finance_head.post_id)
    post.role, post.unit_id = Role.HEAD, cast.ward.id
    db.session.commit()
    assert (is_dead(client, mine), is_dead(client, unit)) == (False, True)
    post.ended_on = TODAY
    db.session.commit()
    assert (is_dead(client, mine), is_dead(client, unit)) == (True, True)
    post.ended_on = None
    db.session.get_one(User, post.user_id).is_enabled = False
    db.session.commit()
    assert is_dead(client, mine)


def test_ended_post_keeps_what_rests_on_another(cast, client):
    person = db.session.get_one(User, cast.finance_head.user_id)
    people.add_post(person, Role.HEAD, cast.culture.id, "Trưởng phòng", by=cast.admin)
    mine, unit = open_feed(cast.finance_head), open_feed(cast.finance_head, cast.finance, "Lịch phòng")
    people.end_post(db.session.get_one(Post, cast.finance_head.post_id), by=cast.admin)
    db.session.commit()
    assert (is_dead(client, mine), is_dead(client, unit)) == (False, True)


# The page


def test_page_shows_the_address_once_and_it_works(cast, client):
    client.sign_in(cast.finance_head)
    answer = client.post("/account/calendars", data={"name": " Điện  thoại ", "unit_id": cast.finance.id})
    address = re.search(r'value="(http://tracker.example.vn/calendar/[\w-]{43}\.ics)"', answer.text)[1]
    assert f'href="{address.replace("http:", "webcal:")}"' in answer.text
    token = db.session.query(FeedToken).one()
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert (token.name, token.kind, token.unit_id) == ("Điện thoại", FeedKind.UNIT, cast.finance.id)
    assert token.token_hash == hashlib.sha256(secret.encode()).hexdigest()
    kept = [str(entry.data) for entry in db.session.query(HistoryEntry)]
    assert not any(secret in text or token.token_hash in text for text in kept)
    page = client.get("/account/calendars", budget=6)
    assert secret not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "chưa đọc lần nào" in page.text
    client.sign_out()
    assert read(client, address.removeprefix("http://tracker.example.vn")) == {}
    client.sign_in(cast.finance_head)
    assert "đọc lần cuối 24/11" in client.get("/account/calendars").text


def test_account_leads_there(cast, client):
    client.sign_in(cast.finance_officer)
    assert 'href="/account/calendars"' in client.get("/account").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  \u200b "}, "Đặt tên cho lịch"),
        ({"name": "x" * 61}, "Tối đa 60 ký tự"),
        ({"name": "x" * 10_000_000}, "Tối đa 60 ký tự"),
        ({"unit_id": "abc"}, "is-invalid"),
        ({"unit_id": "99999"}, "Hãy chọn một mục trong danh sách."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, client, changes, sentence):
    client.sign_in(cast.finance_head)
    answer = client.post("/account/calendars", data={"name": "Lịch", "unit_id": "0", **changes})
    assert (answer.status_code, sentence in html.unescape(answer.text)) == (422, True)
    assert db.session.query(FeedToken).count() == 0


def test_line_breaks_and_decomposed_letters_in_a_name(cast, client):
    client.sign_in(cast.finance_head)
    answer = client.post("/account/calendars", data={"name": "Lịch\r\nBEGIN:VEVENT", "unit_id": "0"})
    address = re.search(r"/calendar/[\w-]{43}\.ics", answer.text)[0]
    assert db.session.query(FeedToken.name).scalar() == "Lịch BEGIN:VEVENT"
    assert read(client, address) == {}


def test_same_name_and_more_than_ten_are_refused(cast, client):
    client.sign_in(cast.finance_head)
    body = {"name": "Lịch", "unit_id": "0"}
    assert client.post("/account/calendars", data=body).status_code == 200
    answer = client.post("/account/calendars", data=body)  # a second press, or the page sent again
    assert (answer.status_code, "Đã có lịch mang tên này" in answer.text) == (422, True)
    for number in range(9):
        feeds.add_feed(f"Lịch {number}", None, by=cast.finance_head)
    with pytest.raises(Refused, match="tối đa 10 lịch"):
        feeds.add_feed("Một nữa", None, by=cast.finance_head)
    feeds.revoke_feed(db.session.query(FeedToken).first(), by=cast.finance_head)
    assert feeds.add_feed("Một nữa", None, by=cast.finance_head)
    assert feeds.add_feed("Lịch", None, by=cast.ward_chair)


def test_another_persons_feed_is_neither_seen_nor_revoked(cast, client):
    address = open_feed(cast.finance_head, name="Riêng của Hà")
    feed = db.session.query(FeedToken).one()
    for name, actor in cast.everyone.items():
        if name != "finance_head":
            client.sign_in(actor)
            assert "Riêng của Hà" not in client.get("/account/calendars", budget=6).text
            assert client.post(f"/account/calendars/{feed.id}/revocation").status_code == 404
    assert not is_dead(client, address)


def test_history_tells_in_words(cast, client):
    open_feed(cast.finance_head)
    client.sign_in(cast.admin)
    assert "tạo địa chỉ lịch" in client.get("/history?event=calendar_feed_added").text
    assert "tạo địa chỉ lịch: Điện thoại của tôi" in client.get(f"/people/{cast.finance_head.user_id}").text


# The address


@pytest.mark.parametrize(
    "token", ["x", "x" * 43, "x" * 44, "x" * 5000, "%00" * 43, "é" * 43, "' OR 1=1 --", "..", "a" * 42 + "."]
)
def test_whatever_is_wrong_the_answer_says_nothing(cast, client, token):
    open_feed(cast.finance_head)
    answer = client.get(f"/calendar/{token}.ics")
    assert (answer.status_code, answer.data) == (404, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_only_reading_is_possible(cast, client):
    address = open_feed(cast.finance_head)
    for method in ("POST", "PUT", "DELETE", "PROPFIND"):
        assert client.open(address, method=method).status_code == 405


def test_it_is_kept_by_nobody_but_the_reader_and_asked_for_anew(cast, client):
    task = issue(cast)
    address = open_feed(cast.finance_head)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    tag = answer.headers["ETag"]
    assert answer.headers["Last-Modified"] == "Tue, 24 Nov 2026 02:00:00 GMT"
    again = client.get(address, headers={"If-None-Match": tag}, budget=4)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": f"W/{tag}"}).status_code == 304
    head = client.head(address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)
    put_in(task, TaskState.COMPLETED)  # leaves no moment behind, so that only the tag can tell
    dated = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert client.get(address, headers=dated).status_code == 200
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_reading_is_noted_once_a_day(cast, client):
    address = open_feed(cast.finance_head)
    used = db.select(FeedToken.last_used_at)
    client.get(address)
    first = db.session.scalar(used)
    assert clock.to_office(first).date() == TODAY
    with time_machine.travel(clock.now() + timedelta(hours=5), tick=True):
        client.get(address, budget=4)
        assert db.session.scalar(used) == first
    with time_machine.travel(clock.now() + timedelta(hours=16), tick=True):
        client.get(address, budget=5)
        assert db.session.scalar(used) > first


def test_it_speaks_the_language_of_its_owner(cast, client):
    issue(cast, due_on=date(2026, 11, 20))
    db.session.get_one(User, cast.finance_head.user_id).language = "en"
    address = open_feed(cast.finance_head)
    assert summaries(client, address) == ["OVERDUE [NV-2026-0001] Thu ngân sách đạt kế hoạch"]


def test_many_wrong_tries_are_turned_away_before_the_database_is_asked(cast, client):
    good = open_feed(cast.finance_head)
    read(client, good)
    other = open_feed(cast.finance_officer)
    for number in range(throttle.FREE_TRIES):
        assert client.get(f"/calendar/{number:043d}.ics", budget=1).status_code == 404
    answer = client.get(f"/calendar/{99:043d}.ics")
    assert (answer.status_code, answer.data, client.queries) == (429, b"", 0)
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert client.get(other).status_code == 429
    assert client.get(good).status_code == 200  # the office's own, from the same address
    assert client.get(other, environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=True):
        assert client.get(f"/calendar/{99:043d}.ics").status_code == 404


def test_dead_feeds_that_programs_keep_reading_shut_nobody_out(cast, client):
    address = open_feed(cast.finance_head, name="Máy cũ")
    read(client, address)
    feeds.revoke_feed(db.session.query(FeedToken).one(), by=cast.finance_head)
    db.session.commit()
    living = open_feed(cast.finance_officer)
    for number in range(throttle.FREE_TRIES * 3):
        assert client.get(address).status_code == 404, number
    assert client.queries == 0  # known as dead, so the database is not asked again
    assert client.get(living).status_code == 200


def test_a_dead_address_is_asked_for_again_after_the_window(cast, client):
    dead = f"/calendar/{7:043d}.ics"
    client.get(dead)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=True):
        assert client.get(dead, budget=1).status_code == 404
        assert client.queries == 1


def test_throttle_keeps_no_more_of_an_address_than_it_counts():
    held, now = throttle.Throttle(), datetime(2026, 11, 24, tzinfo=UTC)
    for number in range(1000):
        held.note_wrong("a", str(number), now)
    assert len(held._tries["a"].wrong) == throttle.FREE_TRIES
    assert held.seconds_to_wait("a", "new", now) > 0
    assert held.seconds_to_wait("b", "new", now) == 0


def test_throttle_forgets_the_oldest(monkeypatch):
    monkeypatch.setattr(throttle, "_MOST_KEPT", 3)
    held, now = throttle.Throttle(), datetime(2026, 11, 24, tzinfo=UTC)
    for number in range(9):
        held.note_wrong(str(number), "k", now)
        held.note_right(str(number))
    assert list(held._tries) == list(held._right) == ["6", "7", "8"]


def test_more_than_fits_is_cut_to_the_nearest_and_says_so(cast, client, monkeypatch):
    monkeypatch.setattr(entries, "MOST", 4)
    for days in (-40, -3, -1, 0, 5, 90):
        issue(cast, title=f"Việc {days}", due_on=TODAY + timedelta(days=days))
    address = open_feed(cast.finance_head)
    found = [line.partition("] ")[2] for line in summaries(client, address)]
    assert set(found) == {"Việc 0", "Việc 5", "Việc 90", "Việc -1"}
    calendar = icalendar.Calendar.from_ical(client.get(address).data)
    assert "hạn gần nhất" in calendar["X-WR-CALDESC"]


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
@pytest.mark.parametrize("person", ["chairman", "clerk", "finance_head", "finance_officer"])
@pytest.mark.parametrize("of_unit", [False, True])
def test_no_table_is_read_from_end_to_end(cast, app, person, of_unit):
    actor = cast.everyone[person]
    feed = find_feed(feeds.add_feed("Lịch", cast.finance.id if of_unit else None, by=actor))
    seen = []

    def note(conn, cursor, statement, parameters, *rest):
        seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    entries.list_entries(feed, TODAY)
    find_feed("x" * 43)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) == (2 if of_unit else 3)
    for statement, parameters in seen:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
        assert not [step for step in steps if re.match(r"SCAN (task|step|feed_token|post|history_entry)\b", step)], (
            steps
        )


def test_actors_are_the_persons_own_posts(cast):
    assert list_own_actors_of(cast.clerk.user_id) == [cast.clerk]
    assert (
        list_own_actors_of(hire("moi", "Người Mới", Role.OFFICER, cast.ward, "").user_id)[0].unit_name
        == "Phường Sông Hiến"
    )


def test_task_is_there_once_though_two_posts_bring_it(cast, client):
    person = db.session.get_one(User, cast.finance_head.user_id)
    people.add_post(person, Role.OFFICER, cast.finance.id, "Kiêm", by=cast.admin)
    task = issue(cast)
    task.officer_id = person.id
    db.session.commit()
    answer = client.get(open_feed(cast.finance_head))
    assert answer.data.count(b"BEGIN:VEVENT") == 1
    assert db.session.query(Task).count() == 1


def test_log_of_the_web_server_leaves_the_secret_out():
    log = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))["logger_class"](Config())
    secret = "s" * 43
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/calendar/{secret}.ics?x=1",
        "PATH_INFO": f"/calendar/{secret}.ics",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    asked = SimpleNamespace(headers=[])
    atoms = log.atoms(SimpleNamespace(status="200 OK", headers=[], sent=5), asked, environ, timedelta(seconds=1))
    assert atoms["r"] == "GET /calendar/….ics?x=1 HTTP/1.1"
    assert not any(secret in str(value) for name, value in atoms.items() if name in ("r", "U"))
    environ |= {"RAW_URI": f"/unsubscribe/{secret}?x=1", "PATH_INFO": f"/unsubscribe/{secret}"}
    atoms = log.atoms(SimpleNamespace(status="200 OK", headers=[], sent=5), asked, environ, timedelta(seconds=1))
    assert (atoms["r"], atoms["U"]) == ("GET /unsubscribe/…?x=1 HTTP/1.1", "/unsubscribe/…")
    environ |= {"RAW_URI": "/calendar?year=2026", "PATH_INFO": "/calendar"}
    atoms = log.atoms(SimpleNamespace(status="200 OK", headers=[], sent=5), asked, environ, timedelta(seconds=1))
    assert atoms["r"] == "GET /calendar?year=2026 HTTP/1.1"
