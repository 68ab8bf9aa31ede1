"""Writes the records into the database in large batches, with the dated rows and the history that real work leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from ...calendar.actions import seed_year
from ...db import db, is_postgres
from ...directives.models import Directive, Notice, NoticeState, Topic
from ...history.models import HistoryEntry
from ...search.keeping import index_all as index_texts
from ...tasks.models import (
    NO_DUE,
    Cause,
    Channel,
    Explanation,
    ExplanationState,
    ProgressUpdate,
    Task,
    TaskDueChange,
    TaskNumber,
    TaskState,
    TaskStateChange,
    Urging,
    task_cooperation,
)
from ...tasks.searching import index_all
from ...text import fold
from .generate import Office
from .staff import LEADER_ID, cooperation, leader_of, put_people
from .tables import put

TASKS_PER_NOTICE = 20
STATES = {
    "not_started": TaskState.ASSIGNED,
    "in_progress": TaskState.IN_PROGRESS,
    "waiting": TaskState.SUBMITTED,
    "done": TaskState.COMPLETED,
}


def read_office(folder: Path, today: date) -> Office:
    """The data set that `gen_tasks.py` wrote into a folder."""

    def lines(name: str) -> list[dict[str, Any]]:
        with (folder / name).open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    return Office(today, lines("groups.jsonl"), lines("users.jsonl"), lines("tasks.jsonl"), lines("comments.jsonl"))


def load_office(office: Office, *, is_lean: bool = False) -> None:
    """Write everything into an empty, migrated database; the caller commits.

    `is_lean`: the work and its dated changes only, without history, reports and search.
    """
    for year in range(office.today.year - 1, office.today.year + 2):
        seed_year(year)
    put_people(office)
    put(Topic, _topics())
    notices = (len(office.tasks) + TASKS_PER_NOTICE - 1) // TASKS_PER_NOTICE
    put(Notice, (_notice(number + 1, office) for number in range(notices)))
    put(Directive, (_directive(row) for row in office.tasks))
    codes: dict[int, int] = {}
    put(Task, (_task(row, office, codes) for row in office.tasks))
    put(task_cooperation, cooperation(office))
    put(TaskNumber, ({"year": year, "last": last} for year, last in codes.items()))
    put(TaskDueChange, (_due_change(row) for row in office.tasks))
    put(TaskStateChange, _state_changes(office.tasks))
    if not is_lean:
        put(HistoryEntry, _issued(office.tasks))
        put(Urging, _urgings(office))
        put(Explanation, _explanations(office))
        _comments(office)
        index_all()
        index_texts()
    _restart_numbering()


def _moment(day: str, hour: int = 2) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def _topics() -> Iterator[dict[str, Any]]:
    for number, name in enumerate(["Thu ngân sách", "Giải ngân vốn", "An sinh xã hội", "Chính quyền số"], start=1):
        yield {
            "id": number,
            "code": f"bench-{number}",
            "name": name,
            "word_text": "",
            "lead_codes": "",
            "coop_codes": "",
            "sort_order": number,
            "is_enabled": True,
        }


def _notice(number: int, office: Office) -> dict[str, Any]:
    row = office.tasks[(number - 1) * TASKS_PER_NOTICE]
    label = f"{number}/TB-UBND"
    return {
        "id": number,
        "state": NoticeState.ISSUED,
        "issuer": "UBND thành phố",
        "issuer_key": "ubnd thanh pho",
        "number": label,
        "number_key": label.lower(),
        "number_year": int(row["created"][:4]),
        "title": f"Thông báo kết luận số {label}",
        "meeting": f"Phiên họp thứ {number}",
        "held_on": date.fromisoformat(row["created"]),
        "issued_on": date.fromisoformat(row["created"]),
        "chair": "Lê Minh Đức",
        "signer": "Lê Minh Đức",
        "leader_id": LEADER_ID,
        "source_text": "Kết luận phiên họp.",
        "original_name": "",
        "open_to_all": False,
        "entered_by_id": 1,
        "entered_at": _moment(row["created"]),
        "tasks_issued_at": _moment(row["created"]),
        "version": 1,
    }


def _directive(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "notice_id": (row["id"] - 1) // TASKS_PER_NOTICE + 1,
        "position": (row["id"] - 1) % TASKS_PER_NOTICE + 1,
        "start": None,
        "end": None,
        "text": row.get("body") or row["title"],
        "no_task_reason": "",
    }


def _task(row: dict[str, Any], office: Office, codes: dict[int, int]) -> dict[str, Any]:
    due = date.fromisoformat(row["deadline"]) if row["deadline"] else None
    year = int(row["created"][:4])
    codes[year] = codes.get(year, 0) + 1
    done = date.fromisoformat(row["done"]) if row["done"] else None
    state = STATES[row["status"]]
    reported = done or (office.today if state == TaskState.SUBMITTED else None)
    return {
        "id": row["id"],
        "code": f"NV-{year}-{codes[year]:04d}",
        "title": row["title"][:500],
        "title_search": fold(row["title"])[:500],
        "deliverable": "Báo cáo",
        "directive_id": row["id"],
        "notice_id": (row["id"] - 1) // TASKS_PER_NOTICE + 1,
        "source": "",
        "topic_id": row["id"] % 4 + 1,
        "lead_unit_id": row["group"],
        "leader_id": leader_of(row, office),
        "officer_id": row["assignee"],
        "state": state,
        "due_on": due,
        "original_due_on": due,
        "sort_due_on": due or NO_DUE,
        "due_words": "",
        "progress": 100 if done else row["id"] % 10 * 10,
        "has_open_extension": False,
        "assigned_at": _moment(row["created"]),
        "updated_at": _last_word(row, office.today),
        "submitted_at": _moment(reported.isoformat(), 3) if reported else None,
        "reported_on": reported,
        "completed_on": done,
        "closed_on": done,
        "version": 1,
    }


def _last_word(row: dict[str, Any], today: date) -> datetime | None:
    """When the unit reported last; some day since the work was begun."""
    if row["status"] == "not_started":
        return None
    created = date.fromisoformat(row["created"])
    end = date.fromisoformat(row["done"]) if row["done"] else today
    return _moment((created + timedelta(days=row["id"] * 7 % (max(0, (end - created).days) + 1))).isoformat(), 5)


def _due_change(row: dict[str, Any]) -> dict[str, Any]:
    due = date.fromisoformat(row["deadline"]) if row["deadline"] else None
    return {
        "task_id": row["id"],
        "at": _moment(row["created"]),
        "on_date": date.fromisoformat(row["created"]),
        "from_due_on": None,
        "to_due_on": due,
        "reason": "",
        "by_user_id": 1,
    }


def _state_changes(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in tasks:
        steps: list[tuple[str, TaskState | None, TaskState, str]] = [
            (row["created"], None, TaskState.ASSIGNED, "issue")
        ]
        if row["status"] != "not_started":
            steps.append((row["done"] or row["created"], TaskState.ASSIGNED, STATES[row["status"]], "update"))
        for day, before, after, verb in steps:
            yield {
                "task_id": row["id"],
                "at": _moment(day),
                "on_date": date.fromisoformat(day),
                "from_state": before,
                "to_state": after,
                "verb": verb,
                "by_user_id": 1,
            }


def _urgings(office: Office) -> Iterator[dict[str, Any]]:
    """Every third task was urged, up to five times."""
    for row in office.tasks[::3]:
        for number in range(row["id"] % 5 + 1):
            yield {
                "task_id": row["id"],
                "form_key": None,
                "at": _moment(row["created"], 5),
                "on_date": date.fromisoformat(row["created"]),
                "by_user_id": 1,
                "unit_id": row["group"],
                "recipient": "",
                "channel": [Channel.PHONE, Channel.LETTER][number % 2],
                "letter_number": f"{row['id']}/UBND-VP" if number % 2 else "",
                "note": "",
            }


def _explanations(office: Office) -> Iterator[dict[str, Any]]:
    """Every seventh task was explained, or still is to be."""
    for row in office.tasks[::7]:
        # Few wait: an office that lets thousands of answers lie would not read them here either.
        states = {7: ExplanationState.ASKED, 17: ExplanationState.ANSWERED}
        state = states.get(row["id"] % 200, ExplanationState.ACCEPTED)
        yield {
            "task_id": row["id"],
            "state": state,
            "asked_at": _moment(row["created"], 6),
            "asked_by_id": LEADER_ID,
            "question": "Vì sao chậm?",
            "unit_id": row["group"],
            "cause": Cause.OBJECTIVE if state != ExplanationState.ASKED else "",
            "answer": "Chờ hướng dẫn." if state != ExplanationState.ASKED else "",
            "confirmed_cause": Cause.OBJECTIVE if state == ExplanationState.ACCEPTED else "",
            "decision_note": "",
            "version": 1,
        }


def _entry(at: datetime, event: str, task_id: int, person: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": at,
        "event": event,
        "subject_type": "task",
        "subject_id": task_id,
        "by_user_id": person["id"],
        "by_name": person["name"],
        "by_title": "Chuyên viên",
        "by_unit": "",
        "data": data,
    }


def _issued(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    clerk = {"id": 1, "name": "Văn phòng"}
    for row in tasks:
        yield _entry(_moment(row["created"]), "task_issued", row["id"], clerk, {"due_on": row["deadline"]})


def _comments(office: Office) -> None:
    people = {row["id"]: row for row in office.users}
    put(
        ProgressUpdate,
        (
            {
                "task_id": row["task"],
                "form_key": f"bench-{number}",
                "at": _moment(row["at"][:10], 4),
                "by_user_id": row["user"],
                "unit_id": people[row["user"]]["group"],
                "result": row["text"],
                "difficulties": "",
                "is_completion": False,
                "document_number": "",
            }
            for number, row in enumerate(office.comments)
        ),
    )
    put(
        HistoryEntry,
        (
            _entry(
                _moment(row["at"][:10], 4),
                "progress_updated",
                row["task"],
                people[row["user"]],
                {"result": row["text"]},
            )
            for row in office.comments
        ),
    )


def _restart_numbering() -> None:
    """Rows were given their ids, so PostgreSQL's sequences must go on behind them."""
    if not is_postgres():
        return
    for table in ("unit", "user_account", "topic", "notice", "directive", "task"):
        db.session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # nosec B608
        )
