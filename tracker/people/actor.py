"""The person who acts, in one of his posts: a plain value, loaded once per request."""

from __future__ import annotations

from dataclasses import dataclass

from .models import SEES_EVERYTHING, UNIT_ROLES, Role


@dataclass(frozen=True)
class Actor:
    """What policies and history need to know of a person. `session_token` is empty outside a request.

    A stand-in is himself by `user_id` and `name`, and acts in the post of `for_name` (`role`, `unit_id`, `title`).
    """

    user_id: int
    name: str
    role: Role
    title: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    post_id: int = 0
    language: str = "vi"
    must_change_password: bool = False
    session_id: int = 0
    session_token: str = ""
    has_other_posts: bool = False
    for_user_id: int | None = None
    for_name: str = ""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the signed cookie: the token of the session row."""
        return self.session_token

    def answers_as(self, user_id: int | None) -> bool:
        """Whether what is that person's to do is this one's: of the one he stands in for, else his own."""
        return user_id is not None and user_id == (self.for_user_id or self.user_id)

    def has_part_in(self, user_id: int) -> bool:
        """Whether he is that person or stands in for him: nobody decides what he, or the one he stands for, asked."""
        return user_id in (self.user_id, self.for_user_id)

    @property
    def sees_everything(self) -> bool:
        """Leaders, the Office and the administrator see every task."""
        return self.role in SEES_EVERYTHING

    @property
    def is_leader(self) -> bool:
        return self.role is Role.LEADER

    @property
    def is_office(self) -> bool:
        return self.role is Role.OFFICE

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def is_of_unit(self) -> bool:
        """Whether the person acts for a unit that tasks are given to."""
        return self.role in UNIT_ROLES

    @property
    def answers_for_unit(self) -> bool:
        """A head or deputy head: the one who submits a report or asks for more time."""
        return self.role in (Role.HEAD, Role.DEPUTY)


# What jobs write into history: no person, the tracker itself.
SYSTEM = Actor(user_id=0, name="Sổ theo dõi chỉ đạo", role=Role.ADMIN)
