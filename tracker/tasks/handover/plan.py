"""Who gets what: the values that a handover is made of, and what other features move along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, and_, not_, or_, true

from ...people.actor import Actor
from ..models import TRANSITIONS, Task


class Side(StrEnum):
    """Whose work moves."""

    UNIT = "unit"
    LEADER = "leader"


# Open work that the transition table lets go to somebody else; the partial indexes know it as `closed_on IS NULL`.
MAY_MOVE = and_(
    Task.closed_on.is_(None), Task.state.in_(sorted({state for state, verb in TRANSITIONS if verb == "hand_over"}))
)


@dataclass(frozen=True)
class Plan:
    """The successor (a unit's or a leader's id), and another one for topics that have their own."""

    default: int
    by_topic: Mapping[int, int] = field(default_factory=dict)

    def successor_of(self, topic_id: int | None) -> int:
        """Who gets the work of that topic."""
        return self.by_topic.get(topic_id, self.default) if topic_id is not None else self.default

    @property
    def successors(self) -> list[int]:
        """Each once, the general one first."""
        return list(dict.fromkeys((self.default, *self.by_topic.values())))

    def topics_of(self, successor: int) -> Callable[[Any], ColumnElement[bool]]:
        """A condition on a topic's column: which topics go to that successor."""
        own = sorted(topic for topic, to in self.by_topic.items() if to == successor)
        others = sorted(topic for topic, to in self.by_topic.items() if to != successor)

        def condition(column: Any) -> ColumnElement[bool]:
            if successor != self.default:
                return column.in_(own)
            return or_(column.is_(None), not_(column.in_(others))) if others else true()

        return condition


@dataclass(frozen=True)
class Handing:
    """One successor's part of a handover. `basis` is the decision that it follows."""

    side: Side
    from_id: int
    from_name: str
    to_id: int
    to_name: str
    topics: Callable[[Any], ColumnElement[bool]]
    basis: str

    @property
    def facts(self) -> dict[str, str]:
        """What history keeps: names as they were on the day."""
        return {"old": self.from_name, "new": self.to_name, "basis": self.basis}


@dataclass(frozen=True)
class Follower:
    """What a feature above the tasks moves along, registered in `app.extensions["handover"]` under a `key` of its own.

    `heading` stands over the number, `tell` says both: «2 chỉ tiêu».
    """

    key: str
    heading: Callable[[], str]
    tell: Callable[[int], str]
    count: Callable[[Side, int], int]
    move: Callable[[Handing, Actor], int]


def followers() -> Iterator[Follower]:
    """As registered when the application was put together."""
    yield from current_app.extensions.get("handover", [])


def count_others(side: Side, whose: int) -> Counter[str]:
    """By the key of the feature, how much of it hangs on the unit or leader."""
    return Counter({one.key: one.count(side, whose) for one in followers()})


def move_others(handing: Handing, by: Actor) -> Counter[str]:
    """By the key of the feature, how much of it has moved."""
    return Counter({one.key: one.move(handing, by) for one in followers()})


def tell_others(counts: Mapping[str, int]) -> list[str]:
    """«2 nhiệm vụ định kỳ», «1 chỉ tiêu»; nothing of what there is none of."""
    return [one.tell(counts[one.key]) for one in followers() if counts.get(one.key)]
