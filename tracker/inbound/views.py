"""The administrator's list of mails that came in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from ..access import require
from .addresses import settings
from .queries import list_mails
from .wording import name_outcome, name_reason

blueprint = Blueprint("inbound", __name__)


@blueprint.get("/system/inbound")
def index() -> Any:
    """Who answered which task, what was done with it, or why not."""
    require(current_user.is_admin)
    rows, after = list_mails(request.args.get("after", ""))
    lines = [(mail, name, code, name_outcome(mail), name_reason(mail)) for mail, name, code in rows]
    return render_template("inbound/index.html", lines=lines, after=after, inbound=settings())
