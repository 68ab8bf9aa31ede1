"""LibreOffice and text recognition: there, missing, too slow, broken, busy; hostile files never harm the reader."""

from __future__ import annotations

import fcntl
import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.files.samples import ole, open_document, scanned_pdf
from tracker.directives.readers import office, programmes, readable_endings, reads_scans, recognition
from tracker.directives.readers.programmes import Limits, one_at_a_time, run_programme
from tracker.directives.readers.recognition import recognise
from tracker.errors import Refused

from .programmes import StandIn, own_machine, stand_in
from .test_readers import refusal

__all__ = ["own_machine", "stand_in"]

VIETNAMESE = "if '--list-langs' in sys.argv:\n    print('List of languages (2):\\nosd\\nvie')\n    sys.exit()\n"
DRAWS = """
last = int(sys.argv[sys.argv.index("-l") + 1])
for page in range(1, min(last, PAGES) + 1):
    open(f"page-{page:02}.png", "w").close()
"""
ROW = "5\\t1\\t1\\t1\\t1\\t{word}\\t{left}\\t100\\t90\\t30\\t{sure}\\t{text}"


def words(*texts: str, sure: int = 90) -> str:
    """A stand-in for Tesseract that sees these words on every page."""
    rows = [ROW.format(word=number, left=100 * number, sure=sure, text=text) for number, text in enumerate(texts, 1)]
    table = "\\n".join(["level\\tpage_num", *rows])
    letters = "3 * chr(96 + int(sys.argv[1][5:7]))"
    return VIETNAMESE + f"open(sys.argv[2] + '.tsv', 'w').write('{table}\\n'.replace('PAGE', {letters}))"


def test_without_the_programmes_the_sentence_says_how_to_go_on(stand_in: StandIn) -> None:
    assert readable_endings() == [".docx", ".pdf", ".txt", ".html", ".htm"]
    assert not reads_scans()
    for data, name in ((ole("WordDocument"), "a.doc"), (open_document("text"), "a.odt"), (rb"{\rtf1 a}", "a.rtf")):
        assert "lưu lại thành .docx" in refusal(data, name)
    sentence = refusal(scanned_pdf(3), "a.pdf")
    assert "bản quét không có lớp chữ" in sentence
    assert all(package in sentence for package in ("tesseract-ocr", "tesseract-ocr-vie", "poppler-utils"))


def test_tesseract_without_vietnamese_is_not_enough(stand_in: StandIn) -> None:
    stand_in("pdftoppm", "")
    stand_in("tesseract", "print('List of languages (1):\\neng')")
    assert not reads_scans()
    assert "tesseract-ocr-vie" in refusal(scanned_pdf(), "a.pdf")


def test_a_programme_that_cannot_be_started_is_as_if_missing(stand_in: StandIn) -> None:
    stand_in("pdftoppm", "")
    stand_in("tesseract", "")
    (Path(os.environ["PATH"]) / "tesseract").write_text("#!/nowhere/at/all\n")
    assert not reads_scans()


def test_installed_programmes_open_the_doors(stand_in: StandIn) -> None:
    stand_in("soffice", "")
    stand_in("pdftoppm", "")
    stand_in("tesseract", VIETNAMESE)
    assert {".doc", ".odt", ".rtf"} <= {*readable_endings()}
    assert reads_scans()


def test_conversion_that_makes_nothing_is_a_broken_file(stand_in: StandIn) -> None:
    stand_in("soffice", "")
    assert "bị hỏng" in refusal(ole("WordDocument"), "a.doc")


def test_conversion_that_never_ends_is_ended(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_LIMITS", Limits(0.5, 1 << 30))
    stand_in("soffice", "if not os.fork():\n    time.sleep(60)\ntime.sleep(60)")
    started = time.monotonic()
    assert "Không chuyển được tệp .doc" in refusal(ole("WordDocument"), "a.doc")
    assert time.monotonic() - started < 10


def test_what_libreoffice_is_told(stand_in: StandIn) -> None:
    stand_in(
        "soffice",
        "said = ' '.join(sys.argv)\n"
        "assert '--headless' in said and '--norestore' in said and 'UserInstallation=file://' in said\n"
        "settings = open('profile/user/registrymodifications.xcu').read()\n"
        "assert 'DisableMacrosExecution' in settings and 'BlockUntrustedRefererLinks' in settings\n"
        "assert set(os.environ) <= {'HOME', 'TMPDIR', 'LANG', 'OMP_THREAD_LIMIT', 'LC_CTYPE'}\n"
        "os.mkdir('out'); open('out/notice.docx', 'w').write('ok')",
    )
    assert office.convert(b"x", ".doc") == b"ok"


def test_words_become_lines_and_doubtful_ones_are_left_out(stand_in: StandIn) -> None:
    stand_in("pdftoppm", f"PAGES = 12\n{DRAWS}")
    stand_in("tesseract", words("Giao", "Công", "an", "PAGE"))
    assert recognise(b"%PDF-") == {"text": " ".join(f"Giao Công an {3 * letter}" for letter in "abcdefghijkl")}
    stand_in("tesseract", words("~", "x#", sure=10))
    assert recognise(b"%PDF-") == {"problem": "no_text"}


def test_more_pages_than_can_be_read_are_told_before_any_is(stand_in: StandIn) -> None:
    stand_in("pdftoppm", f"PAGES = 99\n{DRAWS}")
    stand_in("tesseract", words("Giao"))
    with pytest.raises(Refused, match="hơn 40 trang"):
        recognise(b"%PDF-")


def test_a_scan_that_takes_too_long_says_how_far_it_came(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "SECONDS", 5.0)
    stand_in("pdftoppm", f"PAGES = 3\n{DRAWS}")
    stand_in("tesseract", VIETNAMESE + "time.sleep(60)")
    with pytest.raises(Refused, match="Chỉ đọc được 0 trong 3 trang"):
        recognise(b"%PDF-")


@pytest.mark.parametrize("draws", ["", "sys.exit(1)", "open('page-1.png', 'w').close(); sys.exit(1)"])
def test_pages_that_cannot_be_drawn(stand_in: StandIn, draws: str) -> None:
    stand_in("pdftoppm", draws)
    stand_in("tesseract", words("Giao"))
    with pytest.raises(Refused, match="Không dựng được"):
        recognise(b"%PDF-")


def test_nonsense_from_recognition_is_no_text(stand_in: StandIn) -> None:
    stand_in("pdftoppm", f"PAGES = 1\n{DRAWS}")
    stand_in("tesseract", VIETNAMESE + "open(sys.argv[2] + '.tsv', 'wb').write(bytes(range(256)) * 9)")
    assert recognise(b"%PDF-") == {"problem": "no_text"}
    stand_in("tesseract", VIETNAMESE + "open(sys.argv[2] + '.tsv', 'w').write('5' + '\\t1' * 5 + '\\tx' * 6)")
    assert recognise(b"%PDF-") == {"problem": "broken"}


def test_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programmes, "WAIT_SECONDS", 0.3)
    with one_at_a_time():
        (lock,) = Path(tempfile.gettempdir()).glob("*.lock")
        with pytest.raises(Refused, match="thử lại sau một phút"), one_at_a_time():
            pass
    with one_at_a_time(), lock.open() as again, pytest.raises(BlockingIOError):
        fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)


LIMITED = """
import resource, socket, sys
print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])
try: held = bytearray(900 << 20)
except MemoryError: print("memory")
try: open("big", "wb").write(bytes(70 << 20))
except OSError: print("file")
open("small", "w").write("kept")
"""


def test_limits_of_a_programme(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run_programme([sys.executable, "-I", "-c", LIMITED], tmp_path, Limits(20, 512 << 20), out)
    assert out.read_text().split() == [str(512 << 20), "0", "memory", "file"]
    assert (tmp_path / "small").read_text() == "kept"


def test_a_programme_keeps_no_settings_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    assert run_programme(["/usr/bin/env"], tmp_path, Limits(10, 1 << 30), tmp_path / "out")
    assert "SECRET_KEY" not in (tmp_path / "out").read_text()
