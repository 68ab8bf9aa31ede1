"""What an operator does to the subject areas. Never commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from ..db import db
from ..errors import Refused
from .extraction import TopicRef
from .models import Topic


def load_topics(rows: Sequence[TopicRef], known_units: Collection[str]) -> int:
    """Add the topics, or bring those with the same code up to date; their order is that of the rows.

    Topics that are not among the rows stay as they are. Refused when a row names a unit that does not exist.
    """
    topics = {topic.code: topic for topic in db.session.scalars(select(Topic))}
    for position, row in enumerate(rows, 1):
        unknown = [code for code in (*row.lead_codes, *row.coop_codes) if code not in known_units]
        if unknown:
            raise Refused(
                _(
                    "Topic %(topic)s names the unit %(unit)s, which does not exist. Load the units first.",
                    topic=row.code,
                    unit=unknown[0],
                )
            )
        topic = topics.get(row.code)
        if topic is None:
            topic = Topic(code=row.code, is_enabled=True)
            db.session.add(topic)
        topic.name, topic.sort_order = row.name, position
        topic.word_text = "|".join(row.words)
        topic.lead_codes, topic.coop_codes = "|".join(row.lead_codes), "|".join(row.coop_codes)
    db.session.flush()
    return len(rows)
