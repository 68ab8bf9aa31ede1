"""A notice of our own writing, and the short ways to enter, settle and issue it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tracker.db import db
from tracker.directives.actions import NoticeEntry
from tracker.directives.models import Notice
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind
from tracker.review import actions, queries
from tracker.review.models import Draft, FollowUp

TEXT = """ỦY BAN NHÂN DÂN
THÀNH PHỐ CAO BẰNG
Số: 142/TB-UBND
Cao Bằng, ngày 20 tháng 11 năm 2026

THÔNG BÁO
Kết luận của Chủ tịch UBND thành phố tại phiên họp thứ 15

Ngày 18/11/2026, đồng chí Nguyễn Quốc Trung, Chủ tịch UBND thành phố, chủ trì phiên họp thứ 15. Chủ tịch kết luận:
1. Giao Chi cục Thuế chủ trì, phối hợp với Phòng Tài chính - Kế hoạch \
đẩy mạnh công tác thu ngân sách; hoàn thành trước ngày 15/12/2026.
2. Giao Phòng Văn hóa và Thông tin tham mưu kế hoạch xây dựng chính quyền số, trình trước ngày 10/12/2026.
3. UBND các phường, xã báo cáo kết quả rà soát nhà tạm trước ngày 05/12/2026.
"""


def entry(cast: Cast, **changes: Any) -> NoticeEntry:
    """What the clerk would confirm."""
    values: dict[str, Any] = {
        "title": "Kết luận phiên họp thứ 15",
        "text": TEXT,
        "issuer": "UBND thành phố Cao Bằng",
        "issued_on": date(2026, 11, 20),
        "number": "142/TB-UBND",
        "held_on": date(2026, 11, 18),
        "leader_id": cast.chairman.user_id,
        "is_no_copy": True,  # most tests enter this one text again and again
    }
    return NoticeEntry(**(values | changes))


def enter(cast: Cast, **changes: Any) -> Notice:
    """The notice in review, committed."""
    notice = actions.start_review(entry(cast, **changes), by=cast.clerk)
    db.session.commit()
    return notice


def drafts_of(notice: Notice) -> list[Draft]:
    """As they are in the database now."""
    db.session.expire_all()
    return queries.list_drafts(notice.id)


def settle(notice: Notice, cast: Cast, lead: Unit) -> None:
    """Give every open draft a unit, the chairman and no due date where there is none."""
    for draft in drafts_of(notice):
        if draft.one_per_unit:
            continue
        actions.fill_gaps(
            draft,
            notice,
            lead_unit_id=draft.lead_unit_id or lead.id,
            leader_id=draft.leader_id or cast.chairman.user_id,
            due_on=draft.due_on,
            has_no_due=draft.due_on is None,
            by=cast.clerk,
        )
    db.session.commit()


def issue(notice: Notice, by: Actor) -> actions.Issued:
    """Give the tasks, committed; what came back and is not decided goes out as new."""
    for draft in drafts_of(notice):
        if draft.follow_up == FollowUp.ASK and by.is_office:
            actions.choose_follow_up(draft, FollowUp.NEW, "", by=by)
    db.session.commit()
    issued = actions.issue_notice(notice, drafts_of(notice), by=by)
    db.session.commit()
    return issued


def add_local_units(count: int) -> list[Unit]:
    """More wards."""
    units = [
        Unit(
            code=f"P-{number}",
            name=f"UBND phường Số {number}",
            short_name=f"Phường Số {number}",
            kind=UnitKind.WARD,
            sort_order=100 + number,
            alias_text="",
        )
        for number in range(count)
    ]
    db.session.add_all(units)
    db.session.commit()
    return units
