"""Somebody leaves or a unit is merged in the middle of the work. Numbers are those of the fault plan."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tests import cast as cast_module
from tracker import clock, history
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.mail.delivery import deliver_due
from tracker.mail.models import MailState, OutboxMail
from tracker.people import actions as people
from tracker.people.models import Post, Role, User
from tracker.reminders.actions import plan_reminders
from tracker.tasks import handover
from tracker.tasks.actions import Assignment, assign_officer, issue_task
from tracker.tasks.handover import Plan
from tracker.tasks.models import Task

pytestmark = pytest.mark.fault

BASIS = "Quyết định 12/QĐ-UBND"


@pytest.fixture
def office(live, sink):
    """The application on the live database, with the cast and two tasks that are due tomorrow."""
    live.env.update(sink.env)
    app = live.app()
    with app.app_context():
        cast = cast_module.gather_without_briefings()
        tomorrow = office_calendar().add_working_days(clock.today(), 1)
        with clock.at(clock.now() - timedelta(days=30)):
            for title, unit in (("Giải ngân vốn", cast.finance), ("Trồng cây", cast.culture)):
                issue_task(Assignment(title, unit.id, cast.chairman.user_id, due_on=tomorrow), by=cast.clerk)
        db.session.commit()
        yield cast
        db.session.remove()
        db.engine.dispose()


def plan():
    """As the job does in the morning of today."""
    plan_reminders(clock.today())
    db.session.commit()


def disbursement() -> Task:
    """The task of the finance room."""
    return db.session.scalars(
        select(Task).where(Task.title == "Giải ngân vốn").execution_options(populate_existing=True)
    ).one()


def end_post(actor, cast):
    """The administrator ends that person's post."""
    people.end_post(db.session.get_one(Post, actor.post_id), by=cast.admin)
    db.session.commit()


def states() -> dict[int, tuple[str, str]]:
    """State and remark of each person's digest."""
    rows = db.session.execute(
        select(OutboxMail.user_id, OutboxMail.state, OutboxMail.last_error).where(OutboxMail.kind == "digest")
    )
    return {user_id: (state, error) for user_id, state, error in rows}


def test_fault_50_a_person_with_open_tasks_cannot_be_deleted(office):
    assign_officer(disbursement(), office.finance_officer.user_id, office.finance_officer.name, by=office.finance_head)
    db.session.commit()
    for actor in (office.chairman, office.finance_officer):
        db.session.execute(delete(Post).where(Post.user_id == actor.user_id))
        with pytest.raises(IntegrityError):
            db.session.execute(delete(User).where(User.id == actor.user_id))
        db.session.rollback()
    assert disbursement().officer_id == office.finance_officer.user_id


def test_fault_50_an_officer_who_is_moved_leaves_no_orphan_and_his_name_in_the_history(office, sink):
    assign_officer(disbursement(), office.finance_officer.user_id, office.finance_officer.name, by=office.finance_head)
    people.add_post(
        db.session.get_one(User, office.finance_officer.user_id), Role.OFFICER, office.tax.id, "", by=office.admin
    )
    end_post(office.finance_officer, office)
    assert disbursement().officer_id is None
    entries = history.list_entries("task", disbursement().id)
    assert [entry.data.get("officer") for entry in entries[:2]] == ["Đàm Văn Sơn", "Đàm Văn Sơn"]
    plan()
    deliver_due()
    assert sink.recipients == ["tckh@example.vn", "vhtt@example.vn"]


def test_fault_50_reminders_go_to_the_heads_successor(office, sink):
    plan()
    successor = cast_module.hire("tckh.moi", "Hà Thị Mới", Role.HEAD, office.finance, "Trưởng phòng")
    end_post(office.finance_head, office)
    deliver_due()
    assert sink.recipients == ["vhtt@example.vn"]
    assert states()[office.finance_head.user_id][0] == MailState.SKIPPED
    plan()
    deliver_due()
    assert sink.recipients == ["vhtt@example.vn", "tckh.moi@example.vn"]
    assert states()[successor.user_id][0] == MailState.SENT


def test_fault_50_a_leader_leaves_and_his_tasks_find_another(office):
    end_post(office.chairman, office)
    assert handover.count_of_leader(office.chairman.user_id) == 2
    leader = db.session.get_one(User, office.chairman.user_id)
    handover.hand_over_leader(leader, Plan(office.vice_chairman.user_id), BASIS, by=office.admin)
    db.session.commit()
    assert handover.count_of_leader(office.chairman.user_id) == 0
    assert disbursement().leader_id == office.vice_chairman.user_id
    assert history.list_entries("task", disbursement().id)[0].data["old"] == "Nguyễn Quốc Trung"


def test_fault_51_a_digest_that_waits_when_its_unit_is_merged_goes_to_nobody_of_the_old_one(office, sink):
    plan()
    handover.hand_over_unit(office.finance, Plan(office.ward.id), BASIS, by=office.admin)
    db.session.commit()
    deliver_due()
    told = dict(zip(sink.recipients, sink.mails, strict=True))
    assert set(told) == {"vhtt@example.vn", "songhien@example.vn"}
    assert "Tiếp nhận" in str(told["songhien@example.vn"]["Subject"])
    state, remark = states()[office.finance_head.user_id]
    assert (state, "somebody else's" in remark) == (MailState.SKIPPED, True)
    plan()
    deliver_due()
    assert states()[office.ward_chair.user_id][0] == MailState.SENT
    again = handover.hand_over_unit(office.finance, Plan(office.ward.id), BASIS, by=office.admin)
    db.session.commit()
    assert again.is_nothing


def test_fault_51_what_is_still_the_readers_is_told_without_what_went_away(office, sink):
    """One person heads both rooms; one of them is merged before his digest leaves."""
    people.add_post(
        db.session.get_one(User, office.outsider.user_id), Role.HEAD, office.finance.id, "Phụ trách", by=office.admin
    )
    end_post(office.finance_head, office)
    plan()
    [before] = db.session.scalars(select(OutboxMail).where(OutboxMail.kind == "digest"))
    assert "Giải ngân vốn" in before.body_text
    handover.hand_over_unit(office.finance, Plan(office.tax.id), BASIS, by=office.admin)
    db.session.commit()
    deliver_due()
    [mail] = sink.mails
    words = mail.get_body(("plain",)).get_content()
    assert "Trồng cây" in words
    assert "Giải ngân vốn" not in words
    db.session.expire_all()
    [kept] = db.session.scalars(select(OutboxMail).where(OutboxMail.kind == "digest"))
    assert (kept.state, "Giải ngân vốn" in kept.body_text) == (MailState.SENT, False)


def test_fault_51_unsent_digests_of_yesterday_are_not_opened_again_for_the_old_head(office, sink):
    with clock.at(clock.now() - timedelta(days=1)):
        plan()
    handover.hand_over_unit(office.finance, Plan(office.ward.id), BASIS, by=office.admin)
    db.session.commit()
    plan()
    deliver_due()
    assert "tckh@example.vn" not in sink.recipients
    assert sink.recipients.count("songhien@example.vn") == 2, "one of the handover, one of what is due"
