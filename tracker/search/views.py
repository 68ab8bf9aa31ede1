"""The page of the search box. The box stands on every page; this one works without scripts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from ..access import acting
from ..errors import NotFound
from ..text import parse_id
from . import sections
from .typed import Typed

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index() -> Any:
    """What was found; whoever typed the whole number of one thing is taken there at once."""
    typed = Typed.read(request.args.get("q", ""))
    if name := request.args.get("kind", ""):
        return _show_kind(typed, name)
    answer = sections.search(acting(), typed)
    if answer.only:
        return redirect(answer.only.url, 303)
    return render_template("search/index.html", answer=answer, typed=typed)


def _show_kind(typed: Typed, name: str) -> str:
    page = max(1, parse_id(request.args.get("page", "")) or 1)
    section = sections.search_kind(acting(), typed, name, page)
    if section is None:
        raise NotFound
    last = min(section.count, section.most or section.count)
    following = page + 1 if last > page * sections.PAGE else 0
    return render_template("search/kind.html", section=section, typed=typed, following=following)
