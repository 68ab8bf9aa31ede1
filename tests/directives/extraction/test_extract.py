"""Whole texts of the usual forms: what becomes a row, whose it is, by when."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from . import samples
from .samples import read


def test_a_notice_gives_its_numbered_orders_and_nothing_else() -> None:
    drafts = read(samples.NOTICE).directives
    assert [(draft.lead, draft.date, draft.every) for draft in drafts] == [
        (("phòng Tài chính - Kế hoạch",), date(2022, 11, 15), None),
        (("Phòng Quản lý đô thị",), None, None),
        (("Phòng Quản lý đô thị",), date(2022, 11, 30), None),
        (("UBND 11 phường, xã",), date(2022, 11, 9), None),
        (("Ban Quản lý dự án đầu tư xây dựng",), None, None),
        (("Ban Quản lý dự án đầu tư xây dựng",), None, "week"),
        (("Văn phòng HĐND và UBND thành phố",), None, None),
    ]
    first = drafts[0]
    assert first.text.startswith("Giao phòng Tài chính")
    assert first.text.endswith("trước ngày 15/11/2022")
    assert first.coop == ("Chi cục Thuế", "Kho bạc Nhà nước", "UBND các phường, xã")
    assert (first.suggested_lead, first.topic) == ("TCKH", "thu-ngan-sach")
    assert first.coop_units[:2] == ("THUE", "KBNN")
    assert len(first.coop_units) == 13
    assert first.doubts == ()


def test_a_group_that_owns_the_order_alone_is_told_one_by_one() -> None:
    draft = read(samples.NOTICE).directives[3]
    assert draft.one_per_unit
    assert len(draft.lead_units) == 11
    assert draft.suggested_lead is None
    assert draft.due == "trong 05 ngày làm việc"


def test_reasons_and_doubts_are_named() -> None:
    drafts = read(samples.NOTICE).directives
    assert {(reason.field, reason.key) for reason in drafts[0].why} == {
        ("order", "order_frame"),
        ("lead", "lead_own"),
        ("lead", "lead_sole_unit"),
        ("coop", "coop_named"),
        ("due", "due_own"),
        ("topic", "topic_words"),
    }
    assert [reason.key for reason in drafts[1].why][:2] == ["order_imperative", "lead_heading"]
    assert [reason.key for reason in drafts[1].doubts] == ["due_missing"]


def test_a_notice_states_its_facts() -> None:
    result = read(samples.NOTICE)
    facts = result.facts
    assert result.doc_date == date(2022, 11, 2)
    assert (facts.number, facts.issuer) == ("215/TB-UBND", "ỦY BAN NHÂN DÂN THÀNH PHỐ CAO BẰNG")
    assert (facts.chair, facts.signer) == ("đồng chí Nguyễn Văn Bình, Chủ tịch UBND thành phố", "Trần Thị Hoa")
    assert (facts.issued_on, facts.held_on) == (date(2022, 11, 2), date(2022, 10, 31))
    assert facts.title.endswith("phiên họp giao ban tháng 10 năm 2022")
    assert facts.meeting.startswith("Phiên họp giao ban")


def test_facts_are_told_as_a_register_writes_them() -> None:
    facts = read("""THÔNG BÁO
KẾT LUẬN CỦA CHỦ TỊCH UBND THÀNH PHỐ VỀ CÔNG TÁC PCCC
Ngày 19/11/2026, tại phòng họp UBND thành phố, Chủ tịch UBND thành phố Trần Văn Minh chủ trì cuộc họp về PCCC.
""").facts
    assert facts.title == "Kết luận của chủ tịch UBND thành phố về công tác PCCC"
    assert facts.chair == "Chủ tịch UBND thành phố Trần Văn Minh"
    quoted = read(
        "Đẩy nhanh giải phóng mặt bằng (Thông báo 215/TB-UBND)\nChủ tịch UBND thành phố yêu cầu các phòng báo cáo."
    )
    assert quoted.facts.number == "215/TB-UBND"


def test_a_news_report_gives_only_what_was_demanded() -> None:
    result = read(samples.NEWS)
    assert result.doc_date == date(2022, 11, 29)
    assert [(draft.lead[0], draft.date) for draft in result.directives] == [
        ("phòng Tài chính - Kế hoạch", date(2022, 12, 31)),
        ("phòng Tài nguyên và Môi trường", date(2022, 12, 20)),
        ("Các phường, xã", None),
    ]
    assert result.directives[1].coop == ("Trung tâm Phát triển quỹ đất",)


def test_a_plan_names_owner_partners_and_time_below_the_work() -> None:
    drafts = read(samples.PLAN).directives
    assert [draft.text.split()[0] for draft in drafts] == ["Rà", "niêm"]
    for draft in drafts:
        assert (draft.lead, draft.coop) == (("Phòng Nội vụ",), ("UBND các phường, xã",))
        assert draft.date == date(2023, 6, 30)
        assert "lead_label" in [reason.key for reason in draft.why]


def test_a_telegram_gives_the_items_of_its_headings() -> None:
    drafts = read(samples.TELEGRAM, date(2022, 9, 11)).directives
    wards = ("Chủ tịch UBND các phường, xã",)
    assert [(draft.lead, draft.date, draft.every) for draft in drafts] == [
        (wards, None, None),
        (wards, None, "day"),
        (("Trưởng phòng Kinh tế", "Trưởng phòng Quản lý đô thị"), date(2022, 9, 15), None),
    ]
    assert drafts[2].lead_units == ("QLDT", "KT")


def test_a_table_gives_a_row_for_each_line_below_its_head() -> None:
    drafts = read(samples.TABLE, date(2022, 11, 1)).directives
    assert [(draft.text, draft.lead, draft.date, draft.every) for draft in drafts] == [
        ("Rà soát các khoản nợ đọng thuế", ("Phòng TC-KH",), date(2022, 11, 15), None),
        ("Xây dựng kế hoạch chỉnh trang đô thị", ("Phòng Quản lý đô thị",), date(2022, 12, 31), None),
        ("Báo cáo tình hình dịch bệnh", ("Phòng Y tế",), None, "month"),
    ]
    assert drafts[0].coop == ("Chi cục Thuế", "UBND các phường, xã")
    figures = "TT\tChỉ tiêu\tKế hoạch\tThực hiện\n1\tThu ngân sách nhà nước trên địa bàn\t400\t216\n"
    assert read(figures).directives == ()


def test_what_is_demanded_after_praise_or_grounds_is_found() -> None:
    told = (
        "Thành phố họp giao ban\nSáng 3/10, UBND thành phố họp.\nTình hình ổn định. Thu ngân sách đạt kế hoạch.\n"
        "Chủ tịch UBND thành phố phê bình phòng Kinh tế chậm báo cáo; đồng thời yêu cầu phòng Kinh tế báo cáo trước "
        "ngày 10/10. Đối với các phường chưa có báo cáo về nhà ở, Chủ tịch giao phòng Nội vụ đôn đốc.\n"
    )
    drafts = read(told, date(2022, 10, 3)).directives
    assert [(draft.lead, draft.date) for draft in drafts] == [
        (("phòng Kinh tế",), date(2022, 10, 10)),
        (("phòng Nội vụ",), None),
    ]


def test_owners_parted_by_semicolons_are_one_list() -> None:
    (draft,) = read(
        "Chủ tịch UBND thành phố yêu cầu:\n1. Các phòng, ban; UBND các phường; và UBND các xã khẩn trương rà soát."
    ).directives
    assert draft.lead == ("Các phòng, ban", "UBND các phường", "UBND các xã")


def test_a_list_after_a_colon_within_the_sentence_is_read() -> None:
    told = (
        "Phường họp giao ban\nChiều 3/10, UBND phường họp.\nTheo báo cáo, công tác thu ngân sách được quan tâm.\n"
        "Kết luận cuộc họp, đồng chí Chủ tịch UBND phường ghi nhận sự cố gắng của các ngành, đồng thời đề nghị: công "
        "chức Tài chính - Kế toán đôn đốc thu thuế; Công an phường nắm tình hình; các tổ dân phố dọn vệ sinh chiều "
        "thứ sáu hằng tuần.\n"
    )
    assert [(draft.lead, draft.every) for draft in read(told).directives] == [
        (("công chức Tài chính - Kế toán",), None),
        (("Công an phường",), None),
        (("các tổ dân phố",), "week"),
    ]


def test_a_list_pasted_by_itself_is_read_too() -> None:
    drafts = read("1. Phòng Y tế:\n- Tổ chức tiêm chủng.\n2. Khẩn trương rà soát hộ nghèo.").directives
    assert [draft.lead for draft in drafts] == [("Phòng Y tế",), ()]
    assert drafts[1].doubts[0].key == "lead_missing"


def test_a_report_without_orders_gives_nothing() -> None:
    told = "Trong tháng 10, thành phố đã hoàn thành 12/15 chỉ tiêu. Phòng Y tế đã tổ chức tiêm chủng cho 2.000 người."
    assert read(told).directives == ()
    assert read("").directives == ()
    assert read("   \n\t\n").directives == ()


def test_all_ways_of_writing_the_same_letters_give_the_same_orders() -> None:
    plain = read(samples.NOTICE)
    for source in (
        unicodedata.normalize("NFD", samples.NOTICE),
        samples.NOTICE.replace("\n", "\r\n"),
        samples.NOTICE.replace("Ban Quản", "Ваn Quản").replace("ủy", "uỷ").replace("òa", "oà"),
        "\ufeff" + samples.NOTICE.replace("hồ sơ", "hồ\u00a0sơ"),
    ):
        result = read(source)
        assert [draft.lead for draft in result.directives] == [draft.lead for draft in plain.directives]
        assert [draft.date for draft in result.directives] == [draft.date for draft in plain.directives]
        for draft in result.directives:
            assert draft.text == source[draft.start : draft.end]


def test_lines_that_the_page_broke_are_joined() -> None:
    wrapped = "\n\n".join(_wrap(part) for part in samples.NOTICE.split("\n\n"))
    assert [draft.lead for draft in read(wrapped).directives] == [
        draft.lead for draft in read(samples.NOTICE).directives
    ]


def _wrap(paragraph: str, width: int = 60) -> str:
    if "\n" in paragraph:
        return paragraph
    lines, line = [], ""
    for word in paragraph.split(" "):
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


_PIECES = st.sampled_from(
    [
        *samples.NOTICE.split(". "),
        *samples.NEWS.split("\n"),
        "Sở Y tế",
        "yêu cầu:",
        "1.",
        "-",
        ";",
        "(",
        "“",
        "\n",
        "e\u0302\u0301",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=20), max_size=30))
def test_whatever_the_text_drafts_lie_in_it_in_order(pieces: list[str]) -> None:
    source = " ".join(pieces)
    end = 0
    for draft in read(source, date(2022, 11, 2)).directives:
        assert end <= draft.start < draft.end <= len(source)
        assert draft.text == source[draft.start : draft.end]
        assert draft.title
        end = draft.end


def test_a_very_long_text_is_read_to_its_end() -> None:
    """No rule may take more than its share: no full stop in half a megabyte, brackets never closed, endless lists."""
    for filler in ("rà soát; ", "(", "Sở Y tế, ", "thực hiện nhiệm vụ ", "a", "“", "1.", "trước ngày 12/3 "):
        source = filler * (500_000 // len(filler)) + "\n\n" + samples.NOTICE
        assert read(source).directives[-1].lead == ("Văn phòng HĐND và UBND thành phố",)
