"""What the account page and the administrator's page of a person show of stand-ins."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...fields import choices
from .. import policy, stand_ins
from ..forms import StandInForm
from ..models import Post, StandIn, User


@dataclass(frozen=True)
class Desk:
    """What both pages show: for each post its stand-ins and the form, and for whom the person himself stands in."""

    of_post: dict[int, list[StandIn]]
    forms: dict[int, StandInForm]
    for_others: list[StandIn]
    refused: int | None
    most_days: int = policy.MOST_DAYS


def lay_out(person: User, refused: dict[int, StandInForm] | None = None) -> Desk:
    """`refused` holds the form that was refused, by its post."""
    posts = [post for post in person.posts if post.ended_on is None]
    current = stand_ins.list_current(person.id, [post.id for post in posts])
    open_to = [post for post in posts if policy.may_name_stand_in(current_user, post)]
    forms = _make_forms(open_to) | (refused or {})
    return Desk(
        of_post={post.id: [one for one in current if one.post_id == post.id] for post in posts},
        forms=forms,
        for_others=[one for one in current if one.user_id == person.id],
        refused=next(iter(refused), None) if refused else None,
    )


def _make_forms(posts: list[Post]) -> dict[int, StandInForm]:
    candidates = stand_ins.list_candidates(posts, chosen_by_admin=current_user.is_admin)
    forms = {post.id: StandInForm(formdata=None, from_on=clock.today()) for post in posts}
    for post_id, form in forms.items():
        offer(form, candidates[post_id])
    return forms


def offer(form: StandInForm, candidates: list[policy.Candidate]) -> None:
    people = [(one.user_id, f"{one.name}, {one.title}" if one.title else one.name) for one in candidates]
    form.user_id.choices = choices([(0, _("Choose a person…")), *people])
