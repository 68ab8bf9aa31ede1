"""What a search answers with: hits in sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..tasks.wording import Chip
from .marking import Piece


class Place(NamedTuple):
    """Where else than in the title it was found, and the words there."""

    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Hit:
    """One line: `about` says what it is, `places` where it was found."""

    url: str
    title: Sequence[Piece]
    about: str = ""
    chip: Chip | None = None
    places: Sequence[Place] = ()


@dataclass(frozen=True)
class Section:
    """All hits of one kind: the first of them, and how many there are; `most` is how far they were counted."""

    kind: str
    label: str
    hits: Sequence[Hit] = field(default_factory=list)
    count: int = 0
    most: int = 0
    url: str = ""

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return bool(self.most) and self.count > self.most


class Candidates(NamedTuple):
    """Keys or rows in the order in which they are shown, how many were found, and which have the number itself."""

    rows: Iterable[Any]
    total: int
    exact: frozenset[int] = frozenset()
