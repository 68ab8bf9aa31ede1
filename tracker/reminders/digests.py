"""The digests of a day: what the ledger, the features above and the waiting news have for each person, in one mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from .. import clock, mail
from ..calendar.queries import office_calendar
from ..workdays import Calendar
from . import blocks, happened
from .blocks import Contribution
from .emails import Content, Event, digest
from .ledger import News
from .lines import Line, Reader
from .preferences.queries import Choices, read_choices

OFFICE_WAYS = Choices()


@dataclass
class DigestWriter:
    """Fills the digests that were kept free. `places` are their mail ids by person."""

    day: date
    readers: Mapping[int, Reader]
    places: Mapping[int, int]
    calendar: Calendar
    choices: Mapping[int, Choices]
    contributions: Mapping[int, Sequence[Contribution]]
    events: Mapping[int, Sequence[Event]]

    @classmethod
    def of(
        cls, day: date, readers: Mapping[int, Reader], places: Mapping[int, int], replaced: Mapping[int, str]
    ) -> DigestWriter:
        """With everything that is asked once for all: the number of questions does not grow with the office.

        `replaced`: by person, the text of earlier digests that never left.
        """
        return cls(
            day,
            readers,
            places,
            office_calendar(),
            choices=read_choices(),
            contributions=blocks.collect_with(day, replaced),
            events=happened.fold(places, day),
        )

    def write_all(self, all_news: Iterable[News]) -> set[int]:
        """Fill the digests of those with something to tell, by the ledger or without it; tells whose."""
        written: set[int] = set()
        for news in all_news:
            if self._write(news.user_id, news.lines, news.hour):
                written.add(news.user_id)
        for user_id in self.places.keys() - written:
            has_more = user_id in self.contributions or user_id in self.events
            if has_more and self._write(user_id, (), None):
                written.add(user_id)
        return written

    def _write(self, user_id: int, lines: Sequence[Line], hour: int | None) -> bool:
        choices = self.choices.get(user_id, OFFICE_WAYS)
        content = Content(lines, self.contributions.get(user_id, ()), self.events.get(user_id, ()))
        if choices.is_opted_out:
            content = content.without_optional()
        if not content.is_worth_a_mail:
            return False
        message = digest(self.readers[user_id], content, self.calendar, self.day)
        mail.fill(self.places[user_id], replace(message, due_at=sent_at(self.day, choices.hour, hour)))
        return True


def sent_at(day: date, preferred: int | None, named: int | None) -> datetime:
    """When the digest goes: at the hour that its reader prefers, else that its rules name; at once if that is past."""
    hour = preferred if preferred is not None else named
    return clock.now() if hour is None else max(clock.now(), clock.office_time(day, hour))
