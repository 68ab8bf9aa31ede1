"""What comes too late, because it was done before."""

from __future__ import annotations

from ..errors import NotFound


class ReadingGone(NotFound):
    """The reading was corrected or taken out. Only who may see it is told so."""

    def __init__(self, indicator_id: int, reading_id: int) -> None:
        super().__init__()
        self.indicator_id, self.reading_id = indicator_id, reading_id
