"""A mail to one person from a pair of templates: what every feature that builds mails writes alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template

from ..mail import Message
from .queries import Recipient


def once(readers: Iterable[Recipient]) -> list[Recipient]:
    """A person with two posts gets one mail."""
    return list({reader.user_id: reader for reader in readers}.values())


def write_letter(
    reader: Recipient,
    template: str,
    values: Mapping[str, Any],
    *,
    key: str,
    kind: str,
    subject: str,
    thread: str,
    **more: Any,
) -> Message:
    """In the language that is in force, the reader's. The key gets his id behind it; `more` are fields of the mail.

    `thread` names what the mail is about, as in `mail.Message`. Templates go by `language`; a caller that writes the
    subject by one of its own sets it there too.
    """
    told = {"language": reader.language, **values}
    return Message(
        key=f"{key}:{reader.user_id}",
        kind=kind,
        user_id=reader.user_id,
        to_name=reader.name,
        to_address=reader.email,
        subject=subject,
        text=render_template(f"emails/{template}.txt", **told).strip() + "\n",
        html=render_template(f"emails/{template}.html", **told),
        thread=thread,
        **more,
    )
