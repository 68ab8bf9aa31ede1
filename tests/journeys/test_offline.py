"""In a valley without a signal: nothing that was typed is lost, and nothing is sent twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.browser import PHONE
from tests.journeys.office import Office

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def test_what_is_typed_stays_until_the_connection_is_back(busy_office: Office, numbers: dict[str, Any]) -> None:
    head = busy_office.person("bqlda", PHONE)
    head.open("/tasks/{working}".format(**numbers))
    words = "Đã đổ xong trụ số 3"
    field = head.page.locator("#update textarea[name=result]")
    field.fill(words)
    head.page.context.set_offline(True)
    save = head.page.get_by_role("button", name=busy_office.word("Save update"), exact=True)
    save.click()
    note = head.page.locator("#offline")
    note.wait_for()
    assert "Mất kết nối mạng" in note.inner_text()
    assert field.input_value() == words
    head.page.context.set_offline(False)
    with head.page.expect_navigation():
        save.click()
    assert head.sees(words)
    assert head.page.locator("#offline").count() == 0
