"""A cleaned copy of the source to look at, with the way back to exact places in the source.

Real texts are pasted: decomposed Unicode, Cyrillic letters that look Latin, Windows line ends, invisible characters,
two spellings of the same tone (hoà/hòa). All rules read the shadow; every answer is given in the source's offsets.
"""

from __future__ import annotations

import re
import unicodedata
from array import array

_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіІјЈѕЅԁһքԛԜѡΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXaeopcyxiIjJsSdhpqWwABEZHIKMNOPTYXo",
)
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_DASHES = "\u2010-\u2015\u2212"
_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_BLANK = re.compile(r"\s")
_LONGEST_RUN = 8
_MOST_MARKS = 8  # Vietnamese has two on a letter; putting thousands in order would take the square of the time
_ODD = re.compile(
    rf"(?P<run>[\s{_INVISIBLE}]{{{_LONGEST_RUN + 1},}})|\r\n|.[\u0300-\u036f]{{1,{_MOST_MARKS}}}|"
    rf"[\r\u2028\u2029\x0b\x0c\x85{_SPACES}{_INVISIBLE}{_DASHES}\u0370-\u03ff\u0400-\u052f\u0580-\u058f]"
    r"|[\u0340\u0341\u0374\u037e\u1e9b\u212a\u212b]"
)
_IS_SPACE = re.compile(f"[{_SPACES}]")
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_IS_DASH = re.compile(f"[{_DASHES}]")

# Old and new places of the tone mark in an open syllable; both spellings have the same length.
_OLD_TONES = re.compile("(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\\W\\d_])")
_PLAIN = "aàáảãạeèéẻẽẹyỳýỷỹỵ"
# Scans: letters read for digits within a date, and the two words that say who leads and who helps.
_DIGIT = r"[\dlIOo]"
_SLIP = re.compile(
    rf"(?<![^\W_])(?P<date>(?:{_DIGIT}{{1,2}}(?P<mark>[/.-]){_DIGIT}{{1,2}}(?P=mark){_DIGIT}{{4}}|"
    rf"(?<=[Nn]gày )(?=\d?{_DIGIT}/?\d|\d){_DIGIT}{{1,2}}(?:/{_DIGIT}{{1,2}})?))(?![^\W_])|"
    r"(?<![^\W_])(?P<lead>[Cc])[hH](?:ủ|ú|ù|u|ũ) tr(?:ì|í|ỉ|i|ĩ)(?![^\W_])|"
    r"(?<![^\W_])(?P<help>[Pp])h[ốôổồỗ]i h[ợơởờỡọ]p(?![^\W_])"
)
_DIGITS = str.maketrans("lIOo", "1100")
_MARKED = dict(zip("oOuU", ("òóỏõọ", "ÒÓỎÕỌ", "ùúủũụ", "ÙÚỦŨỤ"), strict=True))


def _new_tone(match: re.Match[str]) -> str:
    first, second = match.group()[0], match.group()[1]
    place = _PLAIN.index(second.lower())
    plain = _PLAIN[place - place % 6]
    return _MARKED[first][place % 6 - 1] + (plain.upper() if second.isupper() else plain)


def _mend(match: re.Match[str]) -> str:
    """As long as what was read, so that no place moves."""
    words = match.group()
    if match["date"]:
        return words.translate(_DIGITS) if re.search(r"\d", words) else words
    return words[0] + ("hủ trì" if match["lead"] else "hối hợp")


def _run(blanks: str) -> str:
    """What a long run of blanks says; the rules look for blanks everywhere, and would read it once from each place."""
    lines, tabs = len(_LINE_END.findall(blanks)), blanks.count("\t")
    return "\n" * min(2, lines) or "\t" * min(2, tabs) or (" " if _BLANK.search(blanks) else "")


def _replacement(odd: str) -> str:
    if odd[0] in "\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if len(odd) == 1:
        if _IS_INVISIBLE.match(odd):
            return ""
        if _IS_SPACE.match(odd):
            return " "
        if _IS_DASH.match(odd):
            return "-"
    return unicodedata.normalize("NFC", odd).translate(_LOOK_ALIKES)


class Shadow:
    """`text` is NFC, one kind of space, dash and line end; `span` leads back."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._starts: array[int] | None = None
        self._ends: array[int] | None = None
        self.text = self._build(source)

    def _build(self, source: str) -> str:
        if not _ODD.search(source):
            return _respell(source)
        parts: list[str] = []
        starts, ends = array("L"), array("L")
        place = 0
        for match in _ODD.finditer(source):
            start, end = match.span()
            parts.append(source[place:start])
            starts.extend(range(place, start))
            ends.extend(range(place + 1, start + 1))
            new = _run(match.group()) if match["run"] else _replacement(match.group())
            parts.append(new)
            starts.extend([start] * len(new))
            ends.extend([end] * len(new))
            place = end
        parts.append(source[place:])
        starts.extend(range(place, len(source)))
        ends.extend(range(place + 1, len(source) + 1))
        self._starts, self._ends = starts, ends
        return _respell("".join(parts))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of a non-empty stretch of the shadow."""
        if self._starts is None or self._ends is None:
            return start, end
        return self._starts[start], self._ends[end - 1]


def _respell(text: str) -> str:
    return _SLIP.sub(_mend, _OLD_TONES.sub(_new_tone, text))
