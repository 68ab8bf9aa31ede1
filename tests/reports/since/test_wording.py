"""The sentences of the review paragraph, as a table: they must read like those of an official report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

import pytest
from flask_babel import force_locale

from tracker.reports.since.given import NoticeHead
from tracker.reports.since.paragraph import Figure, Review, figures_of, name_notice, tell_review
from tracker.tasks.models import TaskState
from tracker.tasks.status import Status

DAY = date(2026, 11, 25)


@dataclass
class Standing:
    id: int
    state: str
    status: Status


STATES = {
    Status.DONE_ON_TIME: TaskState.COMPLETED,
    Status.DONE_LATE: TaskState.COMPLETED,
    Status.DONE_NO_DUE: TaskState.COMPLETED,
    Status.SUSPENDED: TaskState.SUSPENDED,
    Status.TRANSFERRED: TaskState.SUPERSEDED,
    Status.CANCELLED: TaskState.CANCELLED,
}


def tasks(**counts: int) -> list[Standing]:
    """So many of each status; `waiting`: reported as done, which no status says."""
    ids = count(1)
    waiting = [Standing(next(ids), TaskState.SUBMITTED, Status.OVERDUE) for _ in range(counts.pop("waiting", 0))]
    return waiting + [
        Standing(next(ids), STATES.get(Status(name), TaskState.IN_PROGRESS), Status(name))
        for name, many in counts.items()
        for _ in range(many)
    ]


TOLD = [
    ({}, "TB không giao nhiệm vụ."),
    (
        {"done_on_time": 7, "done_late": 1, "overdue": 3, "running": 18, "suspended": 1},
        "TB đã giao 30 nhiệm vụ; tính đến ngày 25/11/2026: hoàn thành 08 (07 đúng hạn, 01 quá hạn), đang triển khai 21"
        " (trong đó quá hạn 03), tạm dừng 01. Tỷ lệ hoàn thành đạt 27,6% (08/29 nhiệm vụ, không tính nhiệm vụ tạm"
        " dừng, đã chuyển, hủy).",
    ),
    (
        {"done_on_time": 1, "running": 15},
        "TB đã giao 16 nhiệm vụ; tính đến ngày 25/11/2026: hoàn thành 01 (đúng hạn), đang triển khai 15."
        " Tỷ lệ hoàn thành đạt 6,3% (01/16 nhiệm vụ).",
    ),
    (
        {"done_on_time": 12},
        "TB đã giao 12 nhiệm vụ; tính đến ngày 25/11/2026: hoàn thành 12 (đều đúng hạn). Tỷ lệ hoàn thành đạt 100%"
        " (12/12 nhiệm vụ).",
    ),
    (
        {"done_late": 1},
        "TB đã giao 01 nhiệm vụ; tính đến ngày 25/11/2026: hoàn thành 01 (quá hạn). Tỷ lệ hoàn thành đạt 100% (01/01"
        " nhiệm vụ).",
    ),
    (
        {"running": 2, "near": 1, "running_no_due": 1},
        "TB đã giao 04 nhiệm vụ; tính đến ngày 25/11/2026: chưa có nhiệm vụ hoàn thành, đang triển khai 04.",
    ),
    (
        {"overdue": 1},
        "TB đã giao 01 nhiệm vụ; tính đến ngày 25/11/2026: chưa có nhiệm vụ hoàn thành, đang triển khai 01 (quá hạn).",
    ),
    (
        {"overdue": 2, "waiting": 1, "running": 1, "done_no_due": 2, "done_on_time": 2},
        "TB đã giao 08 nhiệm vụ; tính đến ngày 25/11/2026: hoàn thành 04 (02 đúng hạn, 02 không có thời hạn), đang"
        " triển khai 04 (trong đó quá hạn 02, chờ xác nhận hoàn thành 01). Tỷ lệ hoàn thành đạt 50% (04/08 nhiệm vụ).",
    ),
    (
        {"suspended": 1, "transferred": 2, "cancelled": 1},
        "TB đã giao 04 nhiệm vụ; tính đến ngày 25/11/2026: tạm dừng 01, đã chuyển 02, hủy 01.",
    ),
    (
        {"waiting": 3},
        "TB đã giao 03 nhiệm vụ; tính đến ngày 25/11/2026: chưa có nhiệm vụ hoàn thành, đang triển khai 03 (đều chờ"
        " xác nhận hoàn thành).",
    ),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(("counts", "sentence"), TOLD)
def test_the_sentence(databases, counts, sentence):
    with databases.app("sqlite").test_request_context(), force_locale("vi"):
        assert tell_review("TB", Review.of(tasks(**counts)), DAY) == sentence


@pytest.mark.sqlite
def test_what_two_notices_gave_counts_once_and_the_sentence_says_so(databases):
    rows = tasks(running=3)
    review = Review.of([*rows, rows[0]])
    with databases.app("sqlite").test_request_context(), force_locale("vi"):
        assert tell_review("Tổng cộng 02 văn bản", review, DAY).startswith(
            "Tổng cộng 02 văn bản đã giao 03 nhiệm vụ (không tính trùng 01 lượt nhắc lại); tính đến"
        )


NAMED = [
    ("142/TB-UBND", "", "Thông báo kết luận số 142/TB-UBND ngày 20/11/2026"),
    ("12/KL-UBND", "", "Kết luận số 12/KL-UBND ngày 20/11/2026"),
    ("03/BB-UBND", "", "Biên bản số 03/BB-UBND ngày 20/11/2026"),
    ("1/CĐ-CTUBND", "", "Công điện số 1/CĐ-CTUBND ngày 20/11/2026"),
    ("2150/UBND-TH", "", "Văn bản số 2150/UBND-TH ngày 20/11/2026"),
    ("", "Phiên họp thứ 15", "Kết luận phiên họp thứ 15 ngày 18/11/2026"),
    ("", "UBND thành phố họp giao ban", "Kết luận UBND thành phố họp giao ban ngày 18/11/2026"),
    ("", "Giao ban ngày 18/11/2026", "Kết luận giao ban ngày 18/11/2026"),
    ("", "", "Văn bản “Kết luận giao ban” ngày 18/11/2026"),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(("number", "meeting", "name"), NAMED)
def test_how_a_notice_is_named(databases, number, meeting, name):
    head = NoticeHead(1, number, meeting, "Kết luận giao ban", date(2026, 11, 18), date(2026, 11, 20))
    with databases.app("sqlite").test_request_context(), force_locale("vi"):
        assert name_notice(head) == name


@pytest.mark.parametrize("status", list(Status))
def test_every_task_counts_as_given_and_in_one_of_the_five(status):
    own = figures_of(Standing(1, STATES.get(status, TaskState.ACCEPTED), status))
    whole = {Figure.DONE, Figure.RUNNING, Figure.SUSPENDED, Figure.TRANSFERRED, Figure.CANCELLED}
    assert Figure.GIVEN in own
    assert len(own & whole) == 1
