"""Choosing how one is reminded. Never commits."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import select

from ... import history
from ...access import require
from ...db import db, insert
from ...errors import Refused
from ...people.actor import SYSTEM, Actor
from ...people.models import User
from ...people.queries import find_actor
from ..models import ReminderPreference
from .queries import Choices, find_choices


def save_choices(user_id: int, chosen: Choices, seen: str, *, by: Actor) -> bool:
    """Keep what somebody has chosen for himself; tells whether anything was changed.

    `seen` is the fingerprint of what the form showed: what has been changed meanwhile, by a link in a mail or in
    another window, is not undone by a page that knew nothing of it.
    """
    require(by.user_id == user_id)
    present = _lock(user_id)
    if chosen == present:
        return False
    if seen != present.fingerprint:
        raise Refused(
            _(
                "Meanwhile something was changed here by a link in a mail or in another window. The form shows what was"
                " typed; open the page again to see what holds, or press «Save» once more to keep this."
            )
        )
    _store(user_id, chosen)
    before, after = present.to_data(), chosen.to_data()
    changed = {name for name in after if before[name] != after[name]}
    history.record(
        by,
        "reminders_chosen",
        "user",
        user_id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return True


def stop_optional(user_id: int) -> None:
    """By the link in a mail: nothing optional any more. A second press changes nothing.

    It holds for every account, also one without a post or closed for now: what the page promises is kept when the
    person comes back. History then names the tracker, since nobody acts in a post.
    """
    if db.session.get(User, user_id) is None:
        return
    present = _lock(user_id)
    if not present.is_opted_out:
        _store(user_id, replace(present, is_opted_out=True))
        history.record(find_actor(user_id) or SYSTEM, "reminders_stopped", "user", user_id)


def _lock(user_id: int) -> Choices:
    """What holds now; two who change it at once wait for each other here."""
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update())
    return find_choices(user_id)


def _store(user_id: int, choices: Choices) -> None:
    values = choices.to_data()
    statement = insert(ReminderPreference).values(user_id=user_id, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))
