"""What the page of a task says of the meetings in which it was spoken of."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...tasks.models import Task
from ..policy import may_watch
from ..queries import list_mentions
from ..wording import name_kind


def facts_of(task: Task) -> list[tuple[str, str, str]]:
    """For leaders and the Office, each with its link; units read the notice once it is issued."""
    if not may_watch(current_user):
        return []
    return [
        (
            _("At a meeting"),
            f"{mention.title} ({mention.held_on:%d/%m}): {name_kind(mention.kind)}",
            url_for("meetings.show", meeting_id=mention.meeting_id),
        )
        for mention in list_mentions(task.id)
    ]
