"""Whatever people do in whatever order: no illegal state, no lost row of history, on both databases.

The machine presses every button at random, also those that nobody offers, with people of every role. What is refused
must leave nothing behind; what is done must be told in history, and the dated rows must tell the whole way of the task.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from tests.cast import Cast
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.people.actor import Actor
from tracker.tasks import actions
from tracker.tasks.models import (
    OPEN_STATES,
    TRANSITIONS,
    Cause,
    Channel,
    Decline,
    DeclineState,
    Explanation,
    Extension,
    ExtensionState,
    Proposal,
    ProposalState,
    Step,
    TaskAssignmentChange,
    TaskDueChange,
    TaskState,
    TaskStateChange,
)
from tracker.tasks.models.explanation import TRANSITIONS as EXPLANATIONS
from tracker.tasks.models.explanation import ExplanationState
from tracker.tasks.queries import find_open_extension, get_proposal_for, get_task_for

PEOPLE = (
    "chairman",
    "vice_chairman",
    "clerk",
    "finance_head",
    "finance_officer",
    "ward_chair",
    "outsider",
    "admin",
    "stand_in_head",
    "stand_in_leader",
)
people = st.sampled_from(PEOPLE)
days = st.integers(-3, 40)
UNITS = ("finance", "tax", "culture", "ward")


class Life(RuleBasedStateMachine):
    """One task and everybody around it. `cast` is set by the test, which owns the transaction."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.outer = db.session.begin_nested()
        self.clockwork = time_machine.travel(clock.now(), tick=True)
        self.traveller = self.clockwork.start()
        self.key = 0
        self.told = 0
        cast = self.cast
        self.actors: dict[str, Actor] = {
            **cast.everyone,
            # The officer acts for his head; the chairman acts for the vice chairman.
            "stand_in_head": replace(
                cast.finance_head,
                user_id=cast.finance_officer.user_id,
                name=cast.finance_officer.name,
                for_user_id=cast.finance_head.user_id,
                for_name=cast.finance_head.name,
            ),
            "stand_in_leader": replace(
                cast.chairman, for_user_id=cast.vice_chairman.user_id, for_name=cast.vice_chairman.name
            ),
        }
        self.task = issue(cast, cooperating_unit_ids=[cast.culture.id])
        db.session.flush()
        self.task_id = self.task.id
        self._fetch()
        self.told = self._count_history()

    def teardown(self) -> None:
        self.clockwork.stop()
        self.outer.rollback()
        db.session.expire_all()

    # -- how an act is tried -------------------------------------------------------------------------------------------

    def act(self, person: str, work: Callable[[Actor], Any]) -> None:
        """As a view would: all of it or nothing."""
        before = self._fingerprint()
        inner = db.session.begin_nested()
        try:
            work(self.actors[person])
            db.session.flush()
        except (Refused, NotAllowed):
            inner.rollback()
            self._fetch()
            assert self._fingerprint() == before, "a refusal left something behind"
            return
        inner.commit()
        self._fetch()
        if self._fingerprint()[1:] != before[1:]:
            assert self._count_history() > before[0], "something changed and history does not tell it"

    def _fetch(self) -> None:
        """As a page would, anew."""
        db.session.expire_all()
        self.task = get_task_for(self.actors["clerk"], self.task_id)

    def _fingerprint(self) -> tuple[Any, ...]:
        task = self.task
        return (
            self._count_history(),
            task.state,
            task.due_on,
            task.lead_unit_id,
            task.leader_id,
            task.officer_id,
            task.title,
            task.is_starred,
            task.measure,
            *(self._count(table) for table in (Extension, Decline, Explanation, Proposal, Step)),
        )

    def _count_history(self) -> int:
        mine = HistoryEntry.subject_type == "task", HistoryEntry.subject_id == self.task.id
        return db.session.scalar(select(func.count(HistoryEntry.id)).where(*mine)) or 0

    def _count(self, table: Any) -> int:
        return db.session.scalar(select(func.count(table.id)).where(table.task_id == self.task.id)) or 0

    def _next_key(self) -> str:
        self.key += 1
        return f"k{self.key}"

    def _rows(self, table: Any) -> Sequence[Any]:
        return db.session.scalars(select(table).where(table.task_id == self.task.id).order_by(table.id)).all()

    def _day(self, offset: int) -> date:
        return clock.today() + timedelta(days=offset)

    # -- the acts ------------------------------------------------------------------------------------------------------

    @rule(count=st.integers(1, 9))
    def time_passes(self, count: int) -> None:
        self.traveller.shift(timedelta(days=count))

    @rule(person=people)
    def accept(self, person: str) -> None:
        self.act(person, lambda by: actions.accept_task(self.task, by=by))

    @rule(person=people, percent=st.integers(0, 100), proposal=st.sampled_from(["", "Đề nghị bổ sung vốn"]))
    def update(self, person: str, percent: int, proposal: str) -> None:
        told = actions.Progress(form_key=self._next_key(), result="Đã làm", percent=percent, proposal=proposal)
        self.act(person, lambda by: actions.add_update(self.task, told, by=by))

    @rule(person=people, back=st.integers(-1, 45), explains=st.booleans())
    def submit(self, person: str, back: int, explains: bool) -> None:
        told = actions.Progress(form_key=self._next_key(), result="Đã xong", percent=100)
        delay = actions.Answer(Cause.OBJECTIVE, "Thiếu vốn") if explains else actions.Answer("", "")
        day = self._day(-back)
        self.act(person, lambda by: actions.submit_completion(self.task, told, day, by=by, delay=delay))

    @rule(person=people)
    def confirm(self, person: str) -> None:
        self.act(person, lambda by: actions.confirm_completion(self.task, by=by))

    @rule(person=people)
    def send_back(self, person: str) -> None:
        self.act(person, lambda by: actions.send_back(self.task, "Thiếu biểu", by=by))

    @rule(person=people)
    def decline(self, person: str) -> None:
        self.act(person, lambda by: actions.decline_task(self.task, "Ngoài chức năng", None, by=by))

    @rule(person=people)
    def insist(self, person: str) -> None:
        self.act(person, lambda by: actions.insist_on_task(self.task, "Đúng chức năng", by=by))

    @rule(person=people, unit=st.sampled_from(UNITS), stays=st.booleans())
    def reassign(self, person: str, unit: str, stays: bool) -> None:
        wanted = actions.Reassignment(getattr(self.cast, unit).id, reason="Đúng chức năng hơn", stays=stays)
        self.act(person, lambda by: actions.reassign_task(self.task, wanted, by=by))

    @rule(person=people, offset=days)
    def suspend(self, person: str, offset: int) -> None:
        self.act(person, lambda by: actions.suspend_task(self.task, "Chờ quy định", self._day(offset), by=by))

    @rule(person=people, offset=st.none() | days)
    def resume(self, person: str, offset: int | None) -> None:
        day = None if offset is None else self._day(offset)
        self.act(person, lambda by: actions.resume_task(self.task, "Đã có quy định", day, by=by))

    @rule(person=people)
    def cancel(self, person: str) -> None:
        self.act(person, lambda by: actions.cancel_task(self.task, "Không còn cần", by=by))

    @rule(person=people)
    def reopen(self, person: str) -> None:
        self.act(person, lambda by: actions.reopen_task(self.task, "Kết quả chưa đạt", by=by))

    @rule(person=people)
    def star(self, person: str) -> None:
        self.act(person, lambda by: actions.star_task(self.task, by=by))

    @rule(person=people, offset=days)
    def ask_for_time(self, person: str, offset: int) -> None:
        self.act(person, lambda by: actions.request_extension(self.task, self._day(offset), "Cần thêm", by=by))

    @rule(person=people, offset=st.none() | days, approves=st.booleans())
    def decide(self, person: str, offset: int | None, approves: bool) -> None:
        extension = find_open_extension(self.task)
        if extension is None:
            return
        day = None if offset is None else self._day(offset)
        if approves:
            self.act(person, lambda by: actions.approve_extension(extension, "", by=by, due_on=day))
        else:
            self.act(person, lambda by: actions.refuse_extension(extension, "Không đủ lý do", by=by))

    @rule(person=people)
    def withdraw(self, person: str) -> None:
        extension = find_open_extension(self.task)
        if extension is not None:
            self.act(person, lambda by: actions.withdraw_extension(extension, by=by))

    @rule(person=people, offset=days)
    def set_due(self, person: str, offset: int) -> None:
        self.act(person, lambda by: actions.set_due_date(self.task, self._day(offset), "Chỉ đạo", by=by))

    @rule(person=people)
    def ask_why(self, person: str) -> None:
        self.act(person, lambda by: actions.ask_explanation(self.task, "Vì sao chậm?", by=by))

    @rule(person=people, cause=st.sampled_from(list(Cause)))
    def explain(self, person: str, cause: Cause) -> None:
        self.act(person, lambda by: actions.explain(self.task, actions.Answer(cause, "Thiếu vốn"), by=by))

    @rule(person=people, accepts=st.booleans())
    def judge(self, person: str, accepts: bool) -> None:
        running = [row for row in self._rows(Explanation) if row.state == ExplanationState.ANSWERED]
        for row in running:
            if accepts:
                self.act(
                    person,
                    lambda by, row=row: actions.accept_explanation(row, Cause.SUBJECTIVE, "", seen=row.version, by=by),
                )
            else:
                self.act(
                    person,
                    lambda by, row=row: actions.ask_explanation_again(row, "Nói rõ hơn", seen=row.version, by=by),
                )

    @rule(person=people)
    def urge(self, person: str) -> None:
        what = actions.Urge(form_key=self._next_key(), on=clock.today(), channel=Channel.PHONE)
        self.act(person, lambda by: actions.urge(self.task, what, by=by))

    @rule(person=people, is_done=st.sampled_from([None, True, False]))
    def add_part(self, person: str, is_done: bool | None) -> None:
        told = actions.Progress(form_key=self._next_key(), result="Phần của đơn vị")
        self.act(person, lambda by: actions.add_part(self.task, told, is_done, by=by))

    @rule(person=people)
    def answer_proposal(self, person: str) -> None:
        for row in self._rows(Proposal):
            row = get_proposal_for(self.actors["clerk"], row.id)
            self.act(person, lambda by, row=row: actions.answer_proposal(row, "Đồng ý", by=by))

    @rule(person=people, offset=days)
    def plan_step(self, person: str, offset: int) -> None:
        plan = actions.StepPlan(title="Lập danh sách", due_on=self._day(offset))
        self.act(person, lambda by: actions.add_step(self.task, plan, self._next_key(), by=by))

    @rule(person=people, is_done=st.booleans())
    def mark_step(self, person: str, is_done: bool) -> None:
        for step in self._rows(Step):
            self.act(person, lambda by, step=step: actions.mark_step(step, is_done, by=by))

    # -- what always holds ---------------------------------------------------------------------------------------------

    @invariant()
    def dates_fit_the_state(self) -> None:
        task = self.task
        state = TaskState(task.state)
        assert (task.closed_on is None) == (state in OPEN_STATES)
        assert (task.completed_on is not None) == (state is TaskState.COMPLETED)
        assert (task.reported_on is not None) == (state in (TaskState.SUBMITTED, TaskState.COMPLETED))
        assert task.lead_unit_id not in {unit.id for unit in task.cooperating_units}

    @invariant()
    def the_way_of_the_state_is_told_without_a_gap(self) -> None:
        rows = self._rows(TaskStateChange)
        assert (rows[0].from_state, rows[0].to_state) == (None, TaskState.ASSIGNED)
        for before, after in pairwise(rows):
            assert after.from_state == before.to_state
            assert TRANSITIONS[TaskState(after.from_state), after.verb] == after.to_state
        assert rows[-1].to_state == self.task.state

    @invariant()
    def the_way_of_the_due_date_is_told_without_a_gap(self) -> None:
        rows = self._rows(TaskDueChange)
        for before, after in pairwise(rows):
            assert after.from_due_on == before.to_due_on
        assert rows[-1].to_due_on == self.task.due_on
        assert self.task.original_due_on == date(2026, 12, 15)

    @invariant()
    def the_way_from_unit_to_unit_is_told_without_a_gap(self) -> None:
        unit, leader = self.cast.finance.id, self.cast.vice_chairman.user_id
        for row in self._rows(TaskAssignmentChange):
            assert (row.from_unit_id, row.from_leader_id) == (unit, leader)
            unit, leader = row.to_unit_id, row.to_leader_id
        assert (self.task.lead_unit_id, self.task.leader_id) == (unit, leader)

    @invariant()
    def history_only_grows(self) -> None:
        count = self._count_history()
        assert count >= self.told
        self.told = count

    @invariant()
    def nothing_waits_twice_and_nothing_waits_for_what_is_over(self) -> None:
        task = self.task
        extensions = [row for row in self._rows(Extension) if row.state == ExtensionState.OPEN]
        declines = [row for row in self._rows(Decline) if row.state == DeclineState.OPEN]
        assert len(extensions) == int(task.has_open_extension)
        assert len(declines) == int(task.state == TaskState.DECLINED)
        if not task.is_open:
            assert not extensions
            assert not [row for row in self._rows(Proposal) if row.state == ProposalState.OPEN]

    @invariant()
    def an_explanation_is_where_its_table_allows(self) -> None:
        running = [row for row in self._rows(Explanation) if (ExplanationState(row.state), "close") in EXPLANATIONS]
        assert len(running) <= 1
        for row in self._rows(Explanation):
            assert (row.confirmed_cause != "") == (row.state == ExplanationState.ACCEPTED)

    @invariant()
    def no_step_is_due_behind_the_task(self) -> None:
        due_on = self.task.due_on
        for step in self._rows(Step):
            if step.removed_at is None and step.done_at is None and step.due_on and due_on:
                assert step.due_on <= due_on


def test_no_sequence_of_acts_breaks_the_rules(cast):
    """Short here; `make faults` plays two hundred lives."""
    machine = type("LifeOf", (Life,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("ROUNDS", "4")),
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),  # a life of thirty steps takes too long to shrink
        ),
    )
