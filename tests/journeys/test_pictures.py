"""Each page of leaders is photographed at both widths: into docs/pictures by `make pictures`, else thrown away."""

from __future__ import annotations

import os
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from tests.journeys.browser import SCREENS, Person
from tests.journeys.office import Office
from tests.journeys.pictures import FOLDER, PICTURES, drawn_part, file_of, take

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

FILES = {file_of(picture.name, screen) for picture in PICTURES for screen in picture.screens}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_picture_shows_its_page(
    busy_office: Office, numbers: dict[str, Any], tmp_path: Path, screen: str
) -> None:
    folder = ROOT / os.environ.get("PICTURES", tmp_path)
    people: dict[str, Person] = {}
    faults: list[str] = []
    for picture in (one for one in PICTURES if screen in one.screens):
        if picture.login not in people:
            people[picture.login] = busy_office.person(picture.login, SCREENS[screen])
        faults += take(people[picture.login], picture, numbers, folder / file_of(picture.name, screen))
    assert not faults, "\n".join(faults)


def test_an_empty_page_is_told_from_one_that_holds_something() -> None:
    def png(row: bytes) -> bytes:
        width, height = len(row) // 3, 40
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        chunks = (b"IHDR" + header, b"IDAT" + zlib.compress((b"\0" + row) * height), b"IEND")
        framed = (struct.pack(">I", len(chunk) - 4) + chunk + bytes(4) for chunk in chunks)
        return b"\x89PNG\r\n\x1a\n" + b"".join(framed)

    assert drawn_part(png(b"\xff\xff\xff" * 50)) == 0
    assert drawn_part(png(bytes(range(150)))) == 1


def test_docs_show_the_pictures_that_there_are() -> None:
    pages = [ROOT / "README.md", *sorted(FOLDER.parent.glob("*.md"))]
    shown = {name for page in pages for name in re.findall(r"pictures/([a-z-]+\.png)", page.read_text("utf-8"))}
    kept = {file.name for file in FOLDER.iterdir()}
    assert kept == FILES
    assert shown == FILES
