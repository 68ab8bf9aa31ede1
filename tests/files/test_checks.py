"""What is accepted is judged by content; every refusal is a Vietnamese sentence that says how to mend it."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import tracemalloc
import zipfile

import pytest

from tests.files.samples import docx_of, mixed, office, ole, open_document, pdf_of, scanned_pdf, with_part, zip_of
from tracker.errors import Refused
from tracker.files.checks import accepted_endings, check_upload
from tracker.files.zips import MOST_ENTRIES, MOST_UNPACKED

LIMIT = 25 << 20
OOXML = "application/vnd.openxmlformats-officedocument."
JPEG = b"\xff\xd8\xff\xe1\x00\x10Exif\0\0" + bytes(100)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00" + bytes(500)

ACCEPTED = [
    ("Thông báo.pdf", pdf_of(["Thông báo"]), "application/pdf"),
    ("Bản quét.PDF", scanned_pdf(), "application/pdf"),
    ("a.pdf", b"\xef\xbb\xbf\r\n" + pdf_of(["a"]), "application/pdf"),
    ("Báo cáo.docx", docx_of("Báo cáo"), f"{OOXML}wordprocessingml.document"),
    ("a.xlsx", office("xlsx"), f"{OOXML}spreadsheetml.sheet"),
    ("a.pptx", office("pptx"), f"{OOXML}presentationml.presentation"),
    ("a.odt", open_document("text"), "application/vnd.oasis.opendocument.text"),
    ("a.ods", open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    ("a.doc", ole("WordDocument", "1Table", "\5SummaryInformation"), "application/msword"),
    ("a.xls", ole("Workbook"), "application/vnd.ms-excel"),
    ("cũ.xls", ole("Book"), "application/vnd.ms-excel"),
    (
        "a.ppt",
        ole(*[f"stream {number}" for number in range(9)], "PowerPoint Document"),
        "application/vnd.ms-powerpoint",
    ),
    ("ảnh.jpg", JPEG, "image/jpeg"),
    ("ảnh.JPEG", JPEG, "image/jpeg"),
    ("a.png", PNG, "image/png"),
    ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40), "image/webp"),
    ("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(40), "image/heic"),
    ("a.txt", "Ghi chú\r\n".encode(), "text/plain"),
    ("a.txt", "Ghi chú".encode("utf-16"), "text/plain"),
    ("cũ.txt", b"Th\xabng b\xb8o", "text/plain"),
    ("a.csv", "mã;tên\n1;Phòng".encode("utf-8-sig"), "text/csv"),
    ("biểu đồ.docx", with_part(docx_of("a"), "word/embeddings/Sheet1.xlsx", office("xlsx")), None),
]

WRONG_CONTENT = "nội dung là loại khác"
BROKEN = "Tệp bị hỏng"
MACROS = "macro"
BOMB = "lớn bất thường"
LOCKED = "mật khẩu"
NOT_ACCEPTED = "Không nhận loại tệp"


@pytest.mark.parametrize(("name", "content", "content_type"), ACCEPTED, ids=[case[0] for case in ACCEPTED])
def test_what_an_office_sends_is_accepted(name: str, content: bytes, content_type: str | None) -> None:
    stream = io.BytesIO(content)
    assert check_upload(stream, name, LIMIT) == (content_type or f"{OOXML}wordprocessingml.document")
    assert stream.tell() == 0


def encrypted_zip() -> bytes:
    """A package whose entries are marked as encrypted."""
    content = bytearray(docx_of("a"))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def changed(content: bytes, position: int) -> bytes:
    """The same with one byte changed."""
    return content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :]


REFUSED = [
    ("html as pdf", "a.pdf", HTML, WRONG_CONTENT),
    ("svg as png", "a.png", SVG, WRONG_CONTENT),
    ("html as txt", "a.txt", HTML, WRONG_CONTENT),
    ("svg as csv", "a.csv", SVG, WRONG_CONTENT),
    ("html in utf-16 as txt", "a.txt", HTML.decode().encode("utf-16"), WRONG_CONTENT),
    ("script as txt", "a.txt", b"#!/bin/sh\nrm -rf /", WRONG_CONTENT),
    ("exe as docx", "a.docx", EXE, WRONG_CONTENT),
    ("exe as txt", "a.txt", EXE, WRONG_CONTENT),
    ("php as jpg", "a.jpg", b"<?php system($_GET['c']); ?>", WRONG_CONTENT),
    ("pdf as docx", "a.docx", pdf_of(["a"]), WRONG_CONTENT),
    ("docx as pdf", "a.pdf", docx_of("a"), WRONG_CONTENT),
    ("xlsx as docx", "a.docx", office("xlsx"), WRONG_CONTENT),
    ("docx as doc", "a.doc", docx_of("a"), WRONG_CONTENT),
    ("doc as xls", "a.xls", ole("WordDocument"), WRONG_CONTENT),
    ("msi as doc", "a.doc", ole("MsiDatabase"), WRONG_CONTENT),
    ("any zip as docx", "a.docx", zip_of({"a.txt": b"a"}), WRONG_CONTENT),
    ("zip that only declares itself", "a.docx", zip_of({"[Content_Types].xml": b"wordprocessingml.document.main+xml"}),
     WRONG_CONTENT),
    ("html", "a.html", HTML, NOT_ACCEPTED),
    ("svg", "a.svg", SVG, NOT_ACCEPTED),
    ("zip", "a.zip", zip_of({"a.txt": b"a"}), NOT_ACCEPTED),
    ("exe", "a.exe", EXE, NOT_ACCEPTED),
    ("docm", "a.docm", office("docx"), MACROS),
    ("two endings", "a.pdf.exe", pdf_of(["a"]), NOT_ACCEPTED),
    ("no ending", "Báo cáo", pdf_of(["a"]), "không có đuôi"),
    ("docm renamed", "a.docx", with_part(office("docx"), "word/vbaProject.bin", b"x"), MACROS),
    ("macro type renamed", "a.docx",
     with_part(office("docx"), "[Content_Types].xml", b"ms-word.document.macroEnabled.main+xml"), MACROS),
    ("macro in odt", "a.odt", open_document("text", Basic__Standard__Module1=b"x"), MACROS),
    ("macro in doc", "a.doc", ole("WordDocument", "Macros", "VBA"), MACROS),
    ("macro in an embedded sheet", "a.docx", with_part(docx_of(), "word/embeddings/a.xlsm", b"PK\3\4"), MACROS),
    ("zip in docx", "a.docx", with_part(docx_of(), "word/media/a.bin", zip_of({"a": b"a"})), "tệp nén"),
    ("zip as embedded", "a.docx", with_part(docx_of(), "word/embeddings/a.bin", zip_of({"a": b"a"})), "tệp nén"),
    ("exe in docx", "a.docx", with_part(docx_of(), "word/media/image1.png", EXE), "chương trình"),
    ("docx with a password", "a.docx", ole("EncryptedPackage", "EncryptionInfo"), LOCKED),
    ("zip with a password", "a.docx", encrypted_zip(), LOCKED),
    ("odt with a password", "a.odt",
     with_part(open_document("text"), "META-INF/manifest.xml", b"<manifest:encryption-data/>"), LOCKED),
    ("docx cut in half", "a.docx", docx_of("a")[:9000], BROKEN),
    ("docx without its last byte", "a.docx", docx_of("a")[:-1], BROKEN),
    ("docx with a changed byte", "a.docx", changed(docx_of("a"), 300), BROKEN),
    ("program before a zip", "a.docx", b"PK\3\4" + EXE + docx_of("a"), BROKEN),
    ("pdf cut in half", "a.pdf", pdf_of(["a" * 3000] * 3)[:4000], BROKEN),
    ("doc cut in half", "a.doc", ole("WordDocument")[:800], BROKEN),
    ("doc that points in a circle", "a.doc", ole("x")[:512] + struct.pack("<2L", 0, 1) + ole("x")[520:], BROKEN),
    ("ten thousand entries", "a.docx", zip_of({f"{number}": b"" for number in range(MOST_ENTRIES + 1)}), BOMB),
    ("empty", "a.pdf", b"", "rỗng"),
]  # fmt: skip


@pytest.mark.fault
@pytest.mark.parametrize(("name", "content", "sentence"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_fault_40_the_rest_is_refused(name: str, content: bytes, sentence: str) -> None:
    stream = io.BytesIO(content)
    with pytest.raises(Refused, match=sentence) as refused:
        check_upload(stream, name, LIMIT)
    assert refused.value.field == "file"
    assert stream.tell() == 0


def test_too_large_names_the_limit() -> None:
    with pytest.raises(Refused, match="lớn hơn 25 MB"):
        check_upload(io.BytesIO(b"%PDF-" + bytes(LIMIT)), "a.pdf", LIMIT)


def unpacking_to(size: int, filler: bytes = b"") -> bytes:
    return with_part(docx_of(), "word/media/image1.bmp", bytes(size) + filler)


@pytest.mark.fault
def test_fault_36_zip_bomb_costs_no_memory() -> None:
    bomb = unpacking_to(MOST_UNPACKED + 1)
    assert len(bomb) < 300_000
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match=BOMB):
            check_upload(io.BytesIO(bomb), "a.docx", LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.fault
def test_fault_36_high_ratio_is_refused_and_usual_compression_is_not() -> None:
    with pytest.raises(Refused, match=BOMB):
        check_upload(io.BytesIO(unpacking_to(20 << 20)), "a.docx", LIMIT)
    check_upload(io.BytesIO(unpacking_to(2 << 20, os.urandom(100_000))), "a.docx", LIMIT)
    check_upload(io.BytesIO(unpacking_to(900_000)), "a.docx", LIMIT)  # small: harmless whatever the ratio


@pytest.mark.fault
def test_fault_36_directory_of_many_entries_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zip_of({f"{number}": b"" for number in range(MOST_ENTRIES + 1)})
    monkeypatch.setattr(zipfile, "ZipFile", lambda *args: pytest.fail("opened"))
    with pytest.raises(Refused, match=BOMB):
        check_upload(io.BytesIO(content), "a.docx", LIMIT)


@pytest.mark.fault
def test_fault_38_lying_directory_unpacks_no_more_than_it_declares() -> None:
    honest = with_part(docx_of(), "word/media/image1.bmp", mixed(4_000_000, b"abcde", b"fghij"))
    size, lie = struct.pack("<L", 20_000_000), struct.pack("<L", 1_000)
    assert honest.count(size) == 2  # before the entry and in the directory
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match=BROKEN):
            check_upload(io.BytesIO(honest.replace(size, lie)), "a.docx", LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 15_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.fault
def test_fault_38_lying_count_in_the_end_record() -> None:
    content = bytearray(zip_of({f"{number:0500}": b"" for number in range(MOST_ENTRIES + 1)}))
    end = content.rfind(b"PK\x05\x06")
    content[end + 8 : end + 12] = struct.pack("<HH", 3, 3)
    with pytest.raises(Refused, match=BOMB):
        check_upload(io.BytesIO(bytes(content)), "a.docx", LIMIT)


@pytest.mark.fault
@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", docx_of("Báo cáo")), ("a.doc", ole("WordDocument")), ("a.pdf", pdf_of(["a"]))]
)
def test_any_damage_is_a_sentence_and_nothing_else(name: str, content: bytes) -> None:
    for position in range(0, len(content), max(1, len(content) // 150)):
        for broken in (changed(content, position), content[:position]):
            with contextlib.suppress(Refused):
                check_upload(io.BytesIO(broken), name, LIMIT)


def test_endings_for_the_form() -> None:
    assert {".pdf", ".docx", ".xlsx", ".jpg", ".heic"} <= set(accepted_endings())
    assert not {".zip", ".html", ".svg", ".exe", ".docm"} & set(accepted_endings())
