"""Every page that links lead to, of the sample office on a database of its own.

Other tests run inside a transaction that is rolled back behind them. Pages of a running office have none on PostgreSQL,
and what needs one fails only there.
"""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.live import Live
from tracker.db import db, set_reading
from tracker.demo.office import PASSWORD, load_once

_ALIKE = 2  # so many are opened of those that differ in numbers and in what they are asked for
_FEWEST = {"chutich": 80, "vanphong": 100, "bqlda": 50, "quantri": 50}  # else the way to them was lost
_LINK = re.compile(r'(?:href|formaction)="(/[^"]*)"')
_NO_PAGES = ("/static/", "/bootstrap/", "/account/sign-out")


@pytest.fixture
def sample_office(live: Live) -> Iterator[Flask]:
    app = live.app()
    with app.app_context():
        load_once()
        db.session.remove()
    yield app
    set_reading(False)  # as the last page left it
    with app.app_context():
        db.engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
def test_every_page_opens_without_a_transaction_around_it(sample_office: Flask, dialect: str) -> None:
    opened = {}
    for login in _FEWEST:
        answers = _walk(sign_in(sample_office, login))
        assert {path: status for path, status in answers.items() if status >= 500} == {}
        opened[login] = len(answers)
    assert {login: count for login, count in opened.items() if count < _FEWEST[login]} == {}


def sign_in(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "login": login, "password": PASSWORD, "next": ""}
    assert client.post("/sign-in", data=form).status_code == 303
    return client


def _walk(client: FlaskClient) -> dict[str, int]:
    """The status of each page, from the home of the person on."""
    answers: dict[str, int] = {}
    kinds: Counter[str] = Counter()
    ahead = deque(["/"])
    while ahead:
        path = ahead.popleft()
        kind = _kind_of(path)
        if path in answers or kinds[kind] >= _ALIKE or path.startswith(_NO_PAGES):
            continue
        kinds[kind] += 1
        with client.get(path) as answer:
            answers[path] = answer.status_code
            if answer.location:
                ahead.append(answer.location)
            if answer.mimetype == "text/html":
                ahead.extend(html.unescape(link).partition("#")[0] for link in _LINK.findall(answer.text))
    return answers


def _kind_of(path: str) -> str:
    return re.sub(r"\d+", "0", urlsplit(path).path)
