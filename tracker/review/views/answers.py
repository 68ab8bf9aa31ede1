"""What a press on the review page is answered with: the page, or only the cards that changed.

A script on the page asks for `text/vnd.tracker.card+html` and tells which cards it shows (`known`); it gets the head,
the cards that are not as it knows them, and the source where a draft moved in it. Without it everything works with
whole pages. Rules, refusals and status codes are the same.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from ... import clock
from ...directives.language import is_foreign
from ...directives.models import Notice
from ...directives.queries import list_topics
from ...fields import BaseForm
from ...people.queries import list_leaders, list_recipients, list_units
from .. import queries
from ..board import ORDER_OF_TEXT, Board, lay_out, units_followed
from ..desk import list_keys, list_usual_reasons
from ..earlier import list_earlier_orders
from ..figures import offer
from ..forms import AddForm, AsideForm, DraftForm, GapsForm
from ..models import Draft
from ..readiness import units_told

CARD = "text/vnd.tracker.card+html"


def wants_card() -> bool:
    """Whether a script asks that will put the answer into the page itself."""
    return CARD in request.headers.get("Accept", "")


def fragment(page: str, status: int = 200) -> Response:
    """A piece of the page, named as such, so that it is never taken for a page."""
    answer = make_response(page, status)
    answer.headers["Content-Type"] = f"{CARD}; charset=utf-8"
    return answer


def done(notice_id: int, draft_id: int, sentence: str = "") -> Any:
    """After a change that is committed. A whole page says so; in the page itself the card shows it."""
    if wants_card():
        return _cards(notice_id, draft_id)
    if sentence:
        flash(sentence, "success")
    order = ORDER_OF_TEXT if _order_before() == ORDER_OF_TEXT else None
    return redirect(url_for("notices.review", notice_id=notice_id, order=order, _anchor=f"d{draft_id}"), 303)


def refused(notice_id: int, draft_id: int, form: BaseForm) -> Any:
    """The sentence stands in the card that was pressed."""
    if wants_card():
        return _cards(notice_id, draft_id, form)
    return show_review(notice_id, form=form, draft_id=draft_id), 422


def show_review(notice_id: int, *, form: BaseForm | None = None, draft_id: int = 0, add: AddForm | None = None) -> str:
    """The page after a refusal: `form` is what was refused for that draft, `add` what was refused below."""
    return page_of(queries.get_review_for(current_user, notice_id), _order_before(), form, draft_id, add)


def page_of(
    notice: Notice, order: str, form: BaseForm | None = None, draft_id: int = 0, add: AddForm | None = None
) -> str:
    """The whole review page."""
    drafts = queries.list_drafts(notice.id)
    return render_template(
        "notices/review.html",
        **(values := _values(notice, drafts, form, draft_id)),
        figures=offer(notice, values["board"].figures),
        is_foreign=not drafts and is_foreign(notice.source_text),
        order=order,
        keys=list_keys(),
        reasons=list_usual_reasons(),
        add=add or AddForm(formdata=None),
    )


def _cards(notice_id: int, draft_id: int, form: BaseForm | None = None) -> Response:
    notice = queries.get_review_for(current_user, notice_id)
    values = _values(notice, queries.list_drafts(notice_id), form, draft_id)
    board: Board = values["board"]
    known = set(request.form.get("known", "").split())
    before = {_without_version(key) for key in known}
    now = {_without_version(card.known_as) for card in board.cards}
    page = render_template(
        "notices/_answer.html",
        **values,
        changed=[card for card in board.cards if card.known_as not in known or card.draft.id == draft_id],
        has_moved=before != now,
        order=_order_before(),
    )
    return fragment(page, 422 if form else 200)


def _values(notice: Notice, drafts: list[Draft], form: BaseForm | None, draft_id: int) -> dict[str, Any]:
    today, leaders, topics = clock.today(), list_leaders(), list_topics()
    units, earlier = list_units(today), list_earlier_orders(drafts)
    board = lay_out(
        notice,
        drafts,
        units=units,
        topics=topics,
        leaders=leaders,
        recipients=list_recipients(units_told(drafts, units_followed(drafts, earlier))),
        earlier=earlier,
        today=today,
    )
    return {
        "notice": notice,
        "board": board,
        "units": units,
        "topics": topics,
        "leaders": leaders,
        "refused": form,
        "refused_id": draft_id,
        "is_aside": isinstance(form, AsideForm),
        "is_gaps": isinstance(form, GapsForm),
        "is_edit": isinstance(form, DraftForm),
    }


def _order_before() -> str:
    """The order of the page that was pressed: it stands in that page's own address."""
    return parse_qs(urlsplit(request.referrer or "").query).get("order", [""])[0]


def _without_version(known_as: str) -> tuple[str, str]:
    parts = known_as.split(".")
    return parts[0], parts[-1]
