"""A document gives its lines or a Vietnamese sentence, whatever it is."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from flask import Flask

from tests.files.samples import (
    docx_of,
    docx_with_body,
    encrypted_doc,
    mixed,
    office,
    ole,
    open_document,
    pdf_bomb,
    pdf_of,
    saved,
    scanned_pdf,
    with_part,
    zip_of,
)
from tracker.directives import readers
from tracker.directives.readers import read_document, sandbox
from tracker.directives.readers.child.run import answer
from tracker.errors import Refused

FOLDER = str(Path(readers.__file__).parent)
NOTICE = ["THÔNG BÁO", "1. Giao Phòng Tài chính – Kế hoạch chủ trì, xong trước ngày 31/12/2026."]


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        read_document(data, name)
    assert refused.value.field == "file"
    return refused.value.sentence


def protected(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(NOTICE)))
    writer.encrypt(user_password=password, owner_password="other", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_txt() -> None:
    assert read_document("\ufeffMột\r\nhai \t\n\x0b\u200bba\x07".encode(), "a.txt") == "Một\nhai\n\nba"
    assert read_document("Một\nhai".encode("utf-16"), "a.TXT") == "Một\nhai"


def test_docx() -> None:
    assert read_document(docx_of(*NOTICE), "Thông báo.docx") == "\n".join(NOTICE)


def test_pdf_joins_its_pages() -> None:
    assert read_document(pdf_of(NOTICE, ["Nơi nhận:"]), "a.pdf") == "\n".join([*NOTICE, "Nơi nhận:"])


def test_pdf_that_only_forbids_copying_is_read() -> None:
    assert read_document(protected(""), "a.pdf") == "\n".join(NOTICE)


REFUSED = [
    ("pdf with a password", "a.pdf", protected("secret"), "mật khẩu"),
    ("docx with a password", "a.docx", ole("EncryptedPackage"), "mật khẩu"),
    ("exe as docx", "a.docx", b"MZ\x90\0" + bytes(600), "nội dung là loại khác"),
    ("sheet as docx", "a.docx", office("xlsx"), "nội dung là loại khác"),
    ("docm as docx", "a.docx", with_part(docx_of("a"), "word/vbaProject.bin", b"x"), "macro"),
    ("docx cut off", "a.docx", docx_of("a")[:5000], "Tệp bị hỏng"),
    ("docx with broken XML", "a.docx", with_part(docx_of("a"), "word/document.xml", b"<w:document><w:p>"), "bị hỏng"),
    ("pdf of nothing", "a.pdf", b"%PDF-1.4\n%%EOF", "bị hỏng"),
    ("pdf of noise", "a.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\nstartxref\n9\n%%EOF", "bị hỏng"),
    ("pdf that unpacks to 300 MB", "a.pdf", pdf_bomb(300 << 20), "quá nhiều thời gian hoặc bộ nhớ"),
    ("pdf of 501 pages", "a.pdf", scanned_pdf(501), "hơn 500 trang"),
    ("pdf of more text than a notice", "a.pdf", pdf_of(*[["a" * 50_000]] * 21), "quá nhiều thời gian hoặc bộ nhớ"),
    ("docx without text", "a.docx", docx_of("", " "), "không có chữ nào"),
    ("txt without text", "a.txt", b"\n --- \n", "không có chữ nào"),
    ("empty txt", "a.txt", b"", "không có chữ nào"),
    ("empty docx", "a.docx", b"", "rỗng"),
    ("picture", "a.jpg", b"\xff\xd8\xff", r"\.docx, \.pdf, \.txt"),
    ("no ending", "thông báo", b"a", "không có đuôi"),
    ("docm", "a.docm", office("docx"), "macro"),
    ("doc with macros", "a.doc", ole("WordDocument", "Macros", "VBA"), "macro"),
    ("doc with a password", "a.doc", encrypted_doc(), "mật khẩu"),
    ("docx as doc", "a.doc", docx_of("a"), "nội dung là loại khác"),
    (
        "odt with a password",
        "a.odt",
        open_document("text", **{"META-INF__manifest.xml": b"<m:encryption-data/>"}),
        "mật khẩu",
    ),
    ("odt with macros", "a.odt", open_document("text", Basic__Standard__M__xml=b"<x/>"), "macro"),
    ("text as rtf", "a.rtf", b"Giao", "nội dung là loại khác"),
    ("rtf with an object", "a.rtf", rb"{\rtf1 a" + b" " * (1 << 20) + rb"{\object\objemb{\*\objdata 00}}}", "tệp nén"),
    ("text as web page", "a.html", b"Giao <b>", "không phải trang web"),
    ("web page without text", "a.htm", b"<html><body></body></html>", "không có chữ nào"),
    ("zip bomb", "a.docx", with_part(docx_of("a"), "word/media/a.bmp", bytes(101 << 20)), "lớn bất thường"),
    ("any zip", "a.docx", zip_of({"a": b"a"}), "nội dung là loại khác"),
]


@pytest.mark.parametrize(
    ("name", "data", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_the_rest_is_a_sentence(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        read_document(data, name)
    assert refused.value.field == "file"


def test_too_large_is_told_before_anything_is_read() -> None:
    for name in ("a.txt", "a.pdf"):
        with pytest.raises(Refused, match="lớn hơn 1 kB"):
            read_document(b"%PDF-" + b"a" * 2000, name, limit=1024)


TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. Giao phßng Tµi chÝnh ®«n ®èc, b¸o c¸o."
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc. Giao phoøng Taøi chính ñoân ñoác."


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_old_encodings_are_named(text: str, name: str) -> None:
    for data, file in ((text.encode("latin-1"), "a.txt"), (text.encode(), "a.txt"), (docx_of(text), "a.docx")):
        sentence = refusal(data, file)
        assert name in sentence
        assert "UniKey" in sentence


def test_unknown_encoding_says_how_to_save() -> None:
    assert "UTF-8" in refusal("Höhe über Straße".encode("latin-1"), "a.txt")
    assert "UTF-8" in refusal("Thông báo".encode("utf-16-le"), "a.txt")
    assert "UTF-8" in refusal(b"\xff\xfea", "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "Diện tích 120 m², 35 °C, ±5%; ® © « » µm; ăn uống",
        "Đồng chí Nguyễn Văn Á chủ trì; ưu tiên",
        "Plain English ® text",
    ],
)
def test_unicode_is_not_mistaken_for_an_old_encoding(text: str) -> None:
    assert read_document(text.encode(), "a.txt") == text


@pytest.mark.fault
def test_fault_37_two_million_paragraphs() -> None:
    data = docx_with_body(mixed(2_000_000, b"<w:p/>", b"<w:p />"))
    assert len(data) < 1 << 20
    started = time.monotonic()
    assert "quá nhiều thời gian hoặc bộ nhớ" in refusal(data, "a.docx")
    assert time.monotonic() - started < sandbox.SECONDS


@pytest.mark.fault
def test_fault_37_tree_that_outgrows_the_memory_of_the_child() -> None:
    data = docx_with_body(b"<w:p>" + mixed(5_000_000, b"<w:r/>", b"<w:t/>") + b"</w:p>")
    assert "quá nhiều thời gian hoặc bộ nhớ" in refusal(data, "a.docx")


@pytest.mark.fault
def test_fault_39_entities_are_not_read() -> None:
    secret = "<!DOCTYPE d [<!ENTITY s SYSTEM 'file:///etc/hostname'><!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]>"
    package = docx_with_body(b"<w:p><w:r><w:t>x&s;&b;</w:t></w:r></w:p>")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        xml = archive.read("word/document.xml")
    assert read_document(with_part(package, "word/document.xml", secret.encode() + xml), "a.docx") == "x"


@pytest.mark.fault
@pytest.mark.parametrize(("kind", "content"), [("docx", docx_of(*NOTICE)), ("pdf", pdf_of(NOTICE))])
def test_any_damage_is_answered(kind: str, content: bytes) -> None:
    for position in range(0, len(content), max(1, len(content) // 120)):
        damaged = content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :]
        for broken in (damaged, content[:position]):
            assert set(answer(kind, broken)) <= {"text", "problem"}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that the sandbox starts."""
    processes = []

    class Recorded(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self.options = kwargs
            super().__init__(*args, **kwargs)
            processes.append(self)

    monkeypatch.setattr(sandbox.subprocess, "Popen", Recorded)
    return processes


def test_child_that_takes_too_long_is_ended(started: list[subprocess.Popen[bytes]]) -> None:
    assert sandbox.run_child("docx", docx_of("a"), seconds=0.001) == {"problem": "too_big"}
    assert [process.returncode for process in started] == [-9]


def test_child_is_waited_for_and_knows_nothing_of_us(started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    assert sandbox.run_child("docx", docx_of("a")) == {"text": "a"}
    assert started[0].returncode == 0
    assert started[0].options["env"] == {}
    assert started[0].options["start_new_session"]


@pytest.mark.parametrize("reply", [b"", b"{", b"[1]", b'{"text": 1}'])
def test_nonsense_from_the_child_is_a_problem(reply: bytes) -> None:
    assert "problem" in sandbox._parse(io.BytesIO(reply))


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(sandbox.subprocess, "Popen", fail)
    assert "thử lại" in refusal(docx_of("a"), "a.docx")


def run_python(code: str) -> str:
    """The output of that code in a process like the child's, with the child's package in reach."""
    code = f"import sys; sys.path.insert(0, {FOLDER!r})\n{code}"
    return subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout


def test_child_imports_only_what_it_needs() -> None:
    modules = set(run_python("import child.run, child.word, child.pdf; print(*sys.modules)").split())
    assert "pypdf" in modules
    assert not {"flask", "sqlalchemy", "tracker", "docx", "babel"} & modules


LIMITED = """
import child.run
child.run.limit_process()
def refused(action):
    try: action()
    except (MemoryError, OSError) as error: print(type(error).__name__)
import tempfile
refused(lambda: bytearray(1 << 30))
held = []
refused(lambda: [held.append(open("/dev/null")) for _ in range(100)])
held.clear()
def write():
    with tempfile.TemporaryFile(buffering=0) as file:
        for _ in range(40): file.write(bytes(1 << 20))
refused(write)
"""


def test_limits_of_the_child() -> None:
    assert run_python(LIMITED).split() == ["MemoryError", "OSError", "OSError"]


def test_sentences_are_vietnamese_with_and_without_an_application(app: Flask) -> None:
    assert "mật khẩu" in refusal(protected("secret"), "a.pdf")


def test_real_document_with_everything() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "header"
    document.sections[0].footer.paragraphs[0].text = "footer"
    heading = document.add_table(1, 2)
    heading.cell(0, 0).text = "UBND THÀNH PHỐ\nSố: 12/TB-UBND"
    heading.cell(0, 1).text = "CỘNG HÒA"
    document.add_paragraph("Kết luận:")
    document.add_paragraph("Thu ngân sách", style="List Number")
    document.add_paragraph("Giải ngân", style="List Number")
    document.add_paragraph("vốn tỉnh", style="List Bullet")
    document.add_paragraph("dòng một\ndòng hai")
    data = document.add_table(2, 3)
    for row, cells in enumerate([("TT", "Việc", "Hạn"), ("1", "Báo cáo", "31/12")]):
        for column, text in enumerate(cells):
            data.cell(row, column).text = text
    document.add_paragraph("Nơi nhận:")
    assert read_document(saved(document), "a.docx").split("\n") == [
        "UBND THÀNH PHỐ", "Số: 12/TB-UBND", "CỘNG HÒA", "Kết luận:", "1. Thu ngân sách", "2. Giải ngân", "- vốn tỉnh",
        "dòng một", "dòng hai", "TT\tViệc\tHạn", "1\tBáo cáo\t31/12", "Nơi nhận:",
    ]  # fmt: skip
