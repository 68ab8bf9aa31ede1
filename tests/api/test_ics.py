"""The text itself: read back by another program, whatever letters stand in it."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.api.ics import Event, write_calendar

AT = datetime(2026, 11, 24, 2, 0, 5, tzinfo=UTC)


def event(summary="Thu ngân sách", description="x", **more):
    values = {"uid": "task-1@x", "on": date(2026, 12, 31), "url": "http://x/1", "changed_at": AT, "sequence": 4}
    return Event(**{**values, "summary": summary, "description": description, **more})


def read_back(body):
    calendar = icalendar.Calendar.from_ical(body)
    assert not calendar.errors
    return calendar, calendar.walk("VEVENT")


# What a program may drop or change: carriage returns and control characters; everything else comes back as it was.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n"), max_size=400)


@given(TEXT, TEXT, st.lists(st.text("ăâđêôơư,;\\ x", min_size=1, max_size=40), max_size=3))
def test_every_text_comes_back_and_no_line_is_too_long(summary, description, categories):
    body = write_calendar("Lịch", "mô tả", [event(summary, description, categories=categories)])
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut in two
    assert b"\n" not in body.replace(b"\r\n", b"")
    _calendar, (one,) = read_back(body)
    assert str(one["SUMMARY"]) == summary
    assert str(one["DESCRIPTION"]) == description
    assert (one["CATEGORIES"].cats if categories else []) == categories


def test_lines_are_folded_at_75_octets_in_front_of_a_letter():
    body = write_calendar("x", "x", [event("ế" * 60)])
    start = body.index(b"SUMMARY:")
    lines = body[start : body.index(b"DESCRIPTION", start)].split(b"\r\n")[:-1]
    assert [len(line) for line in lines] == [74, 73, 43]  # an ế has three octets
    assert all(line.startswith(b" ") for line in lines[1:])


def test_ascii_is_folded_at_exactly_75():
    body = write_calendar("x", "x", [event("a" * 67), event("a" * 68)])
    short, long = (part.split(b"DESCRIPTION")[0] for part in body.split(b"SUMMARY:")[1:])
    assert short == b"a" * 67 + b"\r\n"
    assert long == b"a" * 67 + b"\r\n a\r\n"


@pytest.mark.parametrize(
    "evil", ["x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "x\rATTACH:http://evil", "x\x00\x1b\x7f", "x\x0b\x0c"]
)
def test_nothing_breaks_out_of_its_line(evil):
    body = write_calendar(evil, evil, [event(evil, evil, uid=evil, categories=[evil])])
    calendar, events = read_back(body)
    assert len(events) == 1
    assert "ATTACH" not in events[0]
    assert not any(0 <= octet < 32 and octet not in (10, 13) for octet in body)
    assert str(calendar["X-WR-CALNAME"]).startswith("x")


def test_it_says_what_it_is_and_when_to_ask_again():
    calendar, events = read_back(write_calendar("Lịch phòng", "Việc của Phòng TC-KH", []))
    assert events == []
    assert (calendar["VERSION"], calendar["METHOD"], calendar["CALSCALE"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"]) == "Lịch phòng"
    assert str(calendar["X-WR-TIMEZONE"]) == "Asia/Ho_Chi_Minh"
    assert calendar["REFRESH-INTERVAL"].dt.total_seconds() == 3600


def test_days_are_whole_and_moments_are_utc():
    _calendar, (one,) = read_back(write_calendar("x", "x", [event(is_tentative=True)]))
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert one["DTSTAMP"].dt == one["LAST-MODIFIED"].dt == AT
    assert (one["STATUS"], one["SEQUENCE"], one["TRANSP"]) == ("TENTATIVE", 4, "TRANSPARENT")
