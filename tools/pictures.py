"""The pictures of README, taken from a running demo.

python -m tools.pictures [URL]      URL of a demo, freshly started with FRESH=1; http://127.0.0.1:8000 by default
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PASSWORD = "caobang2022"  # nosec B105: the demo prints it
# Whose page, how wide and high, which page (his first one).
PICTURES = {
    "outstanding": ("pct.dat", 1280, 1000),
    "work": ("bqlda", 390, 844),
}


def take(browser: Browser, url: str, name: str) -> Path:
    """Sign in and take one picture."""
    login, width, height = PICTURES[name]
    page = browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
    page.goto(f"{url}/sign-in")
    page.locator("input[name=login]").fill(login)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def main(url: str) -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name in PICTURES:
            print(take(browser, url, name))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
