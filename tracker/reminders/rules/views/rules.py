"""One set of rules: read, changed, added, taken away, and tried before it is saved."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ....access import require
from ....db import db
from ....directives.models import Topic
from ....directives.queries import list_all_topics
from ....errors import NotFound, Refused, Stale
from .. import actions, policy, queries, wording
from ..book import RuleKind, RuleSet
from ..forms import RuleSetForm
from ..scope import GENERAL, Scope
from .blueprint import blueprint
from .foretelling import page_of


@blueprint.route("/settings/reminders", methods=["GET", "POST"], defaults={"key": "general"})
@blueprint.route("/settings/reminders/<key>", methods=["GET", "POST"])
def show(key: str) -> Any:
    """One set of rules: the general one, that of starred tasks, or that of a topic."""
    require(policy.can_read(current_user))
    scope = _scope(key)
    if request.method == "GET":
        present = queries.find_set(scope)
        if present is None:
            raise NotFound
        return _page(scope, RuleSetForm.of(present, queries.fingerprint(present)))
    require(policy.can_change(current_user))
    form = RuleSetForm()
    if _rearrange(form):
        return _page(scope, form)
    saved: list[bool] = []
    if form.carries_out(lambda: saved.append(_save(form, scope))):
        db.session.commit()
        flash(_("Saved. The rules count from the next plan on.") if saved[0] else _("Nothing was changed."), "success")
        return redirect(_url(scope), 303)
    return _page(scope, form, 422)


@blueprint.post("/settings/reminders/exceptions")
def add_exception() -> Any:
    """Rules of their own for a topic or for starred tasks."""
    require(policy.can_change(current_user))
    scope = Scope.parse(request.form.get("scope", ""))
    if scope is None or scope.is_general:
        flash(_("Choose for which tasks the exception counts."), "danger")
        return redirect(url_for("reminder_rules.show"), 303)
    try:
        is_new = actions.add_exception(scope, by=current_user)
    except Refused as refused:
        flash(refused.sentence, "danger")
        return redirect(url_for("reminder_rules.show"), 303)
    db.session.commit()
    if is_new:
        flash(_("The exception begins as a copy of the general rules. Change what is different, then save."), "success")
    return redirect(_url(scope), 303)


@blueprint.post("/settings/reminders/<key>/deletion")
def drop(key: str) -> Any:
    """An exception goes; the general rules go back to the defaults."""
    require(policy.can_change(current_user))
    scope = _scope(key)
    try:
        is_gone = actions.drop_rules(scope, request.form.get("seen", ""), by=current_user)
    except Stale as stale:
        db.session.rollback()
        flash(stale.sentence, "danger")
        return redirect(_url(scope), 303)
    db.session.commit()
    if is_gone and scope.is_general:
        flash(_("The general rules are the defaults again."), "success")
    elif is_gone:
        flash(_("The exception is removed: its tasks follow the general rules."), "success")
    return redirect(url_for("reminder_rules.show"), 303)


@blueprint.post("/settings/reminders/<key>/preview")
def try_rules(key: str) -> Any:
    """What those typed would do, before they are saved. Writes nothing."""
    require(policy.can_change(current_user))
    scope, form = _scope(key), RuleSetForm()
    if not form.validate():
        return _page(scope, form, 422)
    return page_of({}, queries.with_set(form.value(scope)), unsaved=_name(scope, _topics()))


def _scope(key: str) -> Scope:
    """From the address. Raises NotFound for what names no tasks."""
    scope = Scope.parse(key)
    if scope is None:
        raise NotFound
    return scope


def _url(scope: Scope) -> str:
    return url_for("reminder_rules.show", key=scope.key)


def _rearrange(form: RuleSetForm) -> bool:
    """A line more or less; nothing is saved by it."""
    if "add" in request.form:
        form.add_before()
    elif "remove" in request.form:
        form.remove(request.form["remove"])
    else:
        return False
    return True


def _save(form: RuleSetForm, scope: Scope) -> bool:
    value = form.value(scope)
    try:
        return actions.save_rules(value, form.seen.data or "", by=current_user)
    except Stale:
        queries.forget_rules()
        present = queries.find_set(scope)
        if present is not None:
            form.meanwhile = wording.compare(present, value)
            form.see_again(queries.fingerprint(present))
        raise


def _page(scope: Scope, form: RuleSetForm, status: int = 200) -> Any:
    topics = _topics()
    if scope.topic_id is not None and scope.topic_id not in topics:
        raise NotFound
    present = queries.find_set(scope)
    return (
        render_template(
            "reminder_rules/show.html",
            scope=scope,
            form=form,
            name=_name(scope, topics),
            sets=[(_name(one, topics), one.key) for one in _scopes()],
            offered=_list_offered(topics),
            is_own=queries.find_stored_set(scope) is not None,
            seen=queries.fingerprint(present) if present else "",
            lines=_tell(present),
            can_change=policy.can_change(current_user),
            wording=wording,
            is_silent_at_issue=any(line.kind == RuleKind.ISSUED and not line.is_on.data for line in form.lines),
            changes=[(entry, *wording.tell_change(entry.event, entry.data)) for entry in queries.list_changes()],
        ),
        status,
    )


def _tell(rule_set: RuleSet | None) -> list[str]:
    """The rules as those read them who do not change them."""
    return [*map(wording.tell_rule, rule_set.rules), wording.tell_ladder(rule_set)] if rule_set else []


def _scopes() -> list[Scope]:
    """The general set, and each exception that there is."""
    return list(dict.fromkeys([GENERAL, *(Scope.of(one.value) for one in queries.list_stored_sets())]))


def _name(scope: Scope, topics: dict[int, Topic]) -> str:
    topic = topics.get(scope.topic_id or 0)
    return wording.name_scope(scope.key, topic.name if topic else "")


def _topics() -> dict[int, Topic]:
    return {topic.id: topic for topic in list_all_topics()}


def _list_offered(topics: dict[int, Topic]) -> list[tuple[str, str]]:
    """For which tasks an exception may be added."""
    taken = _scopes()
    wanted = [Scope(is_starred=True), *(Scope(topic.id) for topic in topics.values() if topic.is_enabled)]
    return [(scope.key, _name(scope, topics)) for scope in wanted if scope not in taken]
