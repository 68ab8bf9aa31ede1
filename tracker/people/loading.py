"""Bring units and people up to date with a file: new ones added, known ones corrected, nothing twice. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ..db import db
from .actions import add_post, add_user, edit_user, end_post, save_unit
from .actor import Actor
from .csv_rows import BadRows, PersonRow, UnitRow, at_line
from .models import Unit, User


@dataclass
class Loaded:
    """What a file changed; `passwords` are (login, name, one-time password) of new people."""

    added: int = 0
    changed: int = 0
    ended_posts: int = 0
    passwords: list[tuple[str, str, str]] = field(default_factory=list)


def load_units(rows: Sequence[UnitRow], *, by: Actor) -> Loaded:
    """Add or correct by code. Units that are not in the file stay as they are."""
    loaded = Loaded()
    known = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    for row in rows:
        unit, values = known.get(row.code), asdict(row)
        if unit and all(getattr(unit, name) == value for name, value in values.items()):
            continue
        save_unit(unit, values, by=by)
        loaded.changed += unit is not None
        loaded.added += unit is None
    return loaded


def load_people(rows: Sequence[PersonRow], *, by: Actor) -> Loaded:
    """Add or correct by login. A person's posts become those of his rows; people without a row stay as they are.

    Raises BadRows when rows contradict each other or name units that do not exist.
    """
    units = {code: unit_id for code, unit_id in db.session.execute(select(Unit.code, Unit.id))}
    _check(rows, units)
    logins = {row.login for row in rows}
    query = select(User).where(User.login.in_(logins)).options(selectinload(User.posts))
    known = {user.login: user for user in db.session.scalars(query)}
    loaded = Loaded()
    for login, group in groupby(sorted(rows, key=lambda row: (row.login, row.line)), key=lambda row: row.login):
        own = list(group)
        user = known.get(login)
        if user is None:
            user, password = add_user(login, own[0].name, own[0].email, by=by)
            loaded.passwords.append((login, own[0].name, password))
            loaded.added += 1
        elif (user.name, user.email or "") != (own[0].name, own[0].email):
            edit_user(user, login, own[0].name, own[0].email, user.is_enabled, by=by)
            loaded.changed += 1
        loaded.ended_posts += _fit_posts(user, own, units, by)
    return loaded


def _fit_posts(user: User, rows: list[PersonRow], units: dict[str, int], by: Actor) -> int:
    """Give the posts that are missing, end those that no row names any more; tells how many ended."""
    wanted = {(row.role.value, units.get(row.unit_code)): row.title for row in rows}
    ended = 0
    for post in [post for post in user.posts if post.ended_on is None]:
        key = (str(post.role), post.unit_id)
        if key in wanted:
            post.title = wanted.pop(key)
        else:
            end_post(post, by=by)
            ended += 1
    for row in rows:
        if (row.role.value, units.get(row.unit_code)) in wanted:
            add_post(user, row.role, units.get(row.unit_code), row.title, by=by)
    return ended


def _check(rows: Sequence[PersonRow], units: dict[str, int]) -> None:
    first: dict[str, PersonRow] = {}
    owners = {
        email: login
        for email, login in db.session.execute(select(func.lower(User.email), User.login))
        if email and login not in {row.login for row in rows}
    }
    posts: set[tuple[str, str, str]] = set()
    faults = []
    for row in rows:
        same, post = first.setdefault(row.login, row), (row.login, row.role.value, row.unit_code)
        if row.unit_code and row.unit_code not in units:
            faults.append(at_line(row.line, _("there is no unit %(code)s. Load the units first.", code=row.unit_code)))
        if (same.name, same.email) != (row.name, row.email):
            faults.append(
                at_line(
                    row.line,
                    _(
                        "%(login)s stands in line %(line)s with another name or e-mail.",
                        login=row.login,
                        line=same.line,
                    ),
                )
            )
        if post in posts:
            faults.append(at_line(row.line, _("%(login)s has this post in an earlier line.", login=row.login)))
        if row.email and owners.setdefault(row.email.lower(), row.login) != row.login:
            faults.append(
                at_line(
                    row.line,
                    _("%(email)s already belongs to %(login)s.", email=row.email, login=owners[row.email.lower()]),
                )
            )
        posts.add(post)
    if faults:
        raise BadRows(faults)
