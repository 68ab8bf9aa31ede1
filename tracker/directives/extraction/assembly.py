"""From collected orders to drafts: exact places in the source, units, topic, title, reasons and doubts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...text import clean_line, shorten
from ...workdays import Calendar
from .contexts import Found
from .doubles import without_doubles
from .facts import issue_date, read_facts
from .figures import find_figures
from .passages import body_start, is_exhortation
from .reading import Reader
from .shadow import Shadow
from .structure import Paragraph, paragraphs
from .titles import deliverable_of, title_of
from .topics import TopicBook
from .units import UnitBook
from .values import DirectiveDraft, Extraction, Reason, TopicRef, UnitRef

_LONG = 900
_LONGEST_LIST = 5000  # paragraphs


def extract(
    source: str,
    *,
    units: Sequence[UnitRef],
    topics: Sequence[TopicRef],
    calendar: Calendar,
    issued_on: date | None = None,
    home: str = "",
) -> Extraction:
    """Drafts of all directives of a text. Pure: the same text, units and date always give the same drafts.

    `home` is the office's own name: with it, bodies of other provinces are not taken for the office's units.
    """
    shadow = Shadow(source)
    parts = paragraphs(shadow.text)
    doc_date = issued_on or issue_date(parts)
    found = _read(shadow.text, parts, doc_date, calendar)
    books = Books(UnitBook(units, doc_date, home), TopicBook(topics))
    drafts: list[DirectiveDraft] = []
    for item in found:
        start, end = shadow.span(item.start, item.end)
        if drafts and start < drafts[-1].end:
            continue
        drafts.append(_draft(item, (start, end), source, shadow.text, books, doc_date))
    figures = find_figures(shadow, parts, doc_date, [(draft.start, draft.end) for draft in drafts])
    return Extraction(doc_date, read_facts(parts, issued_on), tuple(drafts), figures)


def _read(text: str, parts: list[Paragraph], doc_date: date | None, calendar: Calendar) -> list[Found]:
    found = Reader(doc_date, calendar).read(parts)
    if not found and len(parts) <= _LONGEST_LIST and any(part.kind for part in parts):
        found = Reader(doc_date, calendar, eager=True).read(parts)
    return without_doubles(found, text, parts, body_start(parts))


class Books:
    """The office's units and topics, indexed once per text."""

    def __init__(self, units: UnitBook, topics: TopicBook) -> None:
        self.units, self.topics = units, topics


def _draft(
    item: Found, span: tuple[int, int], source: str, text: str, books: Books, doc_date: date | None
) -> DirectiveDraft:
    lead, coop = tuple(map(clean_line, item.lead)), tuple(map(clean_line, item.coop))
    words = text[item.start : item.end]
    body = text[max(item.start, item.body) : item.end]
    due = clean_line(item.due.words) if item.due else ""
    topic = books.topics.topic_of(body) or books.topics.topic_of(words)
    lead_units = books.units.codes(lead)
    why = _why(item, lead, coop, due, body)
    if topic:
        why.append(Reason("topic", "topic_words", topic[1]))
    suggested, reason = _suggest(lead, lead_units, topic[0] if topic else None, books)
    if reason:
        why.append(reason)
    return DirectiveDraft(
        *span,
        text=source[span[0] : span[1]],
        title=title_of(body, item.due.words if item.due and item.due_from == "own" else ""),
        deliverable=deliverable_of(body),
        lead=lead,
        coop=coop,
        due=due,
        date=item.due.on if item.due else None,
        every=item.due.every if item.due else None,
        topic=topic[0] if topic else None,
        lead_units=lead_units,
        coop_units=tuple(code for code in books.units.codes(coop) if code not in lead_units),
        one_per_unit=len(lead) == 1 and len(lead_units) > 1 and books.units.is_group(lead[0]),
        suggested_lead=suggested,
        why=tuple(why),
        doubts=tuple(_doubts(item, lead, lead_units, suggested, books, doc_date, words)),
    )


def _why(item: Found, lead: tuple[str, ...], coop: tuple[str, ...], due: str, body: str) -> list[Reason]:
    reasons = [Reason("order", f"order_{item.form}", clean_line(item.word) or " ".join(body.split()[:5]))]
    if lead:
        reasons.append(Reason("lead", f"lead_{item.lead_from or 'before'}", "; ".join(lead)))
    if coop:
        reasons.append(Reason("coop", "coop_named", "; ".join(coop)))
    if item.due and item.due.every:
        reasons.append(Reason("due", "due_every", due))
    elif item.due:
        reasons.append(Reason("due", f"due_{item.due_from}", due))
    return reasons


def _suggest(
    lead: tuple[str, ...], lead_units: tuple[str, ...], topic: str | None, books: Books
) -> tuple[str | None, Reason | None]:
    """One unit for the register: the only one that is named, else who usually leads the topic."""
    if len(lead_units) == 1:
        unit = books.units.open[lead_units[0]]
        return unit.code, Reason("lead", "lead_sole_unit", unit.name)
    if len(lead) == 1 and len(lead_units) > 1 and books.units.is_group(lead[0]):
        group_kinds = {books.units.open[code].kind for code in lead_units}
        if group_kinds <= {"ward", "commune"}:
            return None, None
    usual = books.topics.topics[topic].lead_codes if topic else ()
    for code in usual:
        if code in books.units.open and (not lead_units or code in lead_units or _is_wide(lead_units)):
            return code, Reason("lead", "lead_by_topic", books.units.open[code].name)
    return None, None


def _is_wide(codes: tuple[str, ...]) -> bool:
    return len(codes) > 5


def _doubts(
    item: Found,
    lead: tuple[str, ...],
    lead_units: tuple[str, ...],
    suggested: str | None,
    books: Books,
    doc_date: date | None,
    words: str,
) -> list[Reason]:
    doubts = _lead_doubts(lead, lead_units, suggested, books) + _due_doubts(item, doc_date)
    if is_exhortation(words):
        doubts.append(Reason("order", "order_soft", shorten(words, 60)))
    if len(words) > _LONG:
        doubts.append(Reason("order", "text_long"))
    return doubts


def _lead_doubts(
    lead: tuple[str, ...], lead_units: tuple[str, ...], suggested: str | None, books: Books
) -> list[Reason]:
    names = "; ".join(lead)
    if not lead:
        return [Reason("lead", "lead_missing")]
    if any(books.units.closed_in(name) for name in lead):
        return [Reason("lead", "lead_closed", names)]
    if not lead_units:
        return [Reason("lead", "lead_unknown", names)]
    sole_group = len(lead) == 1 and books.units.is_group(lead[0])
    if len(lead_units) > 1 and not sole_group and suggested is None:
        return [Reason("lead", "lead_many", names)]
    return []


def _due_doubts(item: Found, doc_date: date | None) -> list[Reason]:
    if item.due is None:
        return [Reason("due", "due_missing")]
    words = clean_line(item.due.words)
    if item.due.on is None and item.due.every is None:
        return [Reason("due", "due_without_date", words)]
    if item.due.on and doc_date and item.due.on < doc_date:
        return [Reason("due", "due_before_issue", words)]
    return []
