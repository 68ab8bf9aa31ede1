"""Hits among notices, in the head or in the text as far as the person reads it, and among directives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select

from ..db import read_rows
from ..directives.models import Notice, NoticeState
from ..people.actor import Actor
from ..tasks.wording import Chip
from .hits import Hit, Place
from .marking import covered, excerpt, mark
from .policy import reads_sources
from .typed import Typed

_SOURCES = select(Notice.id, Notice.source_text).where(Notice.id.in_(bindparam("ids", expanding=True)))
_MEETING, _SIGNED, _IN_TEXT = _l("Meeting"), _l("Issued and signed by"), _l("In the text")


def write_notices(actor: Actor, typed: Typed, rows: Sequence[Any]) -> list[Hit]:
    """The notices as hits. The text of one that the person does not read whole stays in the database."""
    hidden = {row.id: set(typed.words) - covered(_title(row), typed.words) for row in rows}
    readable = [row.id for row in rows if hidden[row.id] and (row.open_to_all or reads_sources(actor))]
    sources = {row.id: row.source_text for row in read_rows(_SOURCES, {"ids": readable})} if readable else {}
    return [
        Hit(
            url=url_for("notices.show", notice_id=row.id),
            title=mark(_title(row), typed.words),
            about=f"{row.issued_on:%d/%m/%Y}",
            chip=Chip(_("In review"), "near") if row.state == NoticeState.REVIEW else None,
            places=list(_places(row, sources.get(row.id, ""), typed, hidden[row.id])),
        )
        for row in rows
    ]


def _title(row: Any) -> str:
    return " · ".join(filter(None, (row.number, row.title)))


def _places(row: Any, source: str, typed: Typed, missing: set[str]) -> Iterator[Place]:
    texts = (
        (_MEETING, row.meeting),
        (_SIGNED, " · ".join(filter(None, (row.issuer, row.chair, row.signer)))),
        (_IN_TEXT, source),
    )
    for label, text in texts:
        if found := covered(text, missing):
            yield Place(str(label), excerpt(text, typed.words))
            missing = missing - found


def write_directives(typed: Typed, rows: Sequence[Any]) -> list[Hit]:
    """The directives as hits, each under its notice."""
    return [
        Hit(
            url=url_for("notices.show", notice_id=row.notice_id, _anchor=f"d{row.position}"),
            title=excerpt(row.text, typed.words),
            about=" · ".join((row.number or row.meeting or row.title, f"{row.issued_on:%d/%m/%Y}")),
        )
        for row in rows
    ]
