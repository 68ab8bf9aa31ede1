"""The sample office: thành phố Cao Bằng as it was in 2022, with invented people."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "caobang2022"


@dataclass(frozen=True)
class Login:
    """One line of the table that the demo prints."""

    login: str
    password: str
    role: str
    name: str


def load_once() -> list[Login]:
    """Fill an empty database; returns who may sign in."""
    return []
