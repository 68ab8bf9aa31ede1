"""One's own calendar feeds on the account, and the address that calendar programs read."""

from __future__ import annotations

import contextlib
import hashlib
import re
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import OperationalError
from werkzeug.http import http_date

from .. import clock
from ..access import public, require
from ..db import db
from ..fields import choices
from ..people.acting import list_own_actors_of
from ..people.queries import get_user, list_units
from ..people.sessions import hash_token
from ..tasks.today import office_today
from ..text import parse_id
from . import actions, policy, queries
from .entries import MOST, Entries, list_entries
from .events import Frame, list_events
from .forms import FeedForm
from .ics import write_calendar
from .throttle import Throttle

blueprint = Blueprint("feeds", __name__)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_throttle = Throttle()


@blueprint.get("/account/calendars")
def index() -> Any:
    """What is read where, and since when not any more."""
    return _page(_offer(FeedForm(formdata=None)))


@blueprint.post("/account/calendars")
def create() -> Any:
    """The answer shows the address, this once."""
    form, made = _offer(FeedForm()), []
    if form.carries_out(
        lambda: made.append(actions.add_feed(form.name.data, form.unit_id.data or None, by=current_user))
    ):
        db.session.commit()
        return _page(_offer(FeedForm(formdata=None)), token=made[0], name=form.name.data)
    return _page(form), 422


@blueprint.post("/account/calendars/<int:feed_id>/revocation")
def revoke(feed_id: int) -> Any:
    """The address answers nothing from now on."""
    feed = queries.get_feed_for(current_user, feed_id)
    actions.revoke_feed(feed, by=current_user)
    db.session.commit()
    flash(_("«%(name)s» is revoked: its address answers nothing any more.", name=feed.name), "success")
    return redirect(url_for("feeds.index"), 303)


@blueprint.post("/people/<int:user_id>/calendars/revocation")
def revoke_all(user_id: int) -> Any:
    """The administrator ends what the person's page showed, for a lost device whose owner cannot do it himself."""
    require(current_user.is_admin)
    person = get_user(user_id)
    count = actions.end_all_feeds(person.id, parse_id(request.args.get("until", "")) or 0, by=current_user)
    db.session.commit()
    if count:
        said = ngettext("%(num)s calendar address is ended.", "%(num)s calendar addresses are ended.", count)
        flash(said, "success")
    else:
        flash(_("None of these calendar addresses was in use any more."), "info")
    return redirect(url_for("people.user", user_id=person.id), 303)


def facts_of(user_id: int) -> list[tuple[str, str]]:
    """The line on a person's page."""
    used = _use_of(user_id)
    if not used.living:
        return [(_("Calendars on phone and computer"), _("none in use"))]
    number = ngettext("%(num)s in use", "%(num)s in use", used.living)
    read = (
        _("last read %(day)s", day=f"{clock.to_office(used.last_used_at):%d/%m/%Y}")
        if used.last_used_at
        else _("not read yet")
    )
    return [(_("Calendars on phone and computer"), f"{number}, {read}")]


def acts_of(user_id: int) -> list[tuple[str, str]]:
    """The button on a person's page, and where it posts."""
    used = _use_of(user_id)
    where = url_for("feeds.revoke_all", user_id=user_id, until=used.newest_id)
    return [(_("End all calendar addresses"), where)] if used.living else []


def _use_of(user_id: int) -> queries.FeedsInUse:
    """The line and the button of one page ask once."""
    kept: dict[int, queries.FeedsInUse] = g.setdefault("feeds_in_use", {})
    if user_id not in kept:
        kept[user_id] = queries.find_use_of(user_id)
    return kept[user_id]


def _page(form: FeedForm, token: str = "", name: str = "") -> str:
    address = f"{_base_url()}{url_for('feeds.show', token=token)}" if token else ""
    return render_template(
        "feeds/index.html",
        form=form,
        feeds=queries.list_feeds_of(current_user.user_id),
        most=actions.MOST,
        address=address,
        webcal=re.sub("^https?:", "webcal:", address),
        made=name,
    )


def _offer(form: FeedForm) -> FeedForm:
    """One's own work, and the units whose work the person sees; as a stand-in he still has only his own calendars."""
    actors = list_own_actors_of(current_user.user_id)
    own = [(0, _("My work"))] if policy.may_read(actors, None) else []
    units = [unit for unit in list_units(clock.today()) if policy.may_read(actors, unit.id)]
    form.unit_id.choices = choices([*own, *((unit.id, _("Work of %(unit)s", unit=unit.short_name)) for unit in units)])
    return form


@blueprint.get("/calendar/<token>.ics")
@public
def show(token: str) -> Any:
    """The feed itself. Whatever is wrong with the address, the answer is the same and says nothing."""
    key, now, asker = hash_token(token), clock.now(), request.remote_addr or ""
    if not _TOKEN.fullmatch(token):
        return Response(status=404)
    if _throttle.is_wrong(asker, key, now):
        return Response(status=404)
    if seconds := _throttle.seconds_to_wait(asker, key, now):
        return Response(status=429, headers={"Retry-After": str(seconds)})
    feed = queries.find_feed(token)
    if feed is None:
        _throttle.note_wrong(asker, key, now)
        return Response(status=404)
    _throttle.note_right(key)
    answer = _answer(feed, now)
    _touch(feed)
    return answer


def _answer(feed: queries.Feed, now: datetime) -> Response:
    today = office_today()
    entries = list_entries(feed, today.day)
    with force_locale(feed.language):
        events = list(list_events(entries, Frame(today, _base_url(), feed.unit_id)))
        body = write_calendar(feed.name, _describe(feed, entries), events)
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    # Only the tag decides: a task that has left the feed leaves no moment behind, so a date alone proves nothing.
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code, response.data = 304, b""
    response.headers["Last-Modified"] = http_date(max((event.changed_at for event in events), default=now))
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _describe(feed: queries.Feed, entries: Entries) -> str:
    what = _("Work of %(unit)s", unit=feed.unit_name) if feed.unit_id else _("My work")
    sentence = f"{current_app.config['SETTINGS'].office_name} – {what}"
    cut = _("Only the nearest %(count)s dates.", count=MOST) if entries.is_cut else ""
    return f"{sentence}. {cut}" if cut else sentence


def _touch(feed: queries.Feed) -> None:
    """Once a day; a database that is busy just then must not cost anybody his calendar."""
    if not actions.is_touched(feed.last_used_at):
        db.session.rollback()
        with contextlib.suppress(OperationalError):
            actions.touch_feed(feed.id)


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].public_base_url)
