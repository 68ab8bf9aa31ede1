"""Setting the rules of reminding: a set is saved whole, and nobody's under somebody else's. Never commits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, update

from ... import history
from ...access import require
from ...db import db, insert
from ...directives.queries import get_topic
from ...errors import Refused, Stale
from ...people.actor import Actor
from .book import RuleSet, default_book
from .limits import find_faults, in_order
from .models import ReminderRule, ReminderRuleSet
from .policy import can_change
from .queries import (
    SUBJECT,
    StoredSet,
    facts_of,
    find_set,
    find_stored_set,
    fingerprint,
    forget_rules,
    list_changes,
    rule_book,
)
from .scope import Scope
from .wording import say_fault


def save_rules(value: RuleSet, seen: str, *, by: Actor) -> bool:
    """Put the set in place of the one of its scope; False where it says the same.

    `seen` is the fingerprint of what the form was opened with. Raises Stale where somebody else has saved meanwhile.
    """
    require(can_change(by))
    forget_rules()
    scope = Scope.of(value)
    stored, present = find_stored_set(scope), find_set(scope)
    wanted = in_order(value)
    if present is None:
        raise Refused(
            _("This exception was removed meanwhile: its tasks follow the general rules. Add it again first.")
        )
    if wanted == present:
        return False
    if fingerprint(present) != seen:
        raise Stale(say_meanwhile())
    for fault in find_faults(wanted):
        raise Refused(say_fault(fault, wanted))
    _store(stored, wanted)
    _record(by, "reminder_rules_changed", value, before=facts_of(present), after=facts_of(wanted))
    return True


def add_exception(scope: Scope, *, by: Actor) -> bool:
    """Rules of their own for a topic or for starred tasks, at first the general ones; False where there are some."""
    require(can_change(by))
    forget_rules()
    if scope.topic_id is not None and not get_topic(scope.topic_id).is_enabled:
        raise Refused(_("This topic is no longer in use. Choose another one."), "scope")
    if scope.is_general or find_stored_set(scope) is not None:
        return False
    value = replace(in_order(rule_book().general), topic_id=scope.topic_id, is_starred=scope.is_starred)
    if not _insert(value):  # somebody else added it at the same moment
        forget_rules()
        return False
    _record(by, "reminder_rules_added", value, after=facts_of(value))
    return True


def drop_rules(scope: Scope, seen: str, *, by: Actor) -> bool:
    """Take a set away: an exception falls back to the general rules, the general rules to the defaults."""
    require(can_change(by))
    forget_rules()
    stored = find_stored_set(scope)
    if stored is None:
        return False
    if fingerprint(stored.value) != seen:
        raise Stale(_("Someone else has just saved this. Open it again to see what changed, then save yours."))
    if not _delete(stored):
        return False
    _record(by, "reminder_rules_dropped", stored.value, before=facts_of(stored.value))
    return True


def say_meanwhile() -> str:
    """Who has saved what meanwhile."""
    who = next((entry.by_name for entry in list_changes(1)), "—")
    return _(
        "Meanwhile %(name)s has saved these rules. Compare both below; press «Save» again to put those typed here in"
        " their place.",
        name=who,
    )


def _store(stored: StoredSet | None, wanted: RuleSet) -> None:
    """Only over the row that was read; general rules as delivered need no row."""
    if stored is None:
        is_done = _insert(wanted)
    elif wanted == in_order(default_book().general):
        is_done = _delete(stored)
    else:
        is_done = _replace(stored, wanted)
    if not is_done:
        raise Stale(say_meanwhile())


def _insert(value: RuleSet) -> bool:
    row = {
        "topic_id": value.topic_id,
        "is_starred": value.is_starred,
        "head_after": value.head_after,
        "leader_after": value.leader_after,
        "version": 1,
    }
    statement = insert(ReminderRuleSet).values(row).on_conflict_do_nothing()
    set_id: int | None = db.session.scalar(statement.returning(ReminderRuleSet.id))
    if set_id is not None:
        _write_rules(set_id, value)
    return set_id is not None


def _replace(stored: StoredSet, wanted: RuleSet) -> bool:
    set_id = db.session.scalar(
        update(ReminderRuleSet)
        .where(ReminderRuleSet.id == stored.id, ReminderRuleSet.version == stored.version)
        .values(head_after=wanted.head_after, leader_after=wanted.leader_after, version=stored.version + 1)
        .returning(ReminderRuleSet.id)
        .execution_options(synchronize_session=False)
    )
    if set_id is None:
        return False
    _delete_rules(set_id)
    _write_rules(set_id, wanted)
    return True


def _delete(stored: StoredSet) -> bool:
    """The row of the set first: whoever saves it at the same moment waits for this, or this for him."""
    claimed = db.session.scalar(
        update(ReminderRuleSet)
        .where(ReminderRuleSet.id == stored.id, ReminderRuleSet.version == stored.version)
        .values(version=stored.version + 1)
        .returning(ReminderRuleSet.id)
        .execution_options(synchronize_session=False)
    )
    if claimed is None:
        return False
    _delete_rules(stored.id)
    db.session.execute(
        delete(ReminderRuleSet).where(ReminderRuleSet.id == stored.id).execution_options(synchronize_session=False)
    )
    return True


def _delete_rules(set_id: int) -> None:
    db.session.execute(
        delete(ReminderRule).where(ReminderRule.set_id == set_id).execution_options(synchronize_session=False)
    )


def _write_rules(set_id: int, value: RuleSet) -> None:
    rows = facts_of(value)["rules"]
    db.session.execute(
        insert(ReminderRule), [{**row, "set_id": set_id, "position": place} for place, row in enumerate(rows)]
    )


def _record(by: Actor, event: str, value: RuleSet, **facts: Any) -> None:
    """One subject for all sets, so that their history is one list; the topic's name as it was on the day."""
    topic = get_topic(value.topic_id).name if value.topic_id is not None else ""
    history.record(by, event, SUBJECT, 0, rule_set=Scope.of(value).key, topic=topic, **facts)
    forget_rules()
