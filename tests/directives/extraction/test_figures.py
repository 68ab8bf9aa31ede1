"""Figures of a report: name, value, unit, as of when, percent of whose plan; and what is no figure."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.directives.extraction import Figure, read_figures
from tracker.directives.extraction.figures.amounts import find_amounts, number
from tracker.directives.extraction.figures.values import derived

from .samples import NOTICE, read

SEED = Path(__file__).parents[4] / "shared" / "seed" / "phien-hop-15-2022-10-28.txt"
DAY = date(2022, 10, 28)
REPORT = (
    "Tính đến ngày 15/10/2022, tổng thu ngân sách trên địa bàn được trên 216 tỷ đồng, đạt 53,6% KH do UBND tỉnh giao, "
    "đạt 38,2% KH do HĐND thành phố giao. Giá trị sản xuất công nghiệp tháng 10 đạt trên 31,5 tỷ; 10 tháng đầu năm đạt "
    "trên 286 tỷ đồng, bằng 78% kế hoạch năm và tăng 12,5% so với cùng kỳ.\n"
    "Trong 10 tháng đầu năm, thành phố đón trên 191 nghìn lượt du khách, vượt 27% so với chỉ tiêu kế hoạch năm 2022, "
    "riêng tháng 10 đón gần 95.000 lượt du khách.\n"
)


def one(text: str, day: date | None = DAY) -> Figure:
    (figure,) = read_figures(text, day)
    return figure


def test_a_reading_gives_the_targets_behind_its_percents() -> None:
    revenue, month, year, guests, lately = read_figures(REPORT, DAY)
    assert (revenue.name, revenue.value, revenue.unit) == (
        "Tổng thu ngân sách trên địa bàn",
        Decimal(216),
        "tỷ đồng",
    )
    assert (revenue.qualifier, revenue.as_of, revenue.period) == (
        "trên",
        date(2022, 10, 15),
        "Tính đến ngày 15/10/2022",
    )
    assert [(target.set_by, target.percent, target.value) for target in revenue.targets] == [
        ("UBND tỉnh", Decimal("53.6"), Decimal(403)),
        ("HĐND thành phố", Decimal("38.2"), Decimal(565)),
    ]
    assert (month.value, month.unit, month.period) == (Decimal("31.5"), "tỷ đồng", "tháng 10")
    assert (year.name, year.value, year.period) == (month.name, Decimal(286), "10 tháng đầu năm")
    assert (year.targets[0].value, year.changes[0].percent) == (Decimal(367), Decimal("12.5"))
    assert (guests.name, guests.value, guests.unit) == ("Lượt du khách", Decimal(191000), "lượt")
    assert (guests.targets[0].percent, guests.targets[0].value) == (Decimal(127), Decimal(150000))
    assert (lately.value, lately.qualifier, lately.as_of) == (Decimal(95000), "gần", date(2022, 10, 31))


@pytest.mark.skipif(not SEED.exists(), reason="the seed text is not here")
def test_the_seed_gives_its_figures() -> None:
    source = SEED.read_bytes().decode("utf-8")
    result = read(source, DAY)
    found = [(figure.value, figure.unit, len(figure.targets)) for figure in result.figures]
    assert found == [
        (Decimal(216), "tỷ đồng", 2),
        (Decimal("31.5"), "tỷ đồng", 0),
        (Decimal(286), "tỷ đồng", 1),
        (Decimal(3700), "tỷ đồng", 1),
        (Decimal(16), "sản phẩm", 0),
        (Decimal(191000), "lượt", 1),
        (Decimal(95000), "lượt", 0),
    ]
    assert result.figures[0].name == "Tổng thu ngân sách Nhà nước trên địa bàn"
    assert [target.value for target in result.figures[0].targets] == [Decimal(403), Decimal(565)]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("Đến hết quý III, vốn đầu tư giải ngân đạt 120 tỷ đồng.", date(2022, 9, 30)),
        ("Đến nay, vốn đầu tư giải ngân đạt 120 tỷ đồng.", DAY),
        ("Tháng 12, vốn đầu tư giải ngân đạt 120 tỷ đồng.", date(2021, 12, 31)),
        ("9 tháng năm 2022, vốn đầu tư giải ngân đạt 120 tỷ đồng.", date(2022, 9, 30)),
        ("Năm 2021, vốn đầu tư giải ngân đạt 120 tỷ đồng.", date(2021, 12, 31)),
        ("Vốn ngân sách giai đoạn 2021 - 2025 đạt 120 tỷ đồng.", None),
        ("Tính đến 15/10, công việc có 2 phần chậm. Vốn đầu tư đạt 120 tỷ đồng.", date(2022, 10, 15)),
        ("Tính đến ngày 31/02/2022, vốn đầu tư đạt 120 tỷ đồng.", None),
    ],
)
def test_when_a_figure_holds(text: str, as_of: date | None) -> None:
    assert one(text).as_of == as_of


def test_without_a_date_of_the_text_a_period_keeps_its_words_only() -> None:
    figure = one("Tháng 9, sản lượng đạt 1.250,5 tấn.", None)
    assert (figure.value, figure.unit, figure.as_of, figure.period) == (Decimal("1250.5"), "tấn", None, "Tháng 9")


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("5,4 nghìn tỷ đồng", "5400", "tỷ đồng"),
        ("3.700 tỉ đồng", "3700", "tỷ đồng"),
        ("850 triệu đồng", "850", "triệu đồng"),
        ("2,6 tỷ USD", "2.6", "tỷ USD"),
        ("45 triệu đồng/người/năm", "45", "triệu đồng/người/năm"),
        ("1,2 triệu lượt khách", "1200000", "lượt khách"),
        ("12.5 km", "12.5", "km"),
        ("0.125 ha", "0.125", "ha"),
    ],
)
def test_units_and_scales(words: str, value: str, unit: str) -> None:
    figure = one(f"Tổng giá trị thực hiện đạt {words}.")
    assert (str(figure.value), figure.unit) == (value, unit)


def test_a_percent_by_itself_and_one_of_an_earlier_time() -> None:
    figure = one("Trong tháng, thu ngân sách đạt 92% dự toán tỉnh giao.")
    assert (figure.name, figure.value, figure.unit) == ("Thu ngân sách", Decimal(92), "%")
    assert (figure.targets[0].set_by, figure.targets[0].value) == ("tỉnh", None)
    assert one("Tỷ lệ che phủ rừng đạt 55,2%.").unit == "%"
    text = (
        "Chi ngân sách đạt 90 tỷ đồng, giảm 4% so với cùng kỳ năm trước; tổng dư nợ đạt 9 tỷ đồng, bằng 105% cùng kỳ."
    )
    less, more = read_figures(text, DAY)
    assert (less.changes[0].percent, less.changes[0].against) == (Decimal(-4), "cùng kỳ năm trước")
    assert more.changes[0].percent == Decimal(5)
    short = one("Tổng vốn đạt 90 tỷ đồng, giảm 10% so với kế hoạch.")
    assert (short.targets[0].percent, short.targets[0].value) == (Decimal(90), Decimal(100))


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Nghị định số 15/2020/NĐ-CP ngày 03/02/2020, Điều 5, khoản 2.",
        "Đã hoàn thành 15/30 nhiệm vụ được giao.",
        "Phấn đấu thu ngân sách đạt 400 tỷ đồng.",
        "Mức phạt được quy định là 30 triệu đồng.",
        "Tỷ lệ hộ nghèo giảm từ 5% xuống 3%.",
        "Tổng vốn đạt 10 - 15 tỷ đồng.",
        "Trụ sở tại số 12 đường Hoàng Đình Giong, điện thoại 0206 385 2146.",
        "Tăng 12% so với cùng kỳ.",
        "Thời gian thực hiện được 3 tháng.",
        "Đạt 120 tỷ đồng.",
        "TT\tChỉ tiêu\tThực hiện\n1\tThu ngân sách đạt\t216 tỷ đồng\n",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert read_figures(text, DAY) == ()


def test_what_is_ordered_is_no_reading() -> None:
    told = NOTICE.replace("rà soát các khoản nợ đọng thuế", "thu hồi nợ thuế, tổng số thu được là 12 tỷ đồng")
    figures = read(told).figures
    assert [(figure.name, figure.value) for figure in figures] == [("Thu ngân sách", Decimal("53.6"))]


def test_places_are_those_of_the_text_as_given() -> None:
    source = unicodedata.normalize("NFD", REPORT).replace(" ", "\u00a0", 5).replace("\n", "\r\n")
    figures = read_figures(source, DAY)
    assert [figure.value for figure in figures] == [figure.value for figure in read_figures(REPORT, DAY)]
    assert all(figure.text == source[figure.start : figure.end] for figure in figures)


@given(st.integers(0, 10**12), st.integers(0, 9999))
def test_numbers_are_read_as_vietnamese_write_them(whole: int, part: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    assert number(grouped) == whole
    assert number(f"{grouped},{part}") == Decimal(f"{whole}.{part}")


@given(st.decimals("0.1", 300, places=1), st.sampled_from(("%", " %")))
def test_every_percent_is_read(percent: Decimal, sign: str) -> None:
    words = f"đạt {str(percent).replace('.', ',')}{sign} kế hoạch"
    (amount,) = find_amounts(words, 0, len(words))
    assert (amount.value, amount.unit) == (percent, "%")
    planned = derived(Decimal(216), percent)
    assert planned is not None
    assert abs(planned * percent / 100 - 216) <= Decimal("1.1")


def test_nothing_is_derived_from_no_percent() -> None:
    assert derived(Decimal(5), Decimal(0)) is None


PIECES = st.sampled_from(
    (
        "Tổng thu ", "đạt ", "trên ", "216", "3.700", "53,6", "%", " tỷ", " đồng", " lượt", " KH", " do UBND tỉnh giao",
        ", ", "; ", ". ", "\n", "tháng 10 ", "ngày 31/2 ", "đến nay ", "năm 2022 ", "quý IV ", "vượt ", "bằng ", "/",
        "-",
        "đón ", " so với cùng kỳ", "99 tháng đầu năm ", "sản phẩm", "0", "\u0301", "\u00a0", "13/13/2022 ",
    )
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)), st.none() | st.dates())
def test_any_text_gives_figures_in_order_at_their_places(text: str, day: date | None) -> None:
    end = 0
    for figure in read_figures(text, day):
        assert end <= figure.start < figure.end
        assert figure.text == text[figure.start : figure.end]
        assert figure.name
        assert figure.unit
        end = figure.end
