"""The people of every test: a small office with someone in each role."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher

from tracker import clock
from tracker.db import db
from tracker.directives.models import Topic
from tracker.people.actor import Actor
from tracker.people.models import Post, Role, Unit, UnitKind, User
from tracker.reminders.models import ReminderPreference

PASSWORD = "Mat-khau-thu-1"


@cache
def password_hash() -> str:
    """One hash for all: hashing is slow on purpose."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Cast:
    """Units, topics and people, each person as the actor of his post."""

    office: Unit
    finance: Unit
    tax: Unit
    culture: Unit
    ward: Unit
    commune: Unit
    budget: Topic
    digital: Topic
    chairman: Actor
    vice_chairman: Actor
    clerk: Actor
    finance_head: Actor
    finance_officer: Actor
    ward_chair: Actor
    outsider: Actor
    admin: Actor

    @property
    def everyone(self) -> dict[str, Actor]:
        """By name, for tests that walk all roles."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Actor)}


def hire(login: str, name: str, role: Role, unit: Unit | None, title: str) -> Actor:
    """A person with one post, as the actor of it."""
    user = User(
        login=login,
        email=f"{login}@example.vn",
        password_hash=password_hash(),
        must_change_password=False,
        is_enabled=True,
        language="vi",
        created_at=clock.now(),
    )
    user.rename(name)
    db.session.add(user)
    db.session.flush()
    post = Post(user_id=user.id, role=role, unit_id=unit.id if unit else None, title=title)
    db.session.add(post)
    db.session.flush()
    return Actor(
        user_id=user.id,
        name=name,
        role=role,
        title=title,
        unit_id=post.unit_id,
        unit_name=unit.short_name if unit else "",
        post_id=post.id,
    )


def _unit(code: str, name: str, short: str, kind: UnitKind, order: int, aliases: str = "") -> Unit:
    unit = Unit(code=code, name=name, short_name=short, kind=kind, sort_order=order, alias_text=aliases)
    db.session.add(unit)
    return unit


def gather() -> Cast:
    """Write them all into the present database."""
    office = _unit("VP", "Văn phòng HĐND và UBND", "Văn phòng", UnitKind.OFFICE, 1, "VP|Văn phòng HĐND-UBND")
    finance = _unit("TCKH", "Phòng Tài chính - Kế hoạch", "Phòng TC-KH", UnitKind.DEPARTMENT, 2, "TC-KH")
    tax = _unit("THUE", "Chi cục Thuế", "Chi cục Thuế", UnitKind.AGENCY, 3)
    culture = _unit("VHTT", "Phòng Văn hóa và Thông tin", "Phòng VH-TT", UnitKind.DEPARTMENT, 4, "VH&TT")
    ward = _unit("P-SH", "UBND phường Sông Hiến", "Phường Sông Hiến", UnitKind.WARD, 5)
    commune = _unit("X-CT", "UBND xã Chu Trinh", "Xã Chu Trinh", UnitKind.COMMUNE, 6)
    budget = Topic(
        code="thu-ngan-sach", name="Thu ngân sách", word_text="thu ngân sách", lead_codes="THUE", sort_order=1
    )
    digital = Topic(
        code="chinh-quyen-so", name="Chính quyền số", word_text="chính quyền số", lead_codes="VHTT", sort_order=2
    )
    db.session.add_all([budget, digital])
    db.session.flush()
    cast = Cast(
        office=office,
        finance=finance,
        tax=tax,
        culture=culture,
        ward=ward,
        commune=commune,
        budget=budget,
        digital=digital,
        chairman=hire("chutich", "Nguyễn Quốc Trung", Role.LEADER, None, "Chủ tịch UBND"),
        vice_chairman=hire("phochutich", "Lê Minh Đức", Role.LEADER, None, "Phó Chủ tịch UBND"),
        clerk=hire("vanphong", "Hoàng Thị Lan", Role.OFFICE, office, "Chuyên viên Văn phòng"),
        finance_head=hire("tckh", "Nông Thị Hà", Role.HEAD, finance, "Trưởng phòng TC-KH"),
        finance_officer=hire("tckh.cv", "Đàm Văn Sơn", Role.OFFICER, finance, "Chuyên viên"),
        ward_chair=hire("songhien", "Bế Ngọc Ánh", Role.HEAD, ward, "Chủ tịch UBND phường"),
        outsider=hire("vhtt", "Lý Thu Trang", Role.HEAD, culture, "Trưởng phòng VH-TT"),
        admin=hire("quantri", "Trần Quản Trị", Role.ADMIN, None, "Quản trị hệ thống"),
    )
    db.session.commit()
    return cast


def gather_without_briefings() -> Cast:
    """The same, but no leader wants his Monday: what is sent must not hang on the weekday on which tests run."""
    cast = gather()
    for leader in (cast.chairman, cast.vice_chairman):
        db.session.add(ReminderPreference(user_id=leader.user_id, is_opted_out=True))
    db.session.commit()
    return cast
