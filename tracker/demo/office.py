"""The sample office: thành phố Cao Bằng as it was in 2022, with invented people. Told once, into an empty database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select

from .. import clock
from ..calendar.actions import seed_year
from ..calendar.queries import office_calendar
from ..db import db
from ..directives.actions import load_topics
from ..directives.extraction import UnitRef, read_topics_csv, read_units_csv
from ..people.actions import add_post, add_user, save_unit
from ..people.actor import SYSTEM
from ..people.models import Post, Role, User
from ..people.passwords import hash_password
from .days import Days
from .rows import DATA, rows
from .story import tell

PASSWORD = "caobang2022"

# Whom the table of logins shows: every role, and the units of which the story tells most.
SHOWN = (
    *("chutich", "pct.dat", "pct.van", "pct.thanh", "vanphong", "chanhvp"),
    *("thue", "tckh", "tckh.pho", "tckh.cv", "bqlda", "bqlda.cv", "ldtbxh", "vhtt", "kinhte", "tnmt", "qldt", "yte"),
    *("songhien", "songhien.cv", "chutrinh", "vinhquang", "quantri"),
)


@dataclass(frozen=True)
class Login:
    """One line of the table that the demo prints."""

    login: str
    password: str
    role: str
    name: str


def load_once() -> list[Login]:
    """Fill an empty database, all in one transaction; returns who may sign in."""
    if not db.session.scalar(select(exists(select(User.id)))):
        _load()
        db.session.commit()
    rows = db.session.execute(
        select(User.login, Post.role, User.name).join(Post, Post.user_id == User.id).where(User.login.in_(SHOWN))
    )
    logins = {login: Login(login, PASSWORD, str(role), name) for login, role, name in rows}
    db.session.rollback()
    return [logins[login] for login in SHOWN if login in logins]


def _load() -> None:
    today = clock.today()
    with clock.at(clock.office_time(today - timedelta(days=120), 8)):
        load_reference(today.year)
    tell(Days(today, office_calendar()))


def load_reference(year: int) -> None:
    """Calendar, units, topics and people, as an administrator would have entered them."""
    for known in (year - 1, year, year + 1):
        seed_year(known)
    units = {row.code: save_unit(None, _unit_values(row), by=SYSTEM) for row in read_units_csv(DATA / "units.csv")}
    load_topics(read_topics_csv(DATA / "topics.csv"), set(units))
    password = hash_password(PASSWORD)
    for row in rows("people.csv"):
        user, _ = add_user(row["login"], row["name"], row["email"], by=SYSTEM)
        # Known to everyone and never changed: this is a demo. One hash for all spares the first start a second.
        user.password_hash, user.must_change_password = password, False
        unit = units.get(row["unit_code"])
        add_post(user, Role(row["role"]), unit.id if unit else None, row["title"], by=SYSTEM)


def _unit_values(row: UnitRef) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "short_name": row.short_name,
        "alias_text": "|".join(row.aliases),
        "kind": row.kind,
        "sort_order": row.order,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }
