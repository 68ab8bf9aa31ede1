"""Names of bodies: where they end, how a list is parted, who cooperates, which units they are."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.directives.extraction.owners import owner_at, partners, split_names
from tracker.directives.extraction.units import UnitBook
from tracker.directives.extraction.values import UnitRef

from .samples import UNITS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Các phòng, ban, cơ quan đơn vị và UBND 11 phường, xã cần tập trung",
            ("Các phòng, ban, cơ quan đơn vị", "UBND 11 phường, xã"),
        ),
        ("Phòng Tài chính - Kế hoạch đôn đốc các chủ đầu tư", ("Phòng Tài chính - Kế hoạch",)),
        ("Phòng Giáo dục và Đào tạo, Phòng Y tế rà soát", ("Phòng Giáo dục và Đào tạo", "Phòng Y tế")),
        ("Cơ quan thanh tra khẩn trương hoàn thành", ("Cơ quan thanh tra",)),
        (
            "Các sở: Xây dựng, Tài nguyên và Môi trường căn cứ chức năng",
            ("Các sở: Xây dựng", "Tài nguyên và Môi trường"),
        ),
        ("Hội đồng thẩm định thành phố thẩm định hồ sơ", ("Hội đồng thẩm định thành phố",)),
        ("Văn phòng HĐND và UBND thành phố theo dõi", ("Văn phòng HĐND và UBND thành phố",)),
        ("UBND các xã, phường, thị trấn báo cáo", ("UBND các xã, phường, thị trấn",)),
        ("Bí thư, Chủ tịch UBND các phường, xã chịu trách nhiệm", ("Bí thư", "Chủ tịch UBND các phường, xã")),
        ("Ban Quản lý dự án đầu tư xây dựng hoàn thiện hồ sơ", ("Ban Quản lý dự án đầu tư xây dựng",)),
        ("Các cơ quan phải trình phương án", ("Các cơ quan",)),
        ("Các đơn vị triển khai thực hiện kế hoạch này", ("Các đơn vị",)),
        ("Các cơ quan quản lý chặt chẽ đất công", ("Các cơ quan",)),
        ("Phòng Nội vụ là cơ quan thường trực, tham mưu kế hoạch", ("Phòng Nội vụ",)),
        ("UBND các xã được giao làm chủ đầu tư lập tiến độ", ("UBND các xã được giao làm chủ đầu tư",)),
        ("UBND các phường có tuyến đường đi qua vận động hộ dân", ("UBND các phường có tuyến đường đi qua",)),
        ("Ban Chỉ đạo thành phố chống buôn lậu phân công thành viên", ("Ban Chỉ đạo thành phố chống buôn lậu",)),
        ("Phó Chủ tịch Trần Văn Minh trước ngày 15/11/2022 trực tiếp kiểm tra", ("Phó Chủ tịch Trần Văn Minh",)),
    ],
)
def test_an_owner_ends_where_the_verb_begins(text: str, names: tuple[str, ...]) -> None:
    owner = owner_at(text, 0)
    assert owner is not None
    assert owner.names == names


@pytest.mark.parametrize(
    "text", ["Ban hành kế hoạch năm 2023", "Báo cáo kết quả", "Phòng chống dịch bệnh", "Trường hợp chậm nộp"]
)
def test_a_verb_is_no_owner(text: str) -> None:
    assert owner_at(text, 0) is None


def test_who_is_named_beside_the_owner_helps_him() -> None:
    owner = owner_at("Phòng Quản lý đô thị cùng Công an thành phố, UBND phường Sông Hiến ra quân", 0)
    assert owner is not None
    assert owner.names == ("Phòng Quản lý đô thị",)
    assert owner.beside == ("Công an thành phố", "UBND phường Sông Hiến")


def test_what_has_been_done_is_marked_as_told() -> None:
    owner = owner_at("Phòng Y tế đã tổ chức tiêm chủng", 0)
    assert owner is not None
    assert owner.past


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("chủ trì, phối hợp với Chi cục Thuế, Kho bạc Nhà nước rà soát", ("Chi cục Thuế", "Kho bạc Nhà nước")),
        ("phối hợp chặt chẽ với UBND các phường, xã trong việc kiểm đếm", ("UBND các phường, xã",)),
        ("chủ trì, Văn phòng phối hợp xây dựng kế hoạch", ("Văn phòng",)),
        ("chủ trì cùng Công an thành phố kiểm tra", ("Công an thành phố",)),
        ("phối hợp giải quyết các tồn tại", ()),
    ],
)
def test_partners_are_those_to_work_with(text: str, names: tuple[str, ...]) -> None:
    assert partners(text) == names


def test_long_explanations_do_not_belong_to_a_name() -> None:
    assert split_names("Các chủ rừng là tổ chức (gồm ban quản lý rừng phòng hộ và công ty lâm nghiệp)") == (
        "Các chủ rừng là tổ chức",
    )
    assert split_names("các đơn vị như: Phòng Y tế, Trung tâm Y tế") == ("Phòng Y tế", "Trung tâm Y tế")


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Phòng TC-KH", ("TCKH",)),
        ("phòng Tài chính và Kế hoạch thành phố", ("TCKH",)),
        ("Trưởng phòng Nội vụ", ("NV",)),
        ("Chi cục Thuế", ("THUE",)),
        ("Ban QLDA", ("BQLDA",)),
        ("Trung tâm Y tế", ("TTYT",)),
        ("Phòng Y tế", ("YT",)),
        ("UBND phường Sông Hiến", ("PSH",)),
        ("Chủ tịch UBND xã Hưng Đạo", ("XHD",)),
        ("các phường Hợp Giang, Tân Giang", ("PHG", "PTG")),
        ("Bộ Xây dựng", ()),
        ("UBND thành phố", ()),
    ],
)
def test_names_lead_to_the_offices_units(name: str, codes: tuple[str, ...]) -> None:
    assert UnitBook(UNITS, date(2022, 10, 28)).codes_of(name) == codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Phòng Quàn lý đô thi", ("QLDT",)),
        ("Trung tâm Phat triển qũy đất", ("TTPTQD",)),
        ("Phòng Kinh tế", ("KT",)),
        ("Phòng Dân tộc miền núi", ()),
        ("UBND phường Sông Hương", ()),
        ("Công an TP Hà Nội", ()),
        ("Trung tâm Y tế thành phố Cao Bằng", ("TTYT",)),
        ("Phòng Y tế thành phố Lào Cai", ()),
    ],
)
def test_a_slip_of_the_pen_is_forgiven_another_place_is_not(name: str, codes: tuple[str, ...]) -> None:
    assert UnitBook(UNITS, date(2022, 10, 28), "UBND thành phố Cao Bằng").codes_of(name) == codes


def test_groups_give_their_members() -> None:
    book = UnitBook(UNITS, date(2022, 10, 28))
    assert len(book.codes_of("UBND 11 phường, xã")) == 11
    assert len(book.codes_of("các phường")) == 8
    assert len(book.codes_of("UBND các xã")) == 3
    rooms = book.codes_of("các phòng, ban")
    assert "TCKH" in rooms
    assert "BQLDA" in rooms
    assert "THUE" not in rooms
    assert "THUE" in book.codes_of("Các phòng, ban, cơ quan đơn vị")
    assert book.is_group("UBND 11 phường, xã")
    assert not book.is_group("UBND phường Sông Hiến")


def test_groups_are_those_of_the_day() -> None:
    units = [
        UnitRef("A", "UBND phường A", kind="ward", valid_to=date(2022, 6, 30)),
        UnitRef("B", "UBND phường B", kind="ward", valid_from=date(2022, 7, 1)),
    ]
    assert UnitBook(units, date(2022, 6, 30)).codes_of("UBND các phường, xã") == ("A",)
    assert UnitBook(units, date(2022, 7, 1)).codes_of("UBND các phường, xã") == ("B",)
    late = UnitBook(units, date(2022, 7, 1))
    assert late.codes_of("UBND phường A") == ()
    assert late.closed_in("UBND phường A")
