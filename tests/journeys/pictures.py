"""The pictures of docs/: which page each shows, as whom, on a desk and on a phone."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import expect

from config import ROOT
from tests.journeys.browser import SCREENS, Person

FOLDER = ROOT / "docs" / "pictures"
_LEAST_VALUES = 12  # different bytes in a row of pixels that holds more than a ground and a border
_LEAST_ROWS = 0.25
_EVERY = 6  # of so many rows one is looked at
_CHUNK = 12  # length, kind and checksum around what a chunk of a PNG holds


class Picture(NamedTuple):
    """`shows` must be in sight for the picture to be of that page."""

    name: str
    login: str
    path: str
    shows: str
    screens: tuple[str, ...] = tuple(SCREENS)


PICTURES = (
    Picture("outstanding", "pct.dat", "/outstanding", ".figures"),
    Picture("scoreboard", "chutich", "/scoreboard?period=year", ".figures"),
    Picture("dispute", "vanphong", "/disputes/{dispute}", ".typed"),
    Picture("since", "chutich", "/reports/since", ".lede b"),
    Picture("reviews", "vanphong", "/reports/reviews?scope=year", ".review-text"),
    Picture("meeting", "vanphong", "/meetings/{running}", ".stop h1"),
    Picture("minutes", "vanphong", "/meetings/{ended}", ".minutes .typed"),
    Picture("indicators", "pct.dat", "/indicators", ".reg .bar"),
    Picture("indicator", "pct.dat", "/indicators/{revenue}", ".plans .bar"),
    Picture("limit", "pct.dat", "/indicators/{limit}", ".plans .bar"),
    Picture("reports", "chutich", "/reports", ".contents-name"),
    Picture("status", "chutich", "/reports/status", ".bars svg"),
    Picture("burn", "chutich", "/reports/burn", ".chart svg"),
    Picture("heat", "chutich", "/reports/heat", "svg.heat"),
    Picture("search", "pct.dat", "/search?q=giai+phong+mat+bang", ".hits mark"),
    Picture("portfolios", "vanphong", "/portfolios", ".sheet a"),
    Picture("review", "vanphong", "/notices/{in_review}/review", ".draft", ("desk",)),
    Picture("work", "bqlda", "/work", "a.t", ("phone",)),
    Picture("task", "bqlda", "/tasks/{working}", "h1", ("phone",)),
)


def file_of(name: str, screen: str) -> str:
    """The phone's stands beside that of the desk."""
    return f"{name}-phone.png" if screen == "phone" else f"{name}.png"


def take(person: Person, picture: Picture, numbers: dict[str, Any], file: Path) -> Iterator[str]:
    """What fits on the screen, into that file; then what is wrong with it."""
    path = picture.path.format(**numbers)
    person.open(path)
    address = urlsplit(person.page.url)
    expect(person.page.locator(picture.shows).first).to_be_in_viewport()
    png = person.page.screenshot(path=file)
    if f"{address.path}?{address.query}".rstrip("?") != path:
        yield f"{picture.name}: {path} has become {person.page.url}"
    assert person.page.viewport_size
    wanted = (person.page.viewport_size["width"], person.page.viewport_size["height"])
    if size_of(png) != wanted:
        yield f"{picture.name}: {size_of(png)} instead of {wanted}"
    if (part := drawn_part(png)) < _LEAST_ROWS:
        yield f"{picture.name}: only {part:.0%} of its rows hold anything"


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, from the header."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def drawn_part(png: bytes) -> float:
    """How many of its rows hold words or shapes: 0 of an empty page."""
    width, height = size_of(png)
    channels = {2: 3, 6: 4}[png[25]]
    pixels, length = zlib.decompress(b"".join(_data(png))), 1 + width * channels
    starts = range(0, height * length, length * _EVERY)
    return sum(len(set(pixels[start : start + length])) >= _LEAST_VALUES for start in starts) / len(starts)


def _data(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += _CHUNK + length
