"""The board and the list behind each of its figures."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from ...access import require
from ...errors import NotFound
from ...text import parse_id
from ..days import tell_last_day
from ..views import blueprint
from . import policy, wording
from .asked import Asked
from .board import read_board, silent_days
from .figures import EVENTS, Figure
from .lists import count_confirmed_later, count_list, read_list
from .marks import page_of_marks, raise_at, read_marks
from .naming import name_line, tell_rows


@blueprint.get("/scoreboard")
def scoreboard() -> Any:
    """What each unit was given, did in time and still owes in a period, as it was known on a day."""
    require(policy.sees_board(current_user))
    asked = Asked.from_args(request.args, policy.unit_of(current_user))
    board = read_board(asked)
    return render_template(
        "reports/scoreboard.html",
        asked=asked,
        notes=tell_last_day(request.args, "as_of"),
        board=board,
        confirmed_later=count_confirmed_later(asked),
        marks=read_marks(asked),
        marks_page=page_of_marks(),
        may_switch=current_user.sees_everything,
        **_words(asked),
    )


@blueprint.get("/scoreboard/<figure>")
def scoreboard_list(figure: str) -> Any:
    """Exactly what that figure counts, of one line or of all."""
    require(policy.sees_board(current_user))
    asked, wanted, line = read_list_address(figure)
    page = read_list(wanted, asked, line, current_user, request.args.get("after", ""))
    return render_template(
        "reports/scoreboard_list.html",
        asked=asked,
        figure=wanted,
        line=line,
        line_name=name_line(asked, line),
        is_events=wanted in EVENTS,
        count=count_list(wanted, asked, line),
        rows=list(tell_rows(page.rows, asked)),
        after=page.after,
        silent_days=silent_days(),
        raise_at=raise_at(current_user, asked, wanted, line),
        **_words(asked),
    )


def read_list_address(figure: str) -> tuple[Asked, Figure, int | None]:
    """Raises NotFound for what is no figure, and for the line of another unit."""
    unit_id = policy.unit_of(current_user)
    line = parse_id(request.args.get("line", ""))
    if figure not in set(Figure) or (unit_id is not None and line not in (None, unit_id)):
        raise NotFound
    return Asked.from_args(request.args, unit_id), Figure(figure), line if unit_id is None else unit_id


def _words(asked: Asked) -> dict[str, Any]:
    return {
        "Figure": Figure,
        "labels": wording.name_figures(asked.way),
        "ways": wording.name_ways(),
        "bases": wording.name_bases(),
        "works": wording.name_work(),
        "presets": wording.name_presets(),
        "name_board": wording.name_board,
        "tell_basis": wording.tell_basis,
        "tell_trend": wording.tell_trend,
    }
