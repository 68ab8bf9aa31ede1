"""What the page of a task says of the meetings in which it was spoken of."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...tasks.models import Task
from ...text import holds_day
from ..policy import may_watch
from ..queries import Mention, list_mentions
from ..wording import name_kind


def facts_of(task: Task) -> list[tuple[str, str, str]]:
    """For leaders and the Office, each with its link; units read the notice once it is issued."""
    if not may_watch(current_user):
        return []
    return [
        (
            _("At a meeting"),
            f"{_name(mention)}: {name_kind(mention.kind)}",
            url_for("meetings.show", meeting_id=mention.meeting_id),
        )
        for mention in list_mentions(task.id)
    ]


def _name(mention: Mention) -> str:
    is_dated = holds_day(mention.title, mention.held_on)
    return mention.title if is_dated else f"{mention.title} ({mention.held_on:%d/%m})"
