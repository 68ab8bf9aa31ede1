"""Are digests still worth sending, and do they still say what is their reader's? Asked just before they are sent."""

from __future__ import annotations

from collections.abc import Sequence

from .. import clock
from ..calendar.queries import office_calendar
from ..mail import Message
from ..mail.claims import Letter
from . import blocks, ledger
from .emails import Content, day_of, digest
from .happened import STOPPED, read_told
from .preferences.queries import list_opted_out

NOTHING_LEFT = "everything in it is done, has another due date or is somebody else's"


def are_digests_wanted(letters: Sequence[Letter]) -> dict[int, str | Message]:
    """Why not, by mail: all of it has been reported, closed, moved or given to somebody else. Empty when it is as it
    should be.

    It is written anew where a part is done or has gone to somebody else, where nothing is left but what features above
    have added to it, and where its reader has meanwhile stopped what is optional.
    """
    judged = ledger.judge_digests([letter.id for letter in letters])
    stopped = list_opted_out({letter.user_id for letter in letters if letter.is_optional})
    return {
        letter.id: answer(
            letter, *judged.get(letter.id, (False, False)), letter.is_optional and letter.user_id in stopped
        )
        for letter in letters
    }


def answer(letter: Letter, has_rest: bool, has_lost: bool, has_stopped: bool) -> str | Message:
    """The same, when it is known whether something is still to be told, and whether something no longer is.

    `has_stopped`: it has something that its reader does not want any more.
    """
    is_old = day_of(letter.key) < clock.today()  # «three days left» is true on its own day only
    if has_rest and not has_lost and not has_stopped and not is_old:
        return ""
    reader = ledger.read_readers(letter.user_id).get(letter.user_id)
    if reader is None:
        return "" if has_rest else NOTHING_LEFT  # what becomes of mail without an address is not decided here
    content = _rest(letter)
    if has_stopped:
        content = content.without_optional()
    if not content.is_worth_a_mail:
        return STOPPED if has_stopped and has_rest else NOTHING_LEFT
    return digest(reader, content, office_calendar(), clock.today())


def _rest(letter: Letter) -> Content:
    """What of it is still to be told."""
    events = read_told([letter.user_id], day_of(letter.key))
    return Content(
        ledger.read_rest(letter.id),
        blocks.collect_again(letter.user_id, clock.today(), letter.body_text),
        events.get(letter.user_id, []),
    )
