"""Named reads of topics and notices."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ..db import db
from ..errors import NotFound
from .models import Notice, Topic


def list_topics() -> list[Topic]:
    """The subject areas in use, in the office's order."""
    return list(db.session.scalars(select(Topic).where(Topic.is_enabled).order_by(Topic.sort_order, Topic.id)))


def get_notice(notice_id: int) -> Notice:
    """A notice with its directives, whoever asks: callers go through review.queries, which knows who may see it."""
    notice = db.session.scalar(
        select(Notice).where(Notice.id == notice_id).options(selectinload(Notice.directives))
    )
    if notice is None:
        raise NotFound
    return notice


def find_same_number(issuer_key: str, number_key: str | None, year: int | None) -> Notice | None:
    """The notice that already carries this number, if any."""
    if not number_key:
        return None
    return db.session.scalar(
        select(Notice).where(
            Notice.issuer_key == issuer_key, Notice.number_key == number_key, Notice.number_year == year
        )
    )
