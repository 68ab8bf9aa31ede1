"""Why work is late: asked by a leader or the Office, answered by the unit, accepted or asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import text

from ... import clock, history, mail
from ...access import require
from ...db import db, insert
from ...errors import Refused, Stale
from ...people.actor import Actor
from .. import emails, explanations, policy
from ..models import Cause, Explanation, ExplanationState, Task
from ..models.explanation import TRANSITIONS
from ..status import Status
from ..today import office_today
from ..wording import state_name


@dataclass(frozen=True)
class Answer:
    """What the unit says of its delay. `seen` is the version of the exchange that it had before it, 0 for none."""

    cause: str
    text: str
    seen: int = 0


NO_ANSWER = Answer("", "")


def ask_explanation(task: Task, question: str, *, by: Actor) -> Explanation:
    """Only one exchange may run; the same question pressed twice is asked once."""
    require(policy.directs(by))
    if not policy.can_be_explained(task):
        raise Refused(_("This task is %(state)s: nobody has to explain it.", state=state_name(task.state)))
    explanation = _begin(task, by, question)
    if explanation is None:
        running = explanations.find_last_explanation(task)
        if running and (running.asked_by_id, running.question) == (by.user_id, question):
            return running
        raise Refused(_("An explanation is already asked for. Its answer and the next question stand below."))
    history.record(by, "explanation_asked", "task", task.id, explanation_id=explanation.id, note=question)
    for message in emails.explanation_asked(explanation, by):
        mail.put(message)
    return explanation


def explain(task: Task, answer: Answer, *, by: Actor) -> Explanation:
    """The unit answers, or comes first where its work is late; until somebody accepts it may mend its answer."""
    require(policy.answers_for(by, task))
    explanation = explanations.find_last_explanation(task, lock=True)
    if explanation is not None and _is_said_already(explanation, answer, by):
        return explanation
    if explanation is None or not explanation.is_running:
        _require_late(task, explanation)
        return _answer(_come_first(task), answer, by)
    _require_seen(explanation, answer.seen)
    return _answer(explanation, answer, by)


def explain_delay(task: Task, completed_on: date, answer: Answer, *, by: Actor) -> None:
    """With the report of completion: a late one says why, unless that has been said. What is typed is always kept."""
    if not answer.text and not explanations.owes_explanation(task, completed_on):
        return
    if not answer.cause or not answer.text:
        sentence = _("The work was finished after its due date: choose the cause and write why.")
        raise Refused(sentence, "explanation" if answer.cause else "cause")
    explanation = explanations.find_last_explanation(task, lock=True)
    if explanation is None or not explanation.is_running:
        explanation = _come_first(task)
    _answer(explanation, answer, by)


def accept_explanation(explanation: Explanation, cause: str, note: str, *, seen: int, by: Actor) -> None:
    """The cause is the unit's, or the one that whoever accepts puts in its place."""
    require(policy.decides_explanation(by, explanation))
    if explanation.state == ExplanationState.ACCEPTED and explanation.decided_by_id == by.user_id:
        return
    _require_seen(explanation, seen)
    _move(explanation, "accept")
    explanation.confirmed_cause = Cause(cause)
    _decide(explanation, note, by)
    facts = {"cause": explanation.confirmed_cause, "was": explanation.cause}
    _record(explanation, "explanation_accepted", by, note=note, **facts)
    for message in emails.explanation_accepted(explanation, by):
        mail.put(message)


def ask_explanation_again(explanation: Explanation, note: str, *, seen: int, by: Actor) -> None:
    """The answer does not do; the note says what is missing."""
    require(policy.decides_explanation(by, explanation))
    if explanation.state == ExplanationState.ASKED and explanation.decision_note == note:
        return
    _require_seen(explanation, seen)
    _move(explanation, "ask_again")
    _decide(explanation, note, by)
    _record(explanation, "explanation_asked_again", by, note=note)
    for message in emails.explanation_asked_again(explanation, by):
        mail.put(message)


def close_running_explanation(task: Task, by: Actor, note: str) -> None:
    """Nobody needs to explain work that is cancelled, replaced or another unit's by now; `note` says why."""
    explanation = explanations.find_last_explanation(task, lock=True)
    if explanation is None or not explanation.is_running:
        return
    _move(explanation, "close")
    _decide(explanation, note, by)
    _record(explanation, "explanation_closed", by, note=note)


def _begin(task: Task, by: Actor | None, question: str) -> Explanation | None:
    """The row of an exchange, without its entry in history; None when one is running. Two at once wait here."""
    values = {
        "task_id": task.id,
        "state": ExplanationState.ASKED,
        "asked_at": clock.now(),
        "asked_by_id": by.user_id if by else None,
        "question": question,
        "unit_id": task.lead_unit_id,
        "cause": "",
        "answer": "",
        "confirmed_cause": "",
        "decision_note": "",
        "version": 1,
    }
    statement = insert(Explanation).values(values)
    statement = statement.on_conflict_do_nothing(
        index_elements=["task_id"], index_where=text("state IN ('asked', 'answered')")
    )
    if db.session.scalar(statement.returning(Explanation.id)) is None:
        return None
    return explanations.find_last_explanation(task)


def _come_first(task: Task) -> Explanation:
    """An exchange that the unit begins."""
    explanation = _begin(task, None, "")
    if explanation is None:
        raise _overtaken()
    return explanation


def _answer(explanation: Explanation, answer: Answer, by: Actor) -> Explanation:
    _move(explanation, "answer")
    explanation.unit_id = explanation.task.lead_unit_id
    explanation.cause, explanation.answer = Cause(answer.cause), answer.text
    explanation.answered_at, explanation.answered_by_id = clock.now(), by.user_id
    explanation.decided_at, explanation.decided_by_id, explanation.decision_note = None, None, ""
    _record(explanation, "explanation_answered", by, cause=answer.cause, note=answer.text)
    for message in emails.explanation_answered(explanation):
        mail.put(message)
    return explanation


def _move(explanation: Explanation, verb: str) -> None:
    if not explanation.can(verb):
        raise Refused(_("This explanation has been dealt with already. Reload the page to see how."))
    explanation.state = TRANSITIONS[ExplanationState(explanation.state), verb]


def _decide(explanation: Explanation, note: str, by: Actor) -> None:
    explanation.decided_at, explanation.decided_by_id, explanation.decision_note = clock.now(), by.user_id, note


def _record(explanation: Explanation, event: str, by: Actor, **data: str) -> None:
    """Its version is fixed first: the keys of mails are made from it."""
    db.session.flush()
    history.record(by, event, "task", explanation.task_id, explanation_id=explanation.id, **data)


def _is_said_already(explanation: Explanation, answer: Answer, by: Actor) -> bool:
    same = (explanation.cause, explanation.answer) == (answer.cause, answer.text)
    return same and explanation.state != ExplanationState.ASKED and explanation.answered_by_id == by.user_id


def _require_late(task: Task, last: Explanation | None) -> None:
    """Unasked, a unit explains a delay, and once."""
    if last is not None:
        raise Refused(_("The explanation has been accepted already."))
    if office_today().status_of(task) not in (Status.OVERDUE, Status.DONE_LATE):
        raise Refused(_("Nobody has asked for an explanation, and the task is not overdue."))


def _require_seen(explanation: Explanation, seen: int) -> None:
    if seen != explanation.version:
        raise _overtaken()


def _overtaken() -> Stale:
    return Stale(_("Somebody has written here meanwhile. Read it, then send yours again."))
