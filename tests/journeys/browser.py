"""Chromium, and a watch over everything that a page does in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    sync_playwright,
)

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SCREENS: dict[str, dict[str, Any]] = {"desk": DESK, "phone": PHONE}
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_HOST = "127.0.0.1"
# A form that is refused answers 422, one that somebody overtook 409, one whose session has ended 401: all are right.
_EXPECTED = frozenset({401, 404, 409, 422})


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that tools/chromium.sh found; it can look up no name and asks nothing of the internet."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    assert path, "No Chromium: run make test once, or install it: apt-get install chromium"
    arguments = [
        *("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"),
        *("--disable-sync", "--no-first-run", f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {_HOST}"),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


class Watch:
    """Notes what no page of ours may do: an error in a script, a blocked resource, a request to somebody else."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of that window."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in (_HOST, None):
            self.faults.append(f"request to {request.url}")

    def _response(self, response: Response) -> None:
        asked = response.request
        is_page = asked.is_navigation_request() or asked.headers.get("accept", "").endswith("card+html")
        if response.status >= 400 and not (is_page and response.status in _EXPECTED):
            self.faults.append(f"{response.request.method} {response.url} answers {response.status}")


@dataclass(frozen=True)
class Person:
    """Somebody in front of a window. Fields and buttons are found by the words that people read or hear."""

    page: Page
    url: str

    def open(self, path: str) -> None:
        """Go to a page of the tracker."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def press(self, name: str) -> None:
        """Press the only button of that name and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Open the only link of that name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).click()

    def waits_for_cards(self) -> None:
        """Until every press on a card of the review is answered in place."""
        self.page.wait_for_function("() => !document.querySelector('#cards > [aria-busy=true]')")

    def unfold(self, name: str) -> None:
        """Open what is folded away under these words."""
        self.page.locator("summary").filter(has_text=name).click()

    def field(self, label: str) -> Locator:
        """The visible field of that label; a note in brackets may follow the words."""
        named = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(|$)"))
        return named.and_(self.page.locator("input:visible, textarea:visible, select:visible"))

    def type(self, label: str, value: str) -> None:
        """Into that field, instead of what stands there."""
        self.field(label).fill(value)

    @property
    def said(self) -> str:
        """What the tracker answered above the page."""
        return " ".join(self.page.get_by_role("status").all_inner_texts())

    def sees(self, words: str) -> bool:
        """Whether these words stand on the page."""
        return words in self.page.locator("body").inner_text()
