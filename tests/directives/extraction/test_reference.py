"""Units and topics from CSV, and the sample city's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.directives.extraction import BadReference, read_topics_csv, read_units_csv

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
        ("A,Phòng A,,,room,1,,\n", 2, "kind 'room' is none of"),
        ("A,Phòng A,,,department,một,,\n", 2, "not a whole number"),
        ("A,Phòng A,,,department,1,25/9/2012,\n", 2, "not written YYYY-MM-DD"),
        ("A,Phòng A,,,department,1,2020-01-01,2019-01-01\n", 2, "lies before"),
        ("A,Phòng A,,,department,1,,\nA,Phòng B,,,department,1,,\n", 3, "stands twice"),
    ],
)
def test_a_bad_row_is_named_with_line_and_reason(row: str, line: int, reason: str) -> None:
    with pytest.raises(BadReference, match=f"line {line}: .*{reason}"):
        read_units_csv(HEAD + row)


def test_a_missing_column_and_a_wrong_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadReference, match="no column name"):
        read_units_csv("code,ten\nA,Phòng A\n")
    path = tmp_path / "units.csv"
    path.write_bytes((HEAD + "A,Phòng Á,,,department,1,,\n").encode("latin-1", "replace"))
    with pytest.raises(BadReference, match="not UTF-8"):
        read_units_csv(path)


def test_the_byte_order_mark_of_a_spreadsheet_is_no_letter() -> None:
    assert read_topics_csv("\ufeffcode,name,words,lead_codes,coop_codes\nyt,Y tế,dịch bệnh,YT,\n")[0].code == "yt"


def test_the_sample_city_is_whole() -> None:
    kinds = [unit.kind for unit in UNITS]
    assert (kinds.count("ward"), kinds.count("commune"), kinds.count("office")) == (8, 3, 1)
    codes = {unit.code for unit in UNITS}
    for topic in TOPICS:
        assert topic.lead_codes
        assert codes.issuperset((*topic.lead_codes, *topic.coop_codes)), topic.code
