"""Who names a stand-in, and who may be one."""

from __future__ import annotations

from dataclasses import dataclass

from .actor import Actor
from .models import Post, Role, UnitKind

# Who is absent for longer gives up the post: it is then another person's.
MOST_DAYS = 60


@dataclass(frozen=True)
class Candidate:
    """Somebody who may sign in, in one of his posts."""

    user_id: int
    name: str
    role: str
    title: str
    unit_id: int | None
    unit_kind: str | None


def may_name_stand_in(by: Actor, post: Post) -> bool:
    """The holder, in his own name, or the administrator; who may name one may end it. None for administrators."""
    is_own = post.user_id == by.user_id and by.for_user_id is None
    return post.ended_on is None and post.role != Role.ADMIN and (by.is_admin or is_own)


def may_stand_in(candidate: Candidate, post: Post, *, chosen_by_admin: bool) -> bool:
    """A colleague of the unit; for a head also another head, if the administrator chooses him.

    For a leader another leader or the head of the Office.
    """
    if candidate.user_id == post.user_id or candidate.role == Role.ADMIN:
        return False
    if post.role == Role.LEADER:
        is_head_of_office = candidate.role == Role.HEAD and candidate.unit_kind == UnitKind.OFFICE
        return candidate.role == Role.LEADER or is_head_of_office
    if post.unit_id is not None and candidate.unit_id == post.unit_id:
        return True
    if post.role in (Role.HEAD, Role.DEPUTY):
        return chosen_by_admin and candidate.role == Role.HEAD
    return post.role == Role.OFFICE and candidate.role == Role.OFFICE
