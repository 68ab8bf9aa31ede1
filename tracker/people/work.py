"""How much open work hangs on a unit or a person, as the features above that own the work tell it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import current_app, url_for


@dataclass(frozen=True)
class Hanging:
    """So many open tasks, what else hangs there in words, and the page that hands them over."""

    count: int
    url: str
    others: Sequence[str] = ()

    @property
    def is_something(self) -> bool:
        return bool(self.count or self.others)


@dataclass(frozen=True)
class OpenWork:
    """What `app.extensions["open_work"]` holds: open tasks, what else hangs on a unit, and the pages that move it."""

    count_by_unit: Callable[[], dict[int, int]]
    count_of_unit: Callable[[int], int]
    count_of_leader: Callable[[int], int]
    tell_others_of_unit: Callable[[int], list[str]]
    unit_page: str
    leader_page: str

    def by_unit(self) -> dict[int, Hanging]:
        """Of every unit that leads any."""
        return {unit_id: self._of_unit(unit_id, count) for unit_id, count in self.count_by_unit().items()}

    def of_unit(self, unit_id: int) -> Hanging:
        """Led by that unit."""
        hanging = self._of_unit(unit_id, self.count_of_unit(unit_id))
        return replace(hanging, others=self.tell_others_of_unit(unit_id))

    def of_leader(self, user_id: int) -> Hanging:
        """With that person as the accountable leader."""
        return Hanging(self.count_of_leader(user_id), url_for(self.leader_page, user_id=user_id))

    def _of_unit(self, unit_id: int, count: int) -> Hanging:
        return Hanging(count, url_for(self.unit_page, unit_id=unit_id))


def open_work() -> OpenWork:
    """As registered when the application was put together."""
    found: OpenWork = current_app.extensions["open_work"]
    return found
