"""What a floor above writes beside a figure, and where a unit may say that it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from ...people.actor import Actor
from .asked import Asked
from .figures import Figure


@dataclass(frozen=True)
class Marks:
    """`read`: the page of each open mark by (unit, figure); `page`: the endpoint of their list; `raise_at`: where this
    person marks one, or nowhere.
    """

    read: Callable[[Asked], dict[tuple[int, Figure], str]]
    raise_at: Callable[[Actor, Asked, Figure, int | None], str]
    page: str


def register(app: Flask, marks: Marks) -> None:
    """Ask that floor."""
    app.extensions["figure_marks"] = marks


def _marks() -> Any:
    return current_app.extensions.get("figure_marks")


def read_marks(asked: Asked) -> dict[tuple[int, Figure], str]:
    """By unit and figure."""
    marks = _marks()
    return marks.read(asked) if marks else {}


def raise_at(actor: Actor, asked: Asked, figure: Figure, line: int | None) -> str:
    """The address of the form; empty where there is none for this person."""
    marks = _marks()
    return marks.raise_at(actor, asked, figure, line) if marks else ""


def page_of_marks() -> str:
    """The endpoint of the list of all marks; empty where nobody marks."""
    marks = _marks()
    return marks.page if marks else ""
