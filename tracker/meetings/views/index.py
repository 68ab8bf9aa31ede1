"""All meetings, and who drives one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...errors import NotFound, Refused
from .. import actions, policy, queries
from ..waiting import STATE
from ..wording import name_meeting_state
from . import blueprint


@blueprint.get("/meetings")
def index() -> Any:
    """The latest first; one that runs is gone on with. `state=waiting`: only those of which no notice is issued."""
    require(policy.may_watch(current_user))
    today, state = clock.today(), STATE if request.args.get("state") == STATE else None
    lines, after = queries.list_meetings(current_user, request.args.get("after", ""), today if state else None)
    return render_template(
        "meetings/index.html",
        lines=lines,
        after=after,
        state=state,
        waiting=queries.count_waiting_meetings(today),
        name_state=name_meeting_state,
    )


@blueprint.post("/meetings/<int:meeting_id>/withdrawal")
def withdrawal(meeting_id: int) -> Any:
    """Opened by mistake. A second press finds it gone."""
    require(policy.may_watch(current_user))
    try:
        meeting = queries.get_meeting_for(current_user, meeting_id, to_change=True)
        actions.withdraw_meeting(meeting, by=current_user)
        db.session.commit()
        flash(_("The meeting is withdrawn."), "success")
    except NotFound:
        flash(_("This meeting is no longer there."), "warning")
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "warning")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    return redirect(url_for("meetings.index"), 303)


@blueprint.post("/meetings/<int:meeting_id>/driver")
def driver(meeting_id: int) -> Any:
    """This person records from now on."""
    meeting = queries.get_meeting_for(current_user, meeting_id, to_change=True)
    try:
        actions.take_over(meeting, by=current_user)
        db.session.commit()
        flash(_("You drive this meeting now."), "success")
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "warning")
    return redirect(url_for("meetings.show", meeting_id=meeting_id, at=request.form.get("at") or None), 303)
