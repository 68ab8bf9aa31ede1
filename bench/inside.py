"""Runs in a process of its own with the environment of the measured office: `python -m bench.inside plan|queries|send`.

Prints one JSON object: seconds and memory of planning everything, statements per page, or mails per second.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

from flask import Flask
from sqlalchemy import event

from config import Settings
from tracker import clock, create_app
from tracker.db import db
from tracker.mail.delivery import deliver_due
from tracker.people.models import Post, User
from tracker.people.sessions import start_session
from tracker.reminders.actions import plan_reminders

from .pages import PAGES


def plan() -> dict[str, Any]:
    """Plan every reminder of the office, as the morning's job does."""
    begin = time.perf_counter()
    report = plan_reminders(clock.today())
    db.session.commit()
    return {
        "plan_s": round(time.perf_counter() - begin, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "reminders": report.reminders,
        "digests": report.digests,
    }


def send() -> dict[str, Any]:
    """Deliver what waits in the outbox."""
    begin, sent = time.perf_counter(), 0
    while batch := deliver_due(1000).sent:
        sent += batch
    return {"sent": sent, "seconds": time.perf_counter() - begin}


def count_queries(app: Flask) -> dict[str, int]:
    """Statements of one request of each page."""
    counts, tokens, seen = {}, {}, list[str]()
    with app.app_context():
        for login in {login for login, *_rest in PAGES.values()}:
            user = db.session.query(User).filter_by(login=login).one()
            tokens[login] = start_session(user, db.session.query(Post).filter_by(user_id=user.id).first(), "bench")
        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", lambda conn, cursor, line, *rest: seen.append(line))
    for name, (login, path, _expect) in PAGES.items():
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = tokens[login], True
        seen.clear()
        client.get(path)
        counts[name] = len([line for line in seen if not line.startswith(("BEGIN", "PRAGMA"))])
    return counts


def main() -> None:
    app = create_app(Settings.from_env())
    if sys.argv[1] == "queries":
        print(json.dumps(count_queries(app)))
        return
    with app.app_context():
        print(json.dumps({"plan": plan, "send": send}[sys.argv[1]]()))


if __name__ == "__main__":
    main()
