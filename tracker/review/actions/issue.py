"""«Giao»: the drafts become directives and tasks, and everyone concerned is told, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from flask_babel import gettext as _

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...directives.models import Directive, Notice, NoticeState
from ...duties.actions import take_over
from ...errors import Refused, Stale
from ...people.actor import Actor
from ...people.queries import Recipient, list_office_recipients, list_recipients, list_recipients_for
from ...tasks.actions import Assignment, issue_task
from ...tasks.models import Task
from .. import emails
from ..models import Draft, DraftState, FollowUp
from ..policy import can_review
from ..readiness import fingerprint, open_points, sooner_sentence, units_told
from .following import follow, lock_followed
from .teaching import teach


@dataclass(frozen=True)
class Issued:
    """What came of it: how many new tasks, how many people are told, how many earlier tasks go on or are replaced."""

    tasks: int
    people: int
    continued: int = 0
    replaced: int = 0


def issue_notice(notice: Notice, drafts: Sequence[Draft], *, by: Actor, seen: str | None = None) -> Issued:
    """Make the tasks and queue one mail per person. The notice must be locked by the caller; once only.

    `seen` is the fingerprint of the drafts that the clerk had before her when she pressed.
    """
    require(can_review(by))
    if notice.state == NoticeState.ISSUED:
        raise Refused(_("The tasks of this notice have already been given."))
    if seen is not None and seen != fingerprint(list(drafts)):
        raise Stale(
            _("Someone else has changed the drafts since you opened this page. Look at them, then press again.")
        )
    _require_settled(drafts)
    wanted = [draft for draft in drafts if draft.state != DraftState.SET_ASIDE]
    followed = lock_followed(wanted)
    _require_agreed(wanted, followed)
    news = emails.News()
    for draft in drafts:
        directive, earlier = _directive(notice, draft), followed.get(draft.id, [])
        follow(draft, earlier, directive, notice, by=by)
        news.add_followed(earlier, is_replaced=draft.follow_up == FollowUp.REPLACE)
        for assignment in _assignments(notice, draft, directive):
            task = issue_task(assignment, by=by)
            news.add_given(task, assignment)
            take_over(task, by=by)
    notice.state, notice.tasks_issued_at = NoticeState.ISSUED, clock.now()
    units = {
        draft_id: {unit for task in tasks for unit in emails.units_of(task)} for draft_id, tasks in followed.items()
    }
    people = _tell(notice, news, list_recipients(units_told(list(drafts), units)))
    teach(notice, drafts, by=by)
    issued = Issued(len(news.given), people, len(news.continued), len(news.replaced))
    history.record(by, "notice_issued", "notice", notice.id, **asdict(issued))
    return issued


def set_openness(notice: Notice, wanted: bool, *, by: Actor) -> None:
    """Whether every unit may read the whole notice, or only its own directives."""
    require(can_review(by))
    if notice.state != NoticeState.ISSUED:
        raise Refused(_("Give the tasks first; before that nobody outside the Office sees the notice."))
    if notice.open_to_all != wanted:
        notice.open_to_all = wanted
        history.record(by, "notice_opened" if wanted else "notice_narrowed", "notice", notice.id)


def _require_settled(drafts: Sequence[Draft]) -> None:
    if not drafts:
        raise Refused(_("There is no draft yet. Add a sentence of the text first."))
    today = clock.today()
    waiting = [str(draft.position) for draft in drafts if open_points(draft, today)]
    if waiting:
        raise Refused(
            _(
                "Still open: draft %(numbers)s. Give each its unit, leader and date, or set it aside with a reason.",
                numbers=", ".join(waiting),
            )
        )


def _require_agreed(drafts: Sequence[Draft], followed: Mapping[int, Sequence[Task]]) -> None:
    """No task that goes on becomes due sooner unless the clerk has agreed to it."""
    for draft in drafts:
        nearest = min((task.due_on for task in followed.get(draft.id, []) if task.due_on), default=None)
        if sentence := sooner_sentence(draft, nearest):
            raise Refused(sentence)


def _directive(notice: Notice, draft: Draft) -> Directive:
    directive = Directive(
        notice_id=notice.id,
        position=draft.position,
        start=draft.start,
        end=draft.end,
        text=draft.text,
        no_task_reason=draft.aside_reason if draft.state == DraftState.SET_ASIDE else "",
    )
    db.session.add(directive)
    db.session.flush()
    return directive


def _assignments(notice: Notice, draft: Draft, directive: Directive) -> list[Assignment]:
    if draft.state == DraftState.SET_ASIDE or draft.follow_up == FollowUp.CONTINUE:
        return []
    leads = [unit.id for unit in draft.units] if draft.one_per_unit else [draft.lead_unit_id]
    others = () if draft.one_per_unit else tuple(unit.id for unit in draft.units)
    return [
        Assignment(
            title=draft.title,
            lead_unit_id=lead,
            leader_id=draft.leader_id,
            deliverable=draft.deliverable,
            topic_id=draft.topic_id,
            cooperating_unit_ids=others,
            due_on=draft.due_on,
            due_words=draft.due_words,
            every=draft.every,
            directive_id=directive.id,
            notice_id=notice.id,
        )
        for lead in leads
        if lead is not None and draft.leader_id is not None
    ]


def _tell(notice: Notice, news: emails.News, of_units: Iterable[Recipient]) -> int:
    """One mail per person, whatever the number of his posts and tasks; tells how many were written."""
    readers: dict[int, emails.Reader] = {}

    def reader(recipient: Recipient) -> emails.Reader:
        return readers.setdefault(recipient.user_id, emails.Reader(recipient))

    for recipient in of_units:
        if recipient.unit_id:
            reader(recipient).unit_ids.add(recipient.unit_id)
    for leader_id in sorted(news.leader_ids):
        for recipient in list_recipients_for(leader_id):
            reader(recipient).leader_ids.add(leader_id)
    for recipient in list_office_recipients() if news.tells_office else ():
        reader(recipient).is_office = True
    told = [(one.recipient, lines) for one in readers.values() if len(lines := news.of(one))]
    for recipient, lines in told:
        mail.put(emails.tasks_assigned(notice, recipient, lines))
    return len(told)
