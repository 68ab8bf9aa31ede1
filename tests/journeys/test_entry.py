"""Entering a notice: a paste from a portal keeps its numbers and rows, a file that takes long says so."""

from __future__ import annotations

import pytest

from tests.journeys.office import Office

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

PORTAL = (
    "<style>p {color: red}</style><p>Chủ tịch  kết luận:</p><ol><li>Giao Chi cục Thuế<li value=4>Giao Công an"
    "<ol type=a><li>trước 15/12</ol></ol><ul><li>Báo cáo</ul>"
    "<ol style='list-style-type: upper-roman'><li>1. Đã có<li>Hai</ol>"
    "<table><tr><td>1<td>Rà soát<td><p>Công an</p><p>Thuế</p></table><script>window.ran = true</script>"
    "<img src=x onerror='window.ran = true'><p>Hết</p>"
)
TEXT = """\
Chủ tịch kết luận:
1. Giao Chi cục Thuế
4. Giao Công an
a) trước 15/12
- Báo cáo
1. Đã có
II. Hai
1\tRà soát\tCông an; Thuế
Hết"""
PASTE = """([area, html, plain]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", plain);
    area.focus();
    return area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_a_paste_from_a_portal_keeps_numbers_and_rows(busy_office: Office) -> None:
    clerk = busy_office.person("vanphong")
    clerk.open("/notices/new")
    area = clerk.page.locator("textarea[data-paste]")
    is_left_to_browser = clerk.page.evaluate(PASTE, [area.element_handle(), PORTAL, "x"])
    assert not is_left_to_browser
    assert area.input_value() == TEXT
    assert clerk.page.evaluate("window.ran") is None
    area.press("Control+z")
    assert area.input_value() == ""


@pytest.mark.parametrize("html", ["", "<p>Một</p>", "<html xmlns:w='urn:schemas-microsoft-com:office:word'><li>1</li>"])
def test_other_pastes_are_the_browsers_own(busy_office: Office, html: str) -> None:
    clerk = busy_office.person("vanphong")
    clerk.open("/notices/new")
    area = clerk.page.locator("textarea[data-paste]")
    assert clerk.page.evaluate(PASTE, [area.element_handle(), html, "Một"])


def test_reading_a_file_says_that_it_takes_its_time(busy_office: Office) -> None:
    clerk = busy_office.person("vanphong")
    clerk.open("/notices/new")
    status = clerk.page.locator("[data-reading]")
    assert not status.is_visible()
    clerk.page.evaluate("document.querySelector('[data-reading]').closest('form').onsubmit = () => false")
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"Giao"}
    clerk.page.set_input_files("input[type=file]", files=[file])
    clerk.page.get_by_role("button", name=busy_office.word("Read the text"), exact=True).click()
    assert status.is_visible()
    assert "55" in status.inner_text()
