"""What a figure of the board counts where the rule is easily missed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.reminders.planned import on
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.reports.scoreboard.asked import Asked
from tracker.reports.scoreboard.board import percent, read_board
from tracker.reports.scoreboard.figures import Figure
from tracker.reports.scoreboard.periods import Period, Preset, Window
from tracker.tasks import actions

TODAY = date(2026, 11, 24)


def board(first: date, last: date, as_of: date = TODAY):
    return read_board(Asked(Period(Preset.FREE, first, last), as_of))


def reassign(cast, task):
    actions.reassign_task(task, actions.Reassignment(cast.ward.id, "Đúng địa bàn"), by=cast.chairman)


def rest(cast, task):
    actions.suspend_task(task, "Chờ hướng dẫn", None, by=cast.clerk)
    actions.resume_task(task, "Đã có hướng dẫn", None, by=cast.clerk)


@pytest.mark.parametrize(("happens", "expected"), [(None, 1), (reassign, 0), (rest, 0)])
def test_a_unit_is_asked_for_an_update_only_of_what_it_has_had(cast, happens, expected):
    with on(date(2026, 10, 1)):
        task = issue(cast)
        actions.accept_task(task, by=cast.finance_head)
    with on(TODAY - timedelta(days=1)):
        if happens:
            happens(cast, task)
        db.session.flush()
    with on(TODAY):
        assert board(date(2026, 11, 15), TODAY).whole.count(Figure.TO_UPDATE) == expected


def test_what_was_given_after_the_period_is_no_work_of_it(cast):
    with on(date(2026, 10, 1)):
        issue(cast, due_on=date(2026, 10, 30))
    with on(date(2026, 11, 20)):
        issue(cast, due_on=date(2026, 11, 21))
        actions.submit_completion(issue(cast), progress("r"), clock.today(), by=cast.finance_head)
    with on(TODAY):
        counts = board(date(2026, 9, 15), date(2026, 10, 14)).whole.counts
    assert (counts[Figure.ALL], counts[Figure.OVERDUE], counts[Figure.WAITING], counts[Figure.ASSIGNED]) == (1, 1, 0, 1)


def test_a_period_ahead_is_compared_with_no_day_to_come(cast):
    window = Window(date(2027, 1, 15), date(2027, 2, 14), TODAY)
    before = window.before(Period(Preset.MONTH, date(2026, 12, 15), date(2027, 1, 14)))
    assert before.as_of == TODAY
    with on(date(2026, 11, 1)):
        issue(cast, due_on=date(2026, 11, 27))
    with on(TODAY):
        assert not board(date(2027, 1, 15), date(2027, 2, 14)).whole.before[Figure.OVERDUE]


def test_shares_round_half_up_as_official_documents_do():
    assert [percent(1, 16), percent(1, 80), percent(0, 0)] == [Decimal("6.3"), Decimal("1.3"), None]
