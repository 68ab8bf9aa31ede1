"""Rules of the house that a program can see in the source."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Imports that wait for a reason other than a cycle: a child process must start at once and import under its limits, and
# an office on SQLite never loads the driver of PostgreSQL.
LATE_IMPORTS = {"tracker/__init__.py", "tracker/directives/readers/child/run.py", "tracker/backup/postgres.py"}
NEVER_COMMIT = {"models", "actions", "queries", "policy", "forms", "emails"}


def _nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))


def _place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def _reads_the_time(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}):
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return owner in {"datetime", "date"}


def test_only_the_clock_reads_the_time() -> None:
    found = [
        _place(path, node)
        for path in SOURCES
        if path != ROOT / "tracker" / "clock.py"
        for node in _nodes(path)
        if _reads_the_time(node)
    ]
    assert not found


def test_the_rule_about_time_sees_what_it_forbids() -> None:
    bad = "datetime.now(UTC); dt.date.today(); datetime.datetime.utcnow(); good = clock.now(), clock.today(), now()"
    assert sum(_reads_the_time(node) for node in ast.walk(ast.parse(bad))) == 3


def test_only_the_edge_commits() -> None:
    found = [
        _place(path, node)
        for path in SOURCES
        if NEVER_COMMIT & {path.stem, *path.relative_to(ROOT).parts}
        for node in _nodes(path)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert not found


def test_no_import_hides_in_a_function() -> None:
    found = [
        _place(path, inner)
        for path in SOURCES
        if str(path.relative_to(ROOT)) not in LATE_IMPORTS
        for node in _nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.ImportFrom) and (inner.level or (inner.module or "").split(".")[0] == "tracker")
    ]
    assert not found


def test_migrations_never_import_the_application() -> None:
    found = [
        _place(path, node)
        for path in sorted((ROOT / "migrations").rglob("*.py"))
        for node in _nodes(path)
        if isinstance(node, ast.ImportFrom | ast.Import)
        and "tracker" in {(getattr(node, "module", None) or name.name).split(".")[0] for name in node.names}
    ]
    assert not found


def _pages() -> Iterator[tuple[str, str]]:
    """Name and source of each page. Mail is none: it needs inline styles, and its links are whole."""
    for path in TEMPLATES:
        if "emails" not in path.relative_to(ROOT).parts:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def _found(name: str, text: str, pattern: str) -> list[str]:
    return [f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}" for match in re.finditer(pattern, text)]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline style", r"\sstyle\s*=|<style\b"),
        ("an inline script", r"<script(?![^>]*\bsrc=)"),
        ("an inline event handler", r"<[^>]*\son\w+\s*="),
        ("something from another host", r"(?:src|href)\s*=\s*[\"'](?:https?:)?//"),
    ],
)
def test_no_page_contains(what: str, pattern: str) -> None:
    markup = [(name, re.sub(r"\{[{%#].*?[#%}]\}", _blank, text, flags=re.DOTALL)) for name, text in _pages()]
    found = [place for name, text in markup for place in _found(name, text, pattern)]
    assert not found, what


def test_no_page_switches_escaping_off() -> None:
    found = [place for name, text in _pages() for place in _found(name, text, r"\|\s*safe\b|autoescape\s+false")]
    assert not found


def _blank(match: re.Match[str]) -> str:
    """Jinja's part of a page, as the line breaks in it."""
    return "\n" * match[0].count("\n")


def test_what_is_typed_into_an_address_is_limited() -> None:
    """An address of more than 4,000 characters is refused by the server in front, with a page of its own."""
    found = []
    for name, text in _pages():
        for form in re.findall(r'<form[^>]*method="get".*?</form>', text, re.DOTALL):
            typed = re.findall(r'<input(?![^>]*type="(?:hidden|checkbox|radio|date|number)")[^>]*>', form)
            found += [f"{name}: {one}" for one in typed if "maxlength" not in one]
    assert found == []


def test_an_office_on_sqlite_never_loads_the_other_driver(tmp_path):
    """It would take 8 MB of every process."""
    code = "import sys, wsgi; sys.exit('psycopg' in sys.modules)"
    settings = {"DATA_DIR": str(tmp_path), "PUBLIC_BASE_URL": "http://127.0.0.1:8000", "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=settings, check=True)
