"""Vietnamese wording without Flask: the catalogue extraction.po is read as it is, so that there is one source."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from .reasons import describe
from .values import Reason

_CATALOGUE = Path(__file__).parents[2] / "translations" / "vi" / "extraction.po"
_PAIR = re.compile(r'^msgid "(?P<id>(?:[^"\\]|\\.)+)"\nmsgstr "(?P<text>(?:[^"\\]|\\.)*)"$', re.MULTILINE)


@cache
def _catalogue() -> dict[str, str]:
    pairs = _PAIR.finditer(_CATALOGUE.read_text(encoding="utf-8"))
    return {_plain(pair["id"]): _plain(pair["text"]) for pair in pairs}


def _plain(value: str) -> str:
    return value.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def in_vietnamese(reason: Reason) -> str:
    """The Vietnamese sentence of a reason; the English one where the catalogue has none."""
    sentence, values = describe(reason)
    return translate(sentence) % values


def translate(sentence: str) -> str:
    """The Vietnamese of a message id of extraction, its placeholders as they are."""
    return _catalogue().get(sentence) or sentence
