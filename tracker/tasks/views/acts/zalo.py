"""The task as a text for Zalo, and the urging that is recorded once it was sent."""

from __future__ import annotations

from typing import Any

from flask import current_app, request
from flask_babel import force_locale

from ...models import Channel
from ...zalo import tell_task
from .base import Page


def panel(page: Page) -> dict[str, Any]:
    """No query: everything is on the page already. While nobody is to be urged there is no text."""
    task, is_urging = page.task, "urge" in page.may
    if not task.can("urge") or page.actor.is_admin:
        return {"zalo_text": ""}
    with force_locale("vi"):  # it is read by the unit, whatever language the one who copies has chosen
        office = current_app.config["SETTINGS"].office_name
        text = tell_task(task, task.lead_unit.short_name, office, page.today, is_urging=is_urging)
    if page.opens("urge") and request.method == "GET" and request.args.get("channel") == Channel.ZALO:
        page.forms["urge"].channel.data = Channel.ZALO.value  # the link behind the text
    return {"zalo_text": text}
