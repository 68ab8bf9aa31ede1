"""The words for what happened to an account."""

from __future__ import annotations

from flask_babel import gettext as _


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
    }


def event_name(event: str) -> str:
    """One of them; what has no words is called as the program calls it."""
    return event_names().get(event, event)
