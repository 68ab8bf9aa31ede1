"""Names of uploaded files: what the person wrote, as far as it is safe to send back in a header or a file system."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from werkzeug.http import dump_options_header

from ..text import clean_line

LONGEST_NAME = 150
_LONGEST_ENDING = 16
_NO_NAME = "tệp"
# Not allowed in names on Windows, where these files are saved after download.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_PATH = re.compile(r"[/\\]")
_WITHOUT_STROKE = str.maketrans("Đđ", "Dd")  # letters of their own, which no normal form takes apart
# Windows opens a device for these, whatever the ending: CON.pdf as well.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL)


def clean_file_name(name: str) -> str:
    """The file's own name in NFC: no path, control, invisible or reserved characters; Vietnamese letters stay.

    Never empty, never hidden, at most 150 characters of which the ending is kept.
    """
    # Line breaks and tabs are removed, not turned into spaces: a name that holds them is an attack on a header.
    name = clean_line(re.sub(r"[\r\n\t]", "", name))
    name = _FORBIDDEN.sub("_", _PATH.split(name)[-1]).strip(" .")
    if "." not in name and _ending_only(name):
        name = f"{_NO_NAME}.{name}"
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    return _shorten(name) or _NO_NAME


def ending_of(name: str) -> str:
    """The ending in small letters with its dot, or "" if there is none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.strip().lower()}" if dot and stem and ending.strip() else ""


def _ending_only(name: str) -> bool:
    return name.lower() in {
        "pdf",
        "docx",
        "xlsx",
        "pptx",
        "doc",
        "xls",
        "ppt",
        "odt",
        "rtf",
        "ods",
        "jpg",
        "jpeg",
        "png",
        "txt",
    }


def _shorten(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST_NAME].rstrip(" .")
    return stem[: LONGEST_NAME - len(ending) - 1].rstrip(" .") + "." + ending


def attachment(name: str) -> str:
    """The header of a download: the whole name, and one without marks for programs that know no other."""
    plain = unicodedata.normalize("NFKD", name.translate(_WITHOUT_STROKE)).encode("ascii", "ignore").decode()
    names = {"filename": plain}
    if plain != name:
        names["filename*"] = f"UTF-8''{quote(name, safe='')}"
    return dump_options_header("attachment", names)
