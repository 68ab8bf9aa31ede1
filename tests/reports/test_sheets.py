"""The register on paper and as a sheet, a list as a table: whole, under the filter, and harmless whatever was typed."""

import csv
import html
import io
import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.reports.test_outstanding import limits, walk
from tests.review.notices import enter
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.reports.sheets.table import guard
from tracker.tasks import actions
from tracker.tasks.bands import Band
from tracker.tasks.filters import TaskFilter
from tracker.tasks.models import Task

TODAY = date(2026, 11, 24)
HEADS = [
    "STT",
    "Nhiệm vụ",
    "Văn bản giao nhiệm vụ",
    "Cơ quan chủ trì",
    "Thời hạn",
    "Kết quả, tiến độ",
    "Mã",
    "Nhóm",
    "Phối hợp",
    "Lãnh đạo",
]
FORMULA = '=HYPERLINK("http://example.vn";"Xem")'


def enter_work(cast):
    """Late, undated, reported and due work of two units."""
    notice = enter(cast)
    notice.set_number("UBND thành phố", "131/TB-UBND", date(2026, 10, 27))
    issue(cast, title=FORMULA, due_on=TODAY - timedelta(days=6), notice_id=notice.id)
    issue(cast, title="Việc không thời hạn", due_on=None, lead_unit_id=cast.ward.id, topic_id=None)
    told = issue(cast, title="Việc đã báo cáo", due_on=TODAY + timedelta(days=20))
    actions.add_update(told, progress("u", percent=60), by=cast.finance_head)
    actions.submit_completion(told, progress("s"), TODAY, by=cast.finance_head)
    helped = issue(
        cast, title="Việc có phối hợp", due_on=TODAY + timedelta(days=2), cooperating_unit_ids=[cast.ward.id]
    )
    actions.add_update(helped, progress("v", percent=35), by=cast.finance_head)
    db.session.commit()


def sheet_of(client, query="", budget=10):
    answer = client.get(f"/outstanding.xlsx{query}", budget=budget, buffered=True)
    assert answer.status_code == 200
    return answer, load_workbook(io.BytesIO(answer.data)).active


def table_of(sheet):
    """The head of the table, its rows and what stands above it."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    first = next(number for number, row in enumerate(rows) if row[0] == "STT")
    return [row[0] for row in rows[:first] if row[0]], rows[first], rows[first + 1 :]


def test_the_sheet_is_the_register(cast, client):
    enter_work(cast)
    client.sign_in(cast.clerk)
    answer, sheet = sheet_of(client)
    above, head, rows = table_of(sheet)
    assert above[0] == "CHỈ ĐẠO CHƯA HOÀN THÀNH"
    assert above[1].startswith("Dữ liệu tính đến ngày 24/11/2026, 09:0")
    assert above[2] == "4 nhiệm vụ; quá hạn: 1; tuần này: 1; không thời hạn: 1; chờ xác nhận: 1"
    assert head == HEADS
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert [row[1] for row in rows] == [FORMULA, "Việc có phối hợp", "Việc không thời hạn", "Việc đã báo cáo"]
    assert rows[0][2] == "131/TB-UBND, 27/10/2026"
    assert [row[4].date() if row[4] else None for row in rows] == [
        date(2026, 11, 18),
        date(2026, 11, 26),
        None,
        date(2026, 12, 14),
    ]
    assert rows[1][5] == "Sắp đến hạn · 35%: Đã thu 58 tỷ đồng"
    assert [row[7] for row in rows] == ["Quá hạn", "Tuần này", "Không thời hạn", "Chờ xác nhận"]
    assert rows[1][8] == cast.ward.short_name
    assert rows[0][9] == cast.vice_chairman.name
    name = quote("Chỉ đạo chưa hoàn thành 24-11-2026.xlsx")
    assert f"filename*=UTF-8''{name}" in answer.headers["Content-Disposition"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_what_is_typed_is_text_and_dates_are_dates(cast, client):
    enter_work(cast)
    client.sign_in(cast.clerk)
    _, sheet = sheet_of(client)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}  # no formula, no link
    assert not any(cell.hyperlink for cell in cells)
    assert next(cell for cell in cells if cell.value == FORMULA).data_type in ("s", "inlineStr")
    day = next(cell for cell in cells if cell.is_date)
    assert day.number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref == "A5:J9"
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("by", ["", "unit", "topic", "notice", "leader"])
def test_print_and_sheet_hold_what_the_screen_does_under_its_filter(cast, client, by):
    enter_work(cast)
    client.sign_in(cast.vice_chairman)
    query = f"?unit={cast.finance.id}&by={by}" if by else f"?unit={cast.finance.id}"
    above, _, rows = table_of(sheet_of(client, query)[1])
    assert f"Phạm vi: {cast.finance.name}" in above
    expected = {row.title for row in db.session.query(Task).filter_by(lead_unit_id=cast.finance.id)}
    assert {row[1] for row in rows} == expected
    page = html.unescape(client.get(f"/outstanding/print{query}", budget=10).text)
    assert re.findall(r'<td class="num">(\d+)</td>\s*<td>([^<]+)</td>', page) == [
        (str(number), row[1]) for number, row in enumerate(rows, 1)
    ]
    assert "3 nhiệm vụ; quá hạn: 1" in page
    assert f"Phạm vi: {cast.finance.name}" in page


def test_the_print_is_whole_and_its_groups_are_counted(cast, client):
    for number in range(60):
        issue(cast, title=f"Việc {number}", due_on=TODAY - timedelta(days=3 + number % 5))
    db.session.commit()
    client.sign_in(cast.chairman)
    page = client.get("/outstanding/print?mine=0", budget=10).text
    assert page.count('<td class="num">') == 60
    assert 'scope="rowgroup">Quá hạn · 60</th>' in page
    assert "Dữ liệu tính đến ngày 24/11/2026" in page


def test_conclusions_of_one_name_are_groups_of_their_own_as_on_the_screen(cast, client):
    for day in (10, 17):
        held = date(2026, 11, day)
        notice = enter(cast, number="", meeting="Giao ban tuần", held_on=held, issued_on=held)
        issue(cast, title=f"Việc {day}", notice_id=notice.id)
    db.session.commit()
    client.sign_in(cast.clerk)
    page = client.get("/outstanding/print?by=notice", budget=10).text
    found = re.findall(r'scope="rowgroup">([^<]+)</th>|<td>(Việc \d+)</td>', page)
    assert found == [("Giao ban tuần · 1", ""), ("", "Việc 17"), ("Giao ban tuần · 1", ""), ("", "Việc 10")]


def read_table(answer):
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "person",
    ["chairman", "vice_chairman", "clerk", "finance_head", "finance_officer", "ward_chair", "outsider", "admin"],
)
def test_a_table_holds_what_the_person_sees_of_the_list(cast, client, person):
    enter_work(cast)
    actor = cast.everyone[person]
    client.sign_in(actor)
    for asked in (TaskFilter(), TaskFilter(band=Band.ALL), TaskFilter(band=Band.OVERDUE, unit=cast.finance.id)):
        rows = read_table(client.get(f"/tasks.csv?{asked.query_string()}", budget=10, buffered=True))
        titles = [row["Nhiệm vụ"] for row in rows]
        ids = walk(actor, asked)
        expected = [db.session.get_one(Task, number).title for number in ids]
        assert [title.lstrip("'") for title in titles] == expected


def test_a_table_follows_the_list_and_guards_against_formulas(cast, client):
    enter_work(cast)
    client.sign_in(cast.clerk)
    answer = client.get("/tasks.csv?band=open", budget=10, buffered=True)
    rows = {row["Nhiệm vụ"]: row for row in read_table(answer)}
    assert f"'{FORMULA}" in rows
    late = rows[f"'{FORMULA}"]
    assert (late["Thời hạn"], late["Tình trạng"]) == ("18/11/2026", "Quá hạn, chưa hoàn thành")
    assert rows["Việc có phối hợp"]["Tiến độ"] == "35%"
    assert rows["Việc có phối hợp"]["Kết quả gần nhất"] == "Đã thu 58 tỷ đồng"
    assert quote("Nhiệm vụ - Chưa hoàn thành 24-11-2026.csv") in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'href="/tasks.csv?band=open"' in client.get("/tasks").text


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\u200b=1"])
def test_no_cell_begins_a_formula(typed):
    assert guard(typed).startswith("'")


@pytest.mark.parametrize("typed", ["Thu ngân sách", "5 nhà", "«=»", "a\n=b"])
def test_other_words_stay_as_they_are_on_one_line(typed):
    assert guard(typed) == " ".join(typed.split())


def test_a_table_that_is_too_long_is_refused_with_a_way_on(cast, client, monkeypatch):
    monkeypatch.setattr("tracker.reports.sheets.views.MOST", 2)
    enter_work(cast)
    client.sign_in(cast.clerk)
    answer = client.get("/tasks.csv?band=open")
    assert (answer.status_code, answer.location) == (303, "/tasks?band=open")
    assert "Hãy lọc bớt" in client.get("/tasks").text


def test_rows_come_in_parts_without_loss(cast, monkeypatch):
    from tracker.reports.sheets import rows

    monkeypatch.setattr(rows, "_AT_ONCE", 7)
    for number in range(30):
        issue(cast, title=f"Việc {number}", due_on=clock.today() + timedelta(days=number % 4))
    found = [entry.id for entry in rows.list_entries(cast.clerk, TaskFilter(), limits())]
    assert found == walk(cast.clerk, TaskFilter())
