"""The text of a .docx: paragraphs and tables in the order of the document, numbers of lists, line breaks.

Tracked changes are read as if they were accepted: what was inserted counts, what was deleted does not, what was moved
stands where it was moved to. Headers, footers, footnotes, comments and hidden text stay out. The main part is read as a
stream and forgotten paragraph by paragraph: building the whole tree of a file of 229 kB has taken 1.4 GB.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import IO, Any

from lxml import etree

from .cells import MOST_COLUMNS, Table
from .limits import LARGEST_PART, MOST_CHARACTERS, MOST_PARAGRAPHS, Problem
from .numbering import Lists, attribute, child, local, read_list_reference, read_lists, value_of

_OFFICE_DOCUMENT = "/officeDocument"
_USUAL_MAIN_PART = "word/document.xml"
_MOST_STRUCTURE = 8 * 1024 * 1024
_WATCHED = ("{*}p", "{*}tbl", "{*}tr", "{*}tc")
# Text that was deleted, moved away, or is there twice for older readers; properties hold no text.
_GONE = {"del", "moveFrom"}
_SKIPPED = _GONE | {"Fallback", "txbxContent", "pPr", "rPr", "instrText", "delText", "delInstrText", "sdtPr", "sectPr"}
_WRITTEN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# A letter of a symbol font: before a paragraph it is the mark of a list, elsewhere an ornament.
_SYMBOL = "\uf0b7"
_FIRST_SYMBOLS = re.compile("^\\s*[\ue000-\uf8ff]+\\s*")
_SYMBOLS = re.compile("[\ue000-\uf8ff]")


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
        self._tables: list[Table] = []  # those that the reader is inside of
        self._open = ""  # text of paragraphs whose end was deleted: it goes on in the next one
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
        self._close_paragraph()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _start(self, name: str) -> None:
        if name == "tbl":
            self._close_paragraph()
            self._tables.append(Table())
        elif name == "tr" and self._tables:
            self._tables[-1].begin_row()
        elif name == "tc" and self._tables:
            self._tables[-1].begin_cell()

    def _end(self, name: str, element: Any) -> None:
        if name == "p":
            self._take(element)
            element.clear()
        elif not self._tables:
            return
        elif name == "tc":
            self._close_paragraph()
            properties = child(element, "tcPr")
            self._tables[-1].end_cell(**_cell_shape(properties))
        elif name == "tr":
            lines = self._tables[-1].end_row(is_deleted=child(child(element, "trPr"), "del") is not None)
            self._place_outside(lines)
            element.clear()
        elif name == "tbl":
            self._tables.pop()

    def _take(self, paragraph: Any) -> None:
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise Problem("too_big")
        if any(local(above) in ("Fallback", *_GONE) for above in paragraph.iterancestors()):
            return
        text = _SYMBOLS.sub("", _FIRST_SYMBOLS.sub("- ", "".join(_texts(paragraph)))).strip(" \t\n")
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise Problem("too_big")
        properties = child(paragraph, "pPr")
        mark = child(properties, "rPr")
        if any(child(mark, name) is not None for name in _GONE):
            self._open = _spaced(self._open, text)
            return
        text, self._open = _spaced(self._open, text), ""
        list_id, level = read_list_reference(properties)
        number = self._lists.number(list_id, level, value_of(child(properties, "pStyle")))
        self._place(f"{number} {text}" if number and text else text)

    def _close_paragraph(self) -> None:
        if self._open:
            text, self._open = self._open, ""
            self._place(text)

    def _place(self, line: str) -> None:
        if not (self._tables and self._tables[-1].write(line)):
            self._lines.append(line)

    def _place_outside(self, lines: list[str]) -> None:
        """Where the table stands: in the text, or in a cell of the table around it."""
        around = self._tables[-2] if len(self._tables) > 1 else None
        for line in lines:
            if not (around and around.write(line)):
                self._lines.append(line)


def _cell_shape(properties: Any) -> dict[str, Any]:
    """How many columns the cell spans, whether it goes on from the row above, and whether it was deleted."""
    merge = child(properties, "vMerge")
    span = value_of(child(properties, "gridSpan")) or "1"
    return {
        "span": min(int(span), MOST_COLUMNS) if span.isdigit() else 1,
        "begins": merge is not None and value_of(merge) == "restart",
        "goes_on": merge is not None and value_of(merge) != "restart",
        "is_deleted": child(properties, "cellDel") is not None,
    }


def _spaced(before: str, after: str) -> str:
    return f"{before} {after}" if before and after else before or after


def _texts(element: Any) -> list[str]:
    texts: list[str] = []
    for part in element:
        name = local(part)
        if name == "t":
            texts.append(part.text or "")
        elif name in _WRITTEN:
            texts.append(_WRITTEN[name])
        elif name == "sym":
            texts.append(_SYMBOL)
        elif name == "r" and _is_hidden(part):
            continue
        elif name not in _SKIPPED:
            texts.extend(_texts(part))
    return texts


def _is_hidden(run: Any) -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and value_of(vanish) not in ("0", "false", "off")
