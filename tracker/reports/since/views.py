"""«Từ cuộc họp trước», and the review of what notices gave."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import render_template, request
from flask_login import current_user

from ... import clock
from ...access import require
from ...errors import NotFound
from ...tasks.filters import TaskFilter
from ...tasks.today import office_day
from ...tasks.wording import status_chip
from ...text import read_day
from ..charts.asking import NAMES, read_asked, read_choices
from ..days import tell_last_day
from ..views import blueprint
from . import changes, wording
from .changes import LISTED, PAGE, PARTS, Kind
from .given import NoticeHead, list_given, list_heads, list_latest, list_results
from .lines import read_lines
from .paragraph import Figure, Review, figures_of, name_notice, write_review
from .period import Period
from .picked import offer_notices, pick_notices

LATEST = 12


@blueprint.get("/reports/since")
def since() -> Any:
    """What was added, finished, slipped and moved since a meeting or a day."""
    require(current_user.sees_everything)
    latest, asked = list_latest(LATEST), read_asked(request.args)
    period = Period.from_args(request.args, latest)
    today = office_day(period.last_day)
    found = changes.read_changes(period, asked, today)
    counts = {kind: entries[0].total if entries else 0 for kind, entries in found.items()}
    counts |= {whole: sum(counts[part] for part in parts) for whole, parts in PARTS.items()}
    return render_template(
        "reports/since.html",
        latest=latest,
        counts=counts,
        lines=read_lines(found, period, today),
        whole_here={kind for kind in Kind if all(counts[one] <= PAGE for one in PARTS.get(kind, (kind,)))},
        others=[kind for kind in LISTED if not any(kind in parts for parts in PARTS.values())],
        choices=read_choices(asked, clock.today()),
        **_beside(asked, period),
    )


@blueprint.get("/reports/since/<kind>")
def since_list(kind: str) -> Any:
    """One list whole, fifty at a time."""
    require(current_user.sees_everything)
    if kind not in set(Kind):
        raise NotFound
    what, asked = Kind(kind), read_asked(request.args)
    period = Period.from_args(request.args, list_latest(LATEST))
    today = office_day(period.last_day)
    entries = changes.list_changes(what, period, asked, today, request.args.get("after", ""))
    shown = entries[:PAGE]
    return render_template(
        "reports/since_list.html",
        kind=what,
        count=changes.count_changes(what, period, asked, today),
        lines=read_lines({what: shown}, period, today)[what],
        after=changes.name_place(what, shown[-1]) if len(entries) > PAGE else "",
        **_beside(asked, period),
    )


def _beside(asked: TaskFilter, period: Period) -> dict[str, Any]:
    narrowed = {name: getattr(asked, name) for name in NAMES if getattr(asked, name) is not None}
    return {
        "asked": asked,
        "period": period,
        "narrowed": narrowed,
        "kept": period.pairs(),
        "names": wording.kind_names(),
        "parts": PARTS,
        "page_size": PAGE,
        "notes": wording.tell_span(request.args, period),
        "chip_of": status_chip,
    }


@blueprint.get("/reports/reviews")
def reviews() -> Any:
    """The review paragraphs of several notices, and one for all of them together."""
    require(current_user.sees_everything)
    offered = offer_notices()
    picked = pick_notices(request.args, offered)
    heads = list_heads(picked.ids) if picked.ids else []
    review = _review(heads, only_unfinished=picked.scope == "open")
    return render_template("reports/reviews.html", offered=offered, picked=picked, **review)


@blueprint.get("/reports/notices/<int:notice_id>")
def notice_review(notice_id: int) -> Any:
    """What one notice gave and what became of it, as the appendix of the next one."""
    require(current_user.sees_everything)
    heads = list_heads([notice_id])
    if not heads:
        raise NotFound
    return render_template("reports/notice_review.html", head=heads[0], name=name_notice(heads[0]), **_review(heads))


def _review(asked: list[NoticeHead], *, only_unfinished: bool = False) -> dict[str, Any]:
    day = min(read_day(request.args.get("day", "")) or clock.today(), clock.today())
    today, heads = office_day(day), [head for head in asked if head.is_issued_by(day)]
    not_yet = [head for head in asked if head not in heads]
    tasks = list_given([head.id for head in heads], today)
    only = request.args.get("only", "")
    figure = Figure(only) if only in set(Figure) else Figure.GIVEN
    once = {task.id: task for task in tasks}.values()
    shown = [task for task in once if figure in figures_of(task)]
    return {
        "heads": heads,
        "day": day,
        "not_yet": {head.id for head in not_yet},
        "notes": [*tell_last_day(request.args, "day"), *wording.tell_not_yet(not_yet, day)],
        "figure": figure,
        "figures": wording.figure_names(),
        "of_notice": {head.id: Review.of(task for task in tasks if task.notice_id == head.id) for head in heads},
        "whole": Review.of(tasks),
        "text": write_review(heads, tasks, day, with_lists=True, only_unfinished=only_unfinished) if heads else "",
        "shown": shown,
        "by_unit": [(unit, list(own)) for unit, own in groupby(shown, key=lambda task: task.unit)],
        "results": list_results([task.id for task in shown], today),
        "chip_of": status_chip,
    }
