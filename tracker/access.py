"""Closed by default: every endpoint asks for sign-in unless it says `@public`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view that strangers may open. A test lists them all."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any] | None) -> bool:
    """Whether the view is marked."""
    return bool(getattr(view, "is_public", False))


def require(allowed: bool) -> None:
    """Raise NotAllowed unless the policy said yes."""
    if not allowed:
        raise NotAllowed
