"""Who works in the made-up office, who is accountable for what, and which units take part in others' work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from argon2 import PasswordHasher

from ... import clock
from ...people.models import Post, Role, Unit, UnitKind, User
from ...text import fold, person_sort_key
from .generate import Office
from .tables import put

PASSWORD = "Bench-pass-1"  # nosec B105: the login of a measuring run on loopback
LEADER_ID = 1001
ADMIN_ID = 1002
DEPUTY_IDS = (2001, 2002, 2003)
OFFICE_UNIT = 1


def put_people(office: Office) -> None:
    """Units, accounts with one password, posts."""
    secret = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)
    put(
        Unit,
        (
            {
                "id": row["id"],
                "code": f"B{row['id']:03d}",
                "name": row["name"],
                "short_name": row["name"][:60],
                "alias_text": "",
                "kind": _kind(row, office),
                "sort_order": row["id"],
            }
            for row in office.groups
        ),
    )
    admin = {"id": ADMIN_ID, "login": "quantri", "name": "Quản Trị", "email": "quantri@bench.example.vn"}
    leader = {"id": LEADER_ID, "login": "lanhdao", "name": "Lê Minh Đức", "email": "lanhdao@bench.example.vn"}
    deputies = [
        {"id": id_, "login": f"pct{id_}", "name": f"Phó Chủ tịch {id_}", "email": f"pct{id_}@bench.example.vn"}
        for id_ in _deputies(office)
    ]
    heads = [
        {
            "id": 3000 + row["id"],
            "login": f"h{row['id']:02d}",
            "name": f"Trưởng {row['name']}",
            "email": f"h{row['id']:02d}@bench.example.vn",
        }
        for row in office.groups
    ]
    put(User, (_user(row, secret) for row in [*office.users, leader, *deputies, admin, *heads]))
    put(Post, _posts(office))


def _user(row: dict[str, Any], secret: str) -> dict[str, Any]:
    return {
        "id": row["id"],
        "login": row["login"],
        "name": row["name"],
        "name_sort": person_sort_key(row["name"]),
        "name_search": fold(row["name"]),
        "email": row["email"],
        "password_hash": secret,
        "must_change_password": False,
        "is_enabled": True,
        "language": "vi",
        "created_at": clock.now(),
    }


def _posts(office: Office) -> Iterator[dict[str, Any]]:
    yield {"user_id": LEADER_ID, "role": Role.LEADER, "unit_id": None, "title": "Phó Chủ tịch UBND"}
    for id_ in _deputies(office):
        yield {"user_id": id_, "role": Role.LEADER, "unit_id": None, "title": "Phó Chủ tịch UBND"}
    yield {"user_id": ADMIN_ID, "role": Role.ADMIN, "unit_id": None, "title": "Quản trị"}
    for row in office.users:
        role = Role.OFFICER if office.is_staffed and row["group"] != OFFICE_UNIT else Role.OFFICE
        yield {"user_id": row["id"], "role": role, "unit_id": row["group"], "title": "Chuyên viên"}
    for row in office.groups:
        yield {"user_id": 3000 + row["id"], "role": Role.HEAD, "unit_id": row["id"], "title": "Trưởng phòng"}


def _kind(row: dict[str, Any], office: Office) -> UnitKind:
    if office.is_staffed and row["id"] == OFFICE_UNIT:
        return UnitKind.OFFICE
    return UnitKind.COMMUNE if "xã" in row["name"] else UnitKind.DEPARTMENT


def _deputies(office: Office) -> tuple[int, ...]:
    return DEPUTY_IDS if office.is_staffed else ()


def leader_of(row: dict[str, Any], office: Office) -> int:
    """The leader who answers for a task."""
    leaders = (LEADER_ID, *_deputies(office))
    return leaders[row["id"] % len(leaders)]


def cooperation(office: Office) -> Iterator[dict[str, Any]]:
    """Every third task of a staffed office has a second unit that takes part."""
    count = len(office.groups)
    for row in office.tasks[::3] if office.is_staffed and count > 1 else ():
        other = (row["group"] + row["id"] % (count - 1)) % count + 1
        yield {"task_id": row["id"], "unit_id": office.groups[other - 1]["id"], "done_on": None}
