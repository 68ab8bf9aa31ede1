import pytest

from tracker.people.models import Unit
from tracker.people.unit_words import find_unit, find_units


def unit(code, name, short_name, aliases=""):
    return Unit(code=code, name=name, short_name=short_name, alias_text=aliases, kind="department", sort_order=1)


UNITS = [
    unit("TCKH", "Phòng Tài chính - Kế hoạch", "Phòng TC-KH", "Phòng Tài chính|TC-KH"),
    unit("QLDT", "Phòng Quản lý đô thị", "Phòng QLĐT", "QLĐT"),
    unit("YT", "Phòng Y tế", "Phòng Y tế"),
    unit("TTYT", "Trung tâm Y tế", "TT Y tế"),
    unit("PDT", "UBND phường Đề Thám", "Phường Đề Thám", "Đề Thám"),
    unit("THUE", "Chi cục Thuế", "Thuế"),
]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("tckh", ["TCKH"]),
        ("TC-KH", ["TCKH"]),
        ("tai chinh", ["TCKH"]),
        ("Tài chính", ["TCKH"]),
        ("phuong de tham", ["PDT"]),
        ("dtham", ["PDT"]),
        ("qldt", ["QLDT"]),
        ("do thi", ["QLDT"]),
        ("y te", ["YT", "TTYT"]),
        ("ttyt", ["TTYT"]),
        ("phong y te", ["YT"]),
        ("chi thue", ["THUE"]),
        ("thue chi", []),
        ("x", []),
        (" - ", []),
        ("", []),
    ],
)
def test_a_few_letters_find_the_unit(typed, codes):
    assert [found.code for found in find_units(typed, UNITS)] == codes


def test_one_unit_is_meant_when_only_one_fits_or_one_bears_exactly_this_name():
    assert find_unit("dtham", UNITS).code == "PDT"
    assert find_unit("y te", UNITS) is None
    assert find_unit("Phòng Y tế", UNITS).code == "YT"
    assert find_unit("Thuế", UNITS).code == "THUE"
    assert find_unit("khác", UNITS) is None


def test_many_letters_that_nearly_fit_are_answered_at_once():
    long_name = unit("X", "a " * 100, "a " * 30)
    assert find_units("a" * 60 + "b", [long_name]) == []
