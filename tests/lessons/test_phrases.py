import pytest

from tracker.lessons.phrases import leading_phrase, name_of_body, topic_phrases


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Ban QLDA", "Ban QLDA"),
        ("phòng  Lao động", "phòng Lao động"),
        ("Trưởng phòng Lao động", "phòng Lao động"),
        ("Phòng Lao động, Thương binh và Xã hội", "Phòng Lao động, Thương binh và Xã hội"),
        ("Giám đốc Trung tâm Phát triển quỹ đất", "Trung tâm Phát triển quỹ đất"),
        ("Hạt Kiểm lâm", "Hạt Kiểm lâm"),
        ("Điện lực", "Điện lực"),
        ("", ""),
        ("Phòng", ""),
        ("đơn vị", ""),
        ("Chủ đầu tư", ""),
        ("Chủ tịch UBND", ""),
        ("Thủ trưởng", ""),
        ("đồng chí Nguyễn Văn Bình", ""),
        ("Phó Chủ tịch Lê Minh Đức", ""),
        ("các phòng, ban", ""),
        ("Các chủ đầu tư", ""),
        ("11 phường, xã", ""),
        ("đơn vị này", ""),
        ("các cơ quan liên quan", ""),
        ("Ban QLDA; Phòng Lao động", ""),
        ("Ban QLDA và Phòng Lao động", ""),
        ("Phòng Y tế, Phòng Giáo dục", ""),
    ],
)
def test_only_one_body_that_is_named_can_be_learned(mention, name):
    assert name_of_body(mention) == name


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("Rà soát nhà tạm, nhà dột nát", "Rà soát nhà tạm"),
        ("Tiêm phòng – đàn lợn", "Tiêm phòng đàn lợn"),
        ("Báo cáo.", "Báo cáo"),
        ("Họp", ""),
        ("", ""),
    ],
)
def test_titles_that_begin_alike(title, phrase):
    assert leading_phrase(title) == phrase


def test_phrases_of_a_topic_are_no_names_places_dates_or_words_of_every_notice():
    sentence = (
        "Giao Phòng Nông vụ chủ trì, phối hợp với UBND phường Sông Hiến tổ chức tiêm phòng đàn lợn tại Nà Cạn, "
        "hoàn thành trước ngày 15/12/2026; báo cáo kết quả về Ủy ban nhân dân thành phố."
    )
    found = topic_phrases(sentence, ["Phòng Nông vụ", "UBND phường Sông Hiến"], [])
    assert found == [
        "tiêm phòng",
        "tiêm phòng đàn",
        "tiêm phòng đàn lợn",
        "phòng đàn",
        "phòng đàn lợn",
        "đàn lợn",
    ]


def test_what_a_topic_has_is_not_proposed_again():
    assert "đàn lợn" not in topic_phrases("tiêm phòng đàn lợn", [], ["Đàn  Lợn"])


def test_a_sentence_in_capitals_teaches_nothing_and_a_long_one_not_too_much():
    assert topic_phrases("TIÊM PHÒNG ĐÀN LỢN", [], []) == []
    assert (
        len(topic_phrases(" ".join(f"lợn gà vịt ngan bò trâu dê{'' if n % 2 else ' ngựa'}" for n in range(90)), [], []))
        == 24
    )
