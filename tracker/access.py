"""Closed by default: every endpoint asks for sign-in unless it says `@public`."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from .errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view that strangers may open. A test lists them all."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any] | None) -> bool:
    """Whether the view is marked."""
    return bool(getattr(view, "is_public", False))


def acting() -> Any:
    """The person of this request himself. `current_user` looks him up anew for every attribute."""
    return current_user._get_current_object()


def require(allowed: bool) -> None:
    """Raise NotAllowed unless the policy said yes."""
    if not allowed:
        raise NotAllowed


# `urlsplit` alone misses /\\evil, ///evil and https:evil, so only plain paths pass.
_PATH = re.compile(
    r"/(?:[A-Za-z0-9_\-.~%][A-Za-z0-9_\-.~%/]*)?(?:\?[A-Za-z0-9_\-.~%/=&+:,!*'()?]*)?(?:#[A-Za-z0-9_\-]*)?"
)


def safe_path(target: str | None, default: str = "/") -> str:
    """The target when it is a plain path of this site, else the default."""
    return target if target and len(target) <= 2000 and _PATH.fullmatch(target) else default


def find_page(path: str) -> str:
    """The page of that address, else the nearest one above it: what an address that is only posted to belongs to."""
    pages = current_app.url_map.bind("")
    while path.strip("/"):
        with suppress(HTTPException):
            endpoint, _values = pages.match(path, "GET")
            if not endpoint.endswith(".download"):  # a file is no page
                return path
        path = path.rpartition("/")[0]
    return "/"
