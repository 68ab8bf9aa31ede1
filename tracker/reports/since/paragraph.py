"""The paragraph with which the next notice looks back on the last ones: «đã giao 30 nhiệm vụ: hoàn thành 08, …».

Figures come from rows, words from figures; only `review_paragraph` asks the database. It is text of an official
document, so it is Vietnamese whatever language the reader has chosen: numbers below ten with a zero in front, what is
zero left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Protocol

from flask_babel import force_locale
from flask_babel import gettext as _

from ... import clock
from ...tasks.models import TaskState
from ...tasks.status import DONE, SET_ASIDE, Status
from ...tasks.today import office_day
from ...text import clean_line, holds_day, percent_of, shorten, write_number
from .given import Given, NoticeHead, list_given, list_heads

_LONGEST_TITLE = 200


class Figure(StrEnum):
    """What a review counts; the name of a figure is that of its list."""

    GIVEN = "given"
    DONE = "done"
    ON_TIME = "on_time"
    LATE = "late"
    NO_DUE = "no_due"
    RUNNING = "running"
    OVERDUE = "overdue"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"


_OWN = {
    Status.DONE_ON_TIME: (Figure.DONE, Figure.ON_TIME),
    Status.DONE_LATE: (Figure.DONE, Figure.LATE),
    Status.DONE_NO_DUE: (Figure.DONE, Figure.NO_DUE),
    Status.OVERDUE: (Figure.RUNNING, Figure.OVERDUE),
    Status.SUSPENDED: (Figure.SUSPENDED,),
    Status.TRANSFERRED: (Figure.TRANSFERRED,),
    Status.CANCELLED: (Figure.CANCELLED,),
}


class Standing(Protocol):
    """A task as far as it is counted."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def status(self) -> Status: ...


def figures_of(task: Standing) -> frozenset[Figure]:
    """Where it counts. What is reported as done waits for the Office, so it is not called overdue."""
    if task.state == TaskState.SUBMITTED:
        return frozenset((Figure.GIVEN, Figure.RUNNING, Figure.WAITING))
    return frozenset((Figure.GIVEN, *_OWN.get(task.status, (Figure.RUNNING,))))


@dataclass(frozen=True)
class Review:
    """Figures of one notice, or of several together. `repeated`: tasks of more than one of them, which count once."""

    counts: dict[Figure, int]
    repeated: int = 0

    @classmethod
    def of(cls, tasks: Iterable[Standing]) -> Review:
        """Each task once, however many of the notices gave it."""
        rows = list(tasks)
        known = {task.id: task for task in rows}
        counts = dict.fromkeys(Figure, 0)
        for task in known.values():
            for figure in figures_of(task):
                counts[figure] += 1
        return cls(counts, len(rows) - len(known))

    def __getitem__(self, figure: Figure) -> int:
        return self.counts[figure]

    @property
    def counted(self) -> int:
        """The denominator: without what is suspended, transferred or cancelled."""
        return self[Figure.DONE] + self[Figure.RUNNING]

    @property
    def share_done(self) -> Decimal | None:
        """Percent with one decimal; none of nothing."""
        return percent_of(self[Figure.DONE], self.counted, 1)


def review_paragraph(notice_ids: Collection[int], day: date, *, with_lists: bool = False) -> str:
    """One paragraph for each of these notices, in order of issue, and one for all of them together.

    As things stood at the end of `day`, of a day to come as they stand today; what was not issued by then is left out.
    `with_lists`: below them the tasks not completed, by unit.
    """
    day = min(day, clock.today())
    heads, today = [head for head in list_heads(notice_ids) if head.is_issued_by(day)], office_day(day)
    return write_review(heads, list_given([head.id for head in heads], today), day, with_lists=with_lists)


def write_review(
    heads: Sequence[NoticeHead],
    tasks: Sequence[Given],
    day: date,
    *,
    with_lists: bool = False,
    only_unfinished: bool = False,
) -> str:
    """The same from what has been read. `only_unfinished`: what is finished was left out, and the sum says so."""
    with force_locale("vi"):
        paragraphs = [
            tell_review(name_notice(head), Review.of(task for task in tasks if task.notice_id == head.id), day)
            for head in heads
        ]
        if len(heads) > 1:
            paragraphs.append(tell_review(_name_all(heads, only_unfinished), Review.of(tasks), day))
        lists = tell_lists(tasks) if with_lists else []
    return "\n".join([*paragraphs, *lists])


def tell_review(name: str, review: Review, day: date) -> str:
    """«Thông báo kết luận số 552/TB-UBND ngày 20/11/2026 đã giao 30 nhiệm vụ; tính đến ngày …: hoàn thành 08 …»."""
    if not review[Figure.GIVEN]:
        return _("%(notice)s gave no tasks.", notice=name)
    given = _("%(notice)s gave %(count)s tasks", notice=name, count=two(review[Figure.GIVEN]))
    if review.repeated:
        given += _(" (%(count)s repetitions of a task are not counted)", count=two(review.repeated))
    parts = ", ".join(filter(None, (_tell_done(review), _tell_running(review), *_tell_aside(review))))
    sentence = _("%(given)s; by %(day)s: %(parts)s.", given=given, day=f"{day:%d/%m/%Y}", parts=parts)
    return f"{sentence} {_tell_share(review)}".strip()


def _tell_done(review: Review) -> str:
    if not review[Figure.DONE]:
        return _("none completed yet") if review[Figure.RUNNING] else ""
    count = two(review[Figure.DONE])
    kinds = {
        Figure.ON_TIME: (_("%(count)s on time"), _("done on time"), _("all on time")),
        Figure.LATE: (_("%(count)s late"), _("done late"), _("all late")),
        Figure.NO_DUE: (_("%(count)s without a due date"), _("done without a due date"), _("all without a due date")),
    }
    return _("%(count)s completed", count=count) + _details(review, Figure.DONE, kinds)


def _tell_running(review: Review) -> str:
    if not review[Figure.RUNNING]:
        return ""
    kinds = {
        Figure.OVERDUE: (_("%(count)s of them overdue"), _("all of it overdue"), _("all overdue")),
        Figure.WAITING: (
            _("%(count)s reported as done and waiting for confirmation"),
            _("reported as done and waiting for confirmation"),
            _("all reported as done and waiting for confirmation"),
        ),
    }
    return _("%(count)s under way", count=two(review[Figure.RUNNING])) + _details(review, Figure.RUNNING, kinds)


def _details(review: Review, whole: Figure, kinds: dict[Figure, tuple[str, str, str]]) -> str:
    """« (07 đúng hạn, 01 quá hạn)»; where all are of one kind: « (đều đúng hạn)», of a single one: « (đúng hạn)»."""
    told = []
    for figure, (some, single, every) in kinds.items():
        if review[figure] == review[whole]:
            return f" ({single if review[whole] == 1 else every})"
        if review[figure]:
            told.append(some % {"count": two(review[figure])})
    if not told:
        return ""
    inside = ", ".join(told)
    if whole is Figure.RUNNING:
        inside = _("of which %(parts)s", parts=inside)
    return f" ({inside})"


def _tell_aside(review: Review) -> list[str]:
    words = {
        Figure.SUSPENDED: _("%(count)s suspended"),
        Figure.TRANSFERRED: _("%(count)s transferred"),
        Figure.CANCELLED: _("%(count)s cancelled"),
    }
    return [words[figure] % {"count": two(review[figure])} for figure in words if review[figure]]


def _tell_share(review: Review) -> str:
    """What is set aside leaves the denominator, and the sentence says so."""
    if not review[Figure.DONE]:
        return ""
    share = write_number(review.share_done or 0, "vi")
    ratio = f"{two(review[Figure.DONE])}/{two(review.counted)}"
    if review.counted == review[Figure.GIVEN]:
        return _("Completed: %(ratio)s tasks, %(share)s%%.", ratio=ratio, share=share)
    return _(
        "Completed: %(ratio)s tasks, %(share)s%% (without what is suspended, transferred or cancelled).",
        ratio=ratio,
        share=share,
    )


def two(count: int) -> str:
    """08, 30: as official documents write numbers."""
    return f"{count:02d}"


def name_notice(head: NoticeHead) -> str:
    """«Thông báo kết luận số 142/TB-UBND ngày 20/11/2026», by the letters of its number; else by its meeting."""
    if head.number:
        return _name_kind(head.number) % {"number": head.number, "day": f"{head.issued_on:%d/%m/%Y}"}
    day = f"{head.met_on:%d/%m/%Y}"
    if head.meeting and holds_day(head.meeting, head.met_on):
        return _("The conclusion of %(meeting)s", meeting=_in_sentence(head.meeting))
    if head.meeting:
        return _("The conclusion of %(meeting)s of %(day)s", meeting=_in_sentence(head.meeting), day=day)
    return _("The document “%(title)s” of %(day)s", title=clean_line(head.title), day=day)


def _name_kind(number: str) -> str:
    letters = number.rpartition("/")[2].upper().replace("–", "-").split("-")[0].strip()
    return {
        "TB": _("Notice of conclusions no. %(number)s of %(day)s"),
        "KL": _("Conclusion no. %(number)s of %(day)s"),
        "BB": _("Minutes no. %(number)s of %(day)s"),
        "CĐ": _("Telegram no. %(number)s of %(day)s"),
        "CT": _("Instruction no. %(number)s of %(day)s"),
        "BC": _("Report no. %(number)s of %(day)s"),
    }.get(letters, _("Document no. %(number)s of %(day)s"))


def _in_sentence(meeting: str) -> str:
    """«phiên họp thứ 15»: a small letter inside a sentence, but for what is all in capitals."""
    words = clean_line(meeting)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _name_all(heads: Sequence[NoticeHead], only_unfinished: bool) -> str:
    count = two(len(heads))
    are_notices = all("/TB" in head.number.upper() for head in heads)
    if only_unfinished:
        if are_notices:
            return _("In all, %(count)s notices of conclusions that still have unfinished tasks", count=count)
        return _("In all, %(count)s documents that still have unfinished tasks", count=count)
    if are_notices:
        return _("In all, %(count)s notices of conclusions", count=count)
    return _("In all, %(count)s documents", count=count)


def tell_lists(tasks: Iterable[Given]) -> list[str]:
    """What is not completed, the overdue first, each unit with its tasks; a task once."""
    known = {task.id: task for task in tasks}.values()
    figures = {task.id: figures_of(task) for task in known}
    late = {task_id for task_id, own in figures.items() if Figure.OVERDUE in own}
    running = {task_id for task_id, own in figures.items() if Figure.RUNNING in own} - late
    aside = {task.id for task in known if task.status in SET_ASIDE.values()}
    headings = (
        (_("Tasks overdue and not completed"), late),
        (_("Other tasks under way"), running),
        (_("Tasks suspended, transferred or cancelled"), aside),
    )
    lines: list[str] = []
    for heading, ids in headings:
        if ids:
            lines += ["", f"{heading} ({two(len(ids))}):", *_by_unit([task for task in known if task.id in ids])]
    return lines


def _by_unit(tasks: Sequence[Given]) -> list[str]:
    lines = []
    for (_place, unit), rows in groupby(tasks, key=lambda task: (task.unit_id, task.unit)):
        own = list(rows)
        lines.append(f"- {unit} ({two(len(own))}):")
        lines += [f"  + {shorten(clean_line(task.title), _LONGEST_TITLE)}{_due(task)}" for task in own]
    return lines


def _due(task: Given) -> str:
    if task.status in DONE or task.status in SET_ASIDE.values():
        return ""
    if task.due_on is None:
        return _(" (no due date)")
    return _(" (due %(day)s)", day=f"{task.due_on:%d/%m/%Y}")
