"""What a correction teaches, when it comes into use, and what it never does."""

from datetime import date

import pytest

from tests.lessons.notices import add_unit, correct, give, lessons, read, states
from tests.review.notices import drafts_of, issue
from tracker.db import db
from tracker.directives.models import Topic
from tracker.errors import NotAllowed
from tracker.history import list_entries
from tracker.lessons.actions import change_target, switch_off, use_lesson
from tracker.review import actions

ROADS = "Giao Ban QLDA khẩn trương thi công đường Nà Cáp, hoàn thành trước ngày 20/12/2026."
BRIDGES = "Giao Ban QLDA nghiệm thu cầu Sông Hiến, hoàn thành trước ngày 25/12/2026."


@pytest.fixture
def board(app, cast):
    return add_unit("BQLDA", "Ban Quản lý dự án đầu tư xây dựng", "Ban Quản lý dự án")


def test_an_unknown_name_is_known_from_the_next_notice_on(app, cast, board):
    notice, [draft] = read(cast, ROADS)
    assert (draft.lead_mention, draft.lead_unit_id) == ("Ban QLDA", None)
    correct(notice, draft, cast, lead_unit_id=board.id)
    db.session.commit()
    assert lessons() == []  # a save is not the last word
    issue(notice, cast.clerk)
    [lesson] = lessons("alias")
    assert (lesson.phrase, lesson.shown, lesson.unit_id, lesson.state) == ("ban qlda", "Ban QLDA", board.id, "in_use")
    assert (lesson.times, lesson.by_name, lesson.notice_id) == (1, "Hoàng Thị Lan", notice.id)
    assert lesson.seen[0]["text"].startswith("Giao Ban QLDA")
    assert [entry.event for entry in list_entries("lesson", lesson.id)] == ["lesson_in_use"]
    _notice, [draft] = read(cast, BRIDGES)
    assert draft.lead_unit_id == board.id
    assert not [doubt for doubt in draft.doubts if doubt["field"] == "lead"]


def test_a_cooperating_name_is_learned_too(app, cast, board):
    order = "Giao Chi cục Thuế chủ trì, phối hợp với Ban QLDA rà soát hồ sơ hoàn công, xong trước ngày 20/12/2026."
    give(cast, order, unit_ids=[board.id])
    assert states("alias") == {("Ban QLDA", board.id): "in_use"}
    _notice, [draft] = read(cast, order)
    assert [unit.id for unit in draft.units] == [board.id]


def test_a_name_that_means_another_unit_must_be_seen_twice(app, cast, board):
    other = add_unit("BQLKCN", "Ban Quản lý khu công nghiệp", "Ban QLKCN", "Ban QLDA")
    notice = give(cast, ROADS, lead_unit_id=board.id)
    assert states("alias") == {("Ban QLDA", board.id): "proposed"}
    again, [draft] = read(cast, BRIDGES)
    assert draft.lead_unit_id == other.id
    correct(again, draft, cast, lead_unit_id=board.id)
    db.session.commit()
    issue(again, cast.clerk)
    [lesson] = lessons("alias")
    assert (lesson.state, lesson.times) == ("in_use", 2)
    assert [line["notice"] for line in lesson.seen] == [notice.id, again.id]
    assert read(cast, ROADS)[1][0].lead_unit_id == board.id


def test_the_same_name_counts_once_in_a_notice(app, cast, board):
    add_unit("BQLKCN", "Ban Quản lý khu công nghiệp", "Ban QLKCN", "Ban QLDA")
    give(cast, ROADS, BRIDGES, lead_unit_id=board.id)
    [lesson] = lessons("alias")
    assert (lesson.times, lesson.state, len(lesson.seen)) == (1, "proposed", 1)


def test_a_name_that_means_two_units_in_one_notice_teaches_nothing(app, cast, board):
    notice, [roads, bridges] = read(cast, ROADS, BRIDGES)
    correct(notice, roads, cast, lead_unit_id=board.id)
    correct(notice, bridges, cast, lead_unit_id=cast.finance.id)
    db.session.commit()
    issue(notice, cast.clerk)
    assert lessons("alias") == []


def test_an_earlier_lesson_gives_way_to_one_seen_twice_unless_the_administrator_decided(app, cast, board):
    give(cast, ROADS, lead_unit_id=board.id)
    give(cast, ROADS, lead_unit_id=cast.finance.id)
    assert states("alias") == {("Ban QLDA", board.id): "in_use", ("Ban QLDA", cast.finance.id): "proposed"}
    give(cast, BRIDGES, lead_unit_id=cast.finance.id)
    assert states("alias") == {("Ban QLDA", board.id): "proposed", ("Ban QLDA", cast.finance.id): "in_use"}
    use_lesson(lessons("alias")[0], by=cast.admin)
    db.session.commit()
    give(cast, ROADS, lead_unit_id=cast.finance.id)
    assert states("alias") == {("Ban QLDA", board.id): "in_use", ("Ban QLDA", cast.finance.id): "off"}


def test_a_suggestion_that_was_let_stand_is_no_proof_of_a_name(app, cast):
    give(cast, "Giao Đội thuế liên phường chủ trì tăng thu ngân sách trước ngày 20/12/2026.")
    assert states("alias") == {("Đội thuế liên phường", cast.tax.id): "proposed"}


@pytest.mark.parametrize(
    "order",
    [
        "Giao các phòng, ban rà soát biên chế trước ngày 20/12/2026.",
        "Giao Ban QLDA và Đội Thanh tra rà soát hồ sơ trước ngày 20/12/2026.",
        "Giao đồng chí Nguyễn Văn Bình rà soát hồ sơ trước ngày 20/12/2026.",
    ],
)
def test_groups_people_and_several_bodies_teach_no_name(app, cast, order):
    give(cast, order, lead_unit_id=cast.culture.id, one_per_unit=False, unit_ids=[])
    assert lessons("alias") == []


def test_what_is_discarded_set_aside_split_or_added_teaches_nothing(app, cast, board):
    notice, [draft] = read(cast, ROADS)
    correct(notice, draft, cast, lead_unit_id=board.id)
    actions.discard_notice(notice, by=cast.clerk)
    db.session.commit()
    notice, drafts = read(cast, ROADS, BRIDGES, "Giao Ban QLDA nạo vét mương và báo cáo trước ngày 20/12/2026.")
    for draft in drafts:
        correct(notice, draft, cast, lead_unit_id=board.id)
    actions.set_aside(drafts[0], "Trùng", by=cast.clerk)
    db.session.commit()
    actions.merge_with_next(drafts[1], drafts_of(notice), notice.source_text, by=cast.clerk)
    db.session.commit()
    first = drafts_of(notice)[1]
    actions.split_draft(first, drafts_of(notice), first.text.index("nghiệm thu"), by=cast.clerk)
    db.session.commit()
    issue(notice, cast.clerk)
    assert lessons() == []


ROAD_SAFETY = "Giao Phòng Văn hóa và Thông tin tuyên truyền trật tự đường hè tại các chợ, xong trước ngày 20/12/2026."
ROAD_SAFETY_2 = "Giao Chi cục Thuế lắp biển nhắc trật tự đường hè quanh bến xe, xong trước ngày 22/12/2026."


def add_topic(code, name, words=""):
    topic = Topic(code=code, name=name, word_text=words, sort_order=9)
    db.session.add(topic)
    db.session.commit()
    return topic


def test_a_word_is_used_when_two_notices_say_the_same(app, cast):
    order = add_topic("trat-tu", "Đô thị văn minh")
    give(cast, ROAD_SAFETY, topic_id=order.id)
    assert {one.state for one in lessons("topic_word")} == {"proposed"}
    assert ("trật tự đường hè", order.id) in states("topic_word")
    give(cast, ROAD_SAFETY_2, topic_id=order.id)
    used = [words for (words, _topic), state in states("topic_word").items() if state == "in_use"]
    assert used == ["trật tự đường hè"]
    assert not {"trật tự", "đường hè", "tự đường"} & {words for words, _topic in states("topic_word")}  # only its parts
    _notice, [draft] = read(cast, "Giao Chi cục Thuế kiểm tra trật tự đường hè trước ngày 28/12/2026.")
    assert draft.topic_id == order.id
    assert ("topic", "topic_words", "trật tự đường hè") in [(r["field"], r["key"], r["words"]) for r in draft.reasons]


def test_a_word_that_was_corrected_to_another_topic_is_not_used(app, cast):
    order = add_topic("trat-tu", "Đô thị văn minh")
    give(cast, ROAD_SAFETY, topic_id=order.id)
    give(cast, ROAD_SAFETY_2, topic_id=order.id)
    give(cast, ROAD_SAFETY_2, topic_id=cast.digital.id)
    assert "in_use" not in states("topic_word").values()
    assert [entry.event for entry in list_entries("lesson", lessons("topic_word")[0].id)][:1] in (
        [],
        ["lesson_in_doubt"],
    )


def test_a_word_of_a_topic_stays_its_own(app, cast):
    order = add_topic("trat-tu", "Đô thị văn minh")
    give(cast, ROAD_SAFETY, topic_id=order.id)
    give(cast, ROAD_SAFETY_2, topic_id=order.id)
    cast.digital.word_text = "trật tự đường hè"
    db.session.commit()
    assert read(cast, ROAD_SAFETY)[1][0].topic_id == cast.digital.id


FREE = "Đẩy mạnh thu ngân sách từ phí bến bãi số {}, hoàn thành trước ngày 20/12/2026."


def test_who_got_two_of_the_last_three_is_suggested(app, cast):
    give(cast, FREE.format(1), lead_unit_id=cast.finance.id)
    assert set(states("owner").values()) == {"proposed"}
    give(
        cast,
        "Đẩy mạnh thu ngân sách từ thuế đất tại các chợ lớn, hoàn thành trước ngày 20/12/2026.",
        lead_unit_id=cast.finance.id,
    )
    rows = lessons("owner")
    assert {(one.shown, one.unit_id, one.state, one.share) for one in rows} == {
        ("Đẩy mạnh thu ngân", cast.finance.id, "in_use", "2/2"),
        ("", cast.finance.id, "in_use", "2/2"),
    }
    _notice, [draft] = read(cast, "Đẩy mạnh thu ngân sách qua ví điện tử, hoàn thành trước ngày 20/12/2026.")
    assert draft.lead_unit_id == cast.finance.id
    [reason] = [one for one in draft.reasons if one["key"] == "lead_by_lesson"]
    assert (reason["words"], reason["work"]) == ("2/2", "Đẩy mạnh thu ngân")
    assert draft.proposed["is_suggested"]


def test_the_latest_count_and_what_is_no_longer_usual_is_in_doubt(app, cast):
    for number, unit in enumerate([cast.finance, cast.finance, cast.culture, cast.culture]):
        give(cast, FREE.format(number), lead_unit_id=unit.id)
    shares = {(one.unit_id, one.state, one.share) for one in lessons("owner")}
    assert shares == {(cast.finance.id, "proposed", "2/4"), (cast.culture.id, "in_use", "2/4")}


def test_a_named_owner_teaches_nothing_about_who_gets_such_work(app, cast):
    for _time in range(3):
        give(cast, "Giao Phòng Tài chính - Kế hoạch đẩy mạnh thu ngân sách, xong trước ngày 20/12/2026.")
    assert lessons() == []


def test_a_closed_unit_is_not_suggested(app, cast):
    for number in range(2):
        give(cast, FREE.format(number), lead_unit_id=cast.finance.id)
    cast.finance.valid_to = date(2026, 11, 1)
    db.session.commit()
    assert read(cast, FREE.format(9))[1][0].lead_unit_id != cast.finance.id


def test_the_most_similar_task_names_its_unit_and_code(app, cast):
    cast.budget.lead_codes = ""
    db.session.commit()
    notice = give(
        cast,
        "Giao Phòng Văn hóa và Thông tin đôn đốc thu ngân sách từ vé tham quan động Ngườm, xong trước ngày 20/12/2026.",
    )
    [code] = db.session.execute(db.text("SELECT code FROM task WHERE notice_id = :id"), {"id": notice.id}).scalars()
    _notice, [draft] = read(
        cast, "Đôn đốc thu ngân sách từ tiền vé tham quan động Ngườm Ngao, xong trước ngày 28/12/2026."
    )
    assert draft.lead_unit_id == cast.culture.id
    assert ("lead_by_likeness", code) in [(one["key"], one["words"]) for one in draft.reasons]
    _notice, [draft] = read(cast, "Đôn đốc thu ngân sách từ phí rác thải các chợ, xong trước ngày 28/12/2026.")
    assert draft.lead_unit_id is None


def test_what_is_switched_off_stays_off_and_what_was_given_stays(app, cast, board):
    notice = give(cast, ROADS, lead_unit_id=board.id)
    [lesson] = lessons("alias")
    switch_off(lesson, by=cast.admin)
    db.session.commit()
    assert read(cast, BRIDGES)[1][0].lead_unit_id is None
    given = db.session.execute(db.text("SELECT lead_unit_id FROM task WHERE notice_id = :id"), {"id": notice.id})
    assert given.scalars().all() == [board.id]
    give(cast, ROADS, lead_unit_id=board.id)
    give(cast, BRIDGES, lead_unit_id=board.id)
    [lesson] = lessons("alias")
    assert (lesson.state, lesson.times) == ("off", 3)


def test_the_target_is_edited_and_then_read_by(app, cast, board):
    give(cast, ROADS, lead_unit_id=board.id)
    [lesson] = lessons("alias")
    change_target(lesson, cast.finance.id, by=cast.admin)
    db.session.commit()
    assert read(cast, BRIDGES)[1][0].lead_unit_id == cast.finance.id
    events = [entry.event for entry in list_entries("lesson", lesson.id)]
    assert events == ["lesson_used", "lesson_changed", "lesson_in_use"]


def test_only_the_administrator_decides(app, cast, board):
    give(cast, ROADS, lead_unit_id=board.id)
    [lesson] = lessons("alias")
    for name, actor in cast.everyone.items():
        if name != "admin":
            for change in (use_lesson, switch_off):
                with pytest.raises(NotAllowed):
                    change(lesson, by=actor)
            with pytest.raises(NotAllowed):
                change_target(lesson, cast.tax.id, by=actor)


def test_the_second_notice_of_a_kind_needs_no_correction(app, cast, board):
    order = add_topic("trat-tu", "Đô thị văn minh")
    kind = (
        "Tăng cường thu ngân sách từ bãi giữ xe, xong trước ngày 20/12/2026.",
        "Giao Ban QLDA chủ trì, phối hợp với Phòng Tài chính - Kế hoạch kiểm tra trật tự đường hè, "
        "xong trước ngày 20/12/2026.",
    )
    for _time in range(2):
        notice, [free, named] = read(cast, *kind)
        correct(notice, free, cast, lead_unit_id=cast.finance.id)
        correct(notice, named, cast, lead_unit_id=board.id, topic_id=order.id)
        db.session.commit()
        issue(notice, cast.clerk)
    _notice, [free, named] = read(cast, *kind)
    assert (named.lead_unit_id, named.topic_id) == (board.id, order.id)
    assert [unit.id for unit in named.units] == [cast.finance.id]
    assert free.lead_unit_id == cast.finance.id
