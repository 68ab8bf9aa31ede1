import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.order_pairs import DIFFERENT, SAME, UNSEEN_DIFFERENT, UNSEEN_SAME
from tracker.review.resemblance import CERTAIN, SHOWN, Order, overlap, resemblance, units_pattern

UNITS = [
    "Phòng Tư pháp",
    "Phòng Kinh tế",
    "Phòng Quản lý đô thị",
    "Ban Quản lý dự án",
    "Ban Quản lý dự án đầu tư xây dựng",
    "Phòng Nội vụ",
    "Chi cục Thuế khu vực",
    "Chi cục Thuế",
    "Phòng Tài chính - Kế hoạch",
    "Phòng TC-KH",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Văn hóa và Thông tin",
    "Phòng Y tế",
    "Công an thành phố",
    "Phòng Lao động - Thương binh và Xã hội",
    "Thanh tra thành phố",
    "Văn phòng HĐND và UBND",
    "Trung tâm Văn hóa và Truyền thông",
    "Trung tâm Phát triển quỹ đất",
    "Hạt Kiểm lâm",
    "Công ty Điện lực",
    "UBND phường Hợp Giang",
    "UBND phường Tân Giang",
    "UBND phường Sông Bằng",
    "UBND phường Đề Thám",
    "UBND xã Hưng Đạo",
    "UBND xã Chu Trinh",
    "UBND xã Vĩnh Quang",
]
NAMES = units_pattern(UNITS)
TEXTS = [text for pair in SAME + DIFFERENT for text in pair]


def order(text: str) -> Order:
    """Everything of one unit and one topic: nothing but the words can tell them apart."""
    return Order.of(text, lead=1, topic=1, names=NAMES)


def share_from(limit: float, pairs: list[tuple[str, str]]) -> float:
    return sum(resemblance(order(one), order(other)) >= limit for one, other in pairs) / len(pairs)


@pytest.mark.parametrize(
    ("same", "different"),
    [(SAME, DIFFERENT), (UNSEEN_SAME, UNSEEN_DIFFERENT)],
    ids=["chosen_on", "unseen"],
)
def test_what_comes_back_is_known_and_what_sounds_alike_is_not(same, different):
    assert share_from(CERTAIN, same) >= 0.8
    assert share_from(SHOWN, same) >= 0.9
    assert share_from(CERTAIN, different) <= 1 / len(different)
    assert share_from(SHOWN, different) <= 3 / len(different)


def test_units_and_topics_weigh_a_little():
    one, other = SAME[0]
    alike = resemblance(order(one), order(other))
    foreign = resemblance(order(one), Order.of(other, lead=2, topic=2, names=NAMES))
    unknown = resemblance(order(one), Order.of(other, names=NAMES))
    assert alike > unknown > foreign >= SHOWN


def test_formulas_alone_make_nothing_alike():
    one = "Tiếp tục thực hiện tốt công tác phòng, chống dịch; báo cáo kết quả trước ngày 20/12/2026."
    other = "Tiếp tục thực hiện tốt công tác thu thuế; báo cáo kết quả trước ngày 20/12/2026."
    assert resemblance(order(one), order(other)) < SHOWN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nâng cấp đường Bế Văn Đàn, bảo đảm thoát nước.", "Nâng cấp đường Kim Đồng, bảo đảm thoát nước."),
        ("Lập dự toán chi thường xuyên năm 2026.", "Lập dự toán chi thường xuyên năm 2027."),
        ("Di dời 12 cột điện ra khỏi hành lang an toàn.", "Di dời 40 cột điện ra khỏi hành lang an toàn."),
    ],
)
def test_other_places_years_and_figures_speak_against_it(one, other):
    assert resemblance(order(one), order(one + " Khẩn trương.")) - resemblance(order(one), order(other)) > 0.05


@given(st.lists(st.sampled_from(TEXTS) | st.text(max_size=60), min_size=2, max_size=2))
def test_it_is_the_same_either_way_round(texts):
    one, other = map(order, texts)
    assert resemblance(one, other) == resemblance(other, one)
    assert overlap(one, other) == overlap(other, one)
    assert 0.0 <= resemblance(one, other) <= 1.0


@given(st.text(max_size=200))
def test_what_is_identical_once_folded_is_one(text):
    assert resemblance(order(text), order(f"  {text} ")) == 1.0


def test_only_what_is_identical_is_one():
    for one, other in itertools.combinations(TEXTS[:30], 2):
        if order(one).plain != order(other).plain:
            assert resemblance(order(one), order(other)) < 1.0


def test_no_names_are_no_pattern():
    assert units_pattern([]) is None
    assert units_pattern(["X"]) is None
