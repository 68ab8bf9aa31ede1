"""The screens of topics: the list with a place to try a sentence, and one topic with its words."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.forms import TopicForm
from ...directives.models import Topic, parts
from ...directives.queries import get_topic, list_all_topics, topic_refs
from ...directives.topics import TopicValues, fingerprint, save_topic
from ...fields import choices
from ...people.queries import list_all_units
from ...text import clean_line
from .. import queries
from ..book import LessonBook
from ..policy import can_change, can_look
from ..trial import Contender, try_sentence
from ..wording import event_name
from . import blueprint

_LONGEST_SENTENCE = 2000


@blueprint.get("/topics")
def topics() -> Any:
    """In the office's order; a sentence is tried with ?sentence=."""
    require(can_look(current_user))
    rows = list_all_topics()
    sentence = clean_line(request.args.get("sentence", ""))[:_LONGEST_SENTENCE]
    return render_template(
        "lessons/topics.html",
        topics=rows,
        counts=queries.count_tasks_by_topic(),
        sentence=sentence,
        trial=_try(sentence, [row for row in rows if row.is_enabled]) if sentence else [],
        can_change=can_change(current_user),
        longest=_LONGEST_SENTENCE,
    )


def _try(sentence: str, rows: list[Topic]) -> list[Contender]:
    book = LessonBook(queries.list_lessons_in_use())
    return try_sentence(sentence, book.with_words(zip((row.id for row in rows), topic_refs(rows), strict=True)))


@blueprint.route("/topics/new", methods=["GET", "POST"])
def new_topic() -> Any:
    """Add one."""
    require(can_change(current_user))
    return _edit(None)


@blueprint.route("/topics/<int:topic_id>", methods=["GET", "POST"])
def topic(topic_id: int) -> Any:
    """Correct one, or take it out of use."""
    require(can_look(current_user) if request.method == "GET" else can_change(current_user))
    return _edit(get_topic(topic_id))


def _edit(topic: Topic | None) -> Any:
    form = TopicForm(data=_data_of(topic))
    _offer(form, topic)
    if form.carries_out(
        lambda: save_topic(topic, _values(form), by=current_user, shown=form.shown.data if topic else None)
    ):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("lessons.topics"), 303)
    return render_template(
        "lessons/topic.html",
        form=form,
        topic=topic,
        entries=history.list_entries("topic", topic.id, limit=10) if topic else [],
        event_name=event_name,
        can_change=can_change(current_user),
    ), 422 if request.method == "POST" else 200


def _data_of(topic: Topic | None) -> dict[str, Any]:
    if topic is None:
        return {}
    return {
        "shown": fingerprint(topic),
        "name": topic.name,
        "code": topic.code,
        "words": "\n".join(topic.words),
        "lead_codes": list(parts(topic.lead_codes)),
        "coop_codes": list(parts(topic.coop_codes)),
        "sort_order": topic.sort_order,
        "is_enabled": topic.is_enabled,
    }


def _offer(form: TopicForm, topic: Topic | None) -> None:
    """Open units, and the closed ones that the topic still names."""
    named = {*parts(topic.lead_codes), *parts(topic.coop_codes)} if topic else set()
    today, offered = clock.today(), []
    for unit in (line.unit for line in list_all_units()):
        if unit.is_open(today):
            offered.append((unit.code, unit.short_name))
        elif unit.code in named:
            offered.append((unit.code, _("%(unit)s (closed)", unit=unit.short_name)))
    form.lead_codes.choices = choices(offered)
    form.coop_codes.choices = choices(offered)


def _values(form: TopicForm) -> TopicValues:
    lines = (form.words.data or "").replace("|", "\n").split("\n")
    return TopicValues(
        code=form.code.data or "",
        name=form.name.data or "",
        words=[word for line in lines if (word := clean_line(line))],
        lead_codes=form.lead_codes.data or (),
        coop_codes=form.coop_codes.data or (),
        sort_order=form.sort_order.data or 0,
        is_enabled=bool(form.is_enabled.data),
    )
