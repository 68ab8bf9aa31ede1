"""Which work belongs to an indicator: single tasks, or all tasks of a directive."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Table, delete

from ... import history
from ...access import require
from ...db import db, insert
from ...directives.models import Directive, Notice
from ...errors import Refused
from ...people.actor import Actor
from ...tasks.models import Task
from ..models import Indicator, indicator_directive, indicator_task
from ..policy import keeps_indicators


def link_task(indicator: Indicator, task: Task, *, with_directive: bool = False, by: Actor) -> None:
    """Let the task belong to it, or all tasks of its directive. Done twice it is done once."""
    require(keeps_indicators(by))
    if with_directive and task.directive_id is None:
        raise Refused(_("This task comes from no conclusion, so it has no directive."), "whole_directive")
    if with_directive:
        table, name, value = indicator_directive, "directive_id", task.directive_id
    else:
        table, name, value = indicator_task, "task_id", task.id
    row = {"indicator_id": indicator.id, name: value}
    statement = insert(table).values(row).on_conflict_do_nothing().returning(table.c.indicator_id)
    if db.session.scalar(statement) is not None:
        with force_locale("vi"):  # history is data, in the office's own language
            words = _("all tasks of the directive of %(code)s", code=task.code) if with_directive else task.code
        history.record(by, "indicator_linked", "indicator", indicator.id, name=words)


def unlink_task(indicator: Indicator, task: Task, *, by: Actor) -> None:
    """It belongs to it no more."""
    _unlink(indicator, indicator_task, "task_id", task.id, task.code, by)


def unlink_directive(indicator: Indicator, directive: Directive, *, by: Actor) -> None:
    """Its tasks belong to it no more."""
    notice = db.session.get_one(Notice, directive.notice_id).reference
    with force_locale("vi"):
        words = _("All tasks of directive %(number)s, %(notice)s", number=directive.position, notice=notice)
    _unlink(indicator, indicator_directive, "directive_id", directive.id, words, by)


def _unlink(indicator: Indicator, table: Table, name: str, value: int, words: str, by: Actor) -> None:
    require(keeps_indicators(by))
    found = (table.c.indicator_id == indicator.id) & (table.c[name] == value)
    if db.session.scalar(delete(table).where(found).returning(table.c.indicator_id)) is not None:
        history.record(by, "indicator_unlinked", "indicator", indicator.id, name=words)
