"""The sample office: thành phố Cao Bằng as it was in 2022, with invented people. Told once, into an empty database."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select

from ..db import db
from ..people.models import Post, User

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
    pass
