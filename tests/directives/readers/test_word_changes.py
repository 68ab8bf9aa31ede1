"""Word as offices use it: tracked changes, merged cells, tables in tables, symbols, hidden text."""

from __future__ import annotations

from xml.sax.saxutils import escape

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.files.samples import docx_with_body, saved, with_part, word_paragraph
from tracker.directives.readers import read_document
from tracker.directives.readers.child.run import answer

from .test_word import level, numbering

BY = 'w:id="1" w:author="Văn phòng" w:date="2026-11-20T08:00:00Z"'


def run(text: str, kind: str = "t", properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{kind} xml:space="preserve">{escape(text)}</w:{kind}></w:r>'


def inserted(text: str) -> str:
    return f"<w:ins {BY}>{run(text)}</w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {BY}>{run(text, 'delText')}</w:del>"


def paragraph(*parts: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(parts)}</w:p>"


def end_is(change: str, before: str = "") -> str:
    """Properties of a paragraph whose own end was deleted, moved or inserted."""
    return f"{before}<w:rPr><w:{change} {BY}/></w:rPr>"


def read(body: str, parts: dict[str, str] | None = None) -> list[str]:
    package = docx_with_body(body.encode())
    for name, content in (parts or {}).items():
        package = with_part(package, name, content)
    reply = answer("docx", package)
    assert "text" in reply, reply
    return reply["text"].split("\n")


def test_inserted_words_count_and_deleted_ones_do_not() -> None:
    body = paragraph(
        run("Giao Phòng "), deleted("Nội vụ"), inserted("Tài chính"), run(" báo cáo trước ngày "),
        deleted("30/11"), inserted("15/12"), run("."),
    )  # fmt: skip
    assert read(body) == ["Giao Phòng Tài chính báo cáo trước ngày 15/12."]


def test_what_was_inserted_and_deleted_again_is_gone() -> None:
    assert read(paragraph(run("Còn"), f"<w:ins {BY}>{deleted(' hết')}</w:ins>")) == ["Còn"]


def test_moved_text_stands_once_where_it_was_moved_to() -> None:
    moved = (
        f'<w:moveFromRangeStart w:id="2" w:name="m"/><w:moveFrom {BY}>{run("Giao Công an báo cáo.")}</w:moveFrom>'
        '<w:moveFromRangeEnd w:id="2"/>'
    )
    arrived = f'<w:moveToRangeStart w:id="3" w:name="m"/><w:moveTo {BY}>{run("Giao Công an báo cáo.")}</w:moveTo>'
    body = paragraph(moved, properties=end_is("moveFrom")) + paragraph(run("Hai.")) + paragraph(arrived)
    assert read(body) == ["Hai.", "Giao Công an báo cáo."]


def test_a_deleted_paragraph_leaves_no_line_and_takes_no_number() -> None:
    lists = {"word/numbering.xml": numbering(level(0, "decimal", "%1."))}
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        paragraph(run("Một"), properties=listed)
        + paragraph(deleted("Bỏ"), properties=end_is("del", listed))
        + paragraph(inserted("Hai"), properties=end_is("ins", listed))
    )
    assert read(body, lists) == ["1. Một", "2. Hai"]


def test_paragraphs_joined_by_deleting_the_break_between_them_are_one() -> None:
    body = paragraph(run("Giao Phòng Tài chính"), properties=end_is("del")) + paragraph(run("báo cáo."))
    assert read(body + word_paragraph("Hết")) == ["Giao Phòng Tài chính báo cáo.", "Hết"]
    alone = paragraph(run("Ô"), properties=end_is("del"))
    assert read(f"<w:tbl><w:tr><w:tc>{alone}</w:tc><w:tc>{word_paragraph('kia')}</w:tc></w:tr></w:tbl>") == ["Ô", "kia"]
    assert read(alone) == ["Ô"]


def test_deleted_rows_and_cells_of_a_table_are_gone() -> None:
    cells = [f"<w:tc>{word_paragraph(text)}</w:tc>" for text in ("1", "Báo cáo", "Công an")]
    gone = f"<w:tr><w:trPr><w:del {BY}/></w:trPr>{''.join(cells)}</w:tr>"
    new = f"<w:tr><w:trPr><w:ins {BY}/></w:trPr>{''.join(cells)}</w:tr>"
    dropped = f"<w:tc><w:tcPr><w:cellDel {BY}/></w:tcPr>{word_paragraph('bỏ')}</w:tc>"
    assert read(f"<w:tbl>{gone}{new}<w:tr>{''.join(cells)}{dropped}</w:tr></w:tbl>") == [
        "1\tBáo cáo\tCông an", "1\tBáo cáo\tCông an",
    ]  # fmt: skip


def test_hidden_text_and_comments_are_not_read() -> None:
    shown = run(" hiện", properties='<w:vanish w:val="0"/>')
    marks = '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:footnoteReference w:id="1"/>'
    assert read(paragraph(run("Chữ"), run("ẩn", properties="<w:vanish/>"), shown, marks)) == ["Chữ hiện"]


def test_symbols_before_a_paragraph_are_list_marks() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    assert read(paragraph(symbol, run("Giao Công an"), symbol)) == ["- Giao Công an"]
    assert read(word_paragraph("\uf0a7\tGiao Công an")) == ["- Giao Công an"]


@pytest.fixture
def plan() -> docx.document.Document:
    """An annex: "TT | Nhiệm vụ | Chủ trì | Thời hạn", its unit merged over two rows."""
    document = docx.Document()
    table = document.add_table(4, 4)
    rows = [
        ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"),
        ("1", "Rà soát hộ nghèo trên địa bàn", "Phòng Lao động", "15/12/2026"),
        ("2", "Lập danh sách nhà tạm", "", "20/12/2026"),
        ("3", "Báo cáo kết quả\nvề Văn phòng", "Văn phòng", "31/12/2026"),
    ]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 2).merge(table.cell(2, 2)).text = "Phòng Lao động"
    return document


def test_a_cell_over_several_rows_speaks_for_each(plan: docx.document.Document) -> None:
    assert read_document(saved(plan), "a.docx").split("\n") == [
        "TT\tNhiệm vụ\tĐơn vị chủ trì\tThời hạn",
        "1\tRà soát hộ nghèo trên địa bàn\tPhòng Lao động\t15/12/2026",
        "2\tLập danh sách nhà tạm\tPhòng Lao động\t20/12/2026",
        "3\tBáo cáo kết quả về Văn phòng\tVăn phòng\t31/12/2026",
    ]


def test_cells_of_several_paragraphs_stay_in_their_row(plan: docx.document.Document) -> None:
    units = plan.tables[0].cell(3, 2)
    units.add_paragraph("Công an thành phố")
    work = plan.tables[0].cell(3, 1)
    work.text = "Báo cáo,"
    work.add_paragraph("Đề xuất")
    assert read_document(saved(plan), "a.docx").split("\n")[-1] == (
        "3\tBáo cáo, Đề xuất\tVăn phòng; Công an thành phố\t31/12/2026"
    )


def test_a_cell_over_several_columns_is_one_and_the_merge_below_keeps_its_column() -> None:
    document = docx.Document()
    table = document.add_table(3, 4)
    for row in range(3):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "rộng"
    table.cell(1, 3).merge(table.cell(2, 3)).text = "chung"
    assert read_document(saved(document), "a.docx").split("\n") == [
        "rộng\t02\t03",
        "10\t11\t12\tchung",
        "20\t21\t22\tchung",
    ]


def test_long_merged_text_is_not_said_again() -> None:
    document = docx.Document()
    table = document.add_table(2, 4)
    for row in range(2):
        for column in range(1, 4):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "dài " * 60
    assert read_document(saved(document), "a.docx").split("\n")[1] == "11\t12\t13"


def test_table_in_a_table_is_read_in_its_cell() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "trước"
    inner = outer.cell(0, 1).add_table(1, 3)
    for column in range(3):
        inner.cell(0, column).text = str(column)
    outer.cell(0, 1).add_paragraph("sau")
    assert read_document(saved(document), "a.docx").split("\n") == ["trước", "0\t1\t2", "sau"]


def test_notice_revised_in_word_reads_as_it_will_be_signed() -> None:
    document = docx.Document()
    document.add_paragraph("THÔNG BÁO")
    order = document.add_paragraph("1. Giao Phòng ")
    order._p.append(parse_xml(f"<w:del {nsdecls('w')} {BY}>{run('Nội vụ', 'delText')}</w:del>"))
    order._p.append(parse_xml(f"<w:ins {nsdecls('w')} {BY}>{run('Tư pháp')}</w:ins>"))
    order.add_run(" chủ trì.")
    assert read_document(saved(document), "a.docx") == "THÔNG BÁO\n1. Giao Phòng Tư pháp chủ trì."
