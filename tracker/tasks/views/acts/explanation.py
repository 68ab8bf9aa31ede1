"""Ask why, answer, accept, ask again; and urge."""

from __future__ import annotations

from typing import Any

from .... import clock
from ....history.models import HistoryEntry
from ... import explanations, policy, urgings
from ...forms import AcceptanceForm, AgainForm, ExplanationForm, QuestionForm, UrgingForm
from ...models import Cause, Explanation
from ...status import Status
from ...timeline import Event, tell_events
from ...wording import cause_word, channel_name, explanation_name
from .base import Act, Page

ACTS = (
    Act("ask_explanation", policy.can_ask_explanation, QuestionForm),
    Act("urge", policy.can_urge, UrgingForm, lambda task: {"on": clock.today()}),
    # The panel knows the exchange, and says whose turn it is.
    Act("explain", lambda actor, task: False, ExplanationForm),
    Act("accept_explanation", lambda actor, task: False, AcceptanceForm),
    Act("ask_explanation_again", lambda actor, task: False, AgainForm),
)
ANSWERED = "explanation_answered"
_LATE = (Status.OVERDUE, Status.DONE_LATE)


def panel(page: Page) -> dict[str, Any]:
    """The exchange as it was said, whether the delay is unexplained, and how often the unit was urged."""
    task = page.task
    marks = explanations.read_marks(task) if "explanation" in page.beside else explanations.no_marks()
    is_late = page.today.status_of(task) in _LATE
    running = marks.last if marks.last and marks.last.is_running else None
    _let(page, marks, is_late=is_late)
    return {
        "explanation": running,
        "other_cause": _other(running.cause) if running else "",
        "explanation_state": explanation_name(running.state) if running else "",
        "exchange": _tell(explanations.list_exchange(task)) if marks.last else [],
        "is_unexplained": is_late and marks.is_unexplained and running is None,
        "is_delay_asked": is_late and marks.is_unexplained and "submit" in page.may,
        "urgings": urgings.list_urgings(task) if "urging" in page.beside else [],
        "cause_word": cause_word,
        "channel_name": channel_name,
    }


def _tell(entries: list[HistoryEntry]) -> list[tuple[Event, bool]]:
    """What was said, and whether the unit said it."""
    return [(event, entry.event == ANSWERED) for entry, event in zip(entries, tell_events(entries), strict=True)]


def _let(page: Page, marks: explanations.Marks, *, is_late: bool) -> None:
    """Unasked, the unit explains a delay once."""
    last, actor = marks.last, page.actor
    if last is not None and last.is_running:
        page.may.discard("ask_explanation")
        if policy.can_answer_explanation(actor, last):
            page.may.add("explain")
            _fill(page.forms["explain"], last)
        if policy.can_decide_explanation(actor, last):
            page.may |= {"accept_explanation", "ask_explanation_again"}
    elif is_late and policy.answers_for(actor, page.task) and last is None:
        page.may.add("explain")


def _fill(form: Any, last: Explanation) -> None:
    """Who mends an answer begins with it; what was typed and refused stays as it is."""
    if form.explanation.data is None:
        form.cause.data, form.explanation.data = last.cause, last.answer


def _other(cause: str) -> str:
    return Cause.SUBJECTIVE if cause == Cause.OBJECTIVE else Cause.OBJECTIVE
