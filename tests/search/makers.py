"""Notices with one directive each, and questions asked as the page asks them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app

from tests.cast import Cast
from tracker import clock
from tracker.db import db
from tracker.directives.models import Directive, Notice, NoticeState
from tracker.people.actor import Actor
from tracker.search.hits import Hit
from tracker.search.sections import Answer, search
from tracker.search.typed import Typed


def make_notice(cast: Cast, number: str = "", sentence: str = "Làm ngay.", **changes: Any) -> Directive:
    """An issued notice of the last month whose text is its one directive and the words «Mở đầu»."""
    notice = Notice(
        **{
            "state": NoticeState.ISSUED,
            "title": "Thông báo kết luận",
            "source_text": f"Mở đầu. {sentence}",
            "entered_by_id": cast.clerk.user_id,
            "entered_at": clock.now(),
            **changes,
        }
    )
    notice.set_number("UBND thành phố", number, changes.get("issued_on", date(2026, 11, 2)))
    db.session.add(notice)
    db.session.flush()
    directive = Directive(notice_id=notice.id, position=1, text=sentence, no_task_reason="")
    db.session.add(directive)
    db.session.flush()
    return directive


def ask(actor: Actor, typed: str) -> Answer:
    """What the page shows that person."""
    db.session.commit()
    with current_app.test_request_context("/search"):
        return search(actor, Typed.read(typed))


def plain(pieces: Any, *, hits: bool = False) -> Any:
    """A text as it is read, or only what is marked in it."""
    return [piece.text for piece in pieces if piece.is_hit] if hits else "".join(piece.text for piece in pieces)


def lines(answer: Answer) -> dict[str, list[str]]:
    """The titles of each kind."""
    found = {section.kind: [plain(hit.title) for hit in section.hits] for section in (*answer.named, *answer.found)}
    return found | ({"exact": [plain(hit.title) for hit in answer.exact]} if answer.exact else {})


def only_hit(answer: Answer, kind: str) -> Hit:
    """The one hit of that kind."""
    (section,) = (section for section in (*answer.named, *answer.found) if section.kind == kind)
    (hit,) = section.hits
    return hit
