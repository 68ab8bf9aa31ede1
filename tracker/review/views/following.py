"""One press on a card: continue the earlier order, replace it, or give the draft as a new one."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_login import current_user

from ...fields import BaseForm
from .. import actions
from . import blueprint
from .drafts import change_draft


@blueprint.post("/drafts/<int:draft_id>/follow-up")
def follow_up(draft_id: int) -> Any:
    """`choice` is «continue:d12», «replace:t7» or «new»."""
    choice, _colon, key = request.form.get("choice", "").partition(":")
    return change_draft(
        draft_id,
        BaseForm(),
        lambda notice, draft, drafts: actions.choose_follow_up(draft, choice, key, by=current_user),
    )
