"""Units (dated), users and the posts that they hold, sign-in sessions and slowed-down sign-ins."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, UtcDateTime
from ..text import fold, person_sort_key


class UnitKind(StrEnum):
    """What sort of body a unit is; wards and communes together are the group «phường, xã»."""

    OFFICE = "office"
    DEPARTMENT = "department"
    AGENCY = "agency"
    BOARD = "board"
    WARD = "ward"
    COMMUNE = "commune"


class Role(StrEnum):
    """What a post lets its holder do."""

    LEADER = "leader"
    OFFICE = "office"
    HEAD = "head"
    DEPUTY = "deputy"
    OFFICER = "officer"
    ADMIN = "admin"


UNIT_ROLES = frozenset({Role.HEAD, Role.DEPUTY, Role.OFFICER})
SEES_EVERYTHING = frozenset({Role.LEADER, Role.OFFICE, Role.ADMIN})


class Unit(Base):
    """A body that tasks are given to. Dated: a reorganisation closes it, history keeps its name."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(35), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    alias_text: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(20))
    sort_order: Mapped[int] = mapped_column(Integer, default=0)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names it is called by, as the CSV writes them: split by |."""
        return tuple(filter(None, (alias.strip() for alias in self.alias_text.split("|"))))

    def is_open(self, on: date) -> bool:
        """Whether the unit exists on that day; `valid_to` is its last day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class User(Base):
    """A person with an account."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_sort: Mapped[str] = mapped_column(String(400))
    name_search: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=True)
    is_enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    language: Mapped[str] = mapped_column(String(2), default="vi")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    posts: Mapped[list[Post]] = relationship(
        back_populates="user", lazy="raise_on_sql", order_by="Post.id", cascade="all, delete-orphan"
    )

    def rename(self, name: str) -> None:
        """Set the name and the keys made from it."""
        self.name = name
        self.name_sort = person_sort_key(name)[:400]
        self.name_search = fold(name)[:120]  # folding can lengthen: ß is two letters


class Post(Base):
    """A role that a person holds in a unit (leaders and administrators need none). A person may hold several."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("role IN ('leader','office','admin') OR unit_id IS NOT NULL", name="unit_of_role"),
        Index("ix_post_unit_id_role", "unit_id", "role"),
        Index("ix_post_role", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(120), default="")
    ended_on: Mapped[date | None] = mapped_column(Date)

    user: Mapped[User] = relationship(back_populates="posts", lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")


class StandIn(Base):
    """While the holder of a post is away, somebody else acts in it («người thay»); both names stand in the trace.

    Both days are included. `ended_at` is set when it ended before `until_on`.
    """

    __tablename__ = "stand_in"
    __table_args__ = (
        Index("ix_stand_in_user_id", "user_id", "until_on"),
        Index("ix_stand_in_post_id", "post_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    post: Mapped[Post] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")

    def is_running(self, on: date) -> bool:
        """Whether it holds on that day."""
        return self.ended_at is None and self.from_on <= on <= self.until_on


class UserSession(Base):
    """One signed-in browser. The cookie carries the token, this row its SHA-256; ending the row ends the session.

    With `stand_in_id` the person acts in the post of someone else, as long as that stand-in runs.
    """

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stand_in_id: Mapped[int | None] = mapped_column(Integer)
    device: Mapped[str] = mapped_column(String(200), default="")


class SignInThrottle(Base):
    """Failures in a row for one key (an account, or an account at an address), and until when it must wait."""

    __tablename__ = "sign_in_throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    last_failure_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
