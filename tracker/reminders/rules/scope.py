"""For which tasks a set of rules counts, as addresses and history write it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ...text import parse_id
from .book import RuleSet

_TOPIC = "topic-"


@dataclass(frozen=True)
class Scope:
    """All tasks, those that are starred, or those of a topic."""

    topic_id: int | None = None
    is_starred: bool = False

    @classmethod
    def of(cls, rule_set: RuleSet) -> Scope:
        """The scope of that set."""
        return cls(rule_set.topic_id, rule_set.is_starred)

    @classmethod
    def parse(cls, key: str) -> Scope | None:
        """From «general», «starred» or «topic-12»; None for what is none of them."""
        if key in ("general", "starred"):
            return cls(is_starred=key == "starred")
        topic_id = parse_id(key.removeprefix(_TOPIC)) if key.startswith(_TOPIC) else None
        return None if topic_id is None else cls(topic_id)

    @property
    def key(self) -> str:
        """How addresses and history call it."""
        if self.topic_id is not None:
            return f"{_TOPIC}{self.topic_id}"
        return "starred" if self.is_starred else "general"

    @property
    def is_general(self) -> bool:
        return self == GENERAL


GENERAL = Scope()
