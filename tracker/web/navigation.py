"""The places of the top bar (and of the bar at the thumb on a phone), by role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from ..people.models import Role
from ..reports.contents import list_endpoints


@dataclass(frozen=True)
class Place:
    """One entry of the bar; `short` is its name at the thumb, where five share the width of a phone."""

    label: str
    short: str
    url: str
    is_here: bool


def list_places(actor: Any, endpoint: str) -> Sequence[Place]:
    """What that person may open, the first being his home."""
    if not actor or not actor.is_authenticated or actor.must_change_password:
        return ()
    return _mark_here(actor.role, endpoint, str(get_locale()), request.script_root)


@lru_cache(maxsize=512)
def _mark_here(role: Role, endpoint: str, language: str, script_root: str) -> Sequence[Place]:
    """Kept, since every page has it: in that language and under that root, which are the present ones."""
    places = _of_role(role)
    # A page that has a place of its own is not marked under «Reports» too, which holds the most.
    holding = [(len(others), name) for _label, name, others in places if endpoint in (name, *others)]
    here = min(holding)[1] if holding else ""
    short = {"tasks.work": _("Unit's work"), "reports.scoreboard": _("Scoreboard")}
    return tuple(Place(label, short.get(name, label), url_for(name), name == here) for label, name, _others in places)


_OF_SCOREBOARD = ("reports.scoreboard_list", "disputes.index", "disputes.show", "disputes.new")


def _of_role(role: Role) -> list[tuple[str, str, tuple[str, ...]]]:
    outstanding = (_("Outstanding"), "reports.outstanding", ("reports.outstanding_filters", "reports.register"))
    notices = (_("Conclusions"), "notices.index", ("notices.show", "notices.new", "notices.review"))
    tasks = (_("Tasks"), "tasks.index", ("tasks.show", "tasks.new", "tasks.filters"))
    reports = (_("Reports"), "reports.index", list_endpoints())
    duties = (_("Recurring"), "duties.index", ("duties.show", "duties.new", "duties.edit"))
    topics = ("lessons.topic", "lessons.new_topic", "lessons.index", "lessons.lesson")
    portfolios = ("portfolios.index", "portfolios.distribution", "portfolios.new_term", "portfolios.term")
    of_indicators = (
        "indicators.show",
        "indicators.new",
        "indicators.edit",
        "indicators.correct_reading",
        "indicators.read_wards",
    )
    indicators = (_("Indicators"), "indicators.index", of_indicators)
    if role is Role.LEADER:
        return [outstanding, notices, tasks, indicators, reports]
    if role is Role.OFFICE:
        return [notices, tasks, outstanding, indicators, reports, duties]
    if role is Role.ADMIN:
        return [
            (_("People"), "people.users", ("people.user", "people.new_user")),
            (_("Units"), "people.units", ("people.unit", "people.new_unit")),
            (_("Calendar"), "calendar.show", ()),
            (_("System"), "web.system", ("inbound.index", "mails.index", "mails.show")),
            (_("Settings"), "settings.show", ("reminder_rules.show", "reminder_rules.preview")),
            (_("Trail of changes"), "trail.index", ()),
            (_("Topics"), "lessons.topics", (*topics, *portfolios)),
            tasks,
            indicators,
        ]
    scoreboard = (_("Scoreboard of units"), "reports.scoreboard", _OF_SCOREBOARD)
    return [(_("Our work"), "tasks.work", ("tasks.show",)), notices, scoreboard, indicators]


def home_endpoint(role: Role) -> str:
    """Where that role begins."""
    return _of_role(role)[0][1]
