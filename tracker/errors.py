"""What goes wrong on purpose. The web turns each into a page; nobody else catches them."""

from __future__ import annotations


class TrackerError(Exception):
    """Root of the errors that the application raises itself."""


class NotFound(TrackerError):
    """No such thing, or the person may not know of it: both are a 404."""


class NotAllowed(TrackerError):
    """The person may see the thing but not do this to it: 403."""


class Refused(TrackerError):
    """A rule says no. Carries the sentence to show (translated, says how to mend it) and the field it belongs to."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.field = field


class Stale(Refused):
    """Someone else saved the same thing first."""
