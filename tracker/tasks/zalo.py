"""«Chép gửi Zalo»: a task or a unit's late and coming work as a short text, since urging really happens there.

Such a text leaves the office. So it names units and tasks and carries no address or number of anybody; what a title
says of private persons is left out as far as it is recognised, and the page asks to look for more. Pure: the words
come from the language that the caller has set.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from ..text import clean_line, shorten
from .private import hide_private
from .status import Status, Today
from .wording import Distances

LONGEST = 1200
_LONGEST_TITLE = 90
_LONGEST_OWN_TITLE = 300


class Due(Protocol):
    """A task, or a row of one, as far as its text goes."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def completed_on(self) -> date | None: ...
    @property
    def reported_on(self) -> date | None: ...


def tell_task(task: Due, unit: str, office: str, today: Today, *, is_urging: bool) -> str:
    """One task, with what is asked for."""
    lead = _("Lead unit: %(name)s", name=clean_line(unit))
    lines = [
        _head(office, is_urging=is_urging),
        f"{task.code} {_plain(task.title, _LONGEST_OWN_TITLE)}",
        " – ".join(filter(None, (lead, _due(task, today, Distances(today))))),
        _("Please report the progress in the directive register."),
    ]
    return "\n".join(lines)


def tell_unit(
    tasks: Sequence[Due], late: int, this_week: int, unit: str, office: str, today: Today, *, is_urging: bool
) -> str:
    """What is overdue and what is due this week, as many as fit; the sum says how many there are in all.

    `tasks` are the first of them by due date.
    """
    counts = [ngettext("%(num)s task overdue", "%(num)s tasks overdue", late)] if late else []
    if this_week:
        counts.append(ngettext("%(num)s task due this week", "%(num)s tasks due this week", this_week))
    head = f"{_head(office, is_urging=is_urging)}\n{clean_line(unit)}: {', '.join(counts)}"
    distances, total, lines = Distances(today), late + this_week, []
    room = LONGEST - len(head) - len(_more(total)) - 1
    for number, task in enumerate(tasks, 1):
        line = f"{number}. {task.code} {_plain(task.title, _LONGEST_TITLE)} – {_due(task, today, distances)}"
        if (room := room - len(line) - 1) < 0:
            break
        lines.append(line)
    more = [_more(total - len(lines))] if total > len(lines) else []
    return "\n".join([head, *lines, *more])


def _head(office: str, *, is_urging: bool) -> str:
    what = _("urging") if is_urging else _("reminder")
    return f"{clean_line(office).upper()} – {what}"


def _more(count: int) -> str:
    return ngettext("… and %(num)s more task", "… and %(num)s more tasks", count)


def _due(task: Due, today: Today, distances: Distances) -> str:
    """«hạn 15/11 (quá 5 ngày làm việc)»."""
    if task.due_on is None:
        return ""
    day = f"{task.due_on:%d/%m}" if task.due_on.year == today.day.year else f"{task.due_on:%d/%m/%Y}"
    status = today.status(task.due_on, task.completed_on, task.reported_on)
    distance = distances.of(status, task.due_on) if status in (Status.OVERDUE, Status.NEAR, Status.RUNNING) else ""
    return _("due %(day)s", day=day) + (f" ({distance})" if distance else "")


def _plain(title: str, limit: int) -> str:
    """Without what tells of a private person, on one line."""
    return shorten(hide_private(clean_line(title)), limit)
