"""What waits for the Office, each working day on which something does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...db import db
from ...people.models import Role
from ...reminders.blocks import Block, Contribution, Figure
from ...reminders.posts import Acting, list_acting
from ...review.waiting import Line, list_waiting
from ...tasks.bands import Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.models import Task
from ...tasks.today import office_day
from ..decisions import Kind, count_decisions, kinds_of_office


@dataclass(frozen=True)
class OfficeList:
    """For one clerk: how many reports are to be confirmed, and how much is to be decided, by kind.

    `decisions` are the Office's own, `others` those of leaders, explanations among them, which the Office may accept.
    `elsewhere`: what floors above say that waits, as meetings do for their notices.
    """

    acting: Acting
    reports: int
    decisions: Mapping[str, int]
    others: Mapping[str, int]
    elsewhere: Sequence[Line] = ()
    is_alone: bool = True
    is_optional: bool = False

    def name(self) -> str:
        """Its heading."""
        return _("Waiting for the Office")

    def write(self, base_url: str) -> Block:
        """Only what there is; every number opens its list."""
        figures = []
        if self.reports:
            url = f"{base_url}/tasks?{TaskFilter(band=Band.WAITING).query_string()}"
            figures.append(Figure(_("Reports to confirm"), self.reports, url))
        sections = (
            ("own", _("Waiting for the Office's decision"), self.decisions),
            ("others", _("Waiting for a leader's decision"), self.others),
        )
        for place, label, counts in sections:
            if count := sum(counts.values()):
                figures.append(Figure(label, count, f"{base_url}/outstanding#{place}", _tell_kinds(counts)))
        figures += [Figure(line.name, line.count, f"{base_url}{line.path}") for line in self.elsewhere]
        total = self.reports + sum(self.decisions.values()) + self.others.get(Kind.EXPLANATION, 0)
        total += sum(line.count for line in self.elsewhere)
        subject = ngettext("%(num)s waits for the Office", "%(num)s wait for the Office", total)
        by = _("in place of %(name)s", name=self.acting.stands_in_for) if self.acting.stands_in_for else ""
        return Block(self.name(), figures, subject, by)


def _tell_kinds(counts: Mapping[str, int]) -> str:
    """The section has no list of each kind, so these numbers are words and no links."""
    labels = {
        Kind.EXTENSION: _("Requests for more time"),
        Kind.PROPOSAL: _("Proposals of the unit"),
        Kind.DECLINE: _("Declined by the unit"),
        Kind.EXPLANATION: _("Explanations to accept"),
    }
    return "; ".join(f"{label}: {counts[kind]}" for kind, label in labels.items() if counts.get(kind))


def list_for_office(day: date, is_again: bool = False) -> Mapping[int, list[Contribution]]:
    """For everyone in the Office, once each; for nobody while nothing waits."""
    limits = Limits.of(office_day(day))
    reports = db.session.scalar(select(func.count(Task.id)).where(limits.where(Band.WAITING))) or 0
    own_kinds = kinds_of_office()
    decisions: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for (kind, _leader), count in count_decisions().items():
        (decisions if kind in own_kinds else others)[kind] += count
    elsewhere = list_waiting(day)
    if not (reports or decisions or others[Kind.EXPLANATION] or elsewhere):
        return {}
    found: dict[int, list[Contribution]] = {}
    for acting in list_acting(day, (Role.OFFICE,)):
        found.setdefault(acting.reader_id, [OfficeList(acting, reports, decisions, others, elsewhere)])
    return found
