"""Text that is set in two columns, as in a bulletin: the left column is read to its end before the right one.

The heading and the signatures of a notice stand side by side too, but they are short and their lines are centred. A
column of running text is known by its length and by lines that fill it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from .pieces import Piece, Row

_SAME_LINE = 0.5
_FEWEST_LINES = 8
# Where the gap between two columns can lie, in shares of the width of the text.
_GAPS = [share / 100 for share in range(40, 62, 2)]
_FULL_LINE = 0.7


@dataclass(frozen=True)
class Band:
    """Rows of one width: the whole page's, or those of one column, whose left edge is its `margin`."""

    rows: list[Row]
    is_column: bool = False
    margin: float = 0


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """What stands on one height, from top to bottom, each from left to right."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda one: (one.y, one.left)):
        if rows and abs(piece.y - rows[-1][0].y) <= _SAME_LINE * max(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def bands_of(pieces: Sequence[Piece]) -> Iterator[Band]:
    """The page from top to bottom, its columns after each other."""
    rows = rows_of([piece for piece in pieces if piece.text.strip()])
    found = _find_columns(rows)
    if found is None:
        yield Band(rows)
        return
    first, last, gap = found
    inside = [piece for row in rows[first:last] for piece in row]
    yield Band(rows[:first])
    for column in (
        [piece for piece in inside if piece.left < gap],
        [piece for piece in inside if piece.left >= gap],
    ):
        yield Band(rows_of(column), True, min(piece.left for piece in column))
    yield Band(rows[last:])


def _find_columns(rows: list[Row]) -> tuple[int, int, float] | None:
    """The longest run of rows, from–to, that leaves a gap open in the middle with full lines on both sides of it."""
    if len(rows) < _FEWEST_LINES:
        return None
    left = min(row[0].left for row in rows)
    right = max(piece.right for row in rows for piece in row)
    best: tuple[int, int, float] | None = None
    for share in _GAPS:
        gap = left + share * (right - left)
        first, last = _longest_run([not _crosses(row, gap) for row in rows])
        if (best is None or last - first > best[1] - best[0]) and _are_columns(rows[first:last], gap, left, right):
            best = first, last, gap
    return best


def _crosses(row: Row, gap: float) -> bool:
    """Whether letters, or no more than a space between words, lie over the gap."""
    before = max((piece.right for piece in row if piece.left < gap), default=None)
    after = min((piece.left for piece in row if piece.left >= gap), default=None)
    if before is None:
        return False
    return before > gap or (after is not None and after - before < row[0].height)


def _longest_run(open_rows: list[bool]) -> tuple[int, int]:
    best = start = 0
    best_end = 0
    for place, is_open in enumerate([*open_rows, False]):
        if is_open:
            continue
        if place - start > best_end - best:
            best, best_end = start, place
        start = place + 1
    return best, best_end


def _are_columns(rows: list[Row], gap: float, left: float, right: float) -> bool:
    for begin, end in ((left, gap), (gap, right)):
        widths = []
        for row in rows:
            inside = [piece for piece in row if begin <= piece.left < end]
            if inside:
                widths.append(max(piece.right for piece in inside) - inside[0].left)
        if len(widths) < _FEWEST_LINES or median(widths) < _FULL_LINE * (end - begin):
            return False
    return True
