"""A small signed-in client on loopback: enough to time pages as a browser sees them."""

from __future__ import annotations

import html
import http.client
import http.cookies
import re
import statistics
import threading
import time
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """One kept-alive connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body. Redirects are not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body, headers=headers)
        response = self.connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                for key, morsel in http.cookies.SimpleCookie(value).items():
                    self.cookies[key] = morsel.coded_value
        return response.status, text

    def sign_in(self, login: str, password: str) -> None:
        """Through the form, as people do."""
        _status, page = self.request("GET", "/sign-in")
        found = TOKEN.search(page)
        token = html.unescape(found.group(1)) if found else ""
        status, page = self.request(
            "POST", "/sign-in", {"login": login, "password": password, "csrf_token": token, "next": ""}
        )
        if status != 303:
            raise SystemExit(f"sign-in of {login} gave {status}")


def time_page(browser: Browser, path: str, expect: str, *, count: int = 60) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds; the text must be in every answer."""
    times = []
    for number in range(count + 3):
        begin = time.perf_counter()
        status, page = browser.request("GET", path)
        taken = (time.perf_counter() - begin) * 1000
        if status != 200 or expect not in page:
            raise SystemExit(f"{path} gave {status}, or not the expected page")
        if number >= 3:
            times.append(taken)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


def requests_per_second(browsers: list[Browser], path: str, seconds: float = 5.0) -> float:
    """Closed loop of all browsers for so many seconds."""
    counts: list[int] = []
    stop = time.perf_counter() + seconds

    def loop(browser: Browser) -> None:
        done = 0
        while time.perf_counter() < stop:
            if browser.request("GET", path)[0] == 200:
                done += 1
        counts.append(done)

    threads = [threading.Thread(target=loop, args=(browser,)) for browser in browsers]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begin)
