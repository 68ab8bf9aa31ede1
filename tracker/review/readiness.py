"""What a draft still lacks before the notice can be issued: pure, asked by the page and by the action alike."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from .models import Draft, DraftState, DueKind, FollowUp

# Doubts that only a clerk's look can settle; the others show up as an empty field.
TO_LOOK_AT = frozenset({"order_soft", "order_told_twice", "due_before_issue"})


@dataclass(frozen=True)
class OpenPoint:
    """One thing to settle: the form's field, a word for the chip, the sentence beside the field."""

    field: str
    word: str
    sentence: str


def open_points(draft: Draft, today: date) -> list[OpenPoint]:
    """Nothing when the draft may be issued as it stands. Needs `units` and `lead_unit` loaded."""
    if draft.state == DraftState.SET_ASIDE:
        return []
    if draft.follow_up == FollowUp.CONTINUE:
        return _passed(draft, today)  # units, leader and date are those of the task that goes on
    points = [*_follow_up(draft), *_units(draft, today), *_rest(draft)]
    if draft.state == DraftState.PENDING and not points and any(d["key"] in TO_LOOK_AT for d in draft.doubts):
        points.append(OpenPoint("", _("the sentence"), _("Look at it once more, then accept it or set it aside.")))
    return points


def _follow_up(draft: Draft) -> list[OpenPoint]:
    if draft.follow_up != FollowUp.ASK:
        return []
    sentence = _("Like a directive that was given before: continue it, replace it, or give it as new?")
    return [OpenPoint("follow_up", _("given before"), sentence)]


def follow_points(draft: Draft, followed: Any) -> list[OpenPoint]:
    """Whether what the draft continues or replaces is still open: another clerk may have confirmed it meanwhile."""
    follows = draft.follow_up in (FollowUp.CONTINUE, FollowUp.REPLACE) and draft.state != DraftState.SET_ASIDE
    if not follows:
        return []
    if not (followed and followed.open_tasks):
        return [OpenPoint("follow_up", _("given before"), gone_sentence(draft))]
    sooner = sooner_sentence(draft, followed.due_on)
    return [OpenPoint("", _("due date"), sooner)] if sooner else []


def _passed(draft: Draft, today: date) -> list[OpenPoint]:
    """A task that goes on to a day that is over would stand overdue at once: not without the clerk's own word."""
    if draft.state != DraftState.PENDING or draft.due_on is None or draft.due_on >= today:
        return []
    sentence = _("The due date has passed already. Check it before you give the task.")
    return [OpenPoint("", _("due date"), sentence)]


def sooner_sentence(draft: Draft, due_on: date | None) -> str:
    """What is said where a task that goes on would be due sooner than it is, until the clerk has agreed; else empty."""
    goes_on = draft.follow_up == FollowUp.CONTINUE and draft.state == DraftState.PENDING
    if not (goes_on and draft.due_on and due_on and draft.due_on < due_on):
        return ""
    return _(
        "Draft %(number)s now falls due sooner: %(new)s instead of %(old)s. Agree if that is meant, else correct it.",
        number=draft.position,
        old=f"{due_on:%d/%m/%Y}",
        new=f"{draft.due_on:%d/%m/%Y}",
    )


def gone_sentence(draft: Draft) -> str:
    """What is said when there is nothing left to continue or replace."""
    return _(
        "Draft %(number)s: what it was to continue or replace is no longer open. Choose again, or give it as new.",
        number=draft.position,
    )


def _units(draft: Draft, today: date) -> list[OpenPoint]:
    points = []
    if draft.one_per_unit:
        if not draft.units:
            points.append(OpenPoint("units", _("units"), _("Choose the units that each get a task of their own.")))
    elif draft.lead_unit is None:
        points.append(OpenPoint("lead_unit_id", _("lead unit"), _("Choose the one unit that leads.")))
    elif not draft.lead_unit.is_open(today):
        points.append(OpenPoint("lead_unit_id", _("lead unit"), closed_sentence(draft.lead_unit.name)))
    closed = [unit.name for unit in draft.units if not unit.is_open(today)]
    if closed:
        points.append(OpenPoint("units", _("units"), closed_sentence(", ".join(closed))))
    return points


def _rest(draft: Draft) -> list[OpenPoint]:
    points = []
    if draft.leader_id is None:
        points.append(OpenPoint("leader_id", _("accountable leader"), _("Choose the accountable leader.")))
    if draft.due_kind == DueKind.UNSET or (draft.due_kind == DueKind.DATE and draft.due_on is None):
        points.append(OpenPoint("due_on", _("due date"), _("Give the due date, or mark that there is none.")))
    return points


def closed_sentence(names: str) -> str:
    """What is said of a unit that no longer exists."""
    return _("%(unit)s no longer exists. Choose the unit that took over its work.", unit=names)


def fingerprint(drafts: list[Draft]) -> str:
    """Changes with every change to any draft: «Giao» sends back the one of the page that the clerk read."""
    versions = " ".join(f"{draft.id}.{draft.version}" for draft in drafts)
    return hashlib.sha256(versions.encode()).hexdigest()[:16]


def count_tasks(draft: Draft) -> int:
    """How many tasks it becomes."""
    if draft.state == DraftState.SET_ASIDE or draft.follow_up == FollowUp.CONTINUE:
        return 0
    return len(draft.units) if draft.one_per_unit else 1


def units_told(drafts: list[Draft], followed: Mapping[int, Collection[int]]) -> set[int]:
    """Whose heads and deputies get a mail when these drafts are issued.

    `followed`: for each draft that continues or replaces earlier tasks the units of those.
    """
    told: set[int] = set()
    for draft in drafts:
        if draft.state == DraftState.SET_ASIDE:
            continue
        told.update(followed.get(draft.id, ()))
        if draft.follow_up != FollowUp.CONTINUE:
            told.update(unit.id for unit in draft.units)
            if draft.lead_unit_id and not draft.one_per_unit:
                told.add(draft.lead_unit_id)
    return told
