"""The numbers that Word writes by itself before the paragraphs of a list: "1.", "a)", "II.", "-".

They are not in the text of the paragraph, and a notice without its numbers cannot be split into directives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_DEEPEST = 9
_MOST_STYLE_STEPS = 20
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_SMALL = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_OWN_BULLETS = "-–—+*•"


@dataclass
class Level:
    """One level of a list: how its number is written and where it starts."""

    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Lists:
    """All lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # of the abstract lists
    abstract_of: dict[str, str] = field(default_factory=dict)
    own_levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # what a list changes of its abstract one
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, str | None, str | None]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[str] = field(default_factory=set)

    def number(self, list_id: str | None, level: str | None, style: str | None) -> str:
        """The number before the next paragraph with that list, level and style; "" if it has none. It counts on."""
        style_list, style_level = self._of_style(style)
        list_id = style_list if list_id is None else list_id
        depth = _to_int(style_level if level is None else level)
        abstract = self.abstract_of.get(list_id or "")
        if list_id in (None, "0") or abstract is None or not 0 <= depth < _DEEPEST:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._started:
            self._started.add(list_id)
            for restarted, start in self.restarts.get(list_id, {}).items():
                counts[restarted] = start - 1
        here = self._level(list_id, abstract, depth)
        counts[depth] = counts.get(depth, here.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        return self._write(list_id, abstract, here, counts)

    def _level(self, list_id: str, abstract: str, depth: int) -> Level:
        own = self.own_levels.get(list_id, {}).get(depth)
        return own or self.levels.get(abstract, {}).get(depth) or Level(format="none")

    def _write(self, list_id: str, abstract: str, here: Level, counts: dict[int, int]) -> str:
        if here.format == "none":
            return ""
        if here.format == "bullet":
            mark = here.text.strip()
            return mark if mark and mark in _OWN_BULLETS else "-"

        def fill(place: re.Match[str]) -> str:
            depth = int(place[1]) - 1
            level = self._level(list_id, abstract, depth)
            return write_number(counts.get(depth, level.start), level.format)

        return _PLACE.sub(fill, here.text).strip()

    def _of_style(self, style: str | None) -> tuple[str | None, str | None]:
        list_id = level = None
        for _step in range(_MOST_STYLE_STEPS):  # a hostile file may base two styles on each other
            if style not in self.styles:
                break
            style_list, style_level, style = self.styles[style]
            list_id = list_id or style_list
            level = level or style_level
        return list_id, level


def write_number(value: int, how: str) -> str:
    """A number in one of Word's formats; those of other scripts as plain digits."""
    writers: dict[str, Callable[[int], str]] = {
        "decimalZero": lambda number: f"{number:02d}",
        "lowerLetter": _letter,
        "upperLetter": lambda number: _letter(number).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda number: _roman(number).upper(),
        "none": lambda number: "",
    }
    return writers.get(how, str)(value)


def _letter(value: int) -> str:
    # Word goes on after z with aa, bb, cc.
    return chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 10) if value > 0 else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for worth, sign in (*_ROMAN, *_ROMAN_SMALL):
        count, value = divmod(value, worth)
        written += sign * count
    return written


def read_lists(numbering: Any, styles: Any) -> Lists:
    """From the root elements of `numbering.xml` and `styles.xml`; None for a part that the document lacks."""
    lists = Lists()
    for element in numbering if numbering is not None else ():
        if local(element) == "abstractNum":
            lists.levels[attribute(element, "abstractNumId") or ""] = _read_levels(element)
        elif local(element) == "num":
            _read_list(lists, element)
    for element in styles if styles is not None else ():
        if local(element) == "style":
            based_on = value_of(child(element, "basedOn"))
            list_id, level = read_list_reference(child(element, "pPr"))
            lists.styles[attribute(element, "styleId") or ""] = (list_id, level, based_on)
    return lists


def read_list_reference(properties: Any) -> tuple[str | None, str | None]:
    """The list and level that a paragraph's properties name."""
    reference = child(properties, "numPr")
    return value_of(child(reference, "numId")), value_of(child(reference, "ilvl"))


def _read_list(lists: Lists, element: Any) -> None:
    list_id = attribute(element, "numId") or ""
    lists.abstract_of[list_id] = value_of(child(element, "abstractNumId")) or ""
    for override in element:
        if local(override) != "lvlOverride":
            continue
        depth = _to_int(attribute(override, "ilvl"))
        start = value_of(child(override, "startOverride"))
        if start is not None:
            lists.restarts.setdefault(list_id, {})[depth] = _to_int(start)
        lists.own_levels.setdefault(list_id, {}).update(_read_levels(override))


def _read_levels(parent: Any) -> dict[int, Level]:
    levels = {}
    for element in parent:
        if local(element) == "lvl":
            start = value_of(child(element, "start"))
            levels[_to_int(attribute(element, "ilvl"))] = Level(
                format=value_of(child(element, "numFmt")) or "decimal",
                text=value_of(child(element, "lvlText")) or "",
                start=1 if start is None else _to_int(start),
            )
    return levels


def local(element: Any) -> str:
    """The element's name without its namespace, which differs between the two editions of the format."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None; None has no children."""
    return next((one for one in element if local(one) == name), None) if element is not None else None


def attribute(element: Any, name: str) -> str | None:
    """The attribute of that name in whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def value_of(element: Any) -> str | None:
    """Its `val`, or None without the element."""
    return attribute(element, "val") if element is not None else None


def _to_int(value: str | None) -> int:
    try:
        return max(-1, min(int(value or "0"), 1_000_000))
    except ValueError:
        return 0
