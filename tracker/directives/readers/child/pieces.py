"""What a page is made of: printed letters with their place, and lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Letters printed in one go: where they begin and end, the height of their line (downwards) and of a letter."""

    text: str
    left: float
    right: float
    y: float
    height: float


Row = list[Piece]


@dataclass(frozen=True)
class Line:
    """One line of a page, its cells apart; indent and right edge in the page's units, height of its letters.

    A line of a page set in two columns is measured from the left edge of its column.
    """

    columns: list[str]
    indent: float = 0
    edge: float = 0
    height: float = 0
    is_in_column: bool = False

    @property
    def text(self) -> str:
        """Its text, columns divided by tabs."""
        return "\t".join(self.columns)

    @property
    def is_plain(self) -> bool:
        """Whether it is running text; what stood in one of two columns has no edge."""
        return len(self.columns) == 1 and self.edge > 0
