"""What an operator does to the subject areas, and how a notice is entered. Never commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .. import clock, history
from ..db import db
from ..errors import Refused
from ..people.actor import Actor
from .extraction import TopicRef
from .models import Notice, NoticeState, Topic
from .queries import find_near_copy, find_same_notice
from .secrecy import find_secrecy_mark
from .sketch import sketch_of

LONGEST_TEXT = 2_000_000


@dataclass(frozen=True)
class NoticeEntry:
    """The facts of a notice as the clerk confirmed them. `original_file_id` is the uploaded file, if there was one.

    `is_no_copy`: the clerk was told of a text that is almost the same, and wants this one entered all the same.
    """

    title: str
    text: str
    issuer: str
    issued_on: date
    number: str = ""
    meeting: str = ""
    held_on: date | None = None
    chair: str = ""
    signer: str = ""
    leader_id: int | None = None
    form_key: str = ""
    original_file_id: int | None = None
    original_name: str = ""
    is_recognised: bool = False
    is_no_copy: bool = False


def check_text(text: str) -> None:
    """Refused when there is nothing to read, far too much, or a mark of secrecy."""
    if not any(char.isalnum() for char in text):
        raise Refused(_("There is no text yet. Paste the text of the notice, or choose its file."), "text")
    if len(text) > LONGEST_TEXT:
        raise Refused(
            _(
                "The text has %(length)s characters; at most %(limit)s can be read. Paste only the notice itself.",
                length=f"{len(text):,}".replace(",", "."),
                limit=f"{LONGEST_TEXT:,}".replace(",", "."),
            ),
            "text",
        )
    mark = find_secrecy_mark(text)
    if mark:
        raise Refused(
            _(
                "The text carries the mark of secrecy “%(mark)s”. Secret papers must not be entered here; "
                "handle it by the rules for state secrets.",
                mark=mark,
            ),
            "text",
        )


def enter_notice(entry: NoticeEntry, *, by: Actor) -> Notice:
    """A notice in review. Refused beside the field for a wrong date, a number that exists, a text that cannot be."""
    check_text(entry.text)
    _check_facts(entry)
    _check_copy(entry)
    notice = Notice(
        state=NoticeState.REVIEW,
        source_text=entry.text,
        original_file_id=entry.original_file_id,
        original_name=entry.original_name,
        is_recognised=entry.is_recognised,
        open_to_all=False,
        entered_by_id=by.user_id,
        entered_at=clock.now(),
        form_key=entry.form_key or None,
        sketch=sketch_of(entry.text),
    )
    _set_facts(notice, entry)
    history.record(by, "notice_entered", "notice", notice.id, number=notice.number, title=notice.title)
    return notice


def correct_notice(notice: Notice, entry: NoticeEntry, *, by: Actor) -> None:
    """Put right what the notice says about itself; its text stays. Refused like `enter_notice`."""
    _check_facts(entry, notice)
    before = {"number": notice.number, "title": notice.title, "issued_on": notice.issued_on.isoformat()}
    _set_facts(notice, entry)
    after = {"number": notice.number, "title": notice.title, "issued_on": notice.issued_on.isoformat()}
    history.record(by, "notice_corrected", "notice", notice.id, before=before, after=after)


def _set_facts(notice: Notice, entry: NoticeEntry) -> None:
    notice.title, notice.meeting, notice.held_on = entry.title, entry.meeting, entry.held_on
    notice.chair, notice.signer, notice.leader_id = entry.chair, entry.signer, entry.leader_id
    notice.set_number(entry.issuer, entry.number, entry.issued_on)
    db.session.add(notice)
    try:
        db.session.flush()
    except IntegrityError as error:  # another clerk entered it since we looked
        raise _known_number(entry) from error


def _check_days(entry: NoticeEntry) -> None:
    if entry.issued_on > clock.today():
        raise Refused(_("The date of issue lies in the future. Give the date that stands on the notice."), "issued_on")
    if entry.held_on and entry.issued_on < entry.held_on:
        raise Refused(
            _(
                "The date of issue lies before the meeting of %(day)s. Correct one of the two dates.",
                day=f"{entry.held_on:%d/%m/%Y}",
            ),
            "issued_on",
        )


def _check_facts(entry: NoticeEntry, notice: Notice | None = None) -> None:
    _check_days(entry)
    same = find_same_notice(entry.issuer, entry.number, entry.issued_on)
    if same and same is not notice:
        raise _known_number(entry)


def _check_copy(entry: NoticeEntry) -> None:
    """The same text under another number, or without one, is mostly a mistake: the clerk is asked first."""
    copy = None if entry.is_no_copy else find_near_copy(entry.text, entry.issued_on)
    if copy:
        raise Refused(
            _(
                "This text is almost the same as %(notice)s of %(day)s.",
                notice=copy.reference,
                day=f"{copy.issued_on:%d/%m/%Y}",
            ),
            "is_no_copy",
        )


def _known_number(entry: NoticeEntry) -> Refused:
    return Refused(
        _(
            "Notice %(number)s of %(year)s by %(issuer)s is already in the register. Open it, or correct the number.",
            number=entry.number,
            year=entry.issued_on.year,
            issuer=entry.issuer,
        ),
        "number",
    )


def load_topics(rows: Sequence[TopicRef], known_units: Collection[str]) -> int:
    """Add the topics, or bring those with the same code up to date; their order is that of the rows.

    Topics that are not among the rows stay as they are. Refused when a row names a unit that does not exist.
    """
    unknown = [
        _(
            "Topic %(topic)s names the unit %(unit)s, which does not exist. Load the units first.",
            topic=row.code,
            unit=code,
        )
        for row in rows
        for code in (*row.lead_codes, *row.coop_codes)
        if code not in known_units
    ]
    if unknown:
        raise Refused("\n".join(unknown))
    topics = {topic.code: topic for topic in db.session.scalars(select(Topic))}
    for position, row in enumerate(rows, 1):
        topic = topics.get(row.code)
        if topic is None:
            topic = Topic(code=row.code, is_enabled=True)
            db.session.add(topic)
        topic.name, topic.sort_order = row.name, position
        topic.word_text = "|".join(row.words)
        topic.lead_codes, topic.coop_codes = "|".join(row.lead_codes), "|".join(row.coop_codes)
    db.session.flush()
    return len(rows)
