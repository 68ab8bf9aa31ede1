"""One indicator: value against each plan, the pace that is needed, wards, readings, and the work that belongs to it."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock, history
from ...fields import BaseForm
from ...people.actor import Actor
from ...tasks.today import office_today
from ...tasks.wording import status_chip
from .. import queries
from ..course import Names, draw
from ..forms import LinkForm, ReadingForm, TargetForm
from ..models import Indicator, Reading
from ..policy import keeps_indicators, may_name, may_quote, may_read_off, sees_what_was_tied
from ..summary import summarise
from ..wording import ABOUT_WORK, event_names, list_changes, source_words
from . import blueprint
from .choices import offer_units, wards_of
from .lines import write_line, write_readings, write_wards
from .reported import list_offers


@blueprint.get("/indicators/<int:indicator_id>")
def show(indicator_id: int) -> Any:
    """The page."""
    return show_indicator(queries.get_indicator_for(current_user, indicator_id))


def show_indicator(indicator: Indicator, **refused: BaseForm) -> Any:
    """The page; a form that was refused is given by its name and comes back as it was typed, with status 422."""
    wards, readings = wards_of(indicator), queries.list_readings([indicator.id]).get(indicator.id, [])
    tasks, can_keep = queries.list_tasks(current_user, indicator), keeps_indicators(current_user)
    status_of = office_today().status_of
    return render_template(
        "indicators/show.html",
        indicator=indicator,
        **_numbers(indicator, readings, wards),
        may_change={one.id for one in readings if may_read_off(current_user, indicator, one.unit_id)},
        may_name=may_name,
        may_quote=may_quote,
        source_words=source_words,
        tasks=[(task, status_chip(status_of(task))) for task in tasks],
        directives=queries.list_directives(indicator) if can_keep else [],
        offers=list_offers(current_user, indicator, tasks, readings, wards),
        entries=_entries(current_user, indicator),
        event_names=event_names(),
        list_changes=list_changes,
        can_keep=can_keep,
        forms=_forms(current_user, indicator, wards, refused),
        opened=next(iter(refused), ""),
    ), 422 if refused else 200


def _entries(actor: Actor, indicator: Indicator) -> list[Any]:
    """The newest that the person may read."""
    all_of_it, entries = sees_what_was_tied(actor), history.list_entries("indicator", indicator.id)
    return [one for one in entries if all_of_it or one.event not in ABOUT_WORK][:12]


def _numbers(indicator: Indicator, readings: list[Reading], wards: dict[int, str]) -> dict[str, Any]:
    """Of the whole, of each ward, and the picture."""
    previous, today = indicator.previous_id, clock.today()
    before = queries.list_values([previous]).get(previous, []) if previous else []
    targets = queries.list_targets([indicator.id]).get(indicator.id, [])
    summary = summarise(indicator, targets, readings, before, today)
    return {
        "line": write_line(summary),
        "picture": draw(summary, _names(indicator.year)),
        "wards": write_wards(indicator, wards, targets, readings, before) if indicator.is_per_ward else [],
        "readings": write_readings(indicator, readings),
    }


def _names(year: int) -> Names:
    return Names(
        _("Readings of %(year)s", year=year),
        _("At the average pace"),
        _("Year %(year)s", year=year - 1),
    )


def _forms(actor: Actor, indicator: Indicator, wards: dict[int, str], refused: dict[str, BaseForm]) -> dict[str, Any]:
    """Only those that the person may use."""
    forms: dict[str, Any] = {}
    reading = refused.get("reading") or ReadingForm(formdata=None, data={"as_of": clock.today(), "unit_id": 0})
    if offer_units(reading, actor, indicator, wards):
        forms["reading"] = reading
    if keeps_indicators(actor):
        forms["target"] = refused.get("target") or TargetForm(formdata=None)
        offer_units(forms["target"], actor, indicator, wards)
        forms["link"] = refused.get("link") or LinkForm(formdata=None)
    return forms
