"""Is a queued mail still wanted, and at which address? Asked just before it is sent, of a whole batch at once.

This package knows neither people nor tasks, so those who do register their answers when the application is built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Flask, current_app

from . import Message
from .claims import Letter

ACCOUNT_CLOSED = "the account is closed"
NO_ADDRESS = "the person has no mail address"
OUT_OF_SIGHT = "the reader may no longer see the task"

# Why the mail must not be sent any more; empty when it is still wanted; what it must say instead of what was queued.
Answer = str | Message
Check = Callable[[Letter], Answer]
# The same for all mails of a kind at once, by their ids, so that a batch costs one question to the database.
ManyCheck = Callable[[Sequence[Letter]], Mapping[int, Answer]]


# Whether that person may still see the thing with that id, in any of his posts.
Sees = Callable[[int, int], bool]


@dataclass(frozen=True)
class Recipient:
    """The person as the directory knows him at this moment."""

    is_enabled: bool
    address: str


# The people with these ids; one who is not among them has left.
Lookup = Callable[[Collection[int]], Mapping[int, Recipient]]


# Told, in the transaction that writes it down, that a mail was skipped (True) or says less than was queued (False).
LeftOut = Callable[[int, bool], None]


@dataclass(frozen=True)
class Verdict:
    """Send it to `address` (with other words where it was `rewritten`), or leave it, or show it as failed."""

    address: str = ""
    rewritten: Letter | None = None
    skipped: str = ""
    failed: str = ""


@dataclass
class _Registry:
    checks: dict[str, ManyCheck] = field(default_factory=dict)
    lookup: Lookup | None = None
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    sight: dict[str, Sees] = field(default_factory=dict)


def register(app: Flask, kind: str, check: Check) -> None:
    """Ask `check` before a mail of that kind is sent."""
    register_many(app, kind, lambda letters: {letter.id: check(letter) for letter in letters})


def register_many(app: Flask, kind: str, check: ManyCheck) -> None:
    """Ask `check` before mails of that kind are sent, all of a batch together."""
    _registry(app).checks[kind] = check


def register_lookup(app: Flask, lookup: Lookup) -> None:
    """Ask `lookup` for the present addresses of the recipients."""
    _registry(app).lookup = lookup


def register_left_out(app: Flask, kind: str, left_out: LeftOut) -> None:
    """Tell `left_out` of mails of that kind that were skipped or rewritten."""
    _registry(app).left_out[kind] = left_out


def note_left_out(letter: Letter, *, is_skipped: bool) -> None:
    """Whoever planned the mail hears of it."""
    if left_out := _registry(current_app).left_out.get(letter.kind):
        left_out(letter.id, is_skipped)


def register_sight(app: Flask, subject_type: str, sees: Sees) -> None:
    """Ask `sees` before a mail about one thing of that type is sent a second time."""
    _registry(app).sight[subject_type] = sees


def judge_again(letter: Letter) -> str:
    """Why a mail that was put long ago must not go out once more; empty when it may.

    What went out the first time was wanted then. Now its reader may have stopped such mails, or see the task no more.
    """
    registry = _registry(current_app)
    sees, check = registry.sight.get(letter.subject_type), registry.checks.get(letter.kind)
    if sees is not None and not sees(letter.user_id, letter.subject_id):
        return OUT_OF_SIGHT
    answer = check([letter]).get(letter.id, "") if check else ""
    return answer if isinstance(answer, str) else ""


def judge(letters: Sequence[Letter]) -> dict[int, Verdict]:
    """What is to be done with claimed mails, by their ids."""
    registry = _registry(current_app)
    people: Mapping[int, Recipient] = {}
    if registry.lookup is not None:
        people = registry.lookup({letter.user_id for letter in letters if letter.user_id})
    by_kind: dict[str, list[Letter]] = {}
    for letter in letters:
        by_kind.setdefault(letter.kind, []).append(letter)
    answers: dict[int, Answer] = {}
    for kind, of_kind in by_kind.items():
        if check := registry.checks.get(kind):
            answers.update(check(of_kind))
    return {
        letter.id: _verdict(letter, people, answers.get(letter.id, ""), registry.lookup is not None)
        for letter in letters
    }


def _verdict(letter: Letter, people: Mapping[int, Recipient], answer: Answer, knows_people: bool) -> Verdict:
    address = letter.to_address
    if knows_people and letter.user_id:
        recipient = people.get(letter.user_id)
        if recipient is None or not recipient.is_enabled:
            return Verdict(skipped=ACCOUNT_CLOSED)
        address = recipient.address
    if isinstance(answer, str) and answer:
        return Verdict(skipped=answer)
    if not address:
        return Verdict(failed=NO_ADDRESS)
    if isinstance(answer, Message):
        rewritten = replace(letter, subject=answer.subject, body_text=answer.text, body_html=answer.html)
        rewritten = replace(rewritten, is_optional=answer.is_optional)
        return Verdict(address, rewritten)
    return Verdict(address)


def _registry(app: Flask) -> _Registry:
    registry: _Registry = app.extensions.setdefault("mail_wanted", _Registry())
    return registry
