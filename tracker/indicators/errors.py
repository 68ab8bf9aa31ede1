"""What comes too late, because it was done before."""

from __future__ import annotations

from ..errors import NotFound


class ReadingGone(NotFound):
    """The reading was corrected or taken out. Only who sees its indicator is told so."""

    def __init__(self, indicator_id: int) -> None:
        super().__init__()
        self.indicator_id = indicator_id
