"""Names keep their Vietnamese letters and lose what is dangerous (fault 44)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from tracker.files.names import LONGEST_NAME, attachment, clean_file_name, ending_of

NAMES = [
    ("Đề án Đổi mới.pdf", "Đề án Đổi mới.pdf"),
    ("Đ.docx", "Đ.docx"),
    (unicodedata.normalize("NFD", "Nguyễn Thị Ấn.docx"), "Nguyễn Thị Ấn.docx"),
    ("báo cáo\r\nSet-Cookie: a=b.pdf", "báo cáoSet-Cookie_ a=b.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\An\\Báo cáo.xlsx", "Báo cáo.xlsx"),
    ("..", "tệp"),
    ("", "tệp"),
    ("\u202e\u200b", "tệp"),
    (".docx", "tệp.docx"),
    (".htaccess", "htaccess"),
    ("CON", "_CON"),
    ("con.pdf", "_con.pdf"),
    ("LPT1 .txt", "_LPT1 .txt"),
    ("COM².docx", "_COM².docx"),
    ("Console.pdf", "Console.pdf"),
    ('a"b<c>d|e?f*g:h.pdf', "a_b_c_d_e_f_g_h.pdf"),
    ("gpj.\u202efdp", "gpj.fdp"),
    ("báo\x00 cáo\x07.pdf", "báo cáo.pdf"),
    ("a.pdf. . .", "a.pdf"),
    ("\ud800a.pdf", "a.pdf"),
    ("Tờ trình (bản 2) – 15.10.pdf", "Tờ trình (bản 2) – 15.10.pdf"),
]


@pytest.mark.fault
@pytest.mark.parametrize(("name", "cleaned"), NAMES)
def test_fault_44_names(name: str, cleaned: str) -> None:
    assert clean_file_name(name) == cleaned


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_long_names_keep_their_ending(ending: str) -> None:
    cleaned = clean_file_name("Báo cáo tình hình giải ngân " * 20 + ending)
    assert len(cleaned) <= LONGEST_NAME
    assert cleaned.startswith("Báo cáo")
    assert cleaned.endswith(ending)


@given(st.text(max_size=400) | st.text(alphabet='./\\ .:conCON1-a\r\n\t"đ', max_size=300))
def test_any_name_is_safe_and_can_be_sent_back(name: str) -> None:
    cleaned = clean_file_name(name)
    assert 0 < len(cleaned) <= LONGEST_NAME
    assert clean_file_name(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} or char in '/\\<>:"|?*' for char in cleaned)
    assert cleaned.strip(" .") == cleaned
    assert parse_options_header(attachment(cleaned)) == ("attachment", {"filename": cleaned})


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a b.pdf", 'attachment; filename="a b.pdf"'),
        ("Đi.csv", "attachment; filename=Di.csv; filename*=UTF-8''%C4%90i.csv"),
        (
            "đường số 4.pdf",
            "attachment; filename=\"duong so 4.pdf\"; filename*=UTF-8''%C4%91%C6%B0%E1%BB%9Dng%20s%E1%BB%91%204.pdf",
        ),
    ],
)
def test_a_name_without_marks_keeps_its_letters(name: str, header: str) -> None:
    assert attachment(name) == header


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", ".pdf"), ("a.tar.gz", ".gz"), ("a", ""), (".docx", ""), ("a.", ""), ("a.docx ", ".docx")],
)
def test_endings(name: str, ending: str) -> None:
    assert ending_of(name) == ending
