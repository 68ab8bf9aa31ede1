"""Lists that nobody introduces: when most of their items are plainly orders, the list is one of orders."""

from __future__ import annotations

from .orders import read_order
from .structure import Paragraph

_LEAST_AGREED = 0.7
_READ = 600  # characters of an item are enough to tell


def agreed_items(paragraphs: list[Paragraph], first: int) -> frozenset[int]:
    """Items of lists, at least two long, of which most are plainly orders, though nothing introduces them."""
    agreed: list[int] = []
    lists: dict[str, list[int]] = {}
    for index, paragraph in enumerate(paragraphs[first:], first):
        if not paragraph.kind:
            agreed += _agreeing(paragraphs, lists)
            lists = {}
            continue
        lists.setdefault(paragraph.kind, []).append(index)
    return frozenset(agreed + _agreeing(paragraphs, lists))


def _agreeing(paragraphs: list[Paragraph], lists: dict[str, list[int]]) -> list[int]:
    found: list[int] = []
    for items in lists.values():
        orders = [index for index in items if _is_plain_order(paragraphs[index].words)]
        if len(items) > 1 and len(orders) >= _LEAST_AGREED * len(items):
            found += items
    return found


def _is_plain_order(words: str) -> bool:
    order = read_order(words, 0, min(len(words), _READ), ordering=True, wide=True)
    return order is not None and order.form in ("owner", "imperative", "frame")
