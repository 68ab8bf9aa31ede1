"""A button pressed twice at once, on real connections of their own: one word, one act, one notice."""

from __future__ import annotations

from sqlalchemy import func, select

from tests import cast as cast_module
from tests.meetings.walks import late_task, plan, say, start
from tests.races import at_once, office
from tracker import clock
from tracker.db import db
from tracker.directives.models import Notice
from tracker.meetings import actions, queries
from tracker.meetings.models import Decision, Kind, Meeting, MeetingItem
from tracker.tasks.models import Urging

__all__ = ["office"]


def count(model: type[Meeting | MeetingItem | Decision | Urging | Notice]) -> int:
    """How many there are; nothing is held on to that the others wait for."""
    found = db.session.scalar(select(func.count(model.id))) or 0
    db.session.remove()
    return found


def test_everything_pressed_twice_at_once_happens_once(office):
    cast = cast_module.gather()
    task = late_task(cast)
    db.session.commit()

    def begin() -> int:
        meeting = actions.start_meeting(plan(cast, held_on=clock.today()), by=cast.clerk)
        db.session.commit()
        return meeting.id

    assert len(set(at_once(office, [begin] * 2))) == 1
    assert (count(Meeting), count(MeetingItem)) == (1, 1)
    meeting = start(cast, held_on=clock.today())
    db.session.remove()

    def urge() -> bool:
        return say(meeting, task, Kind.URGE, cast.clerk) is not None

    assert sorted(map(bool, at_once(office, [urge] * 2))) == [False, True]
    assert (count(Decision), count(Urging)) == (1, 1)

    def end() -> int:
        held = queries.get_meeting_for(cast.clerk, meeting.id, to_change=True)
        decisions = queries.list_decisions(held)
        actions.end_meeting(held, by=cast.clerk)
        text = actions.write_text(held, decisions)
        facts = actions.NoticeFacts(text, "UBND thành phố Cao Bằng", issued_on=clock.today())
        notice = actions.make_notice(held, decisions, facts, by=cast.clerk)
        db.session.commit()
        return notice.id

    assert len(set(at_once(office, [end] * 2))) == 1
    assert count(Notice) == 1
