"""What waits for the Office elsewhere and ends as a notice: floors above say what, pages and mails here count it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True)
class Waiting:
    """`count`: how many there are on that day; `name` their heading; `tell` a sentence with the number; `path` opens
    exactly these.
    """

    count: Callable[[date], int]
    name: Callable[[], str]
    tell: Callable[[int], str]
    path: str


@dataclass(frozen=True)
class Line:
    """How much of it there is. Both texts are in the language of the moment at which they are read."""

    waiting: Waiting
    count: int

    @property
    def name(self) -> str:
        return self.waiting.name()

    @property
    def sentence(self) -> str:
        return self.waiting.tell(self.count)

    @property
    def path(self) -> str:
        return self.waiting.path


def register(app: Flask, waiting: Waiting) -> None:
    """Ask that floor."""
    _registered(app).append(waiting)


def list_waiting(day: date) -> list[Line]:
    """Only what there is."""
    lines = [Line(one, one.count(day)) for one in _registered(current_app)]
    return [line for line in lines if line.count]


def _registered(app: Any) -> list[Waiting]:
    found: list[Waiting] = app.extensions.setdefault("waiting_for_office", [])
    return found
