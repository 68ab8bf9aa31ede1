"""The made-up office of the benchmarks."""

from datetime import date, timedelta

from tracker.demo.bench_data.generate import make_office

TODAY = date(2026, 11, 24)


def closed_lately(office) -> int:
    since = (TODAY - timedelta(days=60)).isoformat()
    return sum(1 for row in office.tasks if row["done"] and row["done"] >= since)


def test_history_grows_without_activity():
    office = make_office(400, 40, TODAY, units=5, users=9, recent=3)
    assert (len(office.tasks), sum(not row["done"] for row in office.tasks), closed_lately(office)) == (400, 40, 3)
    assert closed_lately(make_office(400, 40, TODAY, units=5, users=9)) > 3


def test_work_is_numbered_as_it_is_given():
    rows = make_office(100, 10, TODAY, units=5, users=9).tasks
    assert [row["id"] for row in rows] == list(range(1, 101))
    assert [row["created"] for row in rows] == sorted(row["created"] for row in rows)
