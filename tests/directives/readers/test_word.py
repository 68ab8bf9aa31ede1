"""Numbers of lists, tables and what stays out, on hand-written document.xml."""

from __future__ import annotations

import pytest

from tests.files.samples import WORD_NAMESPACE, docx_of, docx_with_body, with_part, word_paragraph
from tracker.directives.readers.child.numbering import write_number
from tracker.directives.readers.child.run import answer


def numbering(levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """A numbering.xml with one abstract list."""
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    return f'<w:numbering xmlns:w="{WORD_NAMESPACE}">{abstract}{lists}</w:numbering>'


def level(depth: int, how: str, text: str, start: int = 1) -> str:
    number = f'<w:start w:val="{start}"/><w:numFmt w:val="{how}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{number}</w:lvl>'


def item(text: str, depth: int = 0, list_id: int = 1) -> str:
    return word_paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def read(body: str, numbers: str | None = None, styles: str | None = None) -> list[str]:
    package = docx_with_body(body.encode())
    for name, xml in (("word/numbering.xml", numbers), ("word/styles.xml", styles)):
        if xml is not None:
            package = with_part(package, name, xml)
    reply = answer("docx", package)
    assert "text" in reply, reply
    return reply["text"].split("\n")


LEVELS = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "\uf0b7")
)


def test_levels_count_and_start_again_below_a_new_parent() -> None:
    body = item("Đánh giá") + item("Thu", 1) + item("Chi", 1) + item("a", 2) + item("b", 2) + item("gạch", 3)
    body += item("Nhiệm vụ") + item("Giao", 1) + item("c", 2)
    assert read(body, numbering(LEVELS)) == [
        "I. Đánh giá", "1. Thu", "2. Chi", "a) a", "b) b", "- gạch", "II. Nhiệm vụ", "1. Giao", "a) c",
    ]  # fmt: skip


def test_number_that_holds_its_parents() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.")
    assert read(item("A") + item("B", 1) + item("C", 1), numbering(levels)) == ["1. A", "1.1. B", "1.2. C"]


def test_deeper_level_without_its_parent_counts_it_as_begun() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.")
    assert read(item("B", 1), numbering(levels)) == ["1.1. B"]


def test_lists_share_their_count_unless_restarted() -> None:
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for number, override in (
            (1, ""), (2, ""), (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
        )
    )  # fmt: skip
    body = item("a") + item("b", list_id=2) + item("c", list_id=3) + item("d", list_id=3)
    assert read(body, numbering(level(0, "decimal", "%1."), lists)) == ["1. a", "2. b", "5. c", "6. d"]


def test_list_with_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "bullet", "+")}</w:lvlOverride>'
    lists = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{own}</w:num>'
    assert read(item("a"), numbering(level(0, "decimal", "%1."), lists)) == ["+ a"]


def test_list_of_a_style_and_of_the_style_it_is_based_on() -> None:
    styles = (
        f'<w:styles xmlns:w="{WORD_NAMESPACE}"><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:styleId="C"><w:basedOn w:val="D"/></w:style><w:style w:styleId="D"><w:basedOn w:val="C"/></w:style>'
        "</w:styles>"
    )
    body = "".join(word_paragraph(name, f'<w:pStyle w:val="{name}"/>') for name in "ABCX")
    off = word_paragraph("off", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read(body + off, numbering(level(0, "decimal", "%1.")), styles) == ["1. A", "2. B", "C", "X", "off"]


@pytest.mark.parametrize("broken", ['w:ilvl w:val="99"', 'w:ilvl w:val="x"', 'w:ilvl w:val="-1"'])
def test_impossible_levels_do_not_stop_the_reader(broken: str) -> None:
    body = word_paragraph("a", f'<w:numPr><{broken}/><w:numId w:val="1"/></w:numPr>')
    assert read(body, numbering(level(0, "decimal", "%1.")))[0].endswith("a")


def test_unknown_list_has_no_number() -> None:
    assert read(item("a", list_id=7), numbering(level(0, "decimal", "%1."))) == ["a"]


def test_empty_paragraph_counts_but_is_not_written() -> None:
    assert read(item("a") + item("") + item("b"), numbering(level(0, "decimal", "%1."))) == ["1. a", "", "3. b"]


@pytest.mark.parametrize(
    ("value", "how", "written"),
    [(4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"), (0, "upperRoman", "0"), (3, "lowerLetter", "c"),
     (28, "lowerLetter", "bb"), (0, "lowerLetter", "0"), (3, "upperLetter", "C"), (7, "decimalZero", "07"),
     (12, "decimal", "12"), (5, "chineseCounting", "5"), (5, "none", "")],
)  # fmt: skip
def test_numbers(value: int, how: str, written: str) -> None:
    assert write_number(value, how) == written


def run(content: str) -> str:
    return f"<w:r>{content}</w:r>"


def test_what_is_read_of_a_paragraph() -> None:
    text = run("<w:t>Giao</w:t><w:tab/><w:t>Phòng</w:t><w:noBreakHyphen/><w:t>Ban</w:t><w:br/><w:t>dòng hai</w:t>")
    inserted = f"<w:ins>{run('<w:t> thêm</w:t>')}</w:ins><w:hyperlink>{run('<w:t> nối</w:t>')}</w:hyperlink>"
    deleted = f"<w:del>{run('<w:delText>bỏ</w:delText>')}</w:del><w:moveFrom>{run('<w:t>dời</w:t>')}</w:moveFrom>"
    codes = run("<w:instrText>PAGE</w:instrText>")
    assert read(f"<w:p>{text}{inserted}{deleted}{codes}</w:p>") == ["Giao\tPhòng-Ban", "dòng hai thêm nối"]


def test_content_controls_and_text_boxes_are_read_once() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{word_paragraph('trong ô')}</w:sdtContent></w:sdt>"
    box = f"<w:txbxContent>{word_paragraph('hộp')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert read(control + f"<w:p>{run(twice)}{run('<w:t>ngoài</w:t>')}</w:p>") == ["trong ô", "hộp", "ngoài"]


def table(*rows: list[str]) -> str:
    written = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{written}</w:tbl>"


def test_tables_in_the_order_of_the_document() -> None:
    one, two, three, four = (word_paragraph(text) for text in ("một", "hai", "ba", "bốn"))
    layout = table([one + two, three])
    assert read(four + layout + four) == ["bốn", "một", "hai", "ba", "bốn"]
    data = table([one, two, three], [one, two + three, four])
    assert read(data) == ["một\thai\tba", "một\thai ba\tbốn"]
    assert read(table([one, table([two, three]) + four])) == ["một", "hai", "ba", "bốn"]


def test_strict_edition_and_other_name_of_the_main_part() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = f'<w:document xmlns:w="{strict}"><w:body>{word_paragraph("chữ")}</w:body></w:document>'
    relations = (
        '<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    package = with_part(with_part(docx_of("khác"), "word/document2.xml", xml), "_rels/.rels", relations)
    assert answer("docx", package) == {"text": "chữ"}


def test_package_without_its_main_part_is_broken() -> None:
    relations = '<Relationships><Relationship Type="http://x/officeDocument" Target="word/none.xml"/></Relationships>'
    assert answer("docx", with_part(docx_of("a"), "_rels/.rels", relations)) == {"problem": "broken"}


def test_large_structure_parts_are_given_up() -> None:
    assert answer("docx", with_part(docx_of("a"), "word/numbering.xml", bytes(9 << 20))) == {"problem": "too_big"}
