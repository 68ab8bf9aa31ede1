"""Several people at once, on real connections of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import flask_migrate
import pytest
from flask import Flask

from tests.conftest import Databases, make_app
from tracker.db import db
from tracker.errors import Refused


@pytest.fixture
def office(dialect: str, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own: what threads write there is really committed."""
    url = f"sqlite:///{tmp_path}/races.db"
    if dialect == "postgres":
        url = databases.cluster.create_database(f"races_{tmp_path.name}".replace("-", "_").lower()[:50])
    app = make_app(tmp_path, url)
    with app.app_context():
        flask_migrate.upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app: Flask, works: list[Callable[[], object]]) -> list[object]:
    """Each in its own thread, begun together; what it returned, or the refusal."""
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        with app.app_context():
            gate.wait(10)
            try:
                return work()
            except Refused as refused:
                return refused
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


class Meeting:
    """Those who have checked and written wait here for each other before they commit; whoever is alone goes on."""

    def __init__(self, people: int) -> None:
        self.gate = Barrier(people)

    def commit(self) -> None:
        with suppress(BrokenBarrierError):
            self.gate.wait(0.4)
        db.session.commit()
