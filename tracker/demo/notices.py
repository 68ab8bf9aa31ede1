"""The sample notices: read by extraction, reviewed by a clerk, issued. One is left waiting for review."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from .. import mail
from ..db import db
from ..directives.actions import NoticeEntry
from ..directives.models import Notice, Topic
from ..people.models import Unit, UnitKind
from ..people.queries import list_units
from ..review.actions import DraftValues, accept_draft, issue_notice, save_draft, set_aside, start_review
from ..review.models import Draft, DraftState, DueKind
from ..review.queries import list_drafts
from ..tasks import emails
from ..tasks.actions import Assignment, issue_task
from .days import Days
from .rows import DATA, Row, rows
from .teller import Teller

CLERK = "vanphong"
ISSUER = "UBND thành phố Cao Bằng"
_EVERY_WARD = "*"
_NO_WORK = "Chỉ đạo chung, không có việc cụ thể để giao và theo dõi."


def plan_notices(teller: Teller) -> None:
    """Two notices issued, three weeks apart; the report of a site visit came in yesterday."""
    days = teller.days
    earlier, latest = session_entry(teller, 14, -45, -43), session_entry(teller, 15, -19, -17)
    teller.plan(-42, "08:30", lambda: issue(teller, "14", earlier))
    teller.plan(-16, "10:12", lambda: issue(teller, "15", latest))
    visit = NoticeEntry(
        title="Kiểm tra tiến độ chỉnh trang phố đi bộ Kim Đồng và công viên bờ sông Bằng",
        text=read_text("site-visit.txt", days),
        issuer=ISSUER,
        issued_on=days.day(-1),
        meeting="Kiểm tra thực địa phố đi bộ Kim Đồng",
        held_on=days.day(-2),
        chair="Nông Quốc Hưng, Chủ tịch UBND thành phố",
        leader_id=teller.actors["chutich"].user_id,
    )
    teller.plan(-1, "16:50", lambda: start_review(visit, by=teller.actors[CLERK]))
    for row in rows("orders.csv"):
        teller.plan(int(row["day"]), row["time"], lambda row=row: order(teller, row))  # type: ignore[misc]


def session_entry(teller: Teller, number: int, held: int, issued: int) -> NoticeEntry:
    """What the clerk confirms of a session's notice."""
    login, title = {14: ("chutich", "Chủ tịch"), 15: ("pct.dat", "Phó Chủ tịch")}[number]
    chair = teller.actors[login]
    meeting = f"Phiên họp thứ {number}{' (mở rộng)' if number == 15 else ''} của UBND thành phố"
    return NoticeEntry(
        title=f"Kết luận của {title} UBND thành phố {chair.name} tại {meeting[0].lower()}{meeting[1:]}",
        text=read_text(f"session-{number}.txt", teller.days),
        issuer=ISSUER,
        issued_on=teller.days.day(issued),
        number={14: "118/TB-UBND", 15: "131/TB-UBND"}[number],
        meeting=meeting,
        held_on=teller.days.day(held),
        chair=f"{chair.name}, {title} UBND thành phố",
        signer="Mã Văn Khánh, Chánh Văn phòng",
        leader_id=chair.user_id,
    )


def read_text(name: str, days: Days) -> str:
    """A sample text with its dates."""
    return days.fill((DATA / name).read_text(encoding="utf-8"))


def issue(teller: Teller, name: str, entry: NoticeEntry) -> None:
    """From the text to the tasks, as the clerk does it on the review page."""
    clerk = teller.actors[CLERK]
    notice = start_review(entry, by=clerk)
    settle(teller, notice, [row for row in rows("drafts.csv") if row["notice"] == name])
    issue_notice(notice, list_drafts(notice.id), by=clerk)
    teller.know_tasks_of(name, notice.id)


def settle(teller: Teller, notice: Notice, settled: Sequence[Row]) -> None:
    """Each draft gets what drafts.csv says of it; a draft of which it says nothing is set aside."""
    clerk, office = teller.actors[CLERK], _Office(teller.days)
    drafts = list_drafts(notice.id)
    for row in settled:
        draft = _the_one_with(row["phrase"], drafts)
        drafts.remove(draft)
        save_draft(draft, notice, office.values(row, draft, notice), version=draft.version, by=clerk)
        db.session.flush()
        if draft.state != DraftState.ACCEPTED:
            accept_draft(draft, by=clerk)
    for draft in drafts:
        set_aside(draft, _NO_WORK, by=clerk)


def order(teller: Teller, row: Row) -> None:
    """A task without a text: a telephone call, a word in the corridor."""
    office = _Office(teller.days)
    task = issue_task(
        Assignment(
            title=row["title"],
            lead_unit_id=office.units[row["lead"]].id,
            cooperating_unit_ids=[unit.id for unit in office.named(row["cooperating"])],
            leader_id=teller.actors[row["leader"]].user_id,
            deliverable=row["deliverable"],
            due_on=teller.days.day(int(row["due"])),
            source=teller.days.fill(row["source"]),
        ),
        by=teller.actors[CLERK],
    )
    for message in emails.task_assigned(task):
        mail.put(message)
    teller.tasks[row["key"]] = task.id


class _Office:
    """Units by code, and the fields of a draft from a row that names them."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.units = {unit.code: unit for unit in list_units(days.today)}

    def named(self, codes: str) -> list[Unit]:
        """The units of these codes, or all wards and communes."""
        if codes == _EVERY_WARD:
            return [unit for unit in self.units.values() if unit.kind in (UnitKind.WARD, UnitKind.COMMUNE)]
        return [self.units[code] for code in codes.split("|") if code]

    def values(self, row: Row, draft: Draft, notice: Notice) -> DraftValues:
        each = row["lead"] == _EVERY_WARD
        recurs = not row["due"].lstrip("-").isdigit()
        topic = db.session.scalar(select(Topic.id).where(Topic.code == row["topic"])) if row["topic"] else None
        return DraftValues(
            title=row["title"],
            deliverable=row["deliverable"],
            topic_id=topic or draft.topic_id,
            lead_unit_id=None if each else self.units[row["lead"]].id,
            unit_ids=[unit.id for unit in self.named(row["lead"] if each else row["cooperating"])],
            one_per_unit=each,
            leader_id=notice.leader_id,
            due_kind=DueKind.NONE if recurs else DueKind.DATE,
            due_on=None if recurs else self.days.day(int(row["due"])),
            every=row["due"] if recurs else None,
        )


def _the_one_with(phrase: str, drafts: Sequence[Draft]) -> Draft:
    found = [draft for draft in drafts if phrase in draft.text]
    if len(found) != 1:
        raise LookupError(f"{len(found)} drafts with {phrase!r} in the sample notice")
    return found[0]
