"""Plain text to characters, and the fonts of before Unicode recognised.

Old files, and old templates still in use, hold TCVN3 (.VnTime) or VNI: Latin letters and signs that look right only in
their own font. They are named with the way to convert them rather than guessed at: a wrong guess would end in a task.
"""

from __future__ import annotations

import codecs
import re

from ...errors import Refused
from ...files.wording import gettext as _

# Letters of Vietnamese in Unicode that the old encodings never show (those of Latin-1, as ê, they all share).
_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
# TCVN3 read as Latin-1: signs in the middle of words ("®¬n vÞ", "nhiÖm vô", "phßng").
_TCVN3 = re.compile("(?<=[A-Za-z])[µ¸¶·¹¨©ª«¬®»¾¼½ÇÐ×Þß÷]|[®§](?=[a-zA-Zµ-þ])")
# VNI: a vowel and then the letter that carries its mark ("coäng hoøa", "nhieäm vuï"); đ is ñ, ươ is öô.
_VNI = re.compile("[aeouyAEOUY][äåâëùøûõïêéèáàãúüÄÅÂËÙØÛÕÏÊÉÈÁÀÃ]|[öÖ][ùøûõïôÙØÛÕÏÔ]|[ñÑ](?=[aeiouyôöòóæî])")
_FEWEST_SIGNS = 5


def decode_text(data: bytes) -> str:
    """The characters of a .txt exactly as they are, byte order mark and line ends included.

    UTF-8, and UTF-16 with a mark. Refused for anything else; TCVN3 and VNI are named.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse_old_fonts(data.decode("latin-1"))
        raise Refused(_unknown(), field="file") from error
    if "\0" in text:
        raise Refused(_unknown(), field="file")
    refuse_old_fonts(text)
    return text


def refuse_old_fonts(text: str) -> None:
    """Refused if the text was typed in TCVN3 or VNI."""
    unicode_letters = len(_UNICODE.findall(text))
    signs = {"TCVN3 (ABC)": len(_TCVN3.findall(text)), "VNI Windows": len(_VNI.findall(text))}
    name, count = max(signs.items(), key=lambda item: item[1])
    if count >= _FEWEST_SIGNS and count > unicode_letters:
        raise Refused(
            _(
                "The text is in the old encoding %(encoding)s, not in Unicode. In UniKey open the toolkit "
                "(Ctrl+Shift+F6), convert it from %(encoding)s to Unicode and save it again (in Notepad: UTF-8).",
                encoding=name,
            ),
            field="file",
        )


def _decode_wide(data: bytes) -> str:
    try:
        # The mark says which half comes first and is no part of the text.
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise Refused(_unknown(), field="file") from error


def _unknown() -> str:
    return _(
        "This text file is not in UTF-8. Open it in Notepad, choose Save As, set Encoding to UTF-8 and save it again."
    )
