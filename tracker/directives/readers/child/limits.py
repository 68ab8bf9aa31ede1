"""What is still a notice, and how a document is given up."""

from __future__ import annotations

# A long notice has 40 pages, 1,500 paragraphs and 150,000 characters.
MOST_PARAGRAPHS = 50_000
MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000
LARGEST_PART = 64 * 1024 * 1024


class Problem(Exception):
    """Reading ends here. `code`: broken, encrypted, scan, too_big, too_many_pages, no_text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
