"""The office's rules, read once per request or job."""

from __future__ import annotations

from .book import RuleBook, default_book


def rule_book() -> RuleBook:
    """All rules as a value."""
    return default_book()
