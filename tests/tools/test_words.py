"""Nothing committed names a package index or a place of one machine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import words


def test_nothing_here_is_forbidden() -> None:
    assert list(words.problems()) == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install --index" + "-url somewhere",
        "see https://pypi" + ".org/project/flask",
        "cd /ro" + "ot/project",
        "open('/wo" + "rk/main/x')",
        "# TO" + "DO: later",
    ],
)
def test_a_forbidden_word_is_found_with_its_place(tmp_path: Path, line: str) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "a.txt").write_text(f"first\n{line}\n", encoding="utf-8")
    assert [problem.split(": ")[0] for problem in words.problems(tmp_path)] == ["a.txt:2"]


def test_harmless_lines_are_left_alone(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "a.txt").write_text("/tasks/42/homework\ntodo list\nhttps://example.vn/home/\n", encoding="utf-8")
    assert list(words.problems(tmp_path)) == []
