"""The words of the minutes, as the Office writes them: one sentence for each decision, and the whole as a notice.

Always in Vietnamese: it is the text of a paper, whatever language its screen is read in. Every order says who leads
and until when in the forms that extraction reads, so that the notice finds its tasks again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..text import fold
from .models import Kind

_EDGES = " \t\r\n.;,:"
_ORDERS = ("giao ", "yeu cau ", "de nghi ", "dong y ", "thong nhat ", "chi dao ")
_MEETINGS = ("cuoc hop", "phien hop", "hoi nghi", "buoi lam viec", "hop ")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


class Subject(NamedTuple):
    """The task that is spoken of, as far as a sentence needs it; a due date that has passed is no date to give."""

    title: str
    lead: str
    due_on: date | None


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
        return f"Ghi nhận {subject.lead} đã hoàn thành {task}."
    if kind is Kind.REASSIGN:
        return f"Giao {unit} chủ trì thực hiện {task} (thay {subject.lead}){_until(subject.due_on)}."
    if kind is Kind.EXPLAIN:
        return f"Yêu cầu {subject.lead} giải trình bằng văn bản nguyên nhân chậm thực hiện {task}.{said}"
    return f"Về {task}: {_bare(reason)}."


def write_order(words: str, unit: str, names: Sequence[str], due_on: date | None) -> str:
    """A new order: its own words, with the lead unit and the date wherever they do not say them themselves."""
    sentence = _bare(words)
    folded = fold(sentence)
    if unit and not any(fold(name) in folded for name in (unit, *names)):
        sentence = f"Giao {unit} chủ trì {_lower(sentence)}"
    elif not folded.startswith(_ORDERS) and unit:
        sentence = f"Giao {_lower(sentence) if not _begins_with(sentence, (unit, *names)) else sentence}"
    if due_on and not _DAY.search(sentence):
        sentence = f"{sentence}, hoàn thành trước ngày {due_on:%d/%m/%Y}"
    return f"{sentence}."


def write_title(chair: str, meeting: str) -> str:
    """What the notice is called."""
    return f"Kết luận của {chair} tại {_called(meeting)}"


def write_notice(*, chair: str, meeting: str, held_on: date, walked: int, review: str, sentences: Sequence[str]) -> str:
    """The whole text: heading, opening, the review paragraph, and the conclusions by number."""
    lines = ["THÔNG BÁO", write_title(chair, meeting), ""]
    seen = f", xem xét {walked} nhiệm vụ" if walked else ""
    lines.append(f"Ngày {held_on:%d/%m/%Y}, {chair} chủ trì {_called(meeting)}{seen}.")
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
    words = _bare(reason)
    return f" {words[:1].upper()}{words[1:]}." if words else ""


def _bare(words: str) -> str:
    """On one line, without what ends a sentence; inner quotation marks give way to those around the title."""
    return " ".join(words.split()).strip(_EDGES).replace("“", "‘").replace("”", "’")


def _lower(words: str) -> str:
    """A small first letter, unless the word is an abbreviation or a name («UBND», «HĐND»)."""
    first = words.split(" ", 1)[0]
    return words if first[1:] != first[1:].lower() else words[:1].lower() + words[1:]


def _begins_with(sentence: str, names: Sequence[str]) -> bool:
    return any(fold(sentence).startswith(fold(name)) for name in names)
