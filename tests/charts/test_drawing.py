"""What the macros write: valid pages, a title and a table for each chart, attributes only."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import render_template_string

from tests.harness import check_html
from tracker.charts import Part, Point, Series, lay_months, plot, spark, stack

TODAY = date(2026, 11, 24)
PAGE = """<!doctype html><html lang="vi"><head><title>Biểu đồ</title></head><body>
{% import "components/charts.html" as charts %}{{ body(charts) }}</body></html>"""


@pytest.fixture
def draw(app):
    """A page around one macro, checked as every page is."""

    def draw(body):
        with app.test_request_context("/", headers={"Accept-Language": "vi"}):
            page = render_template_string(PAGE, body=body)
        check_html(page, "chart")
        assert not re.search(r"style=|<script|\bon[a-z]+=|nan|inf\b", page)
        return page

    return draw


def readings(href=""):
    days = [date(2026, month, 28) for month in range(1, 11)]
    return [Point(day, 21.6 * n, href) for n, day in enumerate(days, 1)]


def test_an_indicator_against_its_plan(draw):
    plan = [Point(date(2026, 1, 1), 403), Point(date(2026, 12, 31), 403)]
    pace = [Point(date(2026, 10, 28), 216), Point(date(2026, 12, 31), 403)]
    drawing = plot(
        [
            Series("Thực hiện", "reading", readings(), has_area=True),
            Series("Kế hoạch", "plan", plan, has_dots=False),
            Series("Nhịp độ phải đạt", "pace", pace, has_dots=False),
            Series(
                "Dự báo", "forecast", [Point(date(2026, 10, 28), 216), Point(date(2026, 12, 31), 259.2)], has_dots=False
            ),
        ]
    )
    page = draw(lambda charts: charts.lines("thu", "Thu ngân sách", "216 tỷ trên 403 tỷ", drawing, "tỷ đồng"))
    assert 'role="img" aria-labelledby="thu-title thu-desc"' in page
    assert '<title id="thu-title">Thu ngân sách</title><desc id="thu-desc">216 tỷ trên 403 tỷ</desc>' in page
    assert [f"line {style}" in page for style in ("reading", "plan", "pace", "forecast")] == [True] * 4
    assert "Đơn vị tính: tỷ đồng" in page
    assert re.search(r'<th scope="row" class="what"><span>28/10/2026</span></th>', page)
    assert "<span>216</span>" in page
    assert "<span>21,6</span>" in page


def test_every_second_day_below_is_spared_on_a_phone(draw):
    drawing = plot([Series("Thực hiện", "reading", [Point(date(2026, 1, 1), 0), Point(date(2026, 12, 31), 403)])])
    page = draw(lambda charts: charts.lines("thu", "Thu ngân sách", "403 tỷ", drawing))
    written = re.findall(r'<text class="tick( spare)?" [^>]*>(\d\d/\d{4})<', page)
    assert written == [("", "01/2026"), (" spare", "04/2026"), ("", "07/2026"), (" spare", "10/2026")]


def test_points_with_lists_are_links_and_late_ones_are_squares(draw):
    drawing = plot([Series("Quá hạn", "overdue", readings("/tasks?band=overdue"))], whole=True)
    page = draw(lambda charts: charts.lines("b", "Diễn biến", "", drawing))
    assert 'role="group" aria-labelledby="b-title' in page
    assert page.count('tabindex="-1"') == 10
    assert page.count('<rect class="dot overdue"') == 11  # one in the key
    assert page.count('<a href="/tasks?band=overdue">') == 10  # in the table, for hands on the keyboard


def test_bars_of_parts_and_their_table(draw):
    kinds = [("late", "Quá hạn"), ("week", "Trong tuần"), ("no_due", "Không thời hạn")]
    rows = [
        ("Phòng TC-KH", "/u", [Part(4, "/late"), Part(0, "/week"), Part(2, "/none")]),
        ("Thuế", "/t", [Part(0)] * 3),
    ]
    page = draw(lambda charts: charts.patterns() + charts.stacked("s", "Theo đơn vị", "", kinds, stack(rows), "Đơn vị"))
    assert 'aria-label="Phòng TC-KH, Quá hạn: 4"' in page
    assert "<desc>Quá hạn: 4. Không thời hạn: 2. </desc>" in page
    assert page.count('fill="url(#fill-no_due)"') == 2  # in the key and in the bar
    assert '<a href="/none">2</a>' in page
    assert "/week" not in page  # nothing to open


def test_a_month_of_due_dates(draw):
    (month,) = lay_months(TODAY, TODAY, {TODAY: 3, TODAY + timedelta(days=1): 12})
    names = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    page = draw(
        lambda charts: charts.heat(
            "m",
            "11/2026",
            month,
            names,
            lambda day: (day.weekday() > 4, day < TODAY, day == TODAY),
            lambda day: f"/{day}",
        )
    )
    assert '<a href="/2026-11-24" aria-label="24/11/2026: 3 nhiệm vụ">' in page
    assert page.count("<a ") == 2
    assert page.count('<rect class="day') == 30
    assert page.count("today") == 1


def test_nothing_is_said_in_a_sentence(draw):
    for body in (
        lambda charts: charts.lines("a", "Trống", "", plot([])),
        lambda charts: charts.stacked("b", "Trống", "", [], stack([])),
    ):
        page = draw(body)
        assert "Chưa có số liệu để vẽ biểu đồ." in page
        assert "<svg" not in page
    assert "—" in draw(lambda charts: charts.sparkline(spark([1]), "Một số"))


def test_a_spark_is_an_image_with_its_words(draw):
    page = draw(lambda charts: charts.sparkline(spark([1, 5, 3]), "1, 5, 3 việc", "late"))
    assert 'class="sparkline late"' in page
    assert 'role="img" aria-label="1, 5, 3 việc"' in page
