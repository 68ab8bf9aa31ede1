from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
def index():  # type: ignore
    return "<!doctype html><title>x</title>"


@blueprint.get("/notices/<int:notice_id>")
def show(notice_id):  # type: ignore
    return "<!doctype html><title>x</title>"
