"""What people have chosen about reminders, as plain values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from ...db import db
from ..models import ReminderPreference

_COLUMNS = (
    ReminderPreference.hour,
    ReminderPreference.weekly_on,
    ReminderPreference.is_opted_out,
    ReminderPreference.pauses_when_away,
    ReminderPreference.gathers_events,
)


@dataclass(frozen=True)
class Choices:
    """One person's; as it stands here it is the office's own way. See `ReminderPreference`."""

    hour: int | None = None
    weekly_on: int | None = None
    is_opted_out: bool = False
    pauses_when_away: bool = True
    gathers_events: bool = False

    def to_data(self) -> dict[str, Any]:
        """As history keeps it."""
        return asdict(self)

    @property
    def fingerprint(self) -> str:
        """All of it in a few words, by which a form says what it showed."""
        return " ".join(str(value) for value in asdict(self).values())


def find_choices(user_id: int) -> Choices:
    """That person's."""
    row = db.session.execute(select(*_COLUMNS).where(ReminderPreference.user_id == user_id)).one_or_none()
    return Choices(*row) if row else Choices()


def list_opted_out(user_ids: Collection[int]) -> set[int]:
    """Those of these people who want nothing that is optional."""
    if not user_ids:
        return set()
    chosen = select(ReminderPreference.user_id).where(ReminderPreference.is_opted_out)
    return set(db.session.scalars(chosen.where(ReminderPreference.user_id.in_(user_ids))))


def read_choices() -> dict[int, Choices]:
    """Of everyone who has chosen something, by person."""
    rows = db.session.execute(select(ReminderPreference.user_id, *_COLUMNS).order_by(ReminderPreference.user_id))
    return {row[0]: Choices(*row[1:]) for row in rows}
