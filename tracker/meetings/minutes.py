"""The words of the minutes, as the Office writes them: one sentence for each decision, and the whole as a notice.

Always in Vietnamese: it is the text of a paper, whatever language its screen is read in. Every order says who leads
and until when in the forms that extraction reads, so that the notice finds its tasks again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from ..directives.extraction.lexicon import ACTION, BODY
from ..text import fold, holds_day
from .models import Kind

_EDGES = " \t\r\n.;,:"
_ENDS = ("?", "!", "…", "?’", "!’")
# What may stand before the name of the unit that is told to act.
_ORDER = re.compile(r"(?:giao(?: cho)?|yêu cầu|đề nghị)\s+", re.IGNORECASE)
_OPENING = re.compile(rf"(?:(?:đồng ý|thống nhất|chỉ đạo)\s+)?{_ORDER.pattern}|chỉ đạo\s+", re.IGNORECASE)
_POST = re.compile(
    r"(?:đồng chí\s+)?(?:(?:phó\s+)?(?:chủ tịch|trưởng|giám đốc|chánh|chi cục trưởng|chỉ huy trưởng)\s+)?",
    re.IGNORECASE,
)
_LEADS, _TOGETHER = re.compile(r"chủ trì\b", re.IGNORECASE), re.compile(r"phối hợp\b", re.IGNORECASE)
_WITH, _AND = re.compile(r"phối hợp\s+(?:cùng\s+)?(?:với\s+)?", re.IGNORECASE), re.compile(r"\s*(?:,|và|cùng)\s*")
_DEMAND = re.compile(r"(?:yêu cầu|đề nghị)\s", re.IGNORECASE)
_MEETINGS = ("cuoc hop", "phien hop", "hoi nghi", "buoi lam viec", "hop ")
_WORD, _GAP = re.compile(r"[^\s,;:.()]+"), re.compile(r"[\s,]*")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


class Subject(NamedTuple):
    """The task that is spoken of, as far as a sentence needs it; a due date that has passed is no date to give."""

    title: str
    lead: str
    due_on: date | None
    is_late: bool = False


def write_decision(
    kind: Kind, subject: Subject, *, due_on: date | None = None, unit: str = "", reason: str = ""
) -> str:
    """What the notice will say of a task that was walked. Why a date or a unit changed stays in the task's history."""
    task, said = f"nhiệm vụ “{_bare(subject.title)}”", _more(reason)
    if kind is Kind.EXTEND:
        return f"Giao {subject.lead} tiếp tục thực hiện {task}{_until(due_on)}."
    if kind is Kind.URGE:
        return f"Yêu cầu {subject.lead} khẩn trương thực hiện {task}{_until(subject.due_on)}.{said}"
    if kind is Kind.CLOSE:
        return f"Ghi nhận {subject.lead} đã hoàn thành {task}.{said}"
    if kind is Kind.REASSIGN:
        return f"Giao {unit} chủ trì thực hiện {task} (thay {subject.lead}){_until(subject.due_on)}."
    if kind is Kind.EXPLAIN:
        what = "nguyên nhân chậm thực hiện" if subject.is_late else "tình hình thực hiện"
        return f"Yêu cầu {subject.lead} giải trình bằng văn bản {what} {task}.{said}"
    return f"Về {task}: {_closed(reason)}"


class Lead(NamedTuple):
    """The lead unit of a new order: its name and the other names that it goes by; and those of all other units."""

    unit: str
    names: Sequence[str] = ()
    others: Sequence[str] = ()


def write_order(words: str, lead: Lead | None, due_on: date | None) -> str:
    """A new order: its own words, with the lead unit and the date wherever they do not say them themselves."""
    sentence = _bare(words)
    if lead:
        sentence = _name_lead(sentence, lead)
    if due_on and not _DAY.search(sentence):
        sentence = f"{sentence}, hoàn thành trước ngày {due_on:%d/%m/%Y}"
    return f"{sentence}."


def find_other_lead(words: str, lead: Lead) -> str:
    """The unit that the words themselves call the lead, where it is not the one that was chosen."""
    sentence = _bare(words)
    begin, end = _place_of_others(sentence, lead)
    return sentence[begin:end] if end and _LEADS.match(sentence, _end(_GAP, sentence, end)) else ""


def _name_lead(sentence: str, lead: Lead) -> str:
    """The words as they are where they begin with that unit; one that is named further on need not be the lead."""
    opening = _end(_OPENING, sentence)
    begin = _end(_POST, sentence, opening)
    if end := _end_of_names(sentence, begin, (lead.unit, *lead.names)):
        named = sentence[begin:end] if BODY.match(sentence, begin) else lead.unit
        return f"{sentence[:begin] if opening else f'Giao {sentence[:begin]}'}{named}{sentence[end:]}"
    if together := _name_with_others(sentence, lead):
        return together
    order = _end(_ORDER, sentence)
    task = _lower(sentence[order:] if ACTION.match(sentence, order) else sentence)
    if _LEADS.match(task):
        return f"Giao {lead.unit} {task}"
    return f"Giao {lead.unit} chủ trì{',' if _TOGETHER.match(task) else ''} {task}"


def _name_with_others(sentence: str, lead: Lead) -> str:
    """Words that begin with another unit: it works with the lead («Phòng A phối hợp với …»). Else empty."""
    begin, end = _place_of_others(sentence, lead)
    task = _end(_GAP, sentence, end)
    together = _end(_WITH, sentence, task)
    if not end or (together == task and _DEMAND.match(sentence)):
        return ""
    others, rest = sentence[begin:end], sentence[together:]
    if together > task and (own := _end_of_names(rest, 0, (lead.unit, *lead.names))):
        rest = rest[own:].lstrip(_EDGES)  # «… phối hợp với» the lead itself
        if further := _end_of_list(rest, 0, lead.others):
            others, rest = f"{others}, {rest[:further]}", rest[further:].lstrip(_EDGES)
    elif together > task:
        others = f"{others},"
    return f"Giao {lead.unit} chủ trì, phối hợp với {others} {rest}"


def _place_of_others(sentence: str, lead: Lead) -> tuple[int, int]:
    """Where other units are named that the words begin with; their end is 0 where they do not."""
    begin = _end(_OPENING, sentence)
    return begin, _end_of_list(sentence, _end(_POST, sentence, begin), lead.others)


def _end_of_list(words: str, begin: int, names: Sequence[str]) -> int:
    """The end of one or more of these names in a row, or 0."""
    end = found = _end_of_names(words, begin, names)
    while found:
        end, found = found, _end_of_names(words, _end(_AND, words, found), names)
    return end


def _end_of_names(words: str, begin: int, names: Sequence[str]) -> int:
    return max((_end_of_name(words, begin, name) for name in names), default=0)


def _end(pattern: re.Pattern[str], words: str, begin: int = 0) -> int:
    found = pattern.match(words, begin)
    return found.end() if found else begin


def suggest_title(day: date) -> str:
    """By the week, which does not repeat the date that stands beside it."""
    return f"Giao ban tuần {day.isocalendar().week}"


def write_title(chair: str, meeting: str) -> str:
    """What the notice is called."""
    return f"Kết luận của {chair} tại {_called(meeting)}"


def write_notice(*, chair: str, meeting: str, held_on: date, walked: int, review: str, sentences: Sequence[str]) -> str:
    """The whole text: heading, opening, the review paragraph, and the conclusions by number."""
    lines = ["THÔNG BÁO", write_title(chair, meeting), ""]
    seen = f", xem xét {walked} nhiệm vụ" if walked else ""
    day = "" if holds_day(meeting, held_on) else f"Ngày {held_on:%d/%m/%Y}, "
    lines.append(f"{day}{chair} chủ trì {_called(meeting)}{seen}.")
    if review:
        lines.append(review)
    lines.append("Sau khi nghe các cơ quan, đơn vị báo cáo, đồng chí chủ trì kết luận như sau:")
    lines.append("")
    lines += [f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1)]
    return "\n".join(lines) + "\n"


def _called(meeting: str) -> str:
    name = _bare(meeting)
    return _lower(name) if fold(name).startswith(_MEETINGS) else f"cuộc họp {_lower(name)}"


def _until(due_on: date | None) -> str:
    return f", hoàn thành trước ngày {due_on:%d/%m/%Y}" if due_on else ""


def _more(reason: str) -> str:
    words = _closed(reason)
    return f" {words[:1].upper()}{words[1:]}" if words else ""


def _closed(words: str) -> str:
    """With the stop that ends a sentence, where its own sign does not."""
    said = _bare(words)
    return said if not said or said.endswith(_ENDS) else f"{said}."


def _bare(words: str) -> str:
    """On one line, without what ends a sentence; inner quotation marks give way to those around the title."""
    return " ".join(words.split()).strip(_EDGES).replace("“", "‘").replace("”", "’")


def _lower(words: str) -> str:
    """A small first letter, unless the word is an abbreviation or a name («UBND», «HĐND»)."""
    first = words.split(" ", 1)[0]
    return words if first[1:] != first[1:].lower() else words[:1].lower() + words[1:]


def _end_of_name(words: str, begin: int, name: str) -> int:
    """Where the name that stands there ends, or 0. Whole words with their tones: «CA» is neither «các» nor «Cả».

    What may be the work as well («Quản lý đô thị», «Thanh tra») is a name only where a verb follows.
    """
    own = name.split()
    found = list(islice(_WORD.finditer(words, begin), len(own)))
    if not own or len(found) < len(own) or not all(map(_same_word, (word[0] for word in found), own)):
        return 0
    end = found[-1].end()
    is_plain = BODY.match(words, begin) and not ACTION.match(words, begin)
    return end if is_plain or ACTION.match(words, _end(_GAP, words, end)) else 0


def _same_word(word: str, own: str) -> bool:
    """Wherever the tone stands (Hoà, Hòa); an abbreviation in its capitals only."""
    if own.isupper():
        return word == own
    return (fold(word), _marks(word)) == (fold(own), _marks(own))


def _marks(word: str) -> list[str]:
    return sorted(char for char in unicodedata.normalize("NFD", word) if unicodedata.combining(char))
