"""Sentences of the file checks and readers, in Vietnamese also where no application is running.

The command `extract` and the tests of the checks need no database and build no application, so there is no catalogue
to ask: then the sentence is looked up in this feature's own translations.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages.pofile import read_po
from flask import current_app, has_app_context

_VIETNAMESE = Path(__file__).parents[1] / "translations" / "vi" / "files.po"


def gettext(message: str, **values: Any) -> str:
    """That sentence in the reader's language, with its placeholders filled in."""
    if has_app_context() and "babel" in current_app.extensions:
        return flask_babel.gettext(message, **values)
    sentence = _vietnamese().get(message, message)
    return sentence % values if values else sentence


@cache
def _vietnamese() -> dict[str, str]:
    if not _VIETNAMESE.is_file():
        return {}
    with _VIETNAMESE.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}
