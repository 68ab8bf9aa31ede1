"""A made-up office of any size, always the same for the same numbers, as plain records."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

FAMILY = ["Nông", "Hoàng", "Lý", "Bế", "Đàm", "Nguyễn", "Trần", "Triệu", "Lương", "Hà", "Vũ", "Đinh"]
MIDDLE = ["Văn", "Thị", "Minh", "Thu", "Quốc", "Ngọc", "Hữu", "Thanh"]
GIVEN = ["Ánh", "Bình", "Đức", "Giang", "Hạnh", "Khoa", "Lan", "Nga", "Phương", "Sơn", "Thảo", "Trang", "Tuấn", "Vinh"]
VERBS = ["Báo cáo", "Rà soát", "Hoàn thành", "Tham mưu", "Kiểm tra", "Tổng hợp", "Xây dựng kế hoạch", "Đôn đốc"]
WORKS = [
    "thu ngân sách nhà nước trên địa bàn",
    "giải ngân vốn đầu tư xây dựng cơ bản",
    "giải ngân vốn các Chương trình mục tiêu quốc gia",
    "chi trả chính sách an sinh xã hội",
    "xóa nhà tạm, nhà dột nát",
    "phòng, chống dịch bệnh",
    "xây dựng chính quyền số",
    "quản lý trật tự xây dựng",
    "giải phóng mặt bằng",
    "giải quyết thủ tục hành chính đúng hạn",
]
_RECENT_DAYS = 60
NOTES = ["Đã giao chuyên viên thực hiện.", "Đã làm việc với các đơn vị liên quan.", "Đã có dự thảo, đang xin ý kiến."]


@dataclass
class Office:
    """Records in the shape of the shared data set: ids count from 1; dates are ISO strings.

    `is_staffed`: people are officers of their units (those of the first unit clerks), four leaders share the work, and
    every third task has a second unit that takes part. Otherwise everyone is a clerk, so that one login opens all.
    """

    today: date
    groups: list[dict[str, Any]]
    users: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    comments: list[dict[str, Any]] = field(default_factory=list)
    is_staffed: bool = False


def make_office(
    tasks: int,
    open_tasks: int,
    today: date,
    *,
    units: int = 40,
    users: int = 60,
    is_staffed: bool = False,
    recent: int | None = None,
    seed: int = 1510,
) -> Office:
    """So many tasks of which `open_tasks` are open (about one in eight of those overdue).

    `recent`: so many were closed within the last two months and all others long before; None spreads them evenly.
    """
    chance = random.Random(seed)
    groups = [{"id": i + 1, "name": f"UBND xã {i - 19}" if i >= 20 else f"Phòng số {i + 1}"} for i in range(units)]
    people = [
        {
            "id": i + 1,
            "login": f"u{i + 1:02d}",
            "name": f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}",
            "email": f"u{i + 1:02d}@bench.example.vn",
            "group": i % units + 1,
        }
        for i in range(users)
    ]
    is_open = set(chance.sample(range(1, tasks + 1), min(open_tasks, tasks)))
    rows = list(_tasks(chance, tasks, is_open, today, people))
    if recent is not None:
        _age(rows, recent, today)
    _number(rows)
    return Office(today, groups, people, rows, _comments(rows), is_staffed)


def _number(rows: list[dict[str, Any]]) -> None:
    """In the order in which they were given, as an office numbers its work: what is open lies together."""
    rows.sort(key=lambda row: row["created"])
    for number, row in enumerate(rows, start=1):
        row["id"] = number


def _comments(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every fifth task was told of twice."""
    return [
        {
            "task": row["id"],
            "user": row["assignee"],
            "at": f"{row['created']}T0{8 + k}:15:00",
            "text": NOTES[k % len(NOTES)],
        }
        for row in rows
        if row["id"] % 5 == 0
        for k in range(2)
    ]


def _age(rows: list[dict[str, Any]], recent: int, today: date) -> None:
    """Leave so many closed tasks in the last two months and put the others two years back: history, not activity."""
    since = (today - timedelta(days=_RECENT_DAYS)).isoformat()
    closed_lately = [row for row in rows if row["done"] and row["done"] >= since]
    for row in closed_lately[recent:]:
        for name in ("created", "deadline", "done"):
            row[name] = (date.fromisoformat(row[name]) - timedelta(days=730)).isoformat()


def _tasks(
    chance: random.Random, count: int, is_open: set[int], today: date, people: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        person = chance.choice(people)
        if number in is_open:
            due = today + timedelta(days=chance.randint(-30, 210))
            status, done = chance.choices(["not_started", "in_progress", "waiting"], [4, 5, 1])[0], None
        else:
            due = today - timedelta(days=chance.randint(1, 700))
            status = "done"
        created = min(due - timedelta(days=chance.randint(7, 90)), today - timedelta(days=1))
        if status == "done":
            done = min(today, max(created, due + timedelta(days=chance.randint(-10, 8))))
        yield {
            "id": number,
            "title": f"{chance.choice(VERBS)} {chance.choice(WORKS)} theo Thông báo số {number % 997 + 1}/TB-UBND",
            "assignee": person["id"],
            "group": person["group"],
            "created": created.isoformat(),
            "deadline": due.isoformat(),
            "status": status,
            "done": done.isoformat() if done else None,
        }
