"""Open work in one step to another unit or leader: choose, look at what will move, move it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.queries import get_unit, get_user, list_leaders, list_units, list_units_with_nobody_to_mail
from ...text import parse_id
from .. import handover, policy
from ..forms import HandoverForm
from ..handover import Moved, Plan, Side
from . import blueprint


@dataclass(frozen=True)
class Source:
    """Whose work moves, who may take it (names by id), and what carries it out."""

    side: Side
    id: int
    name: str
    successors: dict[int, str]
    carry_out: Callable[[Plan, str], Moved]

    @property
    def url(self) -> str:
        """The page itself."""
        if self.side is Side.UNIT:
            return url_for("tasks.hand_over_unit", unit_id=self.id)
        return url_for("tasks.hand_over_leader", user_id=self.id)


@blueprint.route("/units/<int:unit_id>/handover", methods=["GET", "POST"])
def hand_over_unit(unit_id: int) -> Any:
    """A unit is merged, renamed or closed."""
    require(policy.may_hand_over(current_user))
    unit = get_unit(unit_id)
    others = {one.id: one.name for one in list_units(clock.today()) if one.id != unit_id}
    source = Source(
        Side.UNIT,
        unit_id,
        unit.name,
        others,
        lambda plan, basis: handover.hand_over_unit(unit, plan, basis, by=current_user),
    )
    return _answer(source)


@blueprint.route("/users/<int:user_id>/handover", methods=["GET", "POST"])
def hand_over_leader(user_id: int) -> Any:
    """A leader leaves, or gives up a field."""
    require(policy.may_hand_over(current_user))
    person = get_user(user_id)
    others = {row.user_id: f"{row.name}, {row.title}" for row in list_leaders() if row.user_id != user_id}
    source = Source(
        Side.LEADER,
        user_id,
        person.name,
        others,
        lambda plan, basis: handover.hand_over_leader(person, plan, basis, by=current_user),
    )
    return _answer(source)


def _answer(source: Source) -> Any:
    form, moved = HandoverForm(), Moved()
    plan = _read_plan(request.form if request.method == "POST" else request.args, source)

    def carry_out() -> None:
        nonlocal moved
        if plan is None:
            raise Refused(_("Choose who takes over."))
        moved = source.carry_out(plan, form.basis.data or "")

    if form.carries_out(carry_out):
        db.session.commit()
        _say(source, moved, plan)
        return redirect(source.url, 303)
    work = handover.read_work(source.side, source.id)
    return render_template(
        "tasks/handover.html",
        source=source,
        work=work,
        others=[(one.heading(), work.others[one.key]) for one in handover.followers() if work.others[one.key]],
        plan=plan,
        asked=request.values,
        parcels=handover.lay_out_parcels(source.side, work, plan, source.successors) if plan else [],
        form=form,
    ), 422 if request.method == "POST" else 200


def _read_plan(values: Mapping[str, str], source: Source) -> Plan | None:
    """What was chosen; None as long as nobody was who may take over."""
    default = parse_id(values.get("to", ""))
    if default not in source.successors:
        return None
    own: dict[int, int] = {}
    for name, value in values.items():
        topic, to = parse_id(name.removeprefix("topic-")), parse_id(value)
        if name.startswith("topic-") and topic and to in source.successors and to != default:
            own[topic] = to
    return Plan(default, own)


def _say(source: Source, moved: Moved, plan: Plan | None) -> None:
    """What has moved, and who must be told by telephone."""
    if moved.is_nothing:
        flash(_("There was nothing left to move."), "success")
        return
    told = [ngettext("%(num)s task has moved", "%(num)s tasks have moved", moved.tasks)]
    if moved.parts:
        told.append(ngettext("%(num)s as a cooperating unit", "%(num)s as a cooperating unit", moved.parts))
    told += moved.told_others()
    flash(", ".join(told) + ".", "success")
    if source.side is Side.UNIT and plan and (units := list_units_with_nobody_to_mail(plan.successors)):
        names = ", ".join(unit.short_name for unit in units)
        flash(_("Nobody of %(units)s has an e-mail address. Tell them by telephone.", units=names), "warning")
