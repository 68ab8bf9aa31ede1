"""The sample office: thành phố Cao Bằng as it was in 2022, with invented people. Told once, into an empty database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select, update

from .. import clock
from ..calendar.actions import seed_year
from ..calendar.queries import office_calendar
from ..db import db
from ..directives.actions import load_topics
from ..directives.extraction import read_topics_csv
from ..people.actor import SYSTEM
from ..people.csv_rows import read_people, read_units
from ..people.loading import load_people, load_units
from ..people.models import Post, Unit, User
from ..people.passwords import hash_password
from .days import Days
from .rows import DATA
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
    """Calendar, units, topics and people, as an operator would have loaded them."""
    for known in (year - 1, year, year + 1):
        seed_year(known)
    load_units(read_units(DATA / "units.csv"), by=SYSTEM)
    load_topics(read_topics_csv(DATA / "topics.csv"), set(db.session.scalars(select(Unit.code))))
    load_people(read_people(DATA / "people.csv", ()), by=SYSTEM)
    # Known to everyone and never changed: this is a demo.
    db.session.execute(update(User).values(password_hash=hash_password(PASSWORD), must_change_password=False))
