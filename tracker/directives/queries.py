"""Named reads of notices and topics that need no task."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from .. import clock
from ..db import db
from ..errors import NotFound
from .extraction import TopicRef
from .models import Notice, NoticeState, Topic, parts
from .sketch import NEAR_COPY, likeness, sketch_of


def find_same_notice(issuer: str, number: str, issued_on: date) -> Notice | None:
    """The notice with that issuer, number and year; one without a number is like no other."""
    wanted = Notice()
    wanted.set_number(issuer, number, issued_on)
    if wanted.number_key is None:
        return None
    return db.session.scalar(
        select(Notice).where(
            Notice.issuer_key == wanted.issuer_key,
            Notice.number_key == wanted.number_key,
            Notice.number_year == wanted.number_year,
        )
    )


def find_issued_notice(number: str) -> Notice | None:
    """The newest issued notice of that number, whoever issued it."""
    wanted = Notice()
    wanted.set_number("", number, clock.today())
    if wanted.number_key is None:
        return None
    return db.session.scalar(
        select(Notice)
        .where(Notice.state == NoticeState.ISSUED, Notice.number_key == wanted.number_key)
        .order_by(Notice.issued_on.desc(), Notice.id.desc())
        .limit(1)
    )


class NearCopy(NamedTuple):
    """A notice whose text is almost the one at hand."""

    id: int
    reference: str
    title: str
    issued_on: date


_COMPARED = timedelta(days=731)


def find_near_copy(text: str, issued_on: date) -> NearCopy | None:
    """The most similar text of the two years before, if it is almost the same; their sketches come in one statement."""
    sketch = sketch_of(text)
    if not sketch:
        return None
    rows = db.session.execute(
        select(Notice.id, Notice.number, Notice.meeting, Notice.title, Notice.issued_on, Notice.sketch)
        .where(Notice.state.in_(list(NoticeState)), Notice.issued_on >= issued_on - _COMPARED, Notice.sketch != b"")
        .order_by(Notice.issued_on.desc(), Notice.id.desc())
    )
    scored = [(likeness(sketch, row.sketch), row) for row in rows if row.sketch]
    score, row = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if row is None or score < NEAR_COPY:
        return None
    return NearCopy(row.id, row.number or row.meeting or row.title, row.title, row.issued_on)


def find_notice_by_form_key(form_key: str) -> Notice | None:
    """What the same form made when it was sent before."""
    return db.session.scalar(select(Notice).where(Notice.form_key == form_key)) if form_key else None


def list_topics() -> list[Topic]:
    """Subject areas in use, in the office's order."""
    return list(db.session.scalars(select(Topic).where(Topic.is_enabled).order_by(Topic.sort_order, Topic.id)))


def list_all_topics() -> list[Topic]:
    """Subject areas in the office's order, those no longer in use too."""
    return list(db.session.scalars(select(Topic).order_by(Topic.sort_order, Topic.id)))


def get_topic(topic_id: int) -> Topic:
    """One subject area, in use or not."""
    topic = db.session.get(Topic, topic_id)
    if topic is None:
        raise NotFound
    return topic


def topic_refs(topics: list[Topic]) -> list[TopicRef]:
    """As extraction sees them."""
    return [
        TopicRef(topic.code, topic.name, topic.words, parts(topic.lead_codes), parts(topic.coop_codes))
        for topic in topics
    ]
