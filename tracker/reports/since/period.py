"""From which day until when: a meeting, by its notice, or any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ... import clock
from ...text import parse_id, read_day
from .given import NoticeHead, list_heads
from .then import end_of

_JUST_MET = timedelta(days=3)  # of a meeting of yesterday there is nothing to tell yet: the one before is meant


@dataclass(frozen=True)
class Period:
    """Both days are included; `until` None is now. `notice`: that of the meeting, where one was chosen."""

    since: date
    until: date | None = None
    notice: NoticeHead | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str], latest: Sequence[NoticeHead]) -> Period:
        """A day that was given, else the notice; else the last meeting that is some days over, or a week."""
        until = read_day(args.get("until", ""))
        until = until if until and until < clock.today() else None
        if since := read_day(args.get("since", "")):
            return cls(min(since, until or clock.today()), until)
        notice = _find(parse_id(args.get("notice", "")), latest)
        if notice is None:
            return cls(clock.today() - timedelta(days=7), until)
        return cls(min(notice.met_on, until or clock.today()), until, notice)

    @property
    def start(self) -> datetime:
        return clock.office_time(self.since, 0)

    @property
    def end(self) -> datetime | None:
        """The first moment behind it; None for now."""
        return end_of(self.until) if self.until else None

    @property
    def last_day(self) -> date:
        return self.until or clock.today()

    def pairs(self) -> dict[str, str]:
        """What a link carries."""
        given = {"notice": str(self.notice.id)} if self.notice else {"since": self.since.isoformat()}
        return given | ({"until": self.until.isoformat()} if self.until else {})


def _find(notice_id: int | None, latest: Sequence[NoticeHead]) -> NoticeHead | None:
    if notice_id is None:
        over = clock.today() - _JUST_MET
        return next((head for head in latest if head.met_on <= over), latest[-1] if latest else None)
    known = next((head for head in latest if head.id == notice_id), None)
    return known or next(iter(list_heads([notice_id])), None)
