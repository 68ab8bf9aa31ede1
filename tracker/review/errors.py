"""What comes too late in a review, because a colleague was faster."""

from __future__ import annotations

from flask_babel import gettext as _

from ..errors import NotFound, Refused


class AlreadyGiven(Refused):
    """The tasks of the notice have been given; its drafts can no longer change."""

    def __init__(self, notice_id: int) -> None:
        super().__init__(_("The tasks of this notice have already been given. Open the notice to see them."))
        self.notice_id = notice_id


class DraftGone(NotFound):
    """The draft was removed, or merged with the one before it. Only the Office is told so."""
