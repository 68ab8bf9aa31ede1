import unicodedata

import pytest

from tracker.directives.secrecy import find_secrecy_mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("ỦY BAN NHÂN DÂN\nMẬT\nSố: 12/BC-UBND", "MẬT"),
        ("TỐI MẬT\nBáo cáo", "TỐI MẬT"),
        ("UBND THÀNH PHỐ      TUYỆT MẬT      CỘNG HÒA XÃ HỘI", "TUYỆT MẬT"),
        ("[MẬT]", "MẬT"),
        ("Độ mật: Tối mật", "Tối mật"),
        (unicodedata.normalize("NFD", "Độ mật: Tối mật"), "Tối mật"),
    ],
)
def test_a_mark_is_found_where_such_papers_carry_it(text, mark):
    assert find_secrecy_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Giữ bí mật công tác. Mật ong rừng là sản phẩm OCOP.",
        "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Giao Công an thành phố rà soát tài liệu MẬT đã cấp.",
        "mật độ xây dựng: 60%",
    ],
)
def test_words_that_only_speak_of_secrets_are_no_mark(text):
    assert find_secrecy_mark(text) == ""
