from datetime import date

import pytest

from tracker.calendar import actions
from tracker.calendar.queries import list_days, missing_years, office_calendar


def test_proposed_year_knows_tet_days_in_lieu_and_the_swaps(cast):
    actions.seed_year(2026)
    calendar = office_calendar()
    off = [
        date(2026, 1, 1),
        date(2026, 1, 2),
        date(2026, 2, 17),
        date(2026, 4, 27),
        date(2026, 8, 31),
        date(2026, 9, 2),
    ]
    assert [calendar.is_working(day) for day in off] == [False] * len(off)
    assert calendar.is_working(date(2026, 1, 10))
    assert calendar.is_working(date(2026, 8, 22))


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_only_that_year_is_proposed_and_in_vietnamese(cast, year):
    count = actions.seed_year(year)
    days = list_days(year)
    assert len(days) == count
    assert office_calendar().years == {year}
    assert all(day.is_working == (day.day.weekday() > 4) for day in days)
    assert "Quốc khánh" in {day.name for day in days}


def test_what_the_office_entered_stays(cast):
    actions.add_day(date(2026, 9, 1), False, "Nghỉ bù", by=cast.admin)
    actions.seed_year(2026)
    assert actions.seed_year(2026) == 0
    assert not office_calendar().is_working(date(2026, 9, 1))


def test_next_year_is_asked_for_from_november_on(cast):
    actions.seed_year(2026)
    assert missing_years(date(2026, 10, 31)) == []
    assert missing_years(date(2026, 11, 1)) == [2027]


def test_administrator_edits_on_screen_and_nobody_else(cast, client):
    client.sign_in(cast.admin)
    assert "2027" in client.get("/calendar").text
    assert client.post("/calendar/years/2027").status_code == 303
    assert client.post("/calendar/days", data={"day": "05/02/2027", "kind": "off", "name": "Tết"}).status_code in (
        303,
        422,
    )
    answer = client.post("/calendar/days", data={"day": "06/02/2027", "kind": "off"})
    assert (answer.status_code, "day-error" in answer.text) == (422, True)
    assert client.post("/calendar/days/2027-01-01/deletion").status_code == 303
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        assert client.get("/calendar").status_code == (200 if name == "admin" else 403)
        if name != "admin":
            assert client.post("/calendar/years/2028").status_code == 403


@pytest.mark.parametrize("path", ["/calendar?year=1", "/calendar?year=99999"])
def test_far_years_are_not_found(cast, client, path):
    client.sign_in(cast.admin)
    assert client.get(path).status_code == 404
