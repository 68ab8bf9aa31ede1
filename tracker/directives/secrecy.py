"""Secret papers must not be entered: the mark of secrecy is looked for where such papers carry it."""

from __future__ import annotations

import re
import unicodedata

_LEVEL = r"(?:TUYỆT|TỐI)[ ]MẬT|MẬT"
# A stamp stands alone on its line or, when columns were flattened, alone in its column; never inside a sentence.
_STAMP = re.compile(rf"(?:^|\t|(?<=[ ]{{3}}))[\[(]?({_LEVEL})[\])]?(?=\t|[ ]{{3}}|[ ]{{0,2}}$)", re.MULTILINE)
_NAMED = re.compile(r"(?:độ mật|mức độ mật|dấu mật)\s*:\s*(tuyệt mật|tối mật|mật)\b", re.IGNORECASE)


def find_secrecy_mark(text: str) -> str:
    """The mark as it stands in the text («Tối mật»), "" if there is none. Law on state secrets 2018, art. 8."""
    text = unicodedata.normalize("NFC", text)
    found = _STAMP.search(text) or _NAMED.search(text)
    return found[1] if found else ""
