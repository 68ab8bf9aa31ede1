"""The board as a sheet and its lists as tables: the numbers of the screen, for those who see them there."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.reports.scoreboard.histories import live
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.reports.scoreboard.asked import Asked
from tracker.reports.scoreboard.board import read_board
from tracker.reports.scoreboard.figures import Figure
from tracker.reports.scoreboard.lists import count_list
from tracker.reports.scoreboard.wording import name_figures
from tracker.tasks import actions

FORMULA = "=1+1 và @tất cả"


def book_of(client, query=""):
    answer = client.get(f"/scoreboard.xlsx{query}", budget=10, buffered=True)
    assert answer.status_code == 200
    return answer, load_workbook(io.BytesIO(answer.data))


def table_of(sheet):
    """(head, rows by the name of the line)."""
    rows = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    return rows[0], {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def test_the_sheet_holds_the_numbers_of_the_screen(cast, client):
    live(cast, 5, 12, clock.today() - timedelta(days=40))
    client.sign_in(cast.vice_chairman)
    query = f"?period=quarter&way=unit&basis=original&as_of={clock.today():%d/%m/%Y}"
    answer, book = book_of(client, query)
    args = dict(re.findall(r"(\w+)=([^&]+)", query))
    board, labels = read_board(Asked.from_args(args)), name_figures()
    for sheet, counts in zip(book.worksheets, ("counts", "before"), strict=True):
        head, rows = table_of(sheet)
        assert head[:3] == ["Đơn vị", labels[Figure.ASSIGNED], labels[Figure.ALL]]
        assert list(rows) == ["Tổng", *(line.name for line in board.lines)]
        for line in [board.whole, *board.lines]:
            found = rows["Tổng" if line.key is None else line.name]
            for figure in Figure:
                if figure is not Figure.CONFIRMED_LATER:
                    assert found[labels[figure]] == getattr(line, counts).get(figure, 0), (line.name, figure)
    _head, rows = table_of(book.worksheets[0])
    for line in board.lines:
        told = rows[line.name]["Tỷ lệ đúng hạn"]
        assert told == "—" if line.on_time is None else told == pytest.approx(float(line.on_time) / 100)
    sheet = book.worksheets[0]
    assert sheet["A2"].value.startswith("Quý IV/2026 (")
    assert "thời hạn ban đầu" in sheet["A2"].value
    assert (sheet.page_setup.orientation, sheet.freeze_panes) == ("landscape", "B5")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
    assert f"filename*=UTF-8''{quote('Bảng theo dõi đơn vị')}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("way", ["leader", "topic"])
def test_the_lines_are_those_that_were_asked_for(cast, client, way):
    issue(cast, title="Việc", topic_id=cast.budget.id)
    db.session.commit()
    client.sign_in(cast.clerk)
    head, rows = table_of(book_of(client, f"?way={way}")[1].worksheets[0])
    assert (head[0], list(rows)) == {
        "leader": ("Lãnh đạo", [cast.vice_chairman.name]),
        "topic": ("Lĩnh vực", [cast.budget.name]),
    }[way]


def test_a_unit_takes_its_own_line_along(cast, client):
    issue(cast, title="Việc của phòng")
    issue(cast, title="Việc của phường", lead_unit_id=cast.ward.id)
    db.session.commit()
    client.sign_in(cast.ward_chair)
    for query in ("", "?way=leader", f"?unit={cast.finance.id}"):
        _head, rows = table_of(book_of(client, query)[1].worksheets[0])
        assert list(rows) == [cast.ward.name]
    assert client.get(f"/scoreboard/all.csv?line={cast.finance.id}").status_code == 404
    assert client.get("/scoreboard/nothing.csv").status_code == 404
    table = client.get("/scoreboard/all.csv", buffered=True)
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = table.data.decode("utf-8-sig")
    assert ("Việc của phường" in text, "Việc của phòng" in text) == (True, False)


def test_a_list_as_a_table_is_whole_and_harmless(cast, client):
    today = clock.today()
    for number in range(52):
        issue(cast, title=f"Việc {number}", due_on=today + timedelta(days=number + 1))
    told = issue(cast, title=FORMULA, due_on=today)
    actions.submit_completion(told, progress("s"), today, by=cast.finance_head)
    db.session.commit()
    client.sign_in(cast.chairman)
    page = client.get("/scoreboard/all").text
    link = html.unescape(re.search(r'href="(/scoreboard/all\.csv[^"]*)"', page)[1])
    answer = client.get(link, budget=9, buffered=True)
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == count_list(Figure.ALL, Asked.from_args({}), None) == 53
    assert rows[0]["Nhiệm vụ"] == f"'{FORMULA}"
    assert (rows[0]["Thời hạn"], rows[0]["Mã"]) == (f"{today:%d/%m/%Y}", told.code)
    assert rows[0]["Tình trạng"] == "Chờ xác nhận"
    assert {row["Chủ trì"] for row in rows} == {cast.finance.short_name}


def test_a_list_of_events_tells_when(cast, client):
    task = issue(cast, title="Việc", due_on=date(2026, 12, 1))
    actions.urge(task, actions.Urge("k", clock.today(), "phone"), by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.clerk)
    text = client.get("/scoreboard/urged.csv", buffered=True).data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        [task.code, "Việc", cast.finance.short_name, cast.vice_chairman.name, f"{clock.today():%d/%m/%Y}"]
    ]
