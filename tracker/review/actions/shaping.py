"""Where one order ends and the next begins: split, merge, add, remove. The source itself never changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from ... import history
from ...access import require
from ...db import db
from ...directives.models import Notice
from ...errors import Refused
from ...people.actor import Actor
from ...text import shorten
from ..models import Draft, DraftState, DueKind
from ..policy import can_review
from .following import forget_follow_up, look_for_earlier

_BREAK = re.compile(r"[;:.,\n]\s*|\s(?=(?:và|đồng thời|phối hợp|báo cáo)\s)", re.IGNORECASE)
_EDGE = " \t\n;,.:-–•"


def list_breaks(text: str) -> list[int]:
    """Offsets at which a clerk may want to split the sentence: after punctuation, before a joining word."""
    places = sorted({match.end() for match in _BREAK.finditer(text)})
    return [place for place in places if text[:place].strip(_EDGE) and text[place:].strip(_EDGE)]


def find_break(text: str, words: str) -> int:
    """The offset at which these words begin in the text. Refused when they are not there."""
    match = _find_words(text, words) if words.strip() else None
    if match is None or match.start() == 0:
        raise Refused(
            _("These words are not inside the sentence. Copy the first words of the second part exactly."), "words"
        )
    return match.start()


def split_draft(draft: Draft, drafts: Sequence[Draft], at: int, *, by: Actor) -> Draft:
    """Two drafts in the place of one; both keep the units, the leader and the date. `at` is an offset in its text."""
    require(can_review(by))
    text = draft.text
    if not 0 < at < len(text) or not text[:at].strip(_EDGE) or not text[at:].strip(_EDGE):
        raise Refused(_("Choose a place inside the sentence, so that both parts have words."), "at")
    base = draft.start
    first, second = _trimmed(text, 0, at), _trimmed(text, at, len(text))
    copy = _copy(draft, text[second[0] : second[1]])
    if base is not None:
        copy.start, copy.end = base + second[0], base + second[1]
        draft.start, draft.end = base + first[0], base + first[1]
    draft.text = text[first[0] : first[1]]
    draft.title, draft.state, draft.proposed = _title(draft.text), DraftState.PENDING, None
    db.session.add(copy)
    before = [one for one in drafts if one.position <= draft.position]
    after = [one for one in drafts if one.position > draft.position]
    db.session.flush()
    _renumber([*before, copy, *after])
    forget_follow_up(draft)
    look_for_earlier([draft, copy])
    history.record(by, "draft_split", "notice", draft.notice_id, draft=draft.position, title=draft.title)
    return copy


def merge_with_next(draft: Draft, drafts: Sequence[Draft], source: str, *, by: Actor) -> None:
    """The next draft's sentence joins this one; this one's units, leader and date stay."""
    require(can_review(by))
    after = [one for one in drafts if one.position > draft.position]
    if not after:
        raise Refused(_("This is the last draft; there is none after it to merge with."))
    other = after[0]
    if DraftState.SET_ASIDE in (draft.state, other.state):
        raise Refused(_("One of the two is set aside. Put it back first, then merge."))
    if None not in (draft.start, draft.end, other.start, other.end):
        draft.end = other.end
        draft.text = source[draft.start : draft.end]
    else:
        draft.text = f"{draft.text}; {other.text}"
        draft.start = draft.end = None
    draft.title = _title(draft.text)
    known = {unit.id for unit in draft.units}
    lead = [other.lead_unit] if other.lead_unit and other.lead_unit_id != draft.lead_unit_id else []
    draft.units = [*draft.units, *(unit for unit in (*lead, *other.units) if _is_new(unit.id, known, draft))]
    draft.state, draft.proposed = DraftState.PENDING, None
    db.session.delete(other)
    db.session.flush()
    _renumber([one for one in drafts if one is not other])
    forget_follow_up(draft)
    look_for_earlier([draft])
    history.record(by, "drafts_merged", "notice", draft.notice_id, draft=draft.position, title=draft.title)


def add_draft(
    notice: Notice, drafts: Sequence[Draft], words: str, *, start: int | None = None, end: int | None = None, by: Actor
) -> Draft:
    """A sentence that extraction did not find: by its place, else by its words, which must stand in the source."""
    require(can_review(by))
    place = _place(notice.source_text, words, start, end, drafts)
    text = notice.source_text[place[0] : place[1]]
    draft = Draft(
        notice_id=notice.id,
        position=len(drafts) + 1,
        start=place[0],
        end=place[1],
        text=text,
        title=_title(text),
        leader_id=notice.leader_id,
        due_kind=DueKind.UNSET,
        state=DraftState.PENDING,
        reasons=[],
        doubts=[],
        is_added=True,
        units=[],
    )
    draft.lead_unit = None
    db.session.add(draft)
    db.session.flush()
    later = [one for one in drafts if one.start is None or one.start > place[0]]
    _renumber([*(one for one in drafts if one not in later), draft, *later])
    look_for_earlier([draft])
    history.record(by, "draft_added", "notice", notice.id, draft=draft.position, title=draft.title)
    return draft


def remove_draft(draft: Draft, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Only one that was added by hand; what extraction found is set aside with a reason instead."""
    require(can_review(by))
    if not draft.is_added:
        raise Refused(_("This sentence was found in the text. Set it aside with a reason instead of removing it."))
    history.record(by, "draft_removed", "notice", draft.notice_id, draft=draft.position, title=draft.title)
    db.session.delete(draft)
    db.session.flush()
    _renumber([one for one in drafts if one is not draft])


def _place(source: str, words: str, start: int | None, end: int | None, drafts: Sequence[Draft]) -> tuple[int, int]:
    if start is not None and end is not None and 0 <= start < end <= len(source):
        found = [_trimmed(source, start, end)]
    elif words.strip():
        found = [_trimmed(source, *match.span()) for match in _pattern(words).finditer(source)]
    else:
        raise Refused(_("Select the sentence in the text, or copy its words here."), "words")
    found = [place for place in found if place[0] < place[1]]
    if not found:
        raise Refused(_("These words do not stand in the text. Copy them exactly as they are there."), "words")
    for place in found:
        if not any(_overlaps(place, draft) for draft in drafts):
            return place
    other = next(draft for draft in drafts if _overlaps(found[0], draft))
    raise Refused(
        _("This part already belongs to draft %(number)s. Split that one instead.", number=other.position), "words"
    )


def _overlaps(place: tuple[int, int], draft: Draft) -> bool:
    return draft.start is not None and draft.end is not None and draft.start < place[1] and place[0] < draft.end


def _find_words(text: str, words: str) -> re.Match[str] | None:
    return _pattern(words).search(text)


def _pattern(words: str) -> re.Pattern[str]:
    """The words as they stand in the source, however its lines are broken."""
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _title(text: str) -> str:
    text = shorten(text.strip(_EDGE), 500)
    return text[:1].upper() + text[1:]


def _copy(draft: Draft, text: str) -> Draft:
    copy = Draft(
        notice_id=draft.notice_id,
        position=draft.position + 1,
        text=text,
        title=_title(text),
        deliverable=draft.deliverable,
        topic_id=draft.topic_id,
        leader_id=draft.leader_id,
        one_per_unit=draft.one_per_unit,
        lead_mention=draft.lead_mention,
        coop_mention=draft.coop_mention,
        due_kind=draft.due_kind,
        due_on=draft.due_on,
        due_words=draft.due_words,
        every=draft.every,
        state=DraftState.PENDING,
        reasons=draft.reasons,
        doubts=draft.doubts,
        is_added=draft.is_added,
        units=list(draft.units),
    )
    copy.lead_unit, copy.lead_unit_id = draft.lead_unit, draft.lead_unit_id
    return copy


def _is_new(unit_id: int, known: set[int], draft: Draft) -> bool:
    if unit_id in known or unit_id == draft.lead_unit_id:
        return False
    known.add(unit_id)
    return True


def _renumber(drafts: Sequence[Draft]) -> None:
    """Positions only: whoever is editing another draft is not told that it changed."""
    for position, draft in enumerate(drafts, 1):
        if draft.position != position:
            db.session.execute(
                update(Draft)
                .where(Draft.id == draft.id)
                .values(position=position)
                .execution_options(synchronize_session=False)
            )
            set_committed_value(draft, "position", position)
