"""Character classes for Vietnamese capitals and small letters: a range such as À-Ỹ would hold both."""

from __future__ import annotations

import unicodedata

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")

LOWER = (
    "a-zđ"
    + "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES if tone)
    + "ăâêôơư"
)
UPPER = LOWER.upper()
