"""From names as written to the codes of the office's units: names, short names, aliases, close spellings, groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from rapidfuzz import fuzz, process

from ...text import fold
from .places import province_in
from .values import UnitRef

_OUTSIDE = re.compile(r"[^a-z0-9]+")
_POST = re.compile(
    r"(?:dong chi |d c |ong |ba )?(?:chu tich|pho chu tich|thu truong|truong|pho truong|giam doc|"
    r"pho giam doc|chi cuc truong|chanh|pho chanh|doi truong|chi huy truong|bi thu) (?:cac )?"
)
_COUNT = r"(?:\d+ )?"
_WARDS_AND_COMMUNES = re.compile(
    rf"(?:{_COUNT}(?:phuong xa|xa phuong)|{_COUNT}phuong va {_COUNT}xa|cap xa|cac dia phuong|"
    rf"xa phuong thi tran|cac don vi hanh chinh)\b"
)
_WARDS = re.compile(rf"(?:cac|\d+) phuong\b|ubnd {_COUNT}phuong\Z")
_COMMUNES = re.compile(rf"(?:cac|\d+) xa\b|ubnd {_COUNT}xa\Z")
_ROOMS = re.compile(r"\b(?:cac|tung|moi|\d+) (?:phong|co quan chuyen mon|don vi chuyen mon)\b|\bphong ban\b")
_BODIES = re.compile(
    r"\b(?:cac|tung|moi|toan the) (?:phong ban )?(?:co quan|don vi|ban nganh|nganh|so ban|ban)\b|"
    r"\bphong ban (?:nganh|co quan|don vi)\b|co quan don vi\b"
)

GROUP_KINDS = ("ward", "commune")
# A slip of one letter in ten, digits never: "phường Hợp Giàng", "Phòng Quàn lý đô thị".
_CLOSE = 90
_SHORTEST_CLOSE = 9


def normal(name: str) -> str:
    """Folded, without punctuation, "ủy ban nhân dân" as "ubnd"."""
    words = _OUTSIDE.sub(" ", fold(name).replace("&", " va ")).strip()
    return words.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")


class UnitBook:
    """Units that can be named in a text, looked up by every way of writing them."""

    def __init__(self, units: Sequence[UnitRef], on: date | None, home: str = "") -> None:
        """`home`: the office's own name, such as "UBND thành phố Cao Bằng"; without it, places are not compared."""
        self._order = {unit.code: (unit.order, index) for index, unit in enumerate(units)}
        self.open = {unit.code: unit for unit in units if unit.is_open_on(on)}
        self._closed = {unit.code for unit in units} - set(self.open)
        self._keys: dict[str, str] = {}
        for unit in units:
            for key in _keys(unit):
                if key not in self._keys or self._keys[key] in self._closed:
                    self._keys[key] = unit.code
        self._home = normal(home)
        self._keys.update((normal(name), unit.code) for unit in self.open.values() for name in unit.learned)
        parts = sorted((re.escape(key) for key in self._keys if len(key) > 3), key=len, reverse=True)
        self._inside = re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None

    def codes_of(self, name: str) -> tuple[str, ...]:
        """Codes of the open units that a name stands for; a group gives all its members."""
        words = normal(name)
        named = self._named(words)
        if named:
            return self._sorted(code for code in named if code in self.open)
        kinds = self._kinds(words)
        return self._sorted(code for code, unit in self.open.items() if unit.kind in kinds)

    def is_group(self, name: str) -> bool:
        """The name stands for several units of one kind and names none of them."""
        words = normal(name)
        return not self._named(words) and bool(self._kinds(words))

    def closed_in(self, name: str) -> bool:
        """The name is that of a unit that does not exist on the day."""
        named = self._named(normal(name))
        return bool(named) and all(code in self._closed for code in named)

    def codes(self, names: Iterable[str]) -> tuple[str, ...]:
        """Codes of all names together, in the office's order."""
        return self._sorted(code for name in names for code in self.codes_of(name))

    def _named(self, words: str) -> list[str]:
        exact = self._keys.get(words) or self._keys.get(_POST.sub("", words, count=1))
        if exact:
            return [exact]
        place = province_in(words)
        if place and self._home and place not in self._home:  # the same body of another province is none of ours
            return []
        inside = [self._keys[match.group()] for match in self._inside.finditer(words)] if self._inside else []
        return inside or self._close(_POST.sub("", words, count=1))

    def _close(self, words: str) -> list[str]:
        if len(words) < _SHORTEST_CLOSE or self._kinds(words):
            return []
        found = process.extractOne(words, self._keys.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        same_digits = found and re.findall(r"\d+", found[0]) == re.findall(r"\d+", words)
        return [self._keys[found[0]]] if found and same_digits else []

    def _kinds(self, words: str) -> set[str]:
        kinds: set[str] = set()
        if _WARDS_AND_COMMUNES.search(words):
            kinds |= {"ward", "commune"}
        if _WARDS.search(words):
            kinds.add("ward")
        if _COMMUNES.search(words):
            kinds.add("commune")
        if _ROOMS.search(words):
            kinds |= {"office", "department", "board"}
        if _BODIES.search(words) and not kinds & {"ward", "commune"}:
            kinds |= {"office", "department", "board", "agency"}
        return kinds

    def _sorted(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(dict.fromkeys(codes), key=self._order.__getitem__))


def _keys(unit: UnitRef) -> set[str]:
    keys = {normal(name) for name in (unit.name, *unit.aliases)}
    short = normal(unit.short_name)
    if unit.kind == "department" and short:
        keys |= {f"phong {short}", short}
    elif short:
        keys.add(short)
    if unit.kind in GROUP_KINDS:
        plain = normal(unit.name).removeprefix("ubnd ")
        keys |= {plain, f"ubnd {plain}", f"chu tich ubnd {plain}"}
    return {key for key in keys if len(key) > 1}
