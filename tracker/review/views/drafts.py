"""One draft: its form, and each thing that can be done to it from its card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...db import db
from ...directives.models import Notice
from ...directives.queries import list_topics
from ...errors import Refused
from ...fields import BaseForm, choices
from ...people.queries import list_leaders, list_units
from ...text import shorten
from .. import actions, queries
from ..actions.shaping import find_break, list_breaks
from ..forms import AsideForm, DraftForm, GapsForm, SplitForm
from ..models import Draft
from ..readiness import open_points
from . import blueprint
from .answers import done, fragment, refused, wants_card

Change = Callable[[Notice, Draft, list[Draft]], Any]


@blueprint.route("/drafts/<int:draft_id>", methods=["GET", "POST"])
def draft(draft_id: int) -> Any:
    """All fields of one draft. A second editor sees what the first one saved, beside what he typed."""
    is_post = request.method == "POST"
    notice, found = queries.get_draft_for(current_user, draft_id, to_change=is_post)
    form = DraftForm(data=_data_of(found))
    _offer(form, found, notice)
    if form.carries_out(
        lambda: actions.save_draft(found, notice, _values(form), version=_version(form.version.data), by=current_user)
    ):
        db.session.commit()
        return done(notice.id, draft_id, _("Draft %(number)s is saved.", number=found.position))
    if is_post and wants_card():
        return refused(notice.id, draft_id, form)
    saved = None
    if is_post:
        notice, found = queries.get_draft_for(current_user, draft_id)
        saved = found if _version(form.version.data) != found.version else None
        form.version.data = str(found.version)
    points = {} if is_post else {point.field: point.sentence for point in open_points(found, clock.today())}
    return render_template(
        "notices/draft.html", notice=notice, draft=found, form=form, saved=saved, points=points
    ), 422 if is_post else 200


@blueprint.post("/drafts/<int:draft_id>/gaps")
def fill_gaps(draft_id: int) -> Any:
    """Unit, leader or date, straight on the card."""
    form = GapsForm()
    form.lead_unit_id.offered = list_units(clock.today())
    form.lead_unit_id.choices = choices((unit.id, unit.name) for unit in form.lead_unit_id.offered)
    form.leader_id.choices = choices((leader.user_id, leader.name) for leader in list_leaders())
    return change_draft(
        draft_id,
        form,
        lambda notice, draft, drafts: actions.fill_gaps(
            draft,
            notice,
            lead_unit_id=form.lead_unit_id.data,
            leader_id=form.leader_id.data,
            due_on=form.due_on.data,
            has_no_due=form.has_no_due.data,
            by=current_user,
        ),
    )


@blueprint.post("/drafts/<int:draft_id>/acceptance")
def accept_draft(draft_id: int) -> Any:
    """As it stands."""
    return change_draft(
        draft_id, BaseForm(), lambda notice, draft, drafts: actions.accept_draft(draft, by=current_user)
    )


@blueprint.post("/drafts/<int:draft_id>/setting-aside")
def set_aside(draft_id: int) -> Any:
    """No task, and why."""
    form = AsideForm()
    return change_draft(
        draft_id,
        form,
        lambda notice, draft, drafts: actions.set_aside(draft, form.reason.data or "", by=current_user),
    )


@blueprint.post("/drafts/<int:draft_id>/putting-back")
def put_back(draft_id: int) -> Any:
    """Among the tasks again."""
    return change_draft(draft_id, BaseForm(), lambda notice, draft, drafts: actions.put_back(draft, by=current_user))


@blueprint.post("/drafts/<int:draft_id>/merging")
def merge_draft(draft_id: int) -> Any:
    """With the one after it."""
    return change_draft(
        draft_id,
        BaseForm(),
        lambda notice, draft, drafts: actions.merge_with_next(draft, drafts, notice.source_text, by=current_user),
    )


@blueprint.post("/drafts/<int:draft_id>/one-each")
def give_one_each(draft_id: int) -> Any:
    """One task for each member of the group, or one for all."""
    wanted = request.form.get("wanted") == "1"
    return change_draft(
        draft_id, BaseForm(), lambda notice, draft, drafts: actions.give_one_each(draft, wanted, by=current_user)
    )


@blueprint.post("/drafts/<int:draft_id>/removal")
def remove_draft(draft_id: int) -> Any:
    """One that was added by hand."""
    return change_draft(
        draft_id, BaseForm(), lambda notice, draft, drafts: actions.remove_draft(draft, drafts, by=current_user)
    )


@blueprint.route("/drafts/<int:draft_id>/parts", methods=["GET", "POST"])
def parts(draft_id: int) -> Any:
    """Where does the second order begin?"""
    is_post = request.method == "POST"
    notice, found = queries.get_draft_for(current_user, draft_id, to_change=is_post)
    form = SplitForm(data={"version": str(found.version)})
    form.at.choices = choices((place, _around(found.text, place)) for place in list_breaks(found.text))
    if form.carries_out(lambda: _split(found, form)):
        db.session.commit()
        return done(notice.id, draft_id)
    if is_post and wants_card():
        return refused(notice.id, draft_id, form)
    if is_post:
        notice, found = queries.get_draft_for(current_user, draft_id)
    if wants_card():
        return fragment(render_template("notices/_parts.html", draft=found, form=form))
    return render_template("notices/parts.html", notice=notice, draft=found, form=form), 422 if is_post else 200


def _around(text: str, place: int) -> str:
    """The words on both sides of a break."""
    before, after = text[:place].strip(), text[place:].strip()
    before = f"… {before[-60:]}" if len(before) > 60 else before
    return f"{before} ‖ {shorten(after, 60)}"


def _split(draft: Draft, form: SplitForm) -> None:
    actions.check_version(draft, _version(form.version.data))
    words = form.words.data or ""
    at = find_break(draft.text, words) if words else form.at.data
    if at is None:
        raise Refused(_("Choose a place, or type the words with which the second part begins."), "at")
    actions.split_draft(draft, queries.list_drafts(draft.notice_id), at, by=current_user)


def change_draft(draft_id: int, form: BaseForm, change: Change) -> Any:
    """One change from a card; a refusal is shown in that card."""
    notice, found = queries.get_draft_for(current_user, draft_id, to_change=True)
    drafts = queries.list_drafts(notice.id)
    notice_id = notice.id
    if isinstance(form, GapsForm):
        form.since = notice.issued_on
    if form.carries_out(lambda: _change_as_shown(notice, found, drafts, change)):
        db.session.commit()
        return done(notice_id, draft_id)
    return refused(notice_id, draft_id, form)


def _change_as_shown(notice: Notice, draft: Draft, drafts: list[Draft], change: Change) -> None:
    shown = request.form.get("shown")
    if shown is not None:
        actions.check_shown(draft, _version(shown))
    change(notice, draft, drafts)


def _version(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() else -1


def _data_of(draft: Draft) -> dict[str, Any]:
    return {
        "version": str(draft.version),
        "title": draft.title,
        "deliverable": draft.deliverable,
        "topic_id": draft.topic_id,
        "lead_unit_id": draft.lead_unit_id,
        "one_per_unit": draft.one_per_unit,
        "units": [unit.id for unit in draft.units],
        "leader_id": draft.leader_id,
        "due_kind": str(draft.due_kind),
        "due_on": draft.due_on,
        "every": draft.every or "",
    }


def _offer(form: DraftForm, draft: Draft, notice: Notice) -> None:
    """Open units, and those that the draft has although they are closed: the form then says so."""
    form.since = notice.issued_on
    units = form.lead_unit_id.offered = list_units(clock.today())
    known = {unit.id for unit in units}
    mine = [*([draft.lead_unit] if draft.lead_unit else []), *draft.units]
    closed = {unit.id: unit for unit in mine if unit.id not in known}
    names = [(unit.id, unit.name) for unit in units]
    names += [(unit.id, _("%(unit)s (closed)", unit=unit.name)) for unit in closed.values()]
    form.lead_unit_id.choices = choices([("", _("Choose a unit…")), *names])
    form.units.choices = choices(names)
    form.topic_id.choices = choices([("", "—"), *((topic.id, topic.name) for topic in list_topics())])
    leaders = [(leader.user_id, f"{leader.name} – {leader.title}") for leader in list_leaders()]
    form.leader_id.choices = choices([("", _("Choose a leader…")), *leaders])


def _values(form: DraftForm) -> actions.DraftValues:
    return actions.DraftValues(
        title=form.title.data or "",
        deliverable=form.deliverable.data or "",
        topic_id=form.topic_id.data,
        lead_unit_id=form.lead_unit_id.data,
        unit_ids=tuple(form.units.data or ()),
        one_per_unit=bool(form.one_per_unit.data),
        leader_id=form.leader_id.data,
        due_kind=form.due_kind.data,
        due_on=form.due_on.data,
        every=form.every.data or None,
    )
