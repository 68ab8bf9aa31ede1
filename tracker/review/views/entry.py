"""A notice in: paste or upload its text, then confirm what it says about itself."""

from __future__ import annotations

import secrets
from dataclasses import astuple, dataclass, replace
from io import BytesIO
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from ... import clock
from ...access import require
from ...db import db
from ...directives.actions import NoticeEntry, check_text
from ...directives.extraction import NoticeFacts, extract
from ...directives.forms import NoticeCorrectionForm, NoticeFactsForm, NoticeTextForm
from ...directives.language import is_foreign
from ...directives.models import Notice
from ...directives.queries import NearCopy, find_near_copy, find_notice_by_form_key, find_same_notice
from ...directives.readers import (
    LONGEST_READING,
    WEB_PAGES,
    read_pasted,
    read_upload,
    readable_endings,
    reads_scans,
)
from ...errors import Refused
from ...fields import choices
from ...files.intake import take_in
from ...files.names import clean_file_name, ending_of
from ...people.queries import list_leaders
from ...text import clean, fold
from ...workdays import Calendar
from ..actions import correct_facts, start_review
from ..policy import can_review
from ..queries import get_review_for, list_drafts
from . import blueprint


@dataclass(frozen=True)
class Original:
    """Where the text came from. It travels signed through the second form; a web page has no row, it is not kept."""

    file_id: int | None = None
    name: str = ""
    is_recognised: bool = False
    unread_pages: str = ""


@blueprint.route("/notices/new", methods=["GET", "POST"])
def new() -> Any:
    """Two small steps on one address: the text, then the facts."""
    require(can_review(current_user))
    if request.form.get("step") == "facts":
        return _confirm()
    form = NoticeTextForm()
    if request.method == "POST" and form.validate():
        try:
            text, original = _read(form)
        except Refused as refused:
            db.session.rollback()
            form.refuse(refused)
        else:
            db.session.commit()
            return _propose(text, original)
    form.file.render_kw = {"accept": ",".join(readable_endings())}
    page = render_template(
        "notices/new.html",
        form=form,
        endings=readable_endings(),
        reads_scans=reads_scans(),
        seconds=LONGEST_READING,
    )
    return page, 422 if request.method == "POST" else 200


def _read(form: NoticeTextForm) -> tuple[str, Original]:
    """The text and where it came from. Raises Refused."""
    upload = form.file.data
    if not upload or not upload.filename:
        pasted = clean(form.text.data or "")
        db.session.rollback()
        text = read_pasted(pasted)
        check_text(text)
        return text, Original()
    name, data = clean_file_name(upload.filename), upload.stream.read()
    db.session.rollback()  # reading may take most of a minute; nobody else who writes shall wait for it
    read = read_upload(data, name)
    try:
        check_text(read.text)
    except Refused as refused:
        raise Refused(refused.sentence, "file") from refused
    original = Original(None, name, read.is_recognised, read.unread_pages)
    if ending_of(name) not in WEB_PAGES:
        original = replace(original, file_id=take_in(BytesIO(data), name).id)
    return read.text, original


def _propose(text: str, original: Original) -> Any:
    """The second step, filled in from the text."""
    facts = extract(text, units=(), topics=(), calendar=Calendar()).facts
    leaders = list_leaders()
    form = NoticeFactsForm(
        formdata=None, data=_proposed(text, facts, leaders) | {"original": _signer().dumps(astuple(original))}
    )
    _offer_leaders(form, leaders)
    copy = find_near_copy(text, facts.issued_on or clock.today())
    return render_template("notices/facts.html", form=form, original=original, is_foreign=is_foreign(text), copy=copy)


def _proposed(text: str, facts: NoticeFacts, leaders: list[Any]) -> dict[str, Any]:
    return {
        "step": "facts",
        "form_key": secrets.token_urlsafe(16),
        "title": facts.title or facts.meeting,
        "issuer": facts.issuer or current_app.config["SETTINGS"].issuer,
        "number": facts.number,
        "issued_on": facts.issued_on,
        "meeting": facts.meeting,
        "held_on": facts.held_on,
        "chair": facts.chair,
        "signer": facts.signer,
        "leader_id": _likely_leader(facts, leaders),
        "text": text,
    }


def _confirm() -> Any:
    form = NoticeFactsForm()
    _offer_leaders(form, list_leaders())
    found: list[Notice] = []
    sent_before = find_notice_by_form_key(form.form_key.data or "")
    if sent_before is None and form.carries_out(lambda: found.append(start_review(_entry(form), by=current_user))):
        db.session.commit()
        flash(_("The notice is read. Look through the drafts, then give the tasks."), "success")
    notice = sent_before or next(iter(found), None) or find_notice_by_form_key(form.form_key.data or "")
    if notice is not None:
        return redirect(url_for("notices.review", notice_id=notice.id), 303)
    return render_template(
        "notices/facts.html",
        form=form,
        original=_read_original(form.original.data),
        is_foreign=is_foreign(form.text.data or ""),
        same=_same(form),
        copy=_copy(form),
    ), 422


@blueprint.route("/notices/<int:notice_id>/correction", methods=["GET", "POST"])
def correction(notice_id: int) -> Any:
    """What was confirmed wrongly, put right while the drafts are reviewed."""
    is_post = request.method == "POST"
    notice = get_review_for(current_user, notice_id, to_change=is_post)
    form = NoticeCorrectionForm(obj=notice, leader_id=notice.leader_id or 0)
    _offer_leaders(form, list_leaders())
    if form.carries_out(lambda: _correct(notice, form)):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("notices.review", notice_id=notice_id), 303)
    notice = get_review_for(current_user, notice_id)
    return render_template(
        "notices/correction.html", form=form, notice=notice, same=_same(form)
    ), 422 if is_post else 200


def _correct(notice: Notice, form: NoticeCorrectionForm) -> None:
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdigit() else -1
    entry = NoticeEntry(text=notice.source_text, **_facts_of(form))
    correct_facts(notice, list_drafts(notice.id), entry, version=version, by=current_user)


def _entry(form: NoticeFactsForm) -> NoticeEntry:
    original = _read_original(form.original.data)
    return NoticeEntry(
        text=form.text.data or "",
        form_key=(form.form_key.data or "")[:64],
        original_file_id=original.file_id,
        original_name=original.name if original.file_id else "",
        is_recognised=original.is_recognised,
        is_no_copy=bool(form.is_no_copy.data),
        **_facts_of(form),
    )


def _facts_of(form: NoticeFactsForm) -> dict[str, Any]:
    return {
        "title": form.title.data or "",
        "issuer": form.issuer.data or "",
        "issued_on": form.issued_on.data,
        "number": form.number.data or "",
        "meeting": form.meeting.data or "",
        "held_on": form.held_on.data,
        "chair": form.chair.data or "",
        "signer": form.signer.data or "",
        "leader_id": form.leader_id.data or None,
    }


def _same(form: NoticeFactsForm) -> Notice | None:
    """The notice that has this number already, for the link beside the field."""
    if not form.number.errors or not form.issued_on.data:
        return None
    return find_same_notice(form.issuer.data or "", form.number.data or "", form.issued_on.data)


def _copy(form: NoticeFactsForm) -> NearCopy | None:
    """The notice of which the text is almost a copy; asked again once ticked, so that the box stays where it was."""
    asked = form.is_no_copy.errors or form.is_no_copy.data
    return find_near_copy(form.text.data or "", form.issued_on.data or clock.today()) if asked else None


def _offer_leaders(form: NoticeFactsForm, leaders: list[Any]) -> None:
    names = [(leader.user_id, f"{leader.name} – {leader.title}") for leader in leaders]
    form.leader_id.choices = choices([(0, _("Not chosen yet")), *names])


def _likely_leader(facts: NoticeFacts, leaders: list[Any]) -> int:
    """The leader who chaired, else who signed, else the only one there is."""
    for words in (facts.chair, facts.signer):
        for leader in leaders:
            if words and fold(leader.name) in fold(words):
                return int(leader.user_id)
    return int(leaders[0].user_id) if len(leaders) == 1 else 0


def _signer() -> URLSafeSerializer:
    """The original is stored in the first step; its row travels through the second one signed."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="notice-original")


def _read_original(signed: str | None) -> Original:
    try:
        return Original(*_signer().loads(signed or ""))
    except (BadSignature, TypeError):
        return Original()
