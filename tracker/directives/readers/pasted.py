"""Whether something is the source of a web page, saved as a file or pasted as text."""

from __future__ import annotations

import codecs
import re

_START = re.compile(
    r"\s*<(?:!--|!doctype\s+html\b|(?:html|head|body|meta|title|link|script|style|form|div|section|article|main|table|ul|"
    r"ol|p|h[1-6]|span|font|b|strong|br)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:html|body|div|section|article|table|tr|td|p|li|ul|ol|h[1-6]|span|font|b|strong|br)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_FEWEST_TAGS = 2
_HEAD = 16_384


def is_web_page(source: str | bytes) -> bool:
    """It begins with a tag, and more follow. A text that only mentions a tag is none."""
    head = source[:_HEAD] if isinstance(source, str) else _decode(source[:_HEAD])
    return bool(_START.match(head.lstrip("\ufeff"))) and len(_TAG.findall(head)) >= _FEWEST_TAGS


def mark_as_utf8(text: str) -> bytes:
    """The source in the encoding that it now has, whatever its own head says."""
    return codecs.BOM_UTF8 + text.encode("utf-8", "ignore")


def _decode(head: bytes) -> str:
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if wide else "utf-8", "ignore")
