"""The test client of the house: it refuses what a page of ours must never do.

Invalid HTML, a page without a title, a field without a label, a GET that writes, a POST that answers without having
committed what it wrote, more queries than the budget.
"""

from __future__ import annotations

import contextvars
import re
from typing import Any

import html5lib
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Connection

from tracker.db import db
from tracker.people.actor import Actor
from tracker.people.models import Post, User
from tracker.people.sessions import start_session

DEFAULT_BUDGET = 12
TASK_BUDGET = 22  # the page of one task, which many features add to; it is no list
_BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")
_WRITES = ("INSERT", "UPDATE", "DELETE")
# What a GET may write, in a transaction of its own: when a session was last seen, and on which day a calendar feed was
# last read (once a day: without it nobody could tell which address is still in use and which may be revoked).
_MAY_BE_NOTED = re.compile("user_session|^UPDATE feed_token SET last_used_at")


class HouseClient(FlaskClient):
    """Signs people in without the form, counts queries, checks every page."""

    queries: int = 0

    def sign_in(self, actor: Actor) -> None:
        """Start a session of that person as the sign-in page would."""
        user = db.session.get_one(User, actor.user_id)
        post = db.session.get_one(Post, actor.post_id)
        token = start_session(user, post, "test")
        db.session.commit()
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    def sign_out(self) -> None:
        """Forget the cookie."""
        with self.session_transaction() as cookie:
            cookie.clear()

    def open(self, *args: Any, budget: int = 0, check: bool = True, **kwargs: Any) -> Any:
        """As Flask's, outside the test's own application context, with the checks of the house."""
        db.session.commit()
        statements: list[str] = []

        def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
            statements.append(statement.lstrip())

        connection = db.engine
        assert isinstance(connection, Connection)
        event.listen(connection, "before_cursor_execute", note)
        try:
            response = contextvars.Context().run(super().open, *args, **kwargs)
        finally:
            event.remove(connection, "before_cursor_execute", note)
            db.session.expire_all()
        asked = [line for line in statements if not line.startswith(_BOOKKEEPING)]
        self.queries = len(asked)
        if check:
            self._check(response, statements, asked, budget)
        return response

    def _check(self, response: Any, statements: list[str], asked: list[str], budget: int) -> None:
        method, path = response.request.method, response.request.path
        writes = [line for line in asked if line.startswith(_WRITES) and not _MAY_BE_NOTED.search(line)]
        if method == "GET":
            assert not writes, f"GET {path} writes: {writes[0]}"
            budget = budget or (TASK_BUDGET if re.fullmatch(r"/tasks/\d+", path) else DEFAULT_BUDGET)
            assert len(asked) <= budget, f"GET {path}: {len(asked)} queries, budget {budget}:\n" + "\n".join(asked)
        elif writes and response.status_code < 400:
            last = max(index for index, line in enumerate(statements) if line.startswith(_WRITES))
            assert any(line.startswith("RELEASE") for line in statements[last:]), f"{method} {path} did not commit"
        if (
            response.mimetype == "text/html"
            and not response.is_streamed
            and response.status_code not in (301, 302, 303)
        ):
            check_html(response.get_data(as_text=True), f"{method} {path}")


def check_html(page: str, where: str) -> Any:
    """Parse strictly; every page has a title, every field a name that people hear."""
    try:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    except html5lib.html5parser.ParseError as error:
        raise AssertionError(f"{where}: invalid HTML: {error}") from error
    title = tree.findtext(".//title") or ""
    assert title.strip(" ·\n"), f"{where}: no title"
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(inner) for label in tree.iter("label") for inner in label.iter()}
    for tag in ("input", "select", "textarea"):
        for node in tree.iter(tag):
            if node.get("type") in ("hidden", "submit", "button"):
                continue
            named = node.get("aria-label") or node.get("aria-labelledby") or id(node) in wrapped
            assert named or (node.get("id") in labelled), f"{where}: unlabelled field {node.attrib}"
    ids = [node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id")]
    assert len(ids) == len(set(ids)), f"{where}: the same id twice: {sorted(i for i in ids if ids.count(i) > 1)[:3]}"
    return tree
