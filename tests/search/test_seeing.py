"""Nobody finds what he may not see, and no count says that it is there."""

import itertools
import re

import pytest
from sqlalchemy import select

from tests.duties.makers import values
from tests.indicators import makers as indicators
from tests.search.makers import ask, lines, make_notice
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.directives.models import Directive, Notice, NoticeState
from tracker.duties import actions as duties
from tracker.review.policy import visible_to
from tracker.review.queries import list_directives
from tracker.search.policy import directives_of, finds_people, notices_of, reads_sources
from tracker.tasks import handover
from tracker.tasks.handover import Plan
from tracker.tasks.models import LinkKind, TaskLink


@pytest.fixture
def office(cast):
    """Words of each standing: of the finance room, where the ward helps, of nobody else, open to all, in review."""
    own = make_notice(cast, "1/TB", "Chủ đề riêng.", title="Chủ đề riêng")
    issue(cast, title="Chủ đề riêng", directive_id=own.id, notice_id=own.notice_id, cooperating_unit_ids=[cast.ward.id])
    beside = Directive(notice_id=own.notice_id, position=2, text="Chủ đề bên cạnh.", no_task_reason="")
    db.session.add(beside)
    make_notice(cast, "2/TB", "Chủ đề mở.", title="Chủ đề mở", open_to_all=True)
    make_notice(cast, "3/TB", "Chủ đề nháp.", title="Chủ đề nháp", state=NoticeState.REVIEW)
    duties.create_duty(values(cast, title="Chủ đề định kỳ"), "key", by=cast.clerk)
    db.session.commit()
    return cast


_ALL = {
    "tasks": ["Chủ đề riêng"],
    "notices": ["2/TB · Chủ đề mở", "1/TB · Chủ đề riêng"],
    "directives": ["Chủ đề mở.", "Chủ đề bên cạnh.", "Chủ đề riêng."],
    "duties": ["Chủ đề định kỳ"],
}
_OFFICE = {
    **_ALL,
    "notices": ["3/TB · Chủ đề nháp", "2/TB · Chủ đề mở", "1/TB · Chủ đề riêng"],
    "directives": ["Chủ đề nháp.", "Chủ đề mở.", "Chủ đề bên cạnh.", "Chủ đề riêng."],
}
_UNIT = {**_ALL, "directives": ["Chủ đề mở.", "Chủ đề riêng."]}
_HELPS = {kind: those for kind, those in _UNIT.items() if kind != "duties"}
_OUTSIDE = {"notices": ["2/TB · Chủ đề mở"], "directives": ["Chủ đề mở."]}


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("chairman", _ALL),
        ("vice_chairman", _ALL),
        ("admin", _ALL),
        ("clerk", _OFFICE),
        ("finance_head", _UNIT),
        ("finance_officer", _UNIT),
        ("ward_chair", _HELPS),
        ("outsider", _OUTSIDE),
    ],
)
def test_each_finds_his_own(office, who, found):
    answer = ask(getattr(office, who), "chủ đề")
    shown = lines(answer)
    assert {kind: sorted(those) for kind, those in shown.items()} == {kind: sorted(own) for kind, own in found.items()}
    assert {section.kind: section.count for section in (*answer.named, *answer.found)} == {
        kind: len(own) for kind, own in found.items()
    }


@pytest.mark.parametrize("who", ["chairman", "clerk", "finance_head", "ward_chair", "outsider", "admin"])
def test_pages_show_the_same_counts_within_the_budget(office, client, who):
    client.sign_in(getattr(office, who))
    found = {"clerk": _OFFICE, "finance_head": _UNIT, "ward_chair": _HELPS, "outsider": _OUTSIDE}.get(who, _ALL)
    page = client.get("/search?q=chủ đề", budget=10).text
    links = dict(re.findall(r'<a class="count" href="([^"]*)">([^<]*)</a>', page))
    assert sorted(map(int, links.values())) == sorted(len(own) for kind, own in found.items() if kind != "duties")
    for url, count in links.items():
        listed = client.get(url.replace("&amp;", "&"), budget=10).text
        rows = len(re.findall("data-hit", listed)) or len(re.findall(r'href="/tasks/\d+', listed))
        assert rows == int(count), url


def test_an_outsider_finds_no_number_and_no_words_of_a_text(office, client):
    make_notice(office, "9/TB", "Việc khác.", title="Đầu đề", source_text="Sạt lở bờ kè.")
    for typed in ("NV-2026-0001", "1", "1/TB", "3/TB", "bên cạnh", "nháp", "sạt lở"):
        answer = ask(office.outsider, typed)
        assert answer.is_nothing, typed
        client.sign_in(office.outsider)
        assert client.get("/search", query_string={"q": typed}).status_code == 200
    assert set(lines(ask(office.chairman, "sạt lở"))) == {"notices"}


def test_a_text_is_read_only_where_it_is_open(office):
    """The finance room finds its notice by the head, and by its text once that is open to all."""
    assert "notices" not in lines(ask(office.finance_head, "mở đầu riêng"))
    notice = db.session.scalars(select(Notice).where(Notice.number == "1/TB")).one()
    notice.open_to_all = True
    assert lines(ask(office.finance_head, "mở đầu riêng")) == {"notices": ["1/TB · Chủ đề riêng"]}
    assert "Chủ đề bên cạnh." in lines(ask(office.outsider, "chủ đề"))["directives"]


def test_people_and_names(office):
    indicators.make(office)
    for who, found in (("clerk", {"indicators"}), ("finance_head", {"indicators"}), ("outsider", set())):
        assert set(lines(ask(getattr(office, who), "nhà nước 2026"))) == found
    assert set(lines(ask(office.clerk, "le minh duc"))) == {"people", "tasks"}
    assert lines(ask(office.outsider, "le minh duc")) == {}
    assert set(lines(ask(office.outsider, "phuong song hien"))) == {"units"}


@pytest.mark.parametrize(
    ("who", "expected"), [("chairman", True), ("clerk", True), ("admin", True), ("outsider", False)]
)
def test_who_reads_what(cast, who, expected):
    assert reads_sources(getattr(cast, who)) is finds_people(getattr(cast, who)) is expected


def _told_again(cast, task, directive):
    by = {"at": clock.now(), "by_user_id": cast.clerk.user_id}
    db.session.add(TaskLink(task_id=task.id, directive_id=directive.id, kind=LinkKind.CONTINUED, **by))


def test_the_policy_says_what_the_page_of_a_notice_says(office):
    """Two forms of one rule: that of the list of notices and that of the search."""
    later = make_notice(office, "7/TB", "Chủ đề nhắc lại.", title="Chủ đề nhắc lại")
    task = issue(office, title="Việc", lead_unit_id=office.culture.id)
    _told_again(office, task, later)
    db.session.commit()
    for actor in office.everyone.values():
        seen = set(db.session.scalars(select(Notice.id).where(visible_to(actor))))
        assert set(db.session.scalars(select(Notice.id).where(notices_of(actor)))) == seen
        own = select(Directive.id).join(Notice, Notice.id == Directive.notice_id).where(directives_of(actor))
        read = [list_directives(actor, db.session.get_one(Notice, notice_id)) for notice_id in seen]
        assert set(db.session.scalars(own)) == {line.directive.id for line in itertools.chain(*read)}


def test_who_takes_work_over_finds_where_it_comes_from(office):
    later = make_notice(office, "7/TB", "Chủ đề nhắc lại.", title="Chủ đề nhắc lại")
    task = issue(office, title="Việc")
    _told_again(office, task, later)
    assert "Chủ đề nhắc lại." in lines(ask(office.finance_head, "chủ đề"))["directives"]
    assert lines(ask(office.outsider, "chủ đề")) == _OUTSIDE
    handover.hand_over_unit(office.finance, Plan(office.culture.id), "Sáp nhập", by=office.admin)
    found = lines(ask(office.outsider, "chủ đề"))
    assert set(found["directives"]) == {"Chủ đề mở.", "Chủ đề riêng.", "Chủ đề nhắc lại."}
    assert len(found["notices"]) == 3
    assert lines(ask(office.finance_head, "chủ đề")) == {**_OUTSIDE}
