"""A row that is taken back leaves its id to nobody: forms, addresses and the history of the old row name it still."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.migrations import meant_once

SOURCES = Path(__file__).resolve().parents[2] / "tracker"

# Each place of the source that deletes rows, and their table: one with IDS_ONCE, or in UNNAMED with the reason.
DELETES = {
    "calendar/actions.py: row": "calendar_day",
    "directives/portfolios/actions.py: db.session.get_one(Portfolio, line.id, populate_existing=True)": "portfolio",
    "directives/portfolios/actions.py: row": "portfolio",
    "duties/handover.py: duty_cooperation": "duty_cooperation",
    "inbound/actions.py: InboundMail": "inbound_mail",
    "indicators/actions/links.py: table": "indicator_task",
    "jobs/actions.py: Heartbeat": "heartbeat",
    "jobs/actions.py: JobLease": "job_lease",
    "lessons/actions.py: row": "lesson",
    "mail/__init__.py: OutboxMail": "outbox_mail",
    "mail/__init__.py: OutboxWords": "outbox_words",
    "meetings/actions/starting.py: MeetingItem": "meeting_item",
    "meetings/actions/starting.py: meeting": "meeting",
    "meetings/actions/writing.py: decision": "meeting_decision",
    "people/throttle.py: SignInThrottle": "sign_in_throttle",
    "reminders/ledger.py: Reminder": "reminder",
    "reminders/rules/actions.py: ReminderRule": "reminder_rule",
    "reminders/rules/actions.py: ReminderRuleSet": "reminder_rule_set",
    "review/actions/following.py: DraftCandidate": "draft_candidate",
    "review/actions/shaping.py: draft": "draft",
    "review/actions/shaping.py: other": "draft",
    "review/actions/start.py: Draft": "draft",
    "review/actions/start.py: notice": "notice",
    "settings/actions.py: OfficeSetting": "office_setting",
    "tasks/actions/saved_filter.py: saved": "saved_filter",
    "tasks/handover/to_unit.py: task_cooperation": "task_cooperation",
}
UNNAMED = {
    "calendar_day": "the key is the day",
    "draft_candidate": "the key is the draft and a rank",
    "duty_cooperation": "a link",
    "heartbeat": "the key is the name of the process",
    "inbound_mail": "only what was noted and never answered goes, after months; nothing names it",
    "indicator_task": "a link",
    "job_lease": "the key is the name of the job",
    "office_setting": "the key is its name",
    "outbox_mail": "only what this very transaction put goes, before anybody hears of it",
    "outbox_words": "the key is the mail",
    "reminder": "nothing names a row of the ledger; it is unique by what it tells",
    "reminder_rule": "the key is the set and a position",
    "reminder_rule_set": "the address is its topic; what a form read is known by all that the set says",
    "sign_in_throttle": "the key is the account or the address",
    "task_cooperation": "a link",
}


def _deleted(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "delete":
            yield ast.unparse(node.args[0] if node.args else node.func.value)
        elif isinstance(node.func, ast.Name) and node.func.id == "delete":
            yield ast.unparse(node.args[0])


def test_whoever_deletes_has_thought_of_the_id():
    found = {
        f"{path.relative_to(SOURCES).as_posix()}: {what}"
        for path in sorted(SOURCES.rglob("*.py"))
        for what in _deleted(path)
    }
    assert found == set(DELETES)


def test_no_id_that_something_names_is_given_again(app):
    assert meant_once() == set(DELETES.values()) - set(UNNAMED)
