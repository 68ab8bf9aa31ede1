"""A change that a colleague overtook: where to go on, and what was typed, to be copied."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from ...errors import NotFound
from ...people.kept_form import list_texts
from ...text import parse_id
from .. import queries
from ..errors import AlreadyGiven, DraftGone
from . import blueprint


@blueprint.errorhandler(AlreadyGiven)
def already_given(error: AlreadyGiven) -> Any:
    """The notice shows what became of the draft."""
    return _page(error.sentence, url_for("notices.show", notice_id=error.notice_id), _("Open the conclusion")), 409


@blueprint.errorhandler(DraftGone)
def draft_gone(_error: DraftGone) -> Any:
    """The forms of a draft name their notice, because nothing else does any more."""
    sentence = _("This draft is no longer there: someone else has removed it, or merged it with the one before it.")
    try:
        notice = queries.get_notice_for(current_user, parse_id(request.form.get("notice", "")) or 0)
    except NotFound:
        return _page(sentence, url_for("notices.index"), _("Open the list of conclusions")), 404
    return _page(sentence, url_for("notices.review", notice_id=notice.id), _("Open the review")), 404


def _page(sentence: str, address: str, label: str) -> str:
    db.session.rollback()
    texts = list_texts(request.form.items(multi=True))
    return render_template("notices/too_late.html", sentence=sentence, address=address, label=label, texts=texts)
