"""The sentences of the minutes, and that our own extraction reads in them what was decided."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import ROOT
from tracker.directives.extraction import extract, read_units_csv
from tracker.meetings.minutes import (
    Lead,
    Subject,
    find_other_lead,
    suggest_title,
    write_decision,
    write_notice,
    write_order,
    write_title,
)
from tracker.meetings.models import Kind
from tracker.workdays import Calendar

DAY = date(2026, 11, 25)
DUE = date(2026, 12, 15)
UNITS = read_units_csv((ROOT / "tracker/demo/data/units.csv").read_text(encoding="utf-8"))
WORKS = Subject("Đẩy nhanh giải ngân vốn đầu tư xây dựng cơ bản", "Phòng Quản lý đô thị", None)


REVIEW = (
    "Thông báo kết luận số 142/TB-UBND ngày 20/11/2026 đã giao 30 nhiệm vụ; tính đến ngày 25/11/2026: hoàn thành 08 "
    "(07 đúng hạn, 01 quá hạn), đang triển khai 21 (trong đó 04 quá hạn), 01 tạm dừng. Hoàn thành 08/29 nhiệm vụ, "
    "27,6% (không tính nhiệm vụ tạm dừng, đã chuyển hoặc đã hủy)."
)


def names_of(unit):
    return [unit.name, unit.short_name, *unit.aliases]


def lead_of(code, names=None):
    """The unit with that code, beside all others of the sample office."""
    unit = next(unit for unit in UNITS if unit.code == code)
    others = [name for one in UNITS if one is not unit for name in names_of(one)]
    return Lead(unit.name, names_of(unit) if names is None else names, others)


def notice(*sentences, meeting="Giao ban tuần 48"):
    return write_notice(
        chair="Chủ tịch UBND Nguyễn Quốc Trung",
        meeting=meeting,
        held_on=DAY,
        walked=7,
        review=REVIEW,
        sentences=sentences,
    )


def read(*sentences):
    return extract(notice(*sentences), units=UNITS, topics=(), calendar=Calendar(), issued_on=DAY)


@pytest.mark.parametrize(
    ("words", "unit", "names", "sentence", "lead"),
    [
        (
            "Lập phương án chỉnh trang vỉa hè đường Kim Đồng",
            "Phòng Quản lý đô thị",
            (),
            "Giao Phòng Quản lý đô thị chủ trì lập phương án chỉnh trang vỉa hè đường Kim Đồng, "
            "hoàn thành trước ngày 15/12/2026.",
            "QLDT",
        ),
        (
            "Phòng QLĐT kiểm tra cấp nước sạch;",
            "Phòng Quản lý đô thị",
            ("Phòng QLĐT",),
            "Giao Phòng QLĐT kiểm tra cấp nước sạch, hoàn thành trước ngày 15/12/2026.",
            "QLDT",
        ),
        (
            "giao Chi cục Thuế rà soát hộ kinh doanh, xong trước ngày 15/12/2026.",
            "Chi cục Thuế",
            (),
            "giao Chi cục Thuế rà soát hộ kinh doanh, xong trước ngày 15/12/2026.",
            "THUE",
        ),
        (
            "UBND phường Sông Hiến dọn dẹp chợ",
            "UBND phường Sông Hiến",
            (),
            "Giao UBND phường Sông Hiến dọn dẹp chợ, hoàn thành trước ngày 15/12/2026.",
            "PSH",
        ),
    ],
)
def test_a_new_order_says_who_and_until_when_and_is_read_so(words, unit, names, sentence, lead):
    written = write_order(words, Lead(unit, names), DUE)
    assert written == sentence
    [draft] = read(written).directives
    assert (draft.lead_units, draft.date) == ((lead,), DUE)


@pytest.mark.parametrize(
    ("code", "words", "sentence"),
    [
        (
            "CA",
            "Tăng cường tuần tra các tuyến phố",
            "Giao Công an thành phố chủ trì tăng cường tuần tra các tuyến phố.",
        ),
        ("CA", "Cả tháng tuần tra ban đêm", "Giao Công an thành phố chủ trì cả tháng tuần tra ban đêm."),
        (
            "CA",
            "Tuần tra ban đêm, phối hợp với Công an tỉnh",
            "Giao Công an thành phố chủ trì tuần tra ban đêm, phối hợp với Công an tỉnh.",
        ),
        (
            "KT",
            "Phối hợp với Công an kiểm tra các chợ",
            "Giao Phòng Kinh tế chủ trì, phối hợp với Công an kiểm tra các chợ.",
        ),
        ("CA", "Công an TP tuần tra ban đêm", "Giao Công an TP tuần tra ban đêm."),
        ("CA", "Yêu cầu Công an tuần tra ban đêm", "Yêu cầu Công an tuần tra ban đêm."),
        ("CA", "Yêu cầu tuần tra ban đêm", "Giao Công an thành phố chủ trì tuần tra ban đêm."),
        ("CA", "Chủ trì tuần tra ban đêm", "Giao Công an thành phố chủ trì tuần tra ban đêm."),
        (
            "TCKH",
            "Giao chỉ tiêu thu ngân sách cho các phường",
            "Giao Phòng Tài chính - Kế hoạch chủ trì giao chỉ tiêu thu ngân sách cho các phường.",
        ),
        (
            "THUE",
            "Thuê tư vấn thẩm định giá đất",
            "Giao Chi cục Thuế khu vực chủ trì thuê tư vấn thẩm định giá đất.",
        ),
        (
            "TTR",
            "Thanh tra việc sử dụng đất",
            "Giao Thanh tra thành phố chủ trì thanh tra việc sử dụng đất.",
        ),
        ("TTR", "Thanh tra kiểm tra việc sử dụng đất", "Giao Thanh tra kiểm tra việc sử dụng đất."),
        (
            "QLDT",
            "Quản lý đô thị chặt chẽ hơn",
            "Giao Phòng Quản lý đô thị chủ trì quản lý đô thị chặt chẽ hơn.",
        ),
        ("QLDT", "Quản lý đô thị rà soát hồ sơ", "Giao Phòng Quản lý đô thị rà soát hồ sơ."),
        ("PHG", "Giao Hợp Giang dọn dẹp chợ", "Giao UBND phường Hợp Giang dọn dẹp chợ."),
        ("PHC", "phường Hoà Chung dọn dẹp chợ", "Giao phường Hoà Chung dọn dẹp chợ."),
        ("KT", "Trưởng Phòng Kinh tế kiểm tra các chợ", "Giao Trưởng Phòng Kinh tế kiểm tra các chợ."),
    ],
)
def test_the_unit_leads_unless_the_words_begin_with_it(code, words, sentence):
    written = write_order(words, lead_of(code), None)
    assert written == sentence
    [draft] = read(written).directives
    assert draft.lead_units == (code,)


@pytest.mark.parametrize(
    ("code", "words", "sentence", "others"),
    [
        (
            "THUE",
            "Giao Phòng Tài chính - Kế hoạch phối hợp với Chi cục Thuế rà soát nợ đọng",
            "phối hợp với Phòng Tài chính - Kế hoạch rà soát nợ đọng.",
            {"TCKH"},
        ),
        (
            "THUE",
            "Phòng TC-KH phối hợp cùng Chi cục Thuế, Công an thành phố rà soát nợ đọng",
            "phối hợp với Phòng TC-KH, Công an thành phố rà soát nợ đọng.",
            {"TCKH", "CA"},
        ),
        (
            "THUE",
            "Đề nghị Phòng Kinh tế phối hợp với Công an thành phố kiểm tra các chợ",
            "phối hợp với Phòng Kinh tế, Công an thành phố kiểm tra các chợ.",
            {"KT", "CA"},
        ),
        (
            "THUE",
            "giao Phòng Kinh tế, Công an thành phố kiểm tra các chợ",
            "phối hợp với Phòng Kinh tế, Công an thành phố kiểm tra các chợ.",
            {"KT", "CA"},
        ),
        ("THUE", "Yêu cầu Phòng Kinh tế kiểm tra các chợ", "yêu cầu Phòng Kinh tế kiểm tra các chợ.", set()),
    ],
)
def test_units_that_the_words_begin_with_work_with_the_lead(code, words, sentence, others):
    written = write_order(words, lead_of(code), None)
    comma = "" if sentence.startswith("yêu cầu") else ","
    assert written == f"Giao Chi cục Thuế khu vực chủ trì{comma} {sentence}"
    [draft] = read(written).directives
    assert draft.lead_units == (code,)
    assert others <= set(draft.coop_units)


def test_words_that_give_the_lead_to_another_unit_are_noticed():
    lead = lead_of("THUE")
    for words in (
        "Giao Phòng Kinh tế chủ trì kiểm tra",
        "Phòng Kinh tế, Công an TP chủ trì, phối hợp với Chi cục Thuế",
    ):
        assert find_other_lead(words, lead).startswith("Phòng Kinh tế")
    for words in ("Giao Chi cục Thuế chủ trì", "Phòng Kinh tế kiểm tra", "Kiểm tra các chợ do Phòng Kinh tế chủ trì"):
        assert find_other_lead(words, lead) == ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.code)
def test_by_whatever_name_it_is_told_the_unit_is_named_once_and_found(unit):
    # Extraction takes «quân sự rà soát» for a noun: there the notice has its lead from the minutes.
    names = [name for name in (unit.name, unit.short_name, *unit.aliases) if not name.endswith(" sự")]
    written = [write_order(f"{name} rà soát hồ sơ", lead_of(unit.code, names), None) for name in names]
    assert {one.removesuffix(" rà soát hồ sơ.").removeprefix("Giao ") for one in written} <= set(names)
    assert [draft.lead_units for draft in read(*written).directives] == [(unit.code,)] * len(names)


@pytest.mark.parametrize(
    ("kind", "sentence", "due"),
    [
        (
            Kind.EXTEND,
            "Giao Phòng Quản lý đô thị tiếp tục thực hiện nhiệm vụ “Đẩy nhanh giải ngân vốn đầu tư xây dựng cơ bản”, "
            "hoàn thành trước ngày 15/12/2026.",
            DUE,
        ),
        (
            Kind.URGE,
            "Yêu cầu Phòng Quản lý đô thị khẩn trương thực hiện nhiệm vụ “Đẩy nhanh giải ngân vốn đầu tư xây dựng cơ "
            "bản”.",
            None,
        ),
        (
            Kind.REASSIGN,
            "Giao Chi cục Thuế chủ trì thực hiện nhiệm vụ “Đẩy nhanh giải ngân vốn đầu tư xây dựng cơ bản” "
            "(thay Phòng Quản lý đô thị).",
            None,
        ),
    ],
)
def test_a_word_about_a_task_is_one_order_to_the_right_unit(kind, sentence, due):
    written = write_decision(kind, WORKS, due_on=DUE, unit="Chi cục Thuế")
    assert written == sentence
    [draft] = read(written).directives
    assert draft.lead_units == (("THUE",) if kind is Kind.REASSIGN else ("QLDT",))
    assert draft.date == due


def test_what_was_said_when_urging_follows_and_why_a_date_moved_does_not():
    assert write_decision(Kind.URGE, WORKS, reason="báo cáo trước thứ Sáu").endswith("”. Báo cáo trước thứ Sáu.")
    assert write_decision(Kind.CLOSE, WORKS, reason="biểu dương đơn vị").endswith("”. Biểu dương đơn vị.")
    assert "mặt bằng" not in write_decision(Kind.EXTEND, WORKS, due_on=DUE, reason="Vướng mặt bằng")


def test_a_question_keeps_its_own_sign():
    assert write_decision(Kind.NOTE, WORKS, reason="Vì sao chưa cập nhật?").endswith("”: Vì sao chưa cập nhật?")
    assert write_decision(Kind.URGE, WORKS, reason="làm ngay!").endswith("”. Làm ngay!")


def test_only_late_work_is_called_late():
    late = WORKS._replace(due_on=None, is_late=True)
    assert "nguyên nhân chậm thực hiện nhiệm vụ" in write_decision(Kind.EXPLAIN, late)
    assert "giải trình bằng văn bản tình hình thực hiện nhiệm vụ" in write_decision(Kind.EXPLAIN, WORKS)


def test_quotation_marks_and_line_breaks_of_a_title_do_not_break_the_sentence():
    subject = Subject("Dự án “Đường\nvành đai”.", "Phòng Quản lý đô thị", DUE)
    assert "nhiệm vụ “Dự án ‘Đường vành đai’”, hoàn thành" in write_decision(Kind.URGE, subject)


@pytest.mark.parametrize(
    ("meeting", "called"),
    [
        ("Giao ban tuần 48", "cuộc họp giao ban tuần 48"),
        ("Phiên họp thứ 15", "phiên họp thứ 15"),
        ("UBND thành phố", "cuộc họp UBND thành phố"),
    ],
)
def test_the_heading_calls_the_meeting_as_people_do(meeting, called):
    assert write_title("Chủ tịch UBND", meeting) == f"Kết luận của Chủ tịch UBND tại {called}"
    facts = extract(notice("Ghi nhận.", meeting=meeting), units=UNITS, topics=(), calendar=Calendar()).facts
    assert (facts.title, facts.held_on) == (f"Kết luận của Chủ tịch UBND Nguyễn Quốc Trung tại {called}", DAY)


def test_the_review_paragraph_stands_before_the_conclusions():
    text = write_notice(
        chair="Chủ tịch", meeting="Giao ban", held_on=DAY, walked=0, review="Đã giao 30 nhiệm vụ.", sentences=["Một."]
    )
    assert text.index("chủ trì cuộc họp giao ban.") < text.index("Đã giao 30 nhiệm vụ.") < text.index("1. Một.")


def test_a_name_that_holds_the_date_is_not_dated_again():
    text = notice("Ghi nhận.", meeting="Giao ban ngày 25/11/2026")
    assert "\nChủ tịch UBND Nguyễn Quốc Trung chủ trì cuộc họp giao ban ngày 25/11/2026, xem xét" in text
    assert extract(text, units=UNITS, topics=(), calendar=Calendar()).facts.held_on == DAY
    assert "\nNgày 25/11/2026, Chủ tịch" in notice("Ghi nhận.", meeting="Tiếp giao ban ngày 18/11/2026")


def test_the_suggested_name_is_that_of_the_week():
    assert [suggest_title(day) for day in (DAY, date(2027, 1, 1))] == ["Giao ban tuần 48", "Giao ban tuần 53"]


ORDERS = st.lists(
    st.tuples(st.sampled_from(UNITS), st.dates(date(2026, 12, 1), date(2027, 12, 31))), min_size=1, max_size=8
)


@settings(max_examples=20)
@given(ORDERS)
def test_as_many_orders_are_read_as_were_given_each_with_its_unit_and_date(orders):
    given_orders = [
        write_order(f"Rà soát hồ sơ đợt {number}", lead_of(unit.code), due) for number, (unit, due) in enumerate(orders)
    ]
    found = read(*given_orders).directives
    assert [(draft.lead_units, draft.date) for draft in found] == [((unit.code,), due) for unit, due in orders]
