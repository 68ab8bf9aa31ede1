"""Real databases, always: SQLite and PostgreSQL, built by the migrations once, a savepoint per test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import flask_migrate
import hypothesis
import pytest
import time_machine
from flask import Flask

from config import Settings
from tests import cast as cast_module
from tests.harness import HouseClient
from tests.live import live
from tests.postgres import cluster
from tools.translations import compile_catalogues
from tracker import clock, create_app
from tracker.db import db

__all__ = ["live"]

# Times are measured in `make bench`: a busy machine must not fail a property.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# Every test begins on a Tuesday morning of the office, 24/11/2026, and the clock goes on from there.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=clock.OFFICE_ZONE)


class Databases:
    """One application per database, made when a test first asks for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stack = ExitStack()
        self.apps: dict[str, Flask] = {}
        self._cluster: Any = None

    @property
    def cluster(self) -> Any:
        """The private PostgreSQL."""
        if self._cluster is None:
            self._cluster = self.stack.enter_context(cluster())
        return self._cluster

    def app(self, dialect: str) -> Flask:
        """The application on that database, migrated."""
        if dialect not in self.apps:
            url = (
                self.cluster.create_database("tests") if dialect == "postgres" else f"sqlite:///{self.folder}/tests.db"
            )
            self.apps[dialect] = make_app(self.folder / dialect, url)
            with self.apps[dialect].app_context():
                flask_migrate.upgrade()
            logging.getLogger("alembic").disabled = False
        return self.apps[dialect]

    def close(self) -> None:
        """Close the pools, stop the server."""
        for app in self.apps.values():
            with app.app_context():
                db.engine.dispose()
        self.stack.close()


def make_app(data_dir: Path, url: str, **env: str) -> Flask:
    """An application for tests."""
    settings = Settings.from_env(
        {
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": url,
            "SECRET_KEY": "test-" * 10,
            "COOKIE_SECURE": "0",
            "PUBLIC_BASE_URL": "http://tracker.example.vn",
            "MAIL_FROM": "chidao@example.vn",
            **env,
        }
    )
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = HouseClient
    return app


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Shared by all tests of this worker."""
    compile_catalogues()
    held = Databases(tmp_path_factory.mktemp("databases"))
    yield held
    held.close()


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.sqlite), pytest.param("postgres", marks=pytest.mark.postgres)]
)
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database this run of the test is on."""
    return str(request.param)


@pytest.fixture
def app(dialect: str, databases: Databases) -> Iterator[Flask]:
    """The application, in a context, on a connection whose outer transaction is rolled back at the end."""
    application = databases.app(dialect)
    with time_machine.travel(NOW, tick=True), application.app_context():
        engine = db.engines[None]
        with engine.connect() as connection:
            transaction = connection.begin()
            db.engines[None] = connection  # type: ignore[index]
            try:
                yield application
            finally:
                db.session.remove()
                db.engines[None] = engine  # type: ignore[index]
                transaction.rollback()


@pytest.fixture
def client(app: Flask) -> HouseClient:
    """A browser that checks every page it is given."""
    client = app.test_client()
    assert isinstance(client, HouseClient)
    return client


@pytest.fixture
def cast(app: Flask) -> cast_module.Cast:
    """The people."""
    return cast_module.gather()
