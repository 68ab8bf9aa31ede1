"""The review page as plain values: the source with its marks, a card for each draft, and what is still to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from flask_babel import gettext as _
from flask_babel import ngettext

from ..directives.extraction import Figure, Reason, describe, read_figures
from ..directives.models import Notice, Topic
from ..people.models import Unit, UnitKind
from ..people.queries import Recipient
from .actions.editing import SUGGESTIONS, group_of
from .earlier import EarlierOrder, find_followed
from .forms import EVERY_NAMES
from .marks import Mark, Segment, segments
from .models import Draft, DraftState, FollowUp
from .readiness import OpenPoint, count_tasks, fingerprint, follow_points, open_points, units_told

MOST_NAMES = 6
_MOST_TEXT = 100_000  # characters; no report is longer, and the page is built at every step
_MOST_FIGURES = 100
ORDER_OF_TEXT = "text"
_LOCAL = (UnitKind.WARD, UnitKind.COMMUNE)


@dataclass(frozen=True)
class Card:
    """One draft as it is shown."""

    draft: Draft
    points: list[OpenPoint]
    chip: str
    style: str
    topic: str
    leader: str
    every: str
    units: str
    hidden_units: str
    group: int
    why: dict[str, str]
    doubts: list[str]
    earlier: list[EarlierOrder]
    left_out: dict[str, str]

    @property
    def open_fields(self) -> set[str]:
        return {point.field for point in self.points if point.field}

    @property
    def has_gaps(self) -> bool:
        """Whether something is open that the card itself can ask for."""
        return bool(self.open_fields & {"lead_unit_id", "due_on", "leader_id"})

    @property
    def followed(self) -> EarlierOrder | None:
        """What it continues or replaces."""
        return find_followed(self.draft, self.earlier)

    @property
    def last_open(self) -> EarlierOrder | None:
        """The last of the earlier orders that can still go on."""
        return next((order for order in reversed(self.earlier) if order.open_tasks), None)

    @property
    def asks_follow_up(self) -> bool:
        return "follow_up" in self.open_fields

    @property
    def follow_up_sentence(self) -> str:
        return next(point.sentence for point in self.points if point.field == "follow_up")

    @property
    def is_aside(self) -> bool:
        return self.draft.state == DraftState.SET_ASIDE

    @property
    def mark_style(self) -> str:
        """How its sentence is marked in the source."""
        return "aside" if self.is_aside else "open" if self.points else ""

    @property
    def is_pending(self) -> bool:
        """Not looked at yet."""
        return self.draft.state == DraftState.PENDING

    @property
    def doubtfulness(self) -> int:
        """What comes first: 0 open, 1 complete with something to look at, 2 the rest."""
        return 0 if self.points else 1 if self.doubts and not self.is_aside else 2

    @property
    def sentences(self) -> list[str]:
        """Why it is to be looked at, else what is to be done. What is asked of an earlier order stands beside it."""
        return self.doubts or [point.sentence for point in self.points if point.field != "follow_up"]

    @property
    def known_as(self) -> str:
        """A page that has this shows the card as it is now: the draft, and how far what stands beside it has come."""
        tasks = [(task.id, task.state, task.due_on, task.closed_on) for order in self.earlier for task in order.tasks]
        beside = f"-{crc32(repr(tasks).encode()):x}" if tasks else ""
        return f"{self.draft.id}.{self.draft.version}{beside}.{self.draft.position}"


@dataclass(frozen=True)
class Board:
    """The whole page."""

    cards: list[Card]
    segments: list[Segment]
    tasks: int
    people: int
    unreachable: list[str]
    figures: tuple[Figure, ...]
    fingerprint: str

    def in_order(self, order: str) -> list[Card]:
        """As in the text, or what is open or doubtful first; the numbers are always those of the text."""
        return self.cards if order == ORDER_OF_TEXT else sorted(self.cards, key=lambda card: card.doubtfulness)

    @property
    def continued(self) -> int:
        """How many earlier tasks go on."""
        going_on = (
            card.followed for card in self.cards if card.draft.follow_up == FollowUp.CONTINUE and not card.is_aside
        )
        return len({task.id for order in going_on if order for task in order.open_tasks})

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.points]

    @property
    def ready(self) -> int:
        return len(self.cards) - len(self.waiting)

    @property
    def is_settled(self) -> bool:
        return bool(self.cards) and not self.waiting


def lay_out(
    notice: Notice,
    drafts: Sequence[Draft],
    *,
    units: Sequence[Unit],
    topics: Sequence[Topic],
    leaders: Sequence[Any],
    recipients: Sequence[Recipient],
    earlier: Mapping[int, list[EarlierOrder]],
    today: date,
) -> Board:
    """Everything is handed in, so that the page asks the database a fixed number of questions."""
    topic_names = {topic.id: topic.name for topic in topics}
    leader_names = {leader.user_id: leader.name for leader in leaders}
    local = [unit for unit in units if unit.kind in _LOCAL]
    cards = [_card(draft, topic_names, leader_names, local, earlier.get(draft.id, []), today) for draft in drafts]
    told = units_told(list(drafts), units_followed(drafts, earlier))
    reached = {recipient.unit_id for recipient in recipients}
    return Board(
        cards=cards,
        segments=segments(notice.source_text, [mark for card in cards if (mark := _mark(card))]),
        tasks=sum(count_tasks(draft) for draft in drafts),
        people=len({recipient.user_id for recipient in recipients}),
        unreachable=[unit.name for unit in units if unit.id in told and unit.id not in reached],
        figures=figures_outside(notice, [(one.start, one.end) for one in drafts]),
        fingerprint=fingerprint(list(drafts)),
    )


def figures_outside(notice: Notice, places: Iterable[tuple[int | None, int | None]]) -> tuple[Figure, ...]:
    """What the text reports outside the orders. Read anew each time: nothing is kept of it before it is accepted."""
    orders = sorted((start, end) for start, end in places if start is not None and end is not None)
    return read_figures(notice.source_text[:_MOST_TEXT], notice.issued_on, orders)[:_MOST_FIGURES]


def units_followed(drafts: Sequence[Draft], earlier: Mapping[int, list[EarlierOrder]]) -> dict[int, set[int]]:
    """The units of what each draft continues or replaces."""
    followed = {draft.id: find_followed(draft, earlier.get(draft.id, [])) for draft in drafts}
    return {draft_id: order.units for draft_id, order in followed.items() if order}


def _card(
    draft: Draft,
    topics: Mapping[int, str],
    leaders: Mapping[int, str],
    local: Sequence[Unit],
    earlier: list[EarlierOrder],
    today: date,
) -> Card:
    points = open_points(draft, today) or follow_points(draft, find_followed(draft, earlier))
    if draft.state == DraftState.SET_ASIDE:
        chip, style = _("Not assigned"), "quiet"
    elif points:
        chip, style = _("To settle: %(points)s", points=", ".join(dict.fromkeys(p.word for p in points))), "near"
    elif draft.state == DraftState.ACCEPTED:
        chip, style = _("Agreed"), "ok"
    else:
        chip, style = _("Complete"), "calm"
    shown, hidden = name_units(draft.units, local)
    return Card(
        draft=draft,
        points=points,
        chip=chip,
        style=style,
        topic=topics.get(draft.topic_id or 0, ""),
        leader=leaders.get(draft.leader_id or 0, ""),
        every=str(EVERY_NAMES[draft.every]) if draft.every in EVERY_NAMES else "",
        units=shown,
        hidden_units=hidden,
        group=len(group_of(draft)),
        why=_why(draft),
        doubts=_doubts(draft, today),
        earlier=earlier,
        left_out={order.key: names for order in earlier if (names := _left_out(draft, order))},
    )


def _left_out(draft: Draft, order: EarlierOrder) -> str:
    """Units that the draft names as leading and that had no task then: to continue would give them none."""
    leads = draft.units if draft.one_per_unit else [draft.lead_unit] if draft.lead_unit else []
    known = {task.lead_unit_id for task in order.tasks}
    return ", ".join(unit.short_name for unit in leads if unit.id not in known)


def _doubts(draft: Draft, today: date) -> list[str]:
    """What to look at once more: those of the text until the clerk has looked, a date that has passed always."""
    doubts = [_sentence(doubt) for doubt in draft.doubts if draft.state == DraftState.PENDING]
    if draft.due_on and draft.due_on < today:
        doubts.append(_("The due date has passed already. Check it before you give the task."))
    return doubts


def _mark(card: Card) -> Mark | None:
    draft = card.draft
    if draft.start is None or draft.end is None:
        return None
    return Mark(draft.start, draft.end, draft.position, f"d{draft.id}", card.mark_style)


def name_units(units: Sequence[Unit], local: Sequence[Unit]) -> tuple[str, str]:
    """«Phòng TC-KH, UBND 11 phường, xã», and the full list where names were left out."""
    chosen = {unit.id for unit in units}
    names = [unit.short_name for unit in units]
    if len(local) > 1 and chosen >= {unit.id for unit in local}:
        names = [unit.short_name for unit in units if unit.kind not in _LOCAL]
        group = [_("all %(count)s wards and communes", count=len(local))]
    else:
        group = []
    left = len(names) - MOST_NAMES
    if left > 1:
        names = [*names[:MOST_NAMES], ngettext("%(num)s more unit", "%(num)s more units", left)]
    every = ", ".join(unit.short_name for unit in units)
    shown = ", ".join([*names, *group])
    return shown, every if left > 1 or group else ""


def _why(draft: Draft) -> dict[str, str]:
    """The shortest honest reason for each field: the words of the text, or why a unit is suggested."""
    why: dict[str, str] = {}
    learned = [reason for reason in draft.reasons if reason["key"] == "name_learned"]
    for reason in draft.reasons:
        if reason["key"] in SUGGESTIONS:
            why["lead"] = _("suggested: %(why)s", why=_suggestion(reason))
        elif reason["field"] in ("topic", "order"):
            why[reason["field"]] = _sentence(reason)
    if draft.in_charge_of:
        why["leader"] = _("in charge of %(thing)s", thing=draft.in_charge_of)
    if draft.lead_unit is None:
        why.pop("lead", None)  # the clerk has not taken the suggestion
    if "lead" not in why and draft.lead_mention and not draft.one_per_unit:
        why["lead"] = _learned(learned, "lead") or _mention(draft)
    mention = draft.coop_mention or draft.lead_mention
    if mention and draft.units:
        why["units"] = _learned(learned, "units") or f"“{mention}”"
    if draft.due_words:
        why["due"] = f"“{draft.due_words}”"
    return why


def _mention(draft: Draft) -> str:
    """The words for the lead unit; where the clerk has chosen another one, they are not its reason."""
    read = draft.proposed["lead"] if draft.proposed else None
    quoted = f"“{draft.lead_mention}”"
    return quoted if read in (None, draft.lead_unit_id) else str(_("the text says %(words)s", words=quoted))


def _suggestion(reason: Mapping[str, str]) -> str:
    """Why a unit that the text does not name is filled in."""
    words, work = reason["words"], reason.get("work", "")
    if reason["key"] == "lead_by_history":
        return str(_("%(share)s earlier tasks of this topic", share=words))
    if reason["key"] == "lead_by_likeness":
        return str(_("it had the similar task %(code)s", code=words))
    if reason["key"] == "lead_by_topic":
        return str(_("usually leads this topic"))
    if not words:
        return str(_("set by the administrator"))
    if work:
        return str(_("it was given %(share)s of the latest tasks “%(work)s…”", share=words, work=work))
    return str(_("it was given %(share)s of the latest tasks of this topic without a name", share=words))


def _learned(reasons: Sequence[Mapping[str, str]], field: str) -> str:
    """What the names of the text mean, where a clerk once said so."""
    return "; ".join(
        _(
            "“%(name)s” is %(unit)s (learned on %(day)s)",
            name=reason["words"],
            unit=reason["unit"],
            day=f"{date.fromisoformat(reason['on']):%d/%m/%Y}",
        )
        for reason in reasons
        if reason["field"] == field
    )


def _sentence(reason: Mapping[str, str]) -> str:
    sentence, values = describe(Reason(reason["field"], reason["key"], reason["words"]))
    return str(_(sentence, **values))
