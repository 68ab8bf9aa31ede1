"""The words for what happened to an account, and how a stand-in signs: by both names."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .actor import Actor


def name_both(name: str, absent: str) -> str:
    """Who did it; a stand-in by both names."""
    return _("%(name)s, for %(absent)s", name=name, absent=absent) if absent else name


def sign(by: Actor) -> str:
    """How that person's name stands under what he does."""
    return name_both(by.name, by.for_name)


def decided_by(by: Actor) -> str:
    """What stands behind a decision in a mail: both names where a stand-in took it, else nothing."""
    return _("Decided by %(who)s.", who=sign(by)) if by.for_name else ""


def event_names() -> dict[str, str]:
    """What can happen to an account, as the timeline of a person says it."""
    return {
        "signed_in": _("signed in"),
        "signed_out": _("signed out"),
        "signed_out_everywhere": _("signed out everywhere"),
        "password_changed": _("changed the password"),
        "one_time_password_issued": _("issued a one-time password"),
        "user_added": _("added the account"),
        "user_edited": _("corrected the account"),
        "post_added": _("gave a post"),
        "post_ended": _("ended a post"),
        "post_switched": _("went on in another post"),
        "other_session_ended": _("signed out another browser"),
        "stand_in_named": _("named a stand-in"),
        "stand_in_ended": _("ended a stand-in"),
        "stand_in_begun": _("went on in the place of somebody"),
        "calendar_feed_added": _("created a calendar address"),
        "calendar_feed_revoked": _("revoked a calendar address"),
        "calendar_feed_ended": _("ended a calendar address together with the post"),
        "calendar_feeds_ended": _("ended all calendar addresses of this person"),
        "work_handed_over": _("handed open tasks over"),
        "work_taken_over": _("handed open tasks over to this side"),
        "reminders_chosen": _("chose how to be reminded"),
        "reminders_stopped": _("stopped optional reminders by the link in a mail"),
    }


def event_name(event: str, data: dict[str, Any]) -> str:
    """One of them with its names and days; what has no words is called as the program calls it."""
    if event == "stand_in_begun":
        return _("went on in the place of %(absent)s", absent=data["absent"])
    if event == "stand_in_named":
        return _("named %(name)s to stand in for %(absent)s, from %(first)s to %(last)s", **data)
    if event == "stand_in_ended":
        return _("ended that %(name)s stands in for %(absent)s, from %(first)s to %(last)s", **data)
    if event.startswith("calendar_feed"):
        return f"{event_names()[event]}: {data['name']}"
    if event in ("work_handed_over", "work_taken_over"):
        return _("handed the open tasks of %(old)s over to %(new)s", **data)
    return event_names().get(event, event)
