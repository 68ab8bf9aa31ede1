"""«Chờ đồng chí quyết»: every kind is answered on the leader's page, and what is refused is not lost."""

import html
import re
from datetime import date

import pytest

from tests.reports.test_decisions import SOON, ask, section
from tracker.db import db
from tracker.reports.decisions import Kind
from tracker.tasks.models import (
    Cause,
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Extension,
    ExtensionState,
    Proposal,
    ProposalState,
    Task,
    TaskState,
)

LATER = date(2027, 1, 15)


def forms_of(client, query):
    """(address, fields as they stand) of each form among the person's own decisions."""
    part = section(client.get(f"/outstanding{query}", budget=10).text, "own")
    found = []
    for address, body in re.findall(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', part, re.S):
        fields = dict(re.findall(r'<(?:input type="hidden"|button[^>]*?) name="(\w+)" value="([^"]*)"', body))
        found.append((address, fields))
    return found


def press(client, query, way, place=0, **typed):
    """Fill in the form for that way of deciding and send it."""
    address, fields = [form for form in forms_of(client, query) if f"/{way}?" in form[0]][place]
    assert fields["next"].startswith("/outstanding")
    return client.post(address, data={**fields, **typed}, budget=60)


def fresh(model):
    db.session.expire_all()
    return db.session.query(model).one()


WAYS = [
    (Kind.EXTENSION, "approval", 0, {}, lambda: fresh(Task).due_on == SOON),
    (Kind.EXTENSION, "approval", 1, {"due_on": "15/01/2027", "note": "Lần cuối"}, lambda: fresh(Task).due_on == LATER),
    (Kind.EXTENSION, "refusal", 0, {"note": "Đã đủ vốn"}, lambda: fresh(Extension).state == ExtensionState.REFUSED),
    (Kind.PROPOSAL, "answer", 0, {"answer": "Đồng ý"}, lambda: fresh(Proposal).state == ProposalState.ANSWERED),
    (Kind.DECLINE, "insistence", 0, {"note": "Đúng việc"}, lambda: fresh(Decline).state == DeclineState.INSISTED),
    (Kind.DECLINE, "reassignments", 0, {}, lambda: fresh(Decline).state == DeclineState.REASSIGNED),
    (Kind.EXPLANATION, "acceptance", 0, {}, lambda: fresh(Explanation).confirmed_cause == Cause.OBJECTIVE),
    (
        Kind.EXPLANATION,
        "acceptance",
        1,
        {"note": "Chủ quan"},
        lambda: fresh(Explanation).confirmed_cause == "subjective",
    ),
    (Kind.EXPLANATION, "return", 0, {"note": "Nêu rõ"}, lambda: fresh(Explanation).state == ExplanationState.ASKED),
]


def wait_for(cast, kind):
    """Something that waits; the unit names another one, or a cause."""
    task = ask(cast, kind)
    db.session.query(Decline).update({"suggested_unit_id": cast.culture.id})
    db.session.query(Explanation).update({"cause": Cause.OBJECTIVE})
    db.session.commit()
    return task


@pytest.mark.parametrize(("kind", "way", "place", "typed", "is_done"), WAYS)
def test_each_kind_is_decided_in_place_and_leads_back_with_the_filter(cast, client, kind, way, place, typed, is_done):
    wait_for(cast, kind)
    client.sign_in(cast.vice_chairman)
    query = f"?unit={cast.finance.id}&by=unit"
    answer = press(client, query, way, place, **typed)
    assert (answer.status_code, answer.location) == (303, f"/outstanding{query}")
    assert is_done()
    assert forms_of(client, query) == []


def test_declined_work_goes_to_any_other_unit(cast, client):
    wait_for(cast, Kind.DECLINE)
    client.sign_in(cast.clerk)
    part = section(client.get("/outstanding", budget=10).text, "own")
    offered = re.findall(r'<option value="(\d+)">', part)
    assert str(cast.finance.id) not in offered
    answer = press(client, "", "reassignments", 1, unit_id=cast.tax.id, reason="Thuộc ngành thuế")
    assert answer.status_code == 303
    task = fresh(Task)
    assert (task.lead_unit_id, task.state) == (cast.tax.id, TaskState.ASSIGNED)


@pytest.mark.parametrize(
    ("kind", "way", "typed"),
    [
        (Kind.EXTENSION, "refusal", {"note": "Đã đủ vốn"}),
        (Kind.EXTENSION, "approval", {"note": "Đồng ý lần này"}),
        (Kind.PROPOSAL, "answer", {"answer": "Bổ sung từ dự phòng"}),
        (Kind.DECLINE, "insistence", {"note": "Đúng chức năng"}),
        (Kind.EXPLANATION, "return", {"note": "Nêu rõ trách nhiệm"}),
        (Kind.EXPLANATION, "acceptance", {"note": "Mưa lũ thật"}),
    ],
)
def test_who_is_too_late_is_told_so_and_keeps_what_he_typed(cast, client, kind, way, typed):
    """Two leaders have the page open; the second one's answer finds that the first has decided otherwise."""
    wait_for(cast, kind)
    client.sign_in(cast.vice_chairman)
    address, fields = next(form for form in forms_of(client, "?mine=0") if f"/{way}?" in form[0])
    other = {
        "refusal": ("approval", 0, {}),
        "approval": ("refusal", 0, {"note": "Không"}),
        "answer": ("answer", 0, {"answer": "Không"}),
        "insistence": ("reassignments", 0, {}),
        "return": ("acceptance", 0, {}),
        "acceptance": ("return", 0, {"note": "Thiếu"}),
    }[way]
    first = forms_of(client, "?mine=0")
    decided, its_fields = [form for form in first if f"/{other[0]}?" in form[0]][other[1]]
    client.sign_in(cast.clerk if kind in (Kind.DECLINE, Kind.EXPLANATION) else cast.chairman)
    assert client.post(decided, data={**its_fields, **other[2]}, budget=60).status_code == 303
    client.sign_in(cast.vice_chairman)
    answer = client.post(address, data={**fields, **typed}, budget=60)
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert next(iter(typed.values())) in page
    assert re.search(r'class="note danger" role="alert">[^<]+', page)
    assert 'href="/outstanding"' in page  # the way back to where he was


def test_what_is_missing_is_asked_for_and_the_second_try_leads_back(cast, client):
    wait_for(cast, Kind.DECLINE)
    client.sign_in(cast.vice_chairman)
    answer = press(client, "?mine=0", "insistence", note="  ")
    assert answer.status_code == 422
    body = re.search(r'action="(/tasks/\d+/insistence[^"]*)"[^>]*>(.*?)</form>', answer.text, re.S)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body.group(2)))
    assert fields["next"] == "/outstanding?mine=0"
    again = client.post(body.group(1), data={**fields, "note": "Đúng việc của Phòng"}, budget=60)
    assert (again.status_code, again.location) == (303, "/outstanding?mine=0")


def test_it_leads_to_no_other_site(cast, client):
    task = wait_for(cast, Kind.DECLINE)
    client.sign_in(cast.vice_chairman)
    answer = press(client, "?mine=0", "insistence", note="Đúng việc", next="https://example.vn/")
    assert answer.location == f"/tasks/{task.id}?in=outstanding"


@pytest.mark.parametrize("person", ["finance_head", "finance_officer", "ward_chair", "outsider", "admin"])
def test_nobody_else_decides(cast, client, person):
    ids = {kind: wait_for(cast, kind).id for kind in Kind}
    found = {model: db.session.query(model).one().id for model in (Extension, Proposal, Explanation)}
    client.sign_in(cast.everyone[person])
    for address in (
        f"/extensions/{found[Extension]}/approval",
        f"/proposals/{found[Proposal]}/answer",
        f"/explanations/{found[Explanation]}/acceptance",
        f"/tasks/{ids[Kind.DECLINE]}/insistence",
        f"/tasks/{ids[Kind.DECLINE]}/reassignments",
    ):
        data = {
            "answer": "x",
            "note": "x",
            "confirmed_cause": "objective",
            "unit_id": cast.tax.id,
            "next": "/outstanding",
        }
        assert client.post(address, data=data, budget=60).status_code in (403, 404)
    if person == "admin":
        assert forms_of(client, "") == []


def test_a_reported_task_offers_no_date(cast, client):
    wait_for(cast, Kind.EXTENSION)
    db.session.query(Task).update({"state": TaskState.SUBMITTED})
    db.session.commit()
    client.sign_in(cast.vice_chairman)
    part = section(client.get("/outstanding", budget=10).text, "own")
    assert "/approval" not in part
    assert "/refusal" in part
