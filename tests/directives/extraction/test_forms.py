"""Forms of writing that open orders without the usual introduction, or name their owner in another place."""

from __future__ import annotations

from datetime import date

import pytest

from .samples import read

ISSUED = date(2026, 11, 20)  # a Friday


def rows(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each order by its first two words, with its owners."""
    return [(" ".join(draft.text.split()[:2]), draft.lead) for draft in read(text, ISSUED).directives]


def test_a_list_in_which_most_items_are_orders_needs_no_introduction() -> None:
    text = """Công tác chỉnh trang đô thị
- Rà soát các biển quảng cáo hết hạn trên phố Kim Đồng.
- Tổ chức tháo dỡ mái che lấn chiếm vỉa hè.
- Cây xanh trước cổng trường.
"""
    assert [first for first, _lead in rows(text)] == ["Rà soát", "Tổ chức"]


def test_a_list_of_what_was_done_stays_a_report() -> None:
    text = """I. KẾT QUẢ THÁNG 10
- Rà soát 12 dự án, giải ngân 45 tỷ đồng.
- Tổ chức 03 hội nghị đối thoại.
II. NHIỆM VỤ THÁNG 11
- Rà soát các dự án chậm tiến độ.
"""
    assert [draft.text for draft in read(text, ISSUED).directives] == ["Rà soát các dự án chậm tiến độ"]


def test_a_topic_may_stand_before_the_owner_of_an_item() -> None:
    text = """Chủ tịch UBND thành phố kết luận các nội dung sau:
1. An ninh trật tự: Công an thành phố ra quân xử lý xe quá tải.
2. Lĩnh vực đất đai: Phòng Tài nguyên và Môi trường giải quyết dứt điểm 03 hồ sơ trễ hạn.
"""
    assert rows(text) == [
        ("Công an", ("Công an thành phố",)),
        ("Phòng Tài", ("Phòng Tài nguyên và Môi trường",)),
    ]


def test_points_that_end_with_a_comma_are_points() -> None:
    text = """Chủ tịch UBND thành phố kết luận như sau:
1. Công an thành phố xử lý xe quá tải, hoàn thành trước ngày 10/12/2026,
2. Phòng Nội vụ rà soát biên chế theo khoản 1,
2 và 3 Điều 5, xong trước ngày 12/12/2026.
"""
    drafts = read(text, ISSUED).directives
    assert [draft.title for draft in drafts] == ["Xử lý xe quá tải", "Rà soát biên chế theo khoản 1, 2 và 3 Điều 5"]


def test_who_is_asked_owns_the_list_not_who_asks() -> None:
    text = """Chi cục Thuế thành phố đề nghị UBND các phường, xã:
1. Rà soát các hộ kinh doanh mới phát sinh.
2. Niêm yết công khai mức thuế khoán.
"""
    assert {lead for _first, lead in rows(text)} == {("UBND các phường, xã",)}


def test_a_plan_that_is_issued_is_nobodys_order() -> None:
    text = """UBND thành phố ban hành kế hoạch như sau:
1. Tổ chức thu gom rác thải sau lũ.
2. Khơi thông cống rãnh trên các tuyến phố.
"""
    assert rows(text) == [("Tổ chức", ()), ("Khơi thông", ())]


def test_a_paper_quoted_after_a_question_opens_orders_again() -> None:
    text = """Ai chịu trách nhiệm phòng, chống rét cho vật nuôi?
Theo Công điện 15/CĐ-UBND năm 2026 có nội dung như sau:
2. Phòng Kinh tế
- Hướng dẫn che chắn chuồng trại, dự trữ thức ăn.
- Kiểm tra việc tiêm phòng tại các xã.
"""
    assert rows(text) == [("Hướng dẫn", ("Phòng Kinh tế",)), ("Kiểm tra", ("Phòng Kinh tế",))]


def test_a_table_that_lost_its_lines_gives_a_row_for_each_number() -> None:
    text = """II. PHÂN CÔNG NHIỆM VỤ
TT
Nội dung công việc
Đơn vị chủ trì
Đơn vị phối hợp
Thời hạn
1
Lập danh sách hộ được vay vốn
làm nhà ở
Phòng Lao động - Thương binh và Xã hội
UBND các phường, xã
Trước 25/11/2026
2
Kiểm tra việc sử dụng vốn vay
Phòng Tài chính - Kế hoạch
Kho bạc Nhà nước
Quý I/2027
III. TỔ CHỨC THỰC HIỆN
"""
    first, second = read(text, ISSUED).directives
    assert first.text == "Lập danh sách hộ được vay vốn\nlàm nhà ở"
    assert (first.lead, first.coop) == (("Phòng Lao động - Thương binh và Xã hội",), ("UBND các phường, xã",))
    assert (first.date, second.date) == (date(2026, 11, 25), date(2027, 3, 31))
    assert (second.lead, second.coop) == (("Phòng Tài chính - Kế hoạch",), ("Kho bạc Nhà nước",))


def test_a_title_and_a_sentence_broken_by_the_page_are_one() -> None:
    text = """II. NỘI
DUNG THỰC HIỆN
- Kiểm tra việc niêm yết giá tại các
Chợ xanh trước ngày 05/12/2026.
- Vận động tiểu thương ký cam kết.
"""
    found = read(text, ISSUED).directives
    assert [draft.text for draft in found] == [
        "Kiểm tra việc niêm yết giá tại các\nChợ xanh trước ngày 05/12/2026",
        "Vận động tiểu thương ký cam kết",
    ]


@pytest.mark.parametrize(
    "order", ["Đấu nối thêm 02 km ống nước về xã Chu Trinh", "Củng cố tổ dân phòng", "Không tăng giá nước sạch"]
)
def test_rare_verbs_open_an_item_among_orders(order: str) -> None:
    text = f"Chủ tịch UBND thành phố yêu cầu các đơn vị thực hiện:\n- {order}.\n- Báo cáo kết quả hằng tuần.\n"
    assert read(text, ISSUED).directives[0].text == order


def test_the_lead_of_a_report_is_kept_when_it_is_told_only_there() -> None:
    text = """Thành phố siết trật tự vỉa hè
Chủ tịch UBND thành phố yêu cầu Phòng Quản lý đô thị thu hồi giấy phép trông giữ xe của bãi xe sai quy định.
Tại cuộc họp, đại diện các phường nêu khó khăn về nhân lực.
"""
    assert rows(text) == [("Phòng Quản", ("Phòng Quản lý đô thị",))]


def test_owners_named_before_a_semicolon_belong_to_the_order_after_it() -> None:
    text = """Chủ tịch UBND thành phố kết luận các nội dung sau:
1. Giao các phòng, ban; UBND các phường, xã; Ban Quản lý dự án đầu tư xây dựng báo cáo tiến độ giải ngân. Kết quả gửi \
về Phòng Tài chính - Kế hoạch trước ngày 30/11/2026.
"""
    (draft,) = read(text, ISSUED).directives
    assert draft.lead == ("các phòng, ban", "UBND các phường, xã", "Ban Quản lý dự án đầu tư xây dựng")
    assert draft.date == date(2026, 11, 30)


def test_a_bare_kind_of_body_means_the_one_named_before() -> None:
    text = """Chủ tịch UBND tỉnh yêu cầu Sở Y tế tăng cường xét nghiệm. Sở cần bảo đảm thuốc điều trị."""
    assert [lead for _first, lead in rows(text)] == [("Sở Y tế",), ("Sở Y tế",)]


def test_the_last_item_is_no_heading_though_its_full_stop_is_missing() -> None:
    text = """Chủ tịch UBND xã kết luận các nội dung sau:
1. Các thôn huy động nhân dân khơi thông cống rãnh.
2. Văn phòng UBND xã đôn đốc, tổng hợp kết quả tại phiên họp tháng 12
TM. ỦY BAN NHÂN DÂN
"""
    assert [first for first, _lead in rows(text)] == ["Các thôn", "Văn phòng"]


def test_what_is_quoted_is_the_order_not_who_is_quoted() -> None:
    text = """Hội nghị giao ban tháng 11.
Đồng chí Chủ tịch UBND thành phố dự.
Chủ tịch UBND thành phố yêu cầu Phòng Y tế rà soát nguồn thuốc dự phòng.
“Các phường, xã phải kiểm tra bếp ăn bán trú trước ngày 30/11”, Chủ tịch UBND thành phố nhấn mạnh.
"""
    found = read(text, ISSUED).directives
    assert [draft.text for draft in found][1:] == ["Các phường, xã phải kiểm tra bếp ăn bán trú trước ngày 30/11"]
    assert found[1].lead == ("Các phường, xã",)


def test_an_item_without_an_owner_takes_none_where_several_were_told() -> None:
    text = """Chủ tịch UBND thành phố kết luận như sau:
II. NHIỆM VỤ TRỌNG TÂM
1. Ban Quản lý dự án đầu tư xây dựng đẩy nhanh nghiệm thu khối lượng hoàn thành.
2. Phòng Giáo dục và Đào tạo tham mưu kế hoạch thi học kỳ I.
3. Tăng cường kiểm tra an toàn thực phẩm tại chợ Xanh.
"""
    assert rows(text)[-1] == ("Tăng cường", ())
