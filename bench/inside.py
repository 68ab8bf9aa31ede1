"""Runs in a process of its own with the environment of the measured office: `python -m bench.inside WHAT`.

WHAT is plan, queries, send or queue N.

Prints one JSON object: seconds and memory of planning everything, statements per page, mails per second, or how many
mails were queued.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from config import Settings
from tracker import clock, create_app, mail
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


def queue(count: int) -> dict[str, Any]:
    """Put so many reminders of twenty tasks into the outbox, one after the other to each person."""
    people = db.session.execute(select(User.id, User.name, User.email).where(User.email.is_not(None))).all()
    line = "Báo cáo kết quả thực hiện chỉ tiêu phát triển kinh tế - xã hội tại xã Tân Lập (hạn 30/11/2026)"
    text = "Kính gửi đồng chí,\n\n" + f"- {line}\n" * 20
    html = f"<p>Kính gửi đồng chí,</p><ul>{f'<li>{line}</li>' * 20}</ul>"
    for number in range(count):
        user_id, name, email = people[number % len(people)]
        title = f"Nhắc việc: 20 nhiệm vụ sắp đến hạn ({number})"
        mail.put(mail.Message(f"bench:{number}", "bench", user_id, name, email, title, text, html, "task:1"))
    db.session.commit()
    return {"queued": count}


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
        works: dict[str, Callable[..., dict[str, Any]]] = {"plan": plan, "send": send, "queue": queue}
        print(json.dumps(works[sys.argv[1]](*map(int, sys.argv[2:]))))


if __name__ == "__main__":
    main()
