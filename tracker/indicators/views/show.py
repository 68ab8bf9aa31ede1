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
from ..policy import (
    comes_too_late,
    gives_every_ward,
    keeps_indicators,
    last_day,
    may_name,
    may_quote,
    may_read_off,
    may_take_out,
    sees_every_ward,
    sees_part,
    sees_what_was_tied,
)
from ..summary import summarise, summarise_ward
from ..wording import ABOUT_WORK, event_names, list_changes, source_words, too_late_words
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
        **_numbers(current_user, indicator, readings, wards),
        has_previous=queries.may_open(current_user, indicator.previous_id),
        **_rights(current_user, indicator, readings),
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
        gives_wards=gives_every_ward(current_user, indicator),
        forms=_forms(current_user, indicator, wards, refused),
        opened=next(iter(refused), ""),
    ), 422 if refused else 200


def _rights(actor: Actor, indicator: Indicator, readings: list[Reading]) -> dict[str, Any]:
    """The readings that the person may correct, those that he may take out, and why it is none any more."""
    own = queries.list_given_by(actor, indicator)
    return {
        "too_late": too_late_words(indicator.year, last_day(indicator)) if comes_too_late(actor, indicator) else "",
        "may_change": {one.id for one in readings if may_read_off(actor, indicator, one.unit_id)},
        "may_take_out": {one.id for one in readings if may_take_out(actor, indicator, one, own)},
    }


def _entries(actor: Actor, indicator: Indicator) -> list[Any]:
    """The newest that the person may read: a unit nothing of tied work, a ward nothing of other wards."""
    entries = history.list_entries("indicator", indicator.id)
    if not sees_what_was_tied(actor):
        entries = [one for one in entries if one.event not in ABOUT_WORK]
    if not sees_every_ward(actor, indicator):
        entries = [one for one in entries if one.data.get("unit") in (None, actor.unit_name)]
    return list(entries[:12])


def _numbers(actor: Actor, indicator: Indicator, readings: list[Reading], wards: dict[int, str]) -> dict[str, Any]:
    """Of the whole and its picture, and of the wards: of each, or of the reader's own."""
    previous, today = indicator.previous_id, clock.today()
    before = queries.list_values([previous]).get(previous, []) if previous else []
    targets = queries.list_targets([indicator.id]).get(indicator.id, [])
    summary, all_wards = summarise(indicator, targets, readings, before, today), sees_every_ward(actor, indicator)
    own_id = actor.unit_id if actor.unit_id in wards and not all_wards else None
    shown = [one for one in readings if sees_part(actor, indicator, one.unit_id)]
    return {
        "line": write_line(summary),
        "picture": draw(summary, _names(indicator.year)),
        "wards": write_wards(indicator, wards, targets, readings, before)
        if all_wards and indicator.is_per_ward
        else [],
        "own": write_line(summarise_ward(indicator, own_id, targets, readings, before, today)) if own_id else None,
        "readings": write_readings(indicator, shown),
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
