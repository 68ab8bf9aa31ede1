"""A real database for tests whose subject runs in processes of its own: no savepoint, no fixed clock."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from config import ROOT, Settings
from tracker import create_app
from tracker.db import db

_numbers = itertools.count(1)
_templates: dict[tuple[int, str], str] = {}


class Live:
    """A migrated database and the environment in which `flask --app wsgi` finds it."""

    def __init__(self, url: str, data_dir: Path) -> None:
        self.env = {
            "DATABASE_URL": url,
            "DATA_DIR": str(data_dir),
            "SECRET_KEY": "test-" * 10,
            "COOKIE_SECURE": "0",
            "PUBLIC_BASE_URL": "http://tracker.example.vn",
            "MAIL_FROM": "chidao@example.vn",
            "PYTHONUNBUFFERED": "1",
        }
        self.children: list[subprocess.Popen[str]] = []

    def app(self, **env: str) -> Flask:
        """The application on that database, in this process."""
        return create_app(Settings.from_env({**self.env, **env}))

    def command(self, *words: str) -> Sequence[str]:
        """`flask --app wsgi …` as the tests start it."""
        return [sys.executable, "-m", "flask", "--app", "wsgi", *words]

    def run(self, *words: str, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; fails with its output when it fails and `check` is set."""
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=self.environment(env),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *words: str, **env: str) -> subprocess.Popen[str]:
        """Start a command; it is killed at the end of the test if it still runs."""
        child = subprocess.Popen(
            self.command(*words),
            cwd=ROOT,
            env=self.environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.children.append(child)
        return child

    def environment(self, more: dict[str, str] | None = None) -> dict[str, str]:
        """Ours and these settings; nothing else of the caller's shell."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return {**kept, **self.env, **(more or {})}

    def close(self) -> None:
        """End what was started."""
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.communicate()


@pytest.fixture
def live(dialect: str, databases: object, tmp_path: Path) -> Iterator[Live]:
    """A database of its own for this test, copied from one that was migrated once."""
    held = Live(copy_database(dialect, databases, tmp_path), tmp_path / "data")
    try:
        yield held
    finally:
        held.close()


def copy_database(dialect: str, databases: object, folder: Path) -> str:
    """The address of a new database, copied from one that was migrated once."""
    if dialect == "sqlite":
        template = Path(_template(dialect, databases).removeprefix("sqlite:///"))
        shutil.copy(template, folder / "live.db")
        return f"sqlite:///{folder / 'live.db'}"
    _template(dialect, databases)
    url: str = databases.cluster.create_database(f"live_{next(_numbers)}", template="live_template")  # type: ignore[attr-defined]
    return url


def _template(dialect: str, databases: object) -> str:
    key = (id(databases), dialect)
    if key not in _templates:
        folder = databases.folder  # type: ignore[attr-defined]
        is_sqlite = dialect == "sqlite"
        url = f"sqlite:///{folder}/template.db" if is_sqlite else databases.cluster.create_database("live_template")  # type: ignore[attr-defined]
        app = Live(url, folder / f"live-{dialect}").app()
        with app.app_context():
            flask_migrate.upgrade()
            db.engine.dispose()
        _templates[key] = url
    return _templates[key]
