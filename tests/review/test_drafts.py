from datetime import date, timedelta

import pytest

from tests.review.notices import TEXT, add_local_units, drafts_of, enter
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, NotFound, Refused, Stale
from tracker.review import actions, queries
from tracker.review.actions.shaping import find_break, list_breaks
from tracker.review.models import DraftState, DueKind
from tracker.review.readiness import open_points


def fields_open(draft):
    return [point.field for point in open_points(draft, clock.today())]


def values(draft, **changes):
    given = {
        "title": draft.title,
        "lead_unit_id": draft.lead_unit_id,
        "unit_ids": [unit.id for unit in draft.units],
        "leader_id": draft.leader_id,
        "due_kind": draft.due_kind,
        "due_on": draft.due_on,
    }
    return actions.DraftValues(**(given | changes))


@pytest.fixture
def notice(app, cast):
    return enter(cast)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"lead_unit": None, "lead_unit_id": None}, ["lead_unit_id"]),
        ({"leader_id": None}, ["leader_id"]),
        ({"due_kind": DueKind.UNSET, "due_on": None}, ["due_on"]),
        ({"due_kind": DueKind.NONE, "due_on": None}, []),
        ({"one_per_unit": True, "units": []}, ["units"]),
        ({"doubts": [{"field": "order", "key": "order_soft", "words": "cần"}]}, [""]),
        ({"leader_id": None, "state": DraftState.SET_ASIDE}, []),
    ],
)
def test_what_is_still_open(notice, change, expected):
    draft = drafts_of(notice)[0]
    for name, value in change.items():
        setattr(draft, name, value)
    assert fields_open(draft) == expected
    db.session.rollback()


def test_a_closed_unit_is_open_to_settle_and_refused_beside_the_field(notice, cast):
    cast.tax.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    draft = drafts_of(notice)[0]
    assert fields_open(draft) == ["lead_unit_id"]
    with pytest.raises(Refused) as refused:
        actions.save_draft(draft, notice, values(draft), version=draft.version, by=cast.clerk)
    assert refused.value.field == "lead_unit_id"
    assert "Chi cục Thuế" in refused.value.sentence


def test_a_second_editor_is_told_and_loses_nothing(notice, cast):
    draft = drafts_of(notice)[0]
    before = draft.version
    actions.save_draft(draft, notice, values(draft, unit_ids=[cast.ward.id]), version=before, by=cast.clerk)
    db.session.commit()
    assert draft.version > before  # units alone count as a change
    with pytest.raises(Stale):
        actions.save_draft(draft, notice, values(draft, title="Khác"), version=before, by=cast.clerk)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due_kind": DueKind.DATE, "due_on": None}, "due_on"),
        ({"due_kind": DueKind.DATE, "due_on": date(2026, 11, 19)}, "due_on"),
        ({"due_kind": DueKind.UNSET, "due_on": date(2026, 12, 20)}, "due_on"),
        ({"due_kind": DueKind.NONE, "due_on": date(2026, 12, 20)}, "due_on"),
    ],
)
def test_wrong_dates_are_refused(notice, cast, change, field):
    draft = drafts_of(notice)[0]
    with pytest.raises(Refused) as refused:
        actions.save_draft(draft, notice, values(draft, **change), version=draft.version, by=cast.clerk)
    assert refused.value.field == field


def test_a_date_that_was_there_goes_when_another_kind_is_chosen(notice, cast):
    draft = drafts_of(notice)[0]
    actions.save_draft(draft, notice, values(draft, due_kind=DueKind.NONE), version=draft.version, by=cast.clerk)
    assert (draft.due_kind, draft.due_on) == (DueKind.NONE, None)


def test_the_lead_unit_does_not_cooperate_with_itself(notice, cast):
    draft = drafts_of(notice)[0]
    both = values(draft, lead_unit_id=cast.tax.id, unit_ids=[cast.tax.id, cast.finance.id])
    actions.save_draft(draft, notice, both, version=draft.version, by=cast.clerk)
    assert [unit.id for unit in draft.units] == [cast.finance.id]


def test_the_reason_of_a_suggestion_goes_with_the_suggested_unit(notice, cast):
    draft = drafts_of(notice)[0]
    suggestion = {"field": "lead", "key": "lead_by_topic", "words": "Chi cục Thuế"}
    draft.reasons = [suggestion]
    actions.save_draft(draft, notice, values(draft, title="Thu"), version=draft.version, by=cast.clerk)
    assert draft.reasons == [suggestion]
    other = values(draft, lead_unit_id=cast.culture.id)
    actions.save_draft(draft, notice, other, version=draft.version, by=cast.clerk)
    assert draft.reasons == []


def test_setting_aside_needs_a_reason_and_can_be_taken_back(notice, cast):
    draft = drafts_of(notice)[0]
    with pytest.raises(Refused):
        actions.set_aside(draft, "  ", by=cast.clerk)
    actions.set_aside(draft, "Đã giao ở văn bản khác", by=cast.clerk)
    assert draft.state == DraftState.SET_ASIDE
    actions.put_back(draft, by=cast.clerk)
    assert (draft.state, draft.aside_reason) == (DraftState.PENDING, "")


def test_accepting_settles_a_doubt_but_no_gap(notice, cast):
    draft = drafts_of(notice)[0]
    draft.doubts = [{"field": "order", "key": "order_told_twice", "words": "thu"}]
    actions.accept_draft(draft, by=cast.clerk)
    assert fields_open(draft) == []
    draft.leader_id = None
    with pytest.raises(Refused):
        actions.accept_draft(draft, by=cast.clerk)


def test_a_group_gets_one_task_each_with_one_press_and_back(notice, cast):
    wards = add_local_units(3)
    draft = drafts_of(notice)[0]
    draft.units = [cast.finance, *wards]
    actions.give_one_each(draft, True, by=cast.clerk)
    assert draft.one_per_unit
    assert draft.lead_unit is None
    assert [unit.id for unit in draft.units] == [unit.id for unit in wards]
    actions.give_one_each(draft, False, by=cast.clerk)
    assert not draft.one_per_unit


def test_splitting_keeps_every_field_and_cuts_the_source_exactly(notice, cast):
    draft = drafts_of(notice)[0]
    at = find_break(draft.text, "hoàn  thành trước")
    copy = actions.split_draft(draft, drafts_of(notice), at, by=cast.clerk)
    db.session.commit()
    drafts = drafts_of(notice)
    assert [one.position for one in drafts] == [1, 2, 3, 4]
    assert drafts[1].id == copy.id
    for one in drafts[:2]:
        assert notice.source_text[one.start : one.end] == one.text
        assert (one.lead_unit_id, one.due_on) == (cast.tax.id, date(2026, 12, 15))
        assert [unit.id for unit in one.units] == [cast.finance.id]
    assert drafts[0].text.endswith("thu ngân sách")
    assert drafts[1].title.startswith("Hoàn thành")


@pytest.mark.parametrize("at", [0, -1, 10_000])
def test_a_split_outside_the_sentence_is_refused(notice, cast, at):
    draft = drafts_of(notice)[0]
    with pytest.raises(Refused):
        actions.split_draft(draft, drafts_of(notice), at, by=cast.clerk)


def test_breaks_leave_words_on_both_sides():
    text = "Giao việc; báo cáo, và kiểm tra."
    assert all(text[:place].strip(" ;,.") and text[place:].strip(" ;,.") for place in list_breaks(text))
    assert len(list_breaks(text)) >= 2


def test_merging_joins_the_sentences_and_the_units(notice, cast):
    drafts = drafts_of(notice)
    actions.merge_with_next(drafts[0], drafts, notice.source_text, by=cast.clerk)
    db.session.commit()
    drafts = drafts_of(notice)
    assert [one.position for one in drafts] == [1, 2]
    assert drafts[0].text == notice.source_text[drafts[0].start : drafts[0].end]
    assert "chính quyền số" in drafts[0].text
    assert {unit.id for unit in drafts[0].units} == {cast.finance.id, cast.culture.id}
    with pytest.raises(Refused):
        actions.merge_with_next(drafts[-1], drafts, notice.source_text, by=cast.clerk)


def test_renumbering_does_not_disturb_who_edits_another_draft(notice, cast):
    drafts = drafts_of(notice)
    version = drafts[2].version
    actions.split_draft(drafts[0], drafts, find_break(drafts[0].text, "hoàn thành"), by=cast.clerk)
    db.session.commit()
    assert drafts_of(notice)[3].version == version


@pytest.mark.parametrize("by_place", [True, False])
def test_a_sentence_is_added_by_its_place_or_its_words(notice, cast, by_place):
    words = "đồng chí Nguyễn Quốc Trung, Chủ tịch UBND thành phố"
    start = TEXT.index(words)
    place = {"start": start - 1, "end": start + len(words) + 1} if by_place else {}
    draft = actions.add_draft(
        notice, drafts_of(notice), "" if by_place else words.replace(" ", "\n", 1), **place, by=cast.clerk
    )
    db.session.commit()
    assert drafts_of(notice)[0].id == draft.id  # it stands before the others in the text
    assert (draft.text, draft.start, draft.is_added) == (words, start, True)
    actions.remove_draft(draft, drafts_of(notice), by=cast.clerk)
    db.session.commit()
    assert [one.position for one in drafts_of(notice)] == [1, 2, 3]


@pytest.mark.parametrize("words", ["", "không có câu này", "đẩy mạnh công tác thu ngân sách"])
def test_words_that_are_not_there_or_taken_are_refused(notice, cast, words):
    with pytest.raises(Refused) as refused:
        actions.add_draft(notice, drafts_of(notice), words, by=cast.clerk)
    assert refused.value.field == "words"


def test_what_extraction_found_is_not_removed(notice, cast):
    drafts = drafts_of(notice)
    with pytest.raises(Refused):
        actions.remove_draft(drafts[0], drafts, by=cast.clerk)


def test_only_the_office_touches_drafts(notice, cast):
    drafts = drafts_of(notice)
    draft = drafts[0]
    for actor in (cast.chairman, cast.admin, cast.finance_head):
        for act in (
            lambda by: actions.save_draft(draft, notice, values(draft), version=draft.version, by=by),
            lambda by: actions.accept_draft(draft, by=by),
            lambda by: actions.set_aside(draft, "x", by=by),
            lambda by: actions.put_back(draft, by=by),
            lambda by: actions.give_one_each(draft, True, by=by),
            lambda by: actions.split_draft(draft, drafts, 5, by=by),
            lambda by: actions.merge_with_next(draft, drafts, notice.source_text, by=by),
            lambda by: actions.add_draft(notice, drafts, "Ngày", by=by),
            lambda by: actions.remove_draft(draft, drafts, by=by),
        ):
            with pytest.raises(NotAllowed):
                act(actor)
        with pytest.raises(NotFound):
            queries.get_draft_for(actor, draft.id)
