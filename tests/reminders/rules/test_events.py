"""Whom the rules tell at once: of a task just given, and of a decision about more time."""

from dataclasses import replace
from datetime import date

import pytest

from tests.review.notices import enter
from tests.review.notices import issue as issue_notice
from tracker.db import db
from tracker.mail.models import OutboxMail
from tracker.people.models import User
from tracker.reminders.rules import actions
from tracker.reminders.rules.book import Audience, RuleKind
from tracker.reminders.rules.queries import find_set, fingerprint
from tracker.reminders.rules.scope import GENERAL, Scope
from tracker.tasks.actions import Assignment, approve_extension, issue_by_hand, request_extension
from tracker.tasks.emails.audience import Event, list_readers


def told(kind):
    return {row.to_name for row in db.session.query(OutboxMail).filter_by(kind=kind)}


def set_rule(cast, kind, scope=GENERAL, **values):
    """Save that rule changed."""
    present = find_set(scope)
    rules = tuple(replace(one, **values) if one.kind == kind else one for one in present.rules)
    actions.save_rules(replace(present, rules=rules), fingerprint(present), by=cast.admin)


def give(cast, key="k", **values):
    assignment = Assignment(
        "Lập báo cáo",
        lead_unit_id=cast.finance.id,
        leader_id=cast.vice_chairman.user_id,
        cooperating_unit_ids=[cast.culture.id],
        due_on=date(2026, 12, 15),
        **values,
    )
    return issue_by_hand(assignment, key, by=cast.clerk)


def audience(*names):
    return frozenset(names)


HEAD, COOPERATING, LEADER, OFFICE, OFFICER = (
    Audience.HEAD,
    Audience.COOPERATING,
    Audience.LEADER,
    Audience.OFFICE,
    Audience.OFFICER,
)


@pytest.mark.parametrize(
    ("told_of", "names"),
    [
        (None, {"Nông Thị Hà", "Lý Thu Trang"}),
        (audience(HEAD), {"Nông Thị Hà"}),
        (audience(HEAD, OFFICER), {"Nông Thị Hà"}),
        (audience(HEAD, LEADER), {"Nông Thị Hà", "Lê Minh Đức"}),
        (audience(HEAD, COOPERATING, OFFICE), {"Nông Thị Hà", "Lý Thu Trang", "Hoàng Thị Lan"}),
    ],
)
def test_a_new_task(cast, told_of, names):
    if told_of:
        set_rule(cast, RuleKind.ISSUED, audience=told_of)
    give(cast)
    assert told("task_assigned") == names


def test_nobody_is_told_where_it_is_off(cast):
    set_rule(cast, RuleKind.ISSUED, is_on=False)
    give(cast)
    assert told("task_assigned") == set()


def test_each_reader_learns_what_it_means_for_him(cast):
    set_rule(cast, RuleKind.ISSUED, audience=frozenset(Audience))
    give(cast)
    texts = {row.to_name: row.body_text for row in db.session.query(OutboxMail)}
    assert "Đơn vị chủ trì là Phòng Tài chính - Kế hoạch" not in texts["Lê Minh Đức"]
    for name in ("Lê Minh Đức", "Hoàng Thị Lan"):
        assert "Nhiệm vụ được giao cho Phòng Tài chính - Kế hoạch chủ trì." in texts[name]
    assert texts["Nông Thị Hà"] != texts["Lý Thu Trang"] != texts["Lê Minh Đức"]


def test_an_exception_of_the_topic_decides(cast):
    actions.add_exception(Scope(cast.budget.id), by=cast.admin)
    set_rule(cast, RuleKind.ISSUED, Scope(cast.budget.id), audience=audience(HEAD))
    give(cast, topic_id=cast.budget.id)
    assert told("task_assigned") == {"Nông Thị Hà"}
    give(cast, "other")
    assert told("task_assigned") == {"Nông Thị Hà", "Lý Thu Trang"}


def decide(cast, officer=None):
    task = give(cast)
    task.officer_id = officer
    db.session.flush()
    asked = request_extension(task, date(2026, 12, 30), "Chờ số liệu", by=cast.finance_head)
    approve_extension(asked, "", by=cast.vice_chairman)
    return told("extension_approved")


def test_a_decision_reaches_head_and_officer(cast):
    assert decide(cast, cast.finance_officer.user_id) == {"Nông Thị Hà", "Đàm Văn Sơn"}


def test_an_officer_who_cannot_be_reached_is_the_head(cast):
    db.session.get_one(User, cast.finance_officer.user_id).is_enabled = False
    task = give(cast)
    task.officer_id = cast.finance_officer.user_id
    db.session.flush()
    assert [one.name for one in list_readers(Event.EXTENSION_DECIDED, task)] == ["Nông Thị Hà"]


def test_a_decision_for_everyone(cast):
    set_rule(cast, RuleKind.EXTENSION_DECIDED, audience=frozenset(Audience))
    names = {"Nông Thị Hà", "Lý Thu Trang", "Lê Minh Đức", "Hoàng Thị Lan", "Đàm Văn Sơn"}
    assert decide(cast, cast.finance_officer.user_id) == names


def test_a_decision_is_not_mailed_where_that_is_off(cast):
    set_rule(cast, RuleKind.EXTENSION_DECIDED, is_on=False)
    assert decide(cast, cast.finance_officer.user_id) == set()


def test_a_notice_asks_the_rules_too(cast):
    notice = enter(cast)
    db.session.commit()
    set_rule(cast, RuleKind.ISSUED, audience=audience(HEAD, LEADER, OFFICE))
    issued = issue_notice(notice, cast.clerk)
    by_name = {row.to_name: row for row in db.session.query(OutboxMail)}
    assert issued.people == len(by_name)
    assert {"Nguyễn Quốc Trung", "Hoàng Thị Lan"} <= set(by_name)
    assert "Đã giao cho các đơn vị" in by_name["Nguyễn Quốc Trung"].body_text
    assert by_name["Nguyễn Quốc Trung"].subject.startswith("[Đã giao cho các đơn vị] ")


def test_a_notice_tells_nobody_where_it_is_off(cast):
    notice = enter(cast)
    db.session.commit()
    set_rule(cast, RuleKind.ISSUED, is_on=False)
    assert issue_notice(notice, cast.clerk).people == 0
    assert db.session.query(OutboxMail).count() == 0
