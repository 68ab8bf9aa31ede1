"""The scoreboard and its lists to be taken along."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ..scoreboard import policy
from ..scoreboard.asked import Asked
from ..scoreboard.board import read_board
from ..scoreboard.figures import Figure
from ..scoreboard.lists import count_list, list_all
from ..scoreboard.naming import name_line, tell_rows
from ..scoreboard.views import read_list_address
from ..scoreboard.wording import name_board, name_figures
from ..views import blueprint
from .board import write_board, write_list
from .views import MOST, XLSX, new_file, send


@blueprint.get("/scoreboard.xlsx")
def scoreboard_workbook() -> Any:
    """The board of the screen, as a plain sheet."""
    require(policy.sees_board(current_user))
    asked, file = Asked.from_args(request.args, policy.unit_of(current_user)), new_file()
    write_board(file, read_board(asked), clock.now())
    days = f"{asked.period.start:%d-%m-%Y} {asked.period.end:%d-%m-%Y}"
    return send(file, f"{name_board(asked.way)} {days}.xlsx", XLSX)


@blueprint.get("/scoreboard/<figure>.csv")
def scoreboard_table(figure: str) -> Any:
    """The list behind a figure, whole."""
    require(policy.sees_board(current_user))
    asked, wanted, line = read_list_address(figure)
    labels, name = name_figures(asked.way), name_line(asked, line)
    if count_list(wanted, asked, line) > MOST:
        flash(
            _("The list has more than %(most)s tasks. Narrow it first.", most=f"{MOST:,}".replace(",", ".")), "danger"
        )
        query = asked.query_string(line="" if line is None else line)
        return redirect(f"{url_for('reports.scoreboard_list', figure=figure)}?{query}", 303)
    file = new_file()
    write_list(file, wanted, tell_rows(list_all(wanted, asked, line, current_user), asked), labels[Figure.WAITING])
    told = " - ".join(filter(None, (labels[wanted], name)))
    return send(file, f"{told} {asked.as_of:%d-%m-%Y}.csv", "text/csv")
