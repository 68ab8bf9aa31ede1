"""`extract`: one JSON line per file, whatever the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document

from tests.files.samples import scanned_pdf
from tracker.directives.commands import make_extract_command

from . import samples
from .samples import DATA

COMMAND = make_extract_command(DATA / "units.csv", DATA / "topics.csv")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(COMMAND, [str(argument) for argument in arguments])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_file_gives_a_line_in_the_order_given(tmp_path: Path) -> None:
    news, notice = tmp_path / "b-news.txt", tmp_path / "a-notice.txt"
    news.write_bytes(samples.NEWS.encode())
    notice.write_bytes(b"\xef\xbb\xbf" + samples.NOTICE.replace("\n", "\r\n").encode())
    result = run(news, notice, "--issued-on", "2022-11-03", "--json")
    assert result.exit_code == 0
    first, second = lines(result)
    assert (first["id"], second["id"]) == ("b-news", "a-notice")
    assert second["doc_date"] == "2022-11-03"
    source = notice.read_bytes().decode("utf-8")
    for row in second["directives"]:
        assert row["text"] == source[row["start"] : row["end"]]
    row = second["directives"][0]
    assert (row["date"], row["every"], row["due"]) == ("2022-11-15", None, "trước ngày 15/11/2022")
    assert row["lead_units"] == ["TCKH"]
    assert row["why"][0] == "Được giao bằng từ “Giao”."
    assert "source" not in second
    (figure,) = second["figures"]
    assert (figure["name"], figure["value"], figure["unit"]) == ("Thu ngân sách", "53.6", "%")
    assert figure["targets"] == [{"percent": "53.6", "set_by": "", "value": None, "words": "53,6% kế hoạch"}]
    assert first["figures"][0]["as_of"] is None


def test_a_file_that_cannot_be_read_says_so_in_its_line(tmp_path: Path) -> None:
    legacy = tmp_path / "tcvn3.txt"
    legacy.write_bytes("Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc, ñy ban nh©n d©n".encode("latin-1"))
    good = tmp_path / "good.txt"
    good.write_bytes(samples.NEWS.encode())
    result = run(legacy, tmp_path / "nowhere.txt", good)
    assert result.exit_code == 1
    bad, missing, read = lines(result)
    assert set(bad) == set(missing) == {"id", "error"}
    assert "UTF-8" in bad["error"] or "Unicode" in bad["error"]
    assert "nowhere.txt" in missing["error"]
    assert len(read["directives"]) == 3


def test_a_word_document_is_read_and_its_text_printed(tmp_path: Path) -> None:
    document = Document()
    for paragraph in samples.NOTICE.split("\n\n"):
        document.add_paragraph(paragraph)
    buffer = BytesIO()
    document.save(buffer)
    path = tmp_path / "notice.docx"
    path.write_bytes(buffer.getvalue())
    (line,) = lines(run(path))
    assert [line["source"][row["start"] : row["end"]] for row in line["directives"]] == [
        row["text"] for row in line["directives"]
    ]
    assert len(line["directives"]) == 7


def test_a_web_page_is_read_and_its_text_printed(tmp_path: Path) -> None:
    page = tmp_path / "page.HTML"
    page.write_text("".join(f"<p>{part}</p>" for part in samples.NOTICE.split("\n\n")), encoding="utf-8")
    (line,) = lines(run(page))
    assert [line["source"][row["start"] : row["end"]] for row in line["directives"]] == [
        row["text"] for row in line["directives"]
    ]
    assert len(line["directives"]) == 7


def test_documents_that_cannot_be_converted_here_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    rtf, scan = tmp_path / "notice.rtf", tmp_path / "scan.pdf"
    rtf.write_bytes(rb"{\rtf1 Giao}")
    scan.write_bytes(scanned_pdf())
    result = run(rtf, scan)
    assert result.exit_code == 1
    first, second = lines(result)
    assert ".docx" in first["error"]
    assert "tesseract-ocr-vie" in second["error"]


def test_other_units_can_be_given(tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("code,name,kind\nX1,Phòng Tài chính - Kế hoạch,department\n", encoding="utf-8")
    notice = tmp_path / "notice.txt"
    notice.write_text(samples.NOTICE, encoding="utf-8")
    (line,) = lines(run(notice, "--units", units))
    assert line["directives"][0]["lead_units"] == ["X1"]
    broken = tmp_path / "broken.csv"
    broken.write_text("code,name,kind\nX1,,department\n", encoding="utf-8")
    result = run(notice, "--units", broken)
    assert result.exit_code == 1
    assert "Dòng 2: cột name còn trống." in result.output


def test_list_of_units_that_cannot_be_read_is_a_vietnamese_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        result = run(tmp_path / "x.txt", "--units", path)
        assert result.exit_code == 1
        assert f"Không đọc được tệp {path}. Hãy kiểm tra" in result.output


def test_units_with_dates_as_people_write_them(tmp_path: Path) -> None:
    units, notice = tmp_path / "units.csv", tmp_path / "notice.txt"
    units.write_text("code,name,kind,valid_from\nX1,Phòng Tài chính - Kế hoạch,,01/10/2022\n", encoding="utf-8")
    notice.write_text(samples.NOTICE, encoding="utf-8")
    (line,) = lines(run(notice, "--units", units))
    assert line["directives"][0]["lead_units"] == ["X1"]


@pytest.mark.parametrize("option", ["28/10/2022", "2022-13-01"])
def test_a_day_of_issue_is_written_as_a_date(option: str, tmp_path: Path) -> None:
    assert run(tmp_path / "x.txt", "--issued-on", option).exit_code == 2


def test_it_runs_with_an_empty_environment(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(samples.NOTICE, encoding="utf-8")
    code = (
        "from pathlib import Path; from tracker.directives.commands import make_extract_command as make; "
        f"make(Path({str(DATA / 'units.csv')!r}), Path({str(DATA / 'topics.csv')!r}))([{str(notice)!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={}, cwd=os.getcwd(), capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout.decode("utf-8"))["directives"]) == 7
