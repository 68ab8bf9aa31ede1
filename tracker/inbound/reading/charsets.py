"""Bytes of a mail as characters, also where its programme names the wrong encoding, as old ones in Việt Nam do."""

from __future__ import annotations

import codecs
import re

# Encodings that mail is written in; others of Python's are no encodings of text, or slow on purpose.
_KNOWN = re.compile(
    r"(?:us-?ascii|ascii|utf-?8|utf-?16(?:[lb]e|-[lb]e)?|iso-?8859-?\d{1,2}|latin-?1|(?:windows|cp)-?\d{3,4}|koi8-[ru]"
    r"|gb(?:2312|k|18030)|big5|shift_jis|iso-2022-jp|euc-(?:jp|kr)|ks_c_5601-1987)",
    re.IGNORECASE,
)
# Read as ASCII these would lose what they say.
_ESCAPED = re.compile(r"(?:utf-?16|iso-2022).*", re.IGNORECASE)
_WESTERN = re.compile(r"(?:us-?ascii|ascii|iso-?8859-?1|latin-?1|(?:windows|cp)-?125[28]|)", re.IGNORECASE)
# In windows-1258 a tone is a character of its own that stands behind a vowel, and nowhere else.
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TONE_ALONE = re.compile("(?<![aeiouyâăêôơưAEIOUYÂĂÊÔƠƯ])[\u0300\u0301\u0303\u0309\u0323]")


def decode_bytes(data: bytes, declared: str) -> str:
    """UTF-8 wherever it is that, else as declared, else Vietnamese of old Windows. Never fails."""
    declared = declared.strip(" '\"")[:40]
    is_known = bool(_KNOWN.fullmatch(declared))
    if is_known and _ESCAPED.fullmatch(declared):
        return _try(data, declared) or data.decode("utf-8", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if not is_known or _WESTERN.fullmatch(declared):
        vietnamese = data.decode("cp1258", "replace")
        if not is_known or _is_vietnamese(vietnamese):
            return vietnamese
    return _try(data, declared) or data.decode("cp1252", "replace")


def _is_vietnamese(text: str) -> bool:
    return bool(_TONE.search(text)) and not _TONE_ALONE.search(text)


def _try(data: bytes, name: str) -> str:
    try:
        return data.decode(codecs.lookup(name).name, "replace")
    except (LookupError, UnicodeError, ValueError):
        return ""
