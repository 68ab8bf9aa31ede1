"""The page of faults is as the tests are, and a number that loses its test is noticed."""

from __future__ import annotations

from pathlib import Path

from tools import faults

TESTS = Path(__file__).resolve().parents[1]


def test_every_number_of_the_plan_has_its_test():
    assert faults.missing(faults.find_tests(TESTS)) == []
    assert {*range(1, 26), *range(47, 54), 72} <= set(faults.PLAN)


def test_the_page_is_as_it_was_written_from_the_tests():
    assert faults.main(["check"]) == 0, "python -m tools.faults write"


def test_a_lost_test_and_a_number_without_plan_are_named():
    tests = {key: [("faults/test_x.py", "something_breaks")] for key in faults.PLAN}
    del tests[53]
    tests[99] = tests[1]
    assert [line.split(":")[0] for line in faults.missing(tests)] == [
        "fault 53 has no test",
        "fault 99 is tested and not in PLAN (tools/faults.py)",
    ]


def test_tests_are_found_by_their_names(tmp_path):
    (tmp_path / "faults").mkdir()
    code = "def test_fault_07_it_breaks(): ...\ndef test_other(): ...\ndef fault_08_no(): ...\n"
    (tmp_path / "faults" / "test_some.py").write_text(code)
    assert faults.find_tests(tmp_path) == {7: [("faults/test_some.py", "it_breaks")]}
    assert "| 7 | The leader is killed while planning |" in faults.draw(faults.find_tests(tmp_path))
