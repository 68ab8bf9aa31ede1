"""The text of a .docx: paragraphs and tables in the order of the document, numbers of lists, line breaks.

Headers, footers, footnotes, comments and deleted text stay out. The main part is read as a stream and forgotten
paragraph by paragraph: building the whole tree of a file of 229 kB has taken 1.4 GB.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import IO, Any

from lxml import etree

from .limits import LARGEST_PART, MOST_CHARACTERS, MOST_PARAGRAPHS, Problem
from .numbering import Lists, attribute, child, local, read_list_reference, read_lists, value_of

_OFFICE_DOCUMENT = "/officeDocument"
_USUAL_MAIN_PART = "word/document.xml"
_MOST_STRUCTURE = 8 * 1024 * 1024
_WATCHED = ("{*}p", "{*}tbl", "{*}tr", "{*}tc")
# Text that was deleted, moved away, or is there twice for older readers; properties hold no text.
_SKIPPED = {"del", "moveFrom", "Fallback", "txbxContent", "pPr", "rPr", "instrText", "delText", "sdtPr", "sectPr"}
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# From this many columns on a table holds data and a row is one line; fewer columns are layout: heading, signatures.
_DATA_COLUMNS = 3

_Cell = list[str]
_Row = list[_Cell]


def read_docx(file: BytesIO) -> str:
    """The document's text, a line per paragraph. Problem: broken, encrypted or too_big."""
    try:
        with zipfile.ZipFile(file) as archive:
            main = _find_main_part(archive)
            folder = main.rpartition("/")[0]
            styles = _read_part(archive, f"{folder}/styles.xml")
            lists = read_lists(_read_part(archive, f"{folder}/numbering.xml"), styles)
            with _open_part(archive, main) as part:
                return _Reader(lists).read(part)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise Problem("broken") from error
    except RuntimeError as error:  # how zipfile asks for a password
        raise Problem("encrypted") from error
    except etree.XMLSyntaxError as error:
        # lxml reports an exhausted memory as an error of the text.
        raise Problem("too_big" if error.code == etree.ErrorTypes.ERR_NO_MEMORY else "broken") from error


def _find_main_part(archive: zipfile.ZipFile) -> str:
    """As the package names it: some programmes write document2.xml."""
    relations = _read_part(archive, "_rels/.rels")
    for relation in () if relations is None else relations:
        if (attribute(relation, "Type") or "").endswith(_OFFICE_DOCUMENT):
            return (attribute(relation, "Target") or _USUAL_MAIN_PART).lstrip("/")
    return _USUAL_MAIN_PART


def _open_part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise Problem("too_big")
    return archive.open(name)  # zipfile reads no more than the size just compared


def _read_part(archive: zipfile.ZipFile, name: str) -> Any:
    """The root element of a small part, or None where there is none."""
    try:
        with archive.open(name) as part:
            data = part.read(_MOST_STRUCTURE + 1)
    except KeyError:
        return None
    if len(data) > _MOST_STRUCTURE:
        raise Problem("too_big")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


class _Reader:
    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._lines: list[str] = []
        self._tables: list[_Row] = []  # the open row of each table that the reader is inside of
        self._paragraphs = 0
        self._characters = 0

    def read(self, part: IO[bytes]) -> str:
        events = etree.iterparse(
            part, events=("start", "end"), tag=_WATCHED, resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in events:
            name = local(element)
            if event == "start":
                self._start(name)
            else:
                self._end(name, element)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _start(self, name: str) -> None:
        if name == "tr":
            self._tables.append([])
        elif name == "tc" and self._tables:
            self._tables[-1].append([])

    def _end(self, name: str, element: Any) -> None:
        if name == "p":
            self._take(element)
            element.clear()
        elif name == "tr" and self._tables:
            for line in _row_lines(self._tables.pop()):
                self._place(line)
            element.clear()

    def _take(self, paragraph: Any) -> None:
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise Problem("too_big")
        if any(local(above) in ("Fallback", "moveFrom", "del") for above in paragraph.iterancestors()):
            return
        text = "".join(_texts(paragraph)).strip()
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise Problem("too_big")
        properties = child(paragraph, "pPr")
        list_id, level = read_list_reference(properties)
        number = self._lists.number(list_id, level, value_of(child(properties, "pStyle")))
        self._place(f"{number} {text}" if number and text else text)

    def _place(self, line: str) -> None:
        inside = self._tables and self._tables[-1]
        (self._tables[-1][-1] if inside else self._lines).append(line)


def _texts(element: Any) -> list[str]:
    texts: list[str] = []
    for part in element:
        name = local(part)
        if name == "t":
            texts.append(part.text or "")
        elif name in _WRITTEN:
            texts.append(_WRITTEN[name])
        elif name not in _SKIPPED:
            texts.extend(_texts(part))
    return texts


def _row_lines(row: _Row) -> list[str]:
    cells = [[line for line in cell if line] for cell in row]
    filled = [cell for cell in cells if cell]
    if len(filled) >= _DATA_COLUMNS and all(len(cell) == 1 for cell in filled):
        return ["\t".join(cell[0] for cell in filled)]
    return [line for cell in filled for line in cell]
