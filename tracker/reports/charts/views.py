"""«Báo cáo»: the list of all reports."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_login import current_user

from ...access import require
from ..contents import list_reports
from ..views import blueprint


@blueprint.get("/reports")
def index() -> Any:
    """All reports with the question that each answers."""
    require(current_user.sees_everything)
    return render_template("reports/index.html", reports=list_reports(current_user.role))
