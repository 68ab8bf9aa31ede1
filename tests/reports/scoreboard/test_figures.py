"""Every figure is the length of its list, and a past day is counted for ever as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reminders.planned import on
from tests.reports.scoreboard.histories import DELAY, FIRST, live
from tests.tasks.test_life import issue, progress
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.reports.scoreboard.asked import Asked, Basis, Way, Work
from tracker.reports.scoreboard.board import Board, read_board
from tracker.reports.scoreboard.figures import EVENTS, OF_TASKS, Figure
from tracker.reports.scoreboard.lists import count_confirmed_later, count_list, read_list
from tracker.reports.scoreboard.periods import Period, Preset
from tracker.tasks import actions

DAYS = 16
PARTS = (
    *(Figure.DONE_ON_TIME, Figure.DONE_LATE, Figure.DONE_NO_DUE),
    *(Figure.RUNNING, Figure.OVERDUE, Figure.RUNNING_NO_DUE, Figure.WAITING),
)
HURRIED = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def walk(figure, asked, line, reader) -> list[int]:
    """Every key of a list, page by page."""
    keys, after = [], ""
    while True:
        page = read_list(figure, asked, line, reader, after)
        keys += [row.id for row in page.rows]
        if not page.after:
            return keys
        after = page.after


def numbers(board: Board):
    """A board as plain values."""
    return [(line.key, line.counts, line.before, line.trend) for line in (board.whole, *board.lines)]


asked_for = st.builds(
    lambda start, length, later, way, basis, work: Asked(
        Period(Preset.FREE, FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)),
        FIRST + timedelta(days=start + later),
        way,
        basis,
        work,
    ),
    st.integers(0, DAYS),
    st.integers(0, DAYS),
    st.integers(0, DAYS),
    *(st.sampled_from(list(kind)) for kind in (Way, Basis, Work)),
)


def test_every_figure_is_the_length_of_its_list(cast):
    end = live(cast, 1, DAYS)

    @HURRIED
    @given(asked_for)
    def check(asked):
        with on(end + timedelta(days=2)):
            board = read_board(asked)
            assert board.whole.count(Figure.ALL) == sum(map(board.whole.count, PARTS))
            for line in (board.whole, *board.lines):
                for figure in (*OF_TASKS, *EVENTS):
                    keys = walk(figure, asked, line.key, cast.clerk)
                    assert line.count(figure) == len(keys) == len(set(keys)) == count_list(figure, asked, line.key)

    check()


@pytest.mark.parametrize("seed", [3])
def test_a_past_day_is_counted_for_ever_as_it_was(cast, seed):
    middle = live(cast, seed, DAYS * 3 // 4)
    yesterday = middle - timedelta(days=1)
    period = Period(Preset.FREE, FIRST + timedelta(days=3), middle + timedelta(days=5))
    boards = [Asked(period, yesterday, way, basis) for way in (Way.UNIT, Way.LEADER) for basis in Basis]
    with on(yesterday, hour=23, minute=59):
        then = [numbers(read_board(asked)) for asked in boards]
    live(cast, seed + 100, DAYS // 2, first=middle)
    with on(middle + timedelta(days=DAYS)):
        assert [numbers(read_board(asked)) for asked in boards] == then
    assert then[0][0][1][Figure.ALL] > 0


@pytest.mark.parametrize("work", Work)
def test_what_is_confirmed_after_the_day_of_knowledge_is_not_lost(cast, work):
    """Reported and done in one period, confirmed in the next."""
    done, cut = date(2026, 11, 13), date(2026, 11, 14)
    for number, confirmed in enumerate((cut, cut + timedelta(days=3), None)):
        with on(done):
            task = issue(cast, title=f"Việc {number}", is_duty=work is Work.RECURRING)
            actions.submit_completion(task, progress(f"s{number}"), done, by=cast.finance_head)
        if confirmed:
            with on(confirmed):
                actions.confirm_completion(task, by=cast.clerk)
    db.session.flush()
    period = Period(Preset.FREE, cut - timedelta(days=30), cut)
    asked = Asked(period, cut, work=work)
    with on(cut):
        assert count_confirmed_later(asked) == 0, "the day is not over"
    with on(cut + timedelta(days=9)):
        keys = walk(Figure.CONFIRMED_LATER, asked, None, cast.clerk)
        assert len(keys) == count_confirmed_later(asked) == 1
        assert count_list(Figure.WAITING, asked, None) == 2, "as it was known then"
        assert count_confirmed_later(asked.but(as_of=cut + timedelta(days=5))) == 0, "it is done by then"
        next_one = Period(Preset.FREE, cut + timedelta(days=1), cut + timedelta(days=9))
        assert count_confirmed_later(asked.but(period=next_one)) == 0


def test_the_trend_of_all_has_also_what_has_no_line(cast):
    """A unit that has nothing in hand any more was on time once."""
    with on(date(2026, 8, 3)):
        task = issue(cast, title="Việc cũ", due_on=date(2026, 8, 10))
        actions.submit_completion(task, progress("s"), date(2026, 8, 3), by=cast.finance_head)
        actions.confirm_completion(task, by=cast.clerk)
    with on(date(2026, 11, 20)):
        issue(cast, title="Việc mới", lead_unit_id=cast.ward.id)
        board = read_board(Asked(Period(Preset.FREE, date(2026, 11, 15), date(2026, 11, 20)), date(2026, 11, 20)))
    assert [line.key for line in board.lines] == [cast.ward.id]
    assert sorted(board.whole.trend) == [(0, 0)] * 5 + [(1, 1)]


SATURDAY, MONDAY = date(2026, 11, 14), date(2026, 11, 16)
# (due date, day of completion): a term that ends on a day off ends with the next working day.
TERMS = [
    *((SATURDAY, SATURDAY + timedelta(days=number)) for number in range(4)),
    *((SATURDAY + timedelta(days=1), SATURDAY + timedelta(days=number)) for number in range(1, 5)),
    *((MONDAY, MONDAY + timedelta(days=number)) for number in range(3)),
    (SATURDAY - timedelta(days=1), SATURDAY),
    (date(2026, 9, 2), MONDAY),
]


def test_late_is_told_as_the_calendar_tells_it(cast):
    for number, (due, done) in enumerate(TERMS):
        with on(min(due, done)):
            task = issue(cast, title=f"Việc {number}", due_on=due)
        with on(max(due, done)):
            actions.submit_completion(task, progress(f"s{number}"), done, by=cast.finance_head, delay=DELAY)
            actions.confirm_completion(task, by=cast.clerk)
    db.session.flush()
    calendar = office_calendar()
    # The period begins on a Sunday: the term of the Saturday before it ends within it.
    for start in (SATURDAY + timedelta(days=1), MONDAY, SATURDAY - timedelta(days=9)):
        asked = Asked(Period(Preset.FREE, start, MONDAY + timedelta(days=4)), MONDAY + timedelta(days=8))
        within = [(due, done) for due, done in TERMS if start <= done]
        for figure, is_late in ((Figure.DONE_ON_TIME, False), (Figure.DONE_LATE, True)):
            keys = walk(figure, asked, None, cast.clerk)
            assert len(keys) == sum(calendar.is_overdue(due, done) is is_late for due, done in within)
