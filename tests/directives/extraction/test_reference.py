"""Units and topics from CSV, and the sample city's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.csv_lists import BadList
from tracker.directives.extraction import read_topics_csv, read_units_csv

from .samples import TOPICS, UNITS

HEAD = "code,name,short_name,aliases,kind,order,valid_from,valid_to\n"


def test_a_row_becomes_a_unit() -> None:
    (unit,) = read_units_csv(HEAD + "YT,Phòng Y tế,YT,Y tế|P. Y tế,department,3,2012-09-25,2025-06-30\n")
    assert (unit.code, unit.aliases, unit.order) == ("YT", ("Y tế", "P. Y tế"), 3)
    assert (unit.valid_from, unit.valid_to) == (date(2012, 9, 25), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("row", "line", "reason"),
    [
        ("A,Phòng A,,,department,1,,\n,Phòng B,,,department,1,,\n", 3, "code is empty"),
        ("A,Phòng A,,,room,1,,\n", 2, "kind must be one of"),
        ("A,Phòng A,,,department,một,,\n", 2, "order must be a whole number"),
        ("A,Phòng A,,,department,1,2012/25/9,\n", 2, "write the date 2012/25/9"),
        ("A,Phòng A,,,department\n", 2, "fewer cells than columns: order, valid_from, valid_to"),
        ("A,Phòng A,,,department,1,2020-01-01,2019-01-01\n", 2, "lies before"),
        ("A,Phòng A,,,department,1,,\nA,Phòng B,,,department,1,,\n", 3, "stands twice"),
    ],
)
def test_a_bad_row_is_named_with_line_and_reason(row: str, line: int, reason: str) -> None:
    with pytest.raises(BadList, match=f"Line {line}: .*{reason}"):
        read_units_csv(HEAD + row)


def test_a_missing_column_and_a_wrong_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="the column name is missing"):
        read_units_csv("code,ten\nA,Phòng A\n")
    path = tmp_path / "units.csv"
    path.write_bytes((HEAD + "A,Phòng Á,,,department,1,,\n").encode("latin-1", "replace"))
    with pytest.raises(BadList, match=r"units\.csv is not UTF-8"):
        read_units_csv(path)


def test_dates_are_read_as_people_write_them() -> None:
    (unit,) = read_units_csv(HEAD + "A,Phòng A,,,department,1,25/9/2012,30.06.2025\n")
    assert (unit.valid_from, unit.valid_to) == (date(2012, 9, 25), date(2025, 6, 30))


def test_every_fault_of_every_row_is_named() -> None:
    with pytest.raises(BadList) as raised:
        read_units_csv(HEAD + ",,,,room,một,31/02/2026,\nB,Phòng B,,,ward,1,,\nB,Phòng B,,,hall,1,,\n")
    assert [(fault.line, fault.sentence % fault.values) for fault in raised.value.faults] == [
        (2, "write the date 31/02/2026 as 2026-12-31 or 31/12/2026."),
        (2, "code is empty."),
        (2, "name is empty."),
        (2, "kind must be one of office, department, agency, board, ward, commune."),
        (2, "order must be a whole number."),
        (4, "kind must be one of office, department, agency, board, ward, commune."),
        (4, "the code B stands twice."),
    ]


@pytest.mark.parametrize("column", ["lead_codes", "coop_codes"])
def test_codes_too_long_for_their_place_are_named(column: str) -> None:
    many = "|".join(f"DON-VI-{number}" for number in range(50))
    cells = {"code": "yt", "name": "Y tế", "words": "", "lead_codes": "", "coop_codes": "", column: many}
    with pytest.raises(BadList, match=f"Line 2: {column} has more than 400 characters"):
        read_topics_csv(",".join(cells) + "\n" + ",".join(cells.values()) + "\n")


def test_topics_need_all_their_columns_for_a_missing_one_would_empty_them() -> None:
    with pytest.raises(BadList, match="the column words, coop_codes is missing"):
        read_topics_csv("code,name,lead_codes\nyt,Y tế,YT\n")


def test_the_byte_order_mark_of_a_spreadsheet_is_no_letter() -> None:
    assert read_topics_csv("\ufeffcode,name,words,lead_codes,coop_codes\nyt,Y tế,dịch bệnh,YT,\n")[0].code == "yt"


def test_the_sample_city_is_whole() -> None:
    kinds = [unit.kind for unit in UNITS]
    assert (kinds.count("ward"), kinds.count("commune"), kinds.count("office")) == (8, 3, 1)
    codes = {unit.code for unit in UNITS}
    for topic in TOPICS:
        assert topic.lead_codes
        assert codes.issuperset((*topic.lead_codes, *topic.coop_codes)), topic.code
