"""The real programmes on real files: skipped, with the names of the Debian packages, where they are not installed."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import zlib
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.files.samples import saved, scanned_pdf, with_part
from tracker.directives.readers import read_document, read_upload
from tracker.errors import Refused

from .programmes import needs, own_machine

__all__ = ["own_machine"]

ORDER = "1. Giao Phòng Tài chính – Kế hoạch chủ trì, phối hợp với Chi cục Thuế đôn đốc thu ngân sách trước 31/12/2026."


@pytest.fixture
def notice() -> docx.document.Document:
    """A notice with a table and a tracked change."""
    document = docx.Document()
    document.add_paragraph("THÔNG BÁO")
    order = document.add_paragraph(ORDER)
    for kind, text in (("del", "delText"), ("ins", "t")):
        change = f'<w:{kind} {nsdecls("w")} w:id="1" w:author="VP" w:date="2026-11-20T08:00:00Z">'
        order._p.append(parse_xml(f"{change}<w:r><w:{text}>{kind}</w:{text}></w:r></w:{kind}>"))
    table = document.add_table(1, 3)
    for column, text in enumerate(("2", "Rà soát hộ nghèo", "Công an")):
        table.cell(0, column).text = text
    document.add_paragraph("Nơi nhận:")
    return document


def convert(data: bytes, target: str, folder: Path) -> bytes:
    """By LibreOffice, as an office would save it."""
    source = folder / "source.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", target, "--outdir", str(folder / "out"), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "out" / f"source.{target}").read_bytes()


@needs("soffice")
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_word_97_open_document_and_rtf(kind: str, notice: docx.document.Document, tmp_path: Path) -> None:
    data = convert(saved(notice), kind, tmp_path)
    assert read_document(data, f"Thông báo.{kind}").split("\n") == [
        "THÔNG BÁO",
        f"{ORDER}ins",
        "2\tRà soát hộ nghèo\tCông an",
        "Nơi nhận:",
    ]


@needs("soffice")
@pytest.mark.parametrize("place", [0.3, 0.6, 0.95])
def test_damaged_files_are_a_sentence_or_a_text(place: float, notice: docx.document.Document, tmp_path: Path) -> None:
    data = convert(saved(notice), "doc", tmp_path)
    cut = data[: int(len(data) * place)]
    holed = data[: int(len(data) * place)] + bytes(64) + data[int(len(data) * place) + 64 :]
    for broken in (cut, holed):
        with contextlib.suppress(Refused):
            assert read_document(broken, "a.doc")


@needs("soffice", "pdftoppm", "tesseract", "vie")
def test_a_scan_is_recognised(notice: docx.document.Document, tmp_path: Path) -> None:
    notice.add_paragraph("2. Các phòng, ban báo cáo kết quả về Văn phòng trước ngày 15/12/2026.")
    printed = convert(saved(notice), "pdf", tmp_path)
    (tmp_path / "a.pdf").write_bytes(printed)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "a.pdf", "a"], cwd=tmp_path, check=True)
    picture = next(tmp_path.glob("a-*.pgm")).read_bytes()
    head, dots = picture.split(b"\n255\n", 1)
    width, height = map(int, head.split()[1:3])
    read = read_upload(scanned_pdf(1, (width, height, zlib.compress(dots))), "Quét.pdf")
    assert read.is_recognised
    assert "Giao Phòng Tài chính" in read.text
    assert "31/12/2026" in read.text
    assert "2. Các phòng, ban báo cáo kết quả về Văn phòng trước ngày 15/12/2026." in read.text.split("\n")


@needs("pdftoppm", "tesseract", "vie")
def test_a_scan_of_nothing_has_no_text() -> None:
    empty = zlib.compress(b"\xff" * 826 * 1169)
    with pytest.raises(Refused, match="không có chữ nào"):
        read_upload(scanned_pdf(2, (826, 1169, empty)), "a.pdf")


@needs("pdftoppm", "tesseract", "vie")
def test_a_scan_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    bomb = zlib.compress(bytes(60_000 * 1000), 9)
    with pytest.raises(Refused) as refused:
        read_upload(scanned_pdf(1, (60_000, 60_000, bomb)), "a.pdf")
    assert refused.value.field == "file"


@needs("soffice")
def test_a_document_reaches_no_network(notice: docx.document.Document, tmp_path: Path) -> None:
    """A linked picture would be fetched from here: nothing listens, and nothing is asked for."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        odt = convert(saved(notice), "odt", tmp_path)
        content = (
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
            'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:body><office:text><text:p>Giao'
            f'<draw:frame><draw:image xlink:href="http://127.0.0.1:{port}/a.png"/></draw:frame></text:p>'
            "</office:text></office:body></office:document-content>"
        )
        assert read_document(with_part(odt, "content.xml", content), "a.odt") == "Giao"
        with pytest.raises(TimeoutError):
            server.accept()
