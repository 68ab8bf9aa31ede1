"""A unit marks a figure; the Office says what was put right, or why the figure stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock, history, mail
from ...access import require
from ...db import db, insert
from ...errors import Refused
from ...people.actor import Actor
from ...reports.scoreboard.asked import Asked
from ...reports.scoreboard.figures import Figure
from ...reports.scoreboard.lists import count_list
from . import emails, policy, queries
from .models import LONGEST_CODES, TRANSITIONS, DisputeState, FigureDispute

_BETWEEN_CODES = re.compile(r"[,;]")


@dataclass(frozen=True)
class Objection:
    """What the unit says."""

    reason: str
    codes: str = ""


def raise_dispute(figure: Figure, asked: Asked, objection: Objection, *, by: Actor) -> FigureDispute:
    """About the own unit's line. A second press finds the first; another open one about the same figure is named."""
    require(policy.raises_dispute(by, by.unit_id))
    unit_id = by.unit_id or 0
    codes = _check_codes(objection.codes, by)
    values = {
        "unit_id": unit_id,
        "figure": figure.value,
        "preset": asked.period.preset.value,
        "start_on": asked.period.start,
        "end_on": asked.period.end,
        "as_of": asked.as_of,
        "basis": asked.basis.value,
        "work": asked.work.value,
        "number": count_list(figure, asked, unit_id),
        "codes": codes,
        "reason": objection.reason,
        "state": DisputeState.OPEN,
        "raised_at": clock.now(),
        "raised_by_id": by.user_id,
        "raised_for": by.for_name,
        "answer": "",
        "version": 1,
    }
    added = insert(FigureDispute).values(values).on_conflict_do_nothing().returning(FigureDispute.id)
    dispute_id = db.session.scalar(added)
    if dispute_id is None:
        return _find_same(figure, asked, (by.user_id, objection.reason, codes), by)
    dispute = queries.get_dispute_for(by, dispute_id)
    history.record(
        by, "dispute_raised", "unit", unit_id, dispute_id=dispute_id, figure=figure.value, reason=objection.reason
    )
    for message in emails.dispute_raised(dispute):
        mail.put(message)
    return dispute


def _check_codes(typed: str, by: Actor) -> str:
    """«NV-2026-0142, NV-2026-0150», each once and each of a task that the sender may see."""
    codes = list(dict.fromkeys(_BETWEEN_CODES.sub(" ", typed.upper()).split()))
    known = queries.list_known_codes(by, codes)
    if unknown := [code for code in codes if code not in known]:
        words = ngettext(
            "No task that you can open has the code %(codes)s. Write codes with commas between them.",
            "No tasks that you can open have the codes %(codes)s. Write codes with commas between them.",
            len(unknown),
            codes=", ".join(unknown),
        )
        raise Refused(words, "codes")
    joined = ", ".join(codes)
    if len(joined) > LONGEST_CODES:  # the field was short enough, but commas come between its codes
        words = _(
            "%(count)s codes do not fit here, only %(most)s do. Leave out the others and name them in the text above.",
            count=len(codes),
            most=joined[: LONGEST_CODES + 1].count(","),
        )
        raise Refused(words, "codes")
    return joined


def _find_same(figure: Figure, asked: Asked, said: tuple[int, str, str], by: Actor) -> FigureDispute:
    same = queries.find_open(by.unit_id or 0, figure, asked)
    if same is not None and (same.raised_by_id, same.reason, same.codes) == said:
        return same
    raise Refused(_("Your unit has marked this figure already; the Office has not answered yet."))


def answer_dispute(dispute: FigureDispute, answer: str, *, accepts: bool, by: Actor) -> None:
    """Accepted with what was put right, or rejected with the reason; the unit is told. Harmless a second time."""
    require(policy.answers_disputes(by))
    verb, wanted = ("accept", DisputeState.ACCEPTED) if accepts else ("reject", DisputeState.REJECTED)
    if (dispute.state, dispute.answer, dispute.answered_by_id) == (wanted, answer, by.user_id):
        return
    if not dispute.can(verb):
        raise Refused(_("Somebody has answered this meanwhile; that answer stands below. Yours was not sent."))
    require(policy.can_answer(by, dispute))
    dispute.state = TRANSITIONS[DisputeState(dispute.state), verb]
    dispute.answer, dispute.answered_at = answer, clock.now()
    dispute.answered_by_id, dispute.answered_for = by.user_id, by.for_name
    history.record(
        by, f"dispute_{wanted}", "unit", dispute.unit_id, dispute_id=dispute.id, figure=dispute.figure, note=answer
    )
    db.session.flush()
    for message in emails.dispute_answered(dispute, by):
        mail.put(message)
