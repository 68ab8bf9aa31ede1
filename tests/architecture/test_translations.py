"""What the fragments say is whole; `make check` also compares it with what the program says."""

from __future__ import annotations

from tools import translations


def test_every_entry_has_a_text_and_no_two_differ() -> None:
    empty = [
        entry.place
        for entry in translations.read_fragments().values()
        if not entry.strings or not all(text.strip() for text in entry.strings)
    ]
    assert not empty
