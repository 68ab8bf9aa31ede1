"""Files as people send them, and as they should not, made on the spot."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

import docx

WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def docx_of(*lines: str) -> bytes:
    """A real .docx with one paragraph per line."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a python-docx document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_part(package: bytes, name: str, content: bytes | str, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """That package with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content, compression)
    return file.getvalue()


def docx_with_body(body: bytes) -> bytes:
    """A .docx whose document.xml holds exactly that body."""
    xml = f'<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>'.encode() + body + b"</w:body></w:document>"
    return with_part(docx_of(), "word/document.xml", xml)


def mixed(count: int, one: bytes, other: bytes) -> bytes:
    """`count` pieces in an order that compresses badly enough to stay under the limit of the ratio."""
    dice = random.Random(7)
    return b"".join(one if dice.random() < 0.5 else other for _ in range(count))


def office(kind: str, **parts: bytes) -> bytes:
    """The smallest package that is a docx, xlsx or pptx, with further parts ("word__vbaProject.bin")."""
    part, declared = _PARTS[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{_OFFICE_TYPE}{declared}"/></Types>'
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    return zip_of({"[Content_Types].xml": types.encode(), part: b"<x/>"} | named)


def open_document(kind: str, **parts: bytes) -> bytes:
    """The smallest .odt ("text") or .ods ("spreadsheet")."""
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zip_of({"mimetype": mimetype, "content.xml": b"<x/>", "META-INF/manifest.xml": b"<m/>"} | named)


def zip_of(parts: dict[str, bytes]) -> bytes:
    """A zip with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def ole(*streams: str) -> bytes:
    """A file of the old Office format whose directory names these streams. Sectors: table, directory, content."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    numbers = (0, 1, 1, 0, 4096, end, 0, end, 0)  # one sector of table; the directory begins in sector 1
    header = struct.pack("<8s16x5H6x9L", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, *numbers)
    header += struct.pack("<109L", 0, *[free] * 108)
    # Sector 0 holds the table, the directory follows; the last one stands for what every stream holds.
    count = -(-(1 + len(streams)) // 4)
    entries = b"".join(
        _directory_entry(name, kind, 1 + count) for name, kind in [("Root Entry", 5), *[(s, 2) for s in streams]]
    )
    directory = entries.ljust(-(-len(entries) // 512) * 512, b"\0")
    sectors = len(directory) // 512
    chain = [0xFFFFFFFD, *range(2, sectors + 1), end]
    return header + struct.pack("<128L", *chain, *[free] * (128 - len(chain))) + directory + b"\0" * 512


def encrypted_doc() -> bytes:
    """A .doc with a password: only a flag in the first bytes of its text says so."""
    data = ole("WordDocument")
    head = struct.pack("<H8xH", 0xA5EC, 0x0100)
    return data[:-512] + head.ljust(512, b"\0")


def _directory_entry(name: str, kind: int, sector: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHB49xL8x", written, len(written), kind, sector)


def pdf_of(*pages: Iterable[str]) -> bytes:
    """A PDF with a text layer: one list of lines per page, with Vietnamese letters by a ToUnicode table."""
    letters = sorted({char for page in pages for line in page for char in line})
    codes = {char: index + 1 for index, char in enumerate(letters)}
    table = "\n".join(f"<{code:04x}> <{char.encode('utf-16-be').hex()}>" for char, code in codes.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{table}\nendbfchar\n"
        "endcmap end end"
    )

    def show(lines: Iterable[str]) -> str:
        """Each run of letters from its own font and at its own place, as Word and browsers print Vietnamese."""
        runs = []
        for row, line in enumerate(lines):
            for run in re.finditer("(?:(?!  )[\0-\xff])+|[^\0-\xff]+", line):
                font = "/F1" if run[0].isascii() else "/F2"
                written = "".join(f"{codes[char]:04x}" for char in run[0])
                runs.append(f"BT {font} 12 Tf {50 + 7.2 * run.start():.1f} {800 - 16 * row} Td <{written}> Tj ET")
        return " ".join(runs)

    font = [
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/DW 600/W[1[{'600 ' * len(codes)}]]>>",
        _stream(to_unicode.encode()),
    ]
    return _pdf(font, [_stream(show(page).encode()) for page in pages])


def scanned_pdf(pages: int = 1, picture: tuple[int, int, bytes] = (1, 1, zlib.compress(b"0"))) -> bytes:
    """A PDF of pictures only: the same one on each page, given by its width, its height and its packed grey dots."""
    width, height, packed = picture
    shape = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
    shown = _stream(packed, f"{shape}/Filter/FlateDecode")
    return _pdf(["null", "null", shown], [_stream(b"q 595 0 0 842 0 0 cm /I Do Q")] * pages)


def pdf_bomb(size: int) -> bytes:
    """A PDF of one page whose content unpacks to that size."""
    return _pdf(["null", "null", "null"], [_stream(zlib.compress(bytes(size), 9), "/Filter/FlateDecode")])


def _stream(content: bytes, filters: str = "") -> str:
    return f"<</Length {len(content)}{filters}>>\nstream\n{content.decode('latin-1')}\nendstream"


def _pdf(shared: list[str], contents: list[str]) -> bytes:
    """Objects 3–5 are shared; then a page and its content for each page."""
    first = 6
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(contents)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>", *shared]
    for number, content in enumerate(contents):
        resources = "<</Font<</F1 3 0 R/F2 3 0 R>>/XObject<</I 5 0 R>>>>"
        own = f"/Resources {resources}/Contents {first + 2 * number + 1} 0 R"
        objects += [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{own}>>", content]
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    cross = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{cross}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def word_paragraph(text: str, properties: str = "") -> str:
    """One paragraph of document.xml."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


class Broken(io.BytesIO):
    """An upload whose connection is lost after some bytes."""

    def __init__(self, content: bytes, after: int, error: Callable[[], Exception] = lambda: OSError("lost")) -> None:
        super().__init__(content)
        self._after, self._error = after, error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self._after:
            raise self._error()
        return super().read(min(size, self._after - self.tell()) if size and size > 0 else self._after)
