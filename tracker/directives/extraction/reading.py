"""Reads a text from top to bottom and collects its orders, each with the owner and time limit that govern it."""

from __future__ import annotations

from datetime import date

from ...workdays import Calendar
from . import continuations, passages
from .agreement import agreed_items
from .contexts import Context, Found, Names, Outline, Run
from .demands import demands_before, find_frame, skip_connectives
from .due_dates import due_term
from .introductions import demanded_term, heading_owner, introduced_owner
from .lexicon import BODY, OPENER, SURE
from .orders import Order, is_adverbial, is_statement, read_order
from .owners import split_names
from .segments import after_blanks, clauses, sentences
from .structure import Paragraph
from .tables import is_head, read_row

_BARE = frozenset({"bộ", "sở", "ban", "cục", "phòng", "chi cục", "viện", "hội", "trung tâm"})
_LONG_HEADING = 250
_NEAR = 3
_FAR = 60  # orders; a label or "this body" means nothing that stands further away
_MOST_PARTNERS = 60
_SHORTEST = 4  # characters


class Reader:
    """State of the reading: open levels, whether orders are being given, who was told last."""

    def __init__(self, doc_date: date | None, calendar: Calendar, *, eager: bool = False) -> None:
        """`eager`: take numbered items for orders though nobody introduces them (a list pasted by itself)."""
        self.eager = eager
        self.doc_date, self.calendar = doc_date, calendar
        self.outline = Outline()
        self.found: list[Found] = []
        self.listing = False  # an introduction or heading has opened a list of orders
        self.chained = False  # the sentence before was an order
        self.closed = False
        self.current: Names | None = None
        self.current_from = ""
        self.section: Names | None = None  # who was told first; nobody once a second body is told something
        self.is_page = True  # a web page rather than the paper itself
        self.paragraph, self.owner_paragraph = 0, -1
        self.demand = -1  # the paragraph that opens the numbered orders of a paper
        self.in_table = self.after_colon = False
        self.agreed: frozenset[int] = frozenset()  # items of lists in which most items are plainly orders
        self.reporting = False  # a heading has opened a report: what was done, not what is to be done

    def read(self, paragraphs: list[Paragraph]) -> list[Found]:
        """All orders, in text order."""
        first = passages.body_start(paragraphs)
        self.is_page = first == 0
        self.demand = passages.first_demand(paragraphs, first)
        self.agreed = agreed_items(paragraphs, first)
        for index, paragraph in enumerate(paragraphs[first:], first):
            after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
            self.paragraph = index
            self.after_colon = index > first and paragraphs[index - 1].text.endswith(":")
            self.in_table = self.in_table and bool(paragraph.row)
            if passages.ends_body(paragraph):
                self.closed = True
            elif passages.opens_part(paragraph):
                self._start_over()
            elif self.closed and passages.demands_anew(paragraph):
                self._start_over()
                self._paragraph(paragraph, after)
            elif paragraph.row:
                self._table_row(paragraph)
            elif index < self.demand and not paragraph.kind:
                continue
            elif not self.closed and not passages.is_caption(paragraph):
                self._paragraph(paragraph, after)
        for item in self.found:
            self._set_due(item, paragraphs)
        return self.found

    def _start_over(self) -> None:
        self.outline, self.closed, self.listing, self.chained = Outline(), False, False, False
        self.reporting = False
        self.current = self.section = None

    def _paragraph(self, paragraph: Paragraph, after: Paragraph | None) -> None:
        if paragraph.kind:
            self.outline.place(paragraph.kind, len(self.found))
            self.current = None
            self.listing = self.listing or self.eager or (self.paragraph in self.agreed and not self.reporting)
        if passages.is_label(paragraph.words):
            self._label(paragraph)
        elif self._is_heading(paragraph, after):
            self._heading(paragraph)
        else:
            self._prose(paragraph)

    def _table_row(self, paragraph: Paragraph) -> None:
        """A row of a table of tasks; rows of other tables tell nothing."""
        if is_head(paragraph):
            self.in_table = True
            return
        row = read_row(paragraph, self.doc_date, self.calendar) if self.in_table else None
        if row:
            due_from = "label" if row.due else ""
            item = Found(
                row.start, row.end, row.lead, "label", row.coop, "table", "", self.paragraph, row.due, due_from
            )
            self.found.append(item)

    # Headings and labels

    def _is_heading(self, paragraph: Paragraph, after: Paragraph | None) -> bool:
        if paragraph.is_capitals or paragraph.kind == "roman":
            return len(paragraph.words) < 2 * _LONG_HEADING
        if not paragraph.is_open_ended or (self.after_colon and OPENER.match(paragraph.words)):
            return False
        if not paragraph.kind or after is None:
            return not paragraph.kind and passages.looks_like_heading(paragraph.words)
        if not after.kind and self._is_owned(paragraph.words):
            return False
        return len(paragraph.words) < _LONG_HEADING and (
            after.kind != paragraph.kind
            or (
                bool(BODY.match(paragraph.words))
                and not read_order(paragraph.words, 0, len(paragraph.words), ordering=True)
            )
        )

    def _is_owned(self, words: str) -> bool:
        """An item that tells somebody what to do is no heading, though its full stop is missing."""
        order = read_order(words, 0, len(words), ordering=True) if self.listing else None
        return order is not None and order.form == "owner"

    def _heading(self, paragraph: Paragraph) -> None:
        words = paragraph.words
        if self.is_page and not paragraph.kind and passages.is_subject_heading(words):
            self.listing = self.chained = False
        mood = passages.heading_mood(words, major=paragraph.is_capitals or paragraph.kind == "roman")
        if mood is not None:
            self.listing = self.chained = mood
        if mood is not None or paragraph.kind == "roman":
            self.reporting = mood is False
        if paragraph.kind in ("roman", "article") or paragraph.is_capitals:
            self.section = self.current = None
        owner = heading_owner(words) if paragraph.kind else None
        if owner:
            self._govern(self.outline.levels[-1], owner, "heading")

    def _govern(self, level: Context, names: Names, source: str) -> None:
        level.lead, level.source = names, source

    def _label(self, paragraph: Paragraph) -> None:
        """Reads "Đơn vị chủ trì: …", "Thời hạn hoàn thành: …" after the work that they belong to."""
        label, value = passages.read_label(paragraph.words)
        first = self.outline.item_first() if paragraph.kind else max(0, len(self.found) - 1)
        for item in self.found[max(first, len(self.found) - _FAR) :]:
            if label == "lead":
                item.lead, item.lead_from = (
                    (item.lead, "own") if item.lead_from == "own" else (split_names(value), "label")
                )
            elif label == "coop" and len(item.coop) < _MOST_PARTNERS:
                item.coop = tuple(dict.fromkeys((*item.coop, *split_names(value))))
            elif label == "due":
                term = due_term(paragraph.words, self.doc_date, self.calendar)
                if term:
                    item.due, item.due_from = term, "label"
        if label == "due" and not paragraph.kind and self.found:
            self.found[-1].end = paragraph.start + len(paragraph.text.rstrip(" .;"))

    # Prose

    def _prose(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if paragraph.end - paragraph.body < _SHORTEST:
            return
        for start, end in sentences(text, paragraph.body - paragraph.start):
            if text[end : end + 3].lstrip().startswith(":") or text[start:end].endswith(":"):
                self._introduction(paragraph, start, end)
            else:
                self._sentence(paragraph, start, end)

    def _introduction(self, paragraph: Paragraph, start: int, end: int) -> None:
        """A sentence that ends with a colon: it may open the list, name its owner and set its time."""
        text = paragraph.text
        if passages.quotes_law(text[start:end]):
            self.listing = self.chained = False
            return
        frame = find_frame(text, start, end)
        owner = introduced_owner(text[start:end])
        opens = passages.opens_list(text[start:end]) or frame is not None
        told = is_statement(text, start, end) and frame is None and owner is None
        if paragraph.kind:
            level = self.outline.levels[-1]
        else:
            level = self.outline.introduce(
                from_root=frame is not None and frame.is_strong, paragraph=self.paragraph, count=len(self.found)
            )
        if opens and not told:
            self.listing = True
        if owner:
            self._govern(level, owner, "heading" if paragraph.kind else "intro")
        elif self.chained and self.current and not paragraph.kind:
            self._govern(level, self.current, "before")
        if owner or opens:
            level.due = demanded_term(text[start:end], self.doc_date, self.calendar)
        if not paragraph.kind:
            self.current = None

    def _sentence(self, paragraph: Paragraph, start: int, end: int) -> None:
        text = paragraph.text
        item = paragraph.body - paragraph.start if paragraph.kind else -1
        inner, case = passages.inner_colon(text, start, end, item), None
        if inner is not None:
            if passages.is_list_colon(text, start, inner):
                self._introduction(paragraph, start, inner)
                self.current = self.current if not paragraph.kind else None
            kept = not passages.is_list_colon(text, start, inner) and passages.is_case(text, start)
            case = start if kept else None
            start = after_blanks(text, inner + 1)
        quoted = passages.quoted_demand(text, start, end)
        if quoted:
            (start, end), self.chained = quoted, True
        if self._umbrella(paragraph, start, end):
            return
        count = len(self.found)
        self._clauses(paragraph, start, end, listed=inner is not None)
        if case is not None and len(self.found) > count:
            self.found[count].start = paragraph.start + case

    def _umbrella(self, paragraph: Paragraph, start: int, end: int) -> bool:
        """As in "… cần hoàn thành các nhiệm vụ trong năm": no work of its own, but owner and time of what follows."""
        text = paragraph.text
        if not passages.may_be_umbrella(text, start, end):
            return False
        ordering = self.listing or self.chained or demands_before(text, start)
        order = read_order(text, start, end, ordering=ordering)
        if order is None or not passages.is_umbrella(text[order.body : end]):
            return False
        level = self.outline.introduce(from_root=False, paragraph=self.paragraph, count=len(self.found))
        self.listing = True
        if order.lead:
            self._govern(level, order.lead, "intro")
        level.coop = order.coop
        level.due = due_term(text[start:end], self.doc_date, self.calendar)
        self.current = None
        return True

    def _clauses(self, paragraph: Paragraph, start: int, end: int, *, listed: bool) -> None:
        """The clauses of a sentence: each is an order, goes on with the one before, or tells something."""
        text = paragraph.text
        run = Run(self._last_before(paragraph, text[start : start + 20]), listed, self.chained)
        for number, (a, b) in enumerate(passages.parts(text, passages.whole_owners(text, clauses(text, start, end)))):
            run.is_first = number == 0
            if run.last and continuations.continues(text, a, b, sentence=run.is_first):
                self._go_on(paragraph, run.last, a, b)
                continue
            order = self._carried_order(paragraph, b, run) or self._order(paragraph, a, b, run, listed)
            if order:
                run.carried = None
                run.note(order, passages.leads_with_partners(text, order.body))
                run.last = self._add(paragraph, order, b, run.shared)
            else:
                self._no_order(paragraph, a, b, run)

    def _go_on(self, paragraph: Paragraph, last: Found, start: int, end: int) -> None:
        last.end = paragraph.start + end
        if continuations.is_time_note(paragraph.text[start:end]):
            self._share_time(paragraph.text[start:end])

    def _order(self, paragraph: Paragraph, start: int, end: int, run: Run, listed: bool) -> Order | None:
        text = paragraph.text
        ordering = self.listing or self.chained
        order = read_order(text, start, end, ordering=ordering, inner=run.inner, wide=run.is_first)
        if order is None and not run.told and self._is_near():
            order = self._firm(text, start, end)
        if run.told and order and order.form != "frame":
            order = None
        if order:
            return order
        named = listed and passages.is_noun_task(text, start)
        if not run.is_first and run.last:
            named = named or passages.has_own_date(text[start:end], text[run.last.start - paragraph.start : start])
        return Order(start, start, None, (), "subject") if named else None

    def _carried_order(self, paragraph: Paragraph, end: int, run: Run) -> Order | None:
        """An order whose owner or case stands before the semicolon: "Các phòng, ban; UBND các xã rà soát …"."""
        if run.carried is None or run.last:
            return None
        order = read_order(paragraph.text, run.carried, end, ordering=self.listing or run.was_chained)
        return order if order and order.lead else None

    def _no_order(self, paragraph: Paragraph, start: int, end: int, run: Run) -> None:
        text = paragraph.text
        if run.is_first:
            run.told = not run.listed
            run.carried = start if is_adverbial(text, start) or BODY.match(text, start) else None
        elif run.last:
            run.last.end = paragraph.start + end
            return
        elif not BODY.match(text, skip_connectives(text, start, end)):
            run.carried = None
        is_open = self.chained and (self.listing or not passages.tells(text, start, end))
        self.chained, run.last = is_open or self._speaks(text, start, end), None

    def _speaks(self, text: str, start: int, end: int) -> bool:
        """In a report: the one in authority is being quoted, so that his next sentence may order."""
        quoted = bool(self.found) and find_frame(text, start, end) is not None
        return self.is_page and (quoted or passages.announces(text, start, end))

    def _is_near(self) -> bool:
        """Somebody demanded something only a few lines ago."""
        return bool(self.found) and self.paragraph - self.found[-1].paragraph <= _NEAR

    def _firm(self, text: str, start: int, end: int) -> Order | None:
        """Between orders of a report: what a named body must do, said in words of duty."""
        order = read_order(text, start, end, ordering=True)
        if order is None or (order.form == "modal" and not passages.is_added(text, start)):
            return None
        return order if order.form == "modal" or (order.form == "owner" and SURE.match(text, order.body)) else None

    def _last_before(self, paragraph: Paragraph, words: str) -> Found | None:
        """The order that a sentence may still belong to: one of its paragraph, or of the line before."""
        if not (self.chained and self.found):
            return None
        last = self.found[-1]
        near = last.paragraph == self.paragraph or (
            last.paragraph == self.paragraph - 1 and not paragraph.kind and continuations.may_go_on(words)
        )
        return last if near else None

    def _add(self, paragraph: Paragraph, order: Order, end: int, shared: Names) -> Found:
        lead, origin = self._lead_of(order)
        coop = order.coop or (shared if order.lead is None else ()) or self.outline.coop()
        item = Found(
            paragraph.start + order.start,
            paragraph.start + end,
            lead,
            origin,
            coop,
            order.form,
            order.word,
            self.paragraph,
            body=paragraph.start + order.body,
        )
        item.due = self.outline.due()
        item.due_from = "intro" if item.due else ""
        self.found.append(item)
        self.chained = True
        return item

    def _lead_of(self, order: Order) -> tuple[Names, str]:
        if order.lead:
            lead = self._named_before(order.lead)
            self.current, self.current_from, self.owner_paragraph = lead, "before", self.paragraph
            self.section = lead if self.section in (None, lead) else ()
            return lead, "own"
        if order.same_owner and self.found:
            self.current = self._same_kind(order.word)
            return self.current, "before"
        above, source = self.outline.owner()
        if order.form == "frame" and above is None and self.owner_paragraph != self.paragraph:
            self.current = ()
        if self.current is not None:
            return self.current, self.current_from if self.current else ""
        if above is not None:
            return above, source
        if self.section and self.listing and any(level.kind.startswith("dec") for level in self.outline.levels):
            return self.section, "before"
        return (), ""

    def _named_before(self, lead: Names) -> Names:
        """«Bộ», «Sở» alone mean the one that was named with its full name."""
        head = lead[0].lower()
        return (self._last_of(f"{head} ") or lead) if len(lead) == 1 and head in _BARE else lead

    def _same_kind(self, head: str) -> Names:
        """Whom "Sở này …" means: the last sở that was told something."""
        return self._last_of(head) or self.found[-1].lead

    def _last_of(self, head: str) -> Names | None:
        near = (one.lead for one in reversed(self.found[-_FAR:]) if len(one.lead) == 1)
        return next((lead for lead in near if lead[0].lower().startswith(head)), None)

    def _share_time(self, words: str) -> None:
        term = due_term(words, self.doc_date, self.calendar)
        for item in reversed(self.found):
            if term is None or item.paragraph != self.paragraph:
                break
            item.due, item.due_from = term, "label"

    def _set_due(self, item: Found, paragraphs: list[Paragraph]) -> None:
        first, index = paragraphs[item.paragraph], item.paragraph + 1
        words = first.text[item.start - first.start : item.end - first.start]
        while index < len(paragraphs) and paragraphs[index].start < item.end:
            words += "\n" + paragraphs[index].text[: item.end - paragraphs[index].start]
            index += 1
        own = due_term(words, self.doc_date, self.calendar)
        if own is None or (item.due_from == "label" and item.due and item.due.on):
            return
        if own.on or own.every or item.due is None or item.due_from == "intro":
            item.due, item.due_from = own, "own"
