"""The rules on screen: saved whole, refused beside the field, two administrators at once, exceptions, the trace."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from tests.cast import hire
from tests.reminders.rules.sent import sent, value_in
from tracker.db import db
from tracker.errors import NotAllowed, Stale
from tracker.history.models import HistoryEntry
from tracker.people.models import Role
from tracker.reminders.rules import actions
from tracker.reminders.rules.book import Audience, Rule, RuleKind, default_book
from tracker.reminders.rules.limits import in_order
from tracker.reminders.rules.models import ReminderRule, ReminderRuleSet
from tracker.reminders.rules.queries import (
    find_set,
    fingerprint,
    forget_rules,
    list_stored_sets,
    rule_book,
)
from tracker.reminders.rules.scope import GENERAL, Scope

URL = "/settings/reminders"
DEFAULT = in_order(default_book().general)
STARRED = Scope(is_starred=True)


def stored(scope=GENERAL):
    forget_rules()
    return find_set(scope)


def changes():
    entries = db.session.query(HistoryEntry).filter_by(subject_type="reminder_rules").order_by(HistoryEntry.id)
    return [(entry.event, entry.by_name, entry.data["rule_set"]) for entry in entries]


def rule(rule_set, kind):
    return next(one for one in rule_set.rules if one.kind == kind)


@pytest.fixture
def admin(cast, client):
    client.sign_in(cast.admin)
    return client


@pytest.fixture
def other_admin(cast):
    return hire("quantri2", "Vi Thị Mai", Role.ADMIN, None, "Quản trị hệ thống")


def test_without_rows_the_defaults_count_and_are_called_so(admin):
    page = admin.get(URL, budget=5).text
    assert "Đây là các mức mặc định" in page
    assert "Về mặc định" not in page
    assert (value_in(page, "overdue-days"), value_in(page, "overdue-every")) == ("1", "5")
    assert [value_in(page, f"before-{number}-days") for number in range(3)] == ["7", "3", "1"]
    assert value_in(page, "seen") == fingerprint(DEFAULT)
    assert rule_book() == replace(default_book(), general=rule_book().general)
    assert in_order(rule_book().general) == DEFAULT


def test_who_reads_and_who_saves(cast, client):
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        reads = name in ("admin", "chairman", "vice_chairman", "clerk")
        assert client.get(URL).status_code == (200 if reads else 403), name
        assert client.get(f"{URL}/preview").status_code == (200 if reads else 403), name
        if name == "admin":
            continue
        for path in (URL, f"{URL}/starred", f"{URL}/exceptions", f"{URL}/general/deletion", f"{URL}/general/preview"):
            assert client.post(path, data=sent(DEFAULT)).status_code == 403, (name, path)
        for act, *values in (
            (actions.save_rules, DEFAULT, ""),
            (actions.add_exception, STARRED),
            (actions.drop_rules, GENERAL, ""),
        ):
            with pytest.raises(NotAllowed):
                act(*values, by=actor)
    assert list_stored_sets() == []


def test_who_only_reads_sees_sentences_and_no_field(cast, client):
    client.sign_in(cast.clerk)
    page = client.get(URL).text
    assert "Quá hạn, 1 ngày làm việc quá hạn, rồi mỗi 5 ngày làm việc: Chuyên viên, Thủ trưởng đơn vị, Phối hợp" in page
    assert (
        "Không cập nhật, 15 ngày làm việc không có tin, rồi mỗi 10 ngày làm việc: Chuyên viên · người nhận được tắt"
        in page
    )
    assert 'name="overdue-days"' not in page
    assert "Quản trị hệ thống đặt các quy tắc này." in page


def test_what_is_saved_counts_at_once_and_is_told(admin):
    data = sent(
        DEFAULT,
        overdue__every=2,
        overdue__hour=9,
        overdue__weekdays=["1", "3", "5"],
        overdue__audience=["head", "leader"],
        head_after=2,
        acceptance__is_optional="y",
        update__is_on=None,
    )
    assert admin.post(URL, data=data).status_code == 303
    now = stored()
    assert rule(now, RuleKind.OVERDUE) == Rule(
        RuleKind.OVERDUE,
        1,
        frozenset({Audience.HEAD, Audience.LEADER}),
        every=2,
        hour=9,
        weekdays=frozenset({1, 3, 5}),
    )
    assert (now.head_after, rule(now, RuleKind.ACCEPTANCE).is_optional, rule(now, RuleKind.UPDATE).is_on) == (
        2,
        True,
        False,
    )
    assert changes() == [("reminder_rules_changed", "Trần Quản Trị", "general")]
    page = admin.get(URL, budget=5).text
    assert "Cơ quan đã chỉnh các quy tắc này." in page
    assert "09:00; T2, T4, T6" in page
    trail = admin.get("/history").text
    assert "đổi quy tắc nhắc việc: Quy tắc chung" in trail
    assert "rồi mỗi 2 ngày làm việc: Thủ trưởng đơn vị, Lãnh đạo phụ trách · 09:00 · T2, T4, T6" in trail
    assert "Không cập nhật, 15 ngày làm việc không có tin, rồi mỗi 10 ngày làm việc: tắt" in trail
    assert "Việc quá hạn báo lên: thủ trưởng đơn vị sau 2 ngày làm việc" in trail


def test_a_second_press_changes_nothing(admin):
    data = sent(DEFAULT, overdue__every=2)
    for _press in range(2):
        assert admin.post(URL, data=data).status_code == 303
    assert "Không có thay đổi nào." in admin.get(URL).text
    assert len(changes()) == 1


def test_back_to_the_defaults_by_hand_or_by_the_button_leaves_no_row(admin):
    admin.post(URL, data=sent(DEFAULT, overdue__every=2))
    admin.post(URL, data=sent(DEFAULT, fingerprint(stored())))
    assert (db.session.query(ReminderRuleSet).count(), db.session.query(ReminderRule).count()) == (0, 0)
    admin.post(URL, data=sent(DEFAULT, overdue__every=3))
    page = admin.get(URL).text
    assert "Về mặc định" in page
    for _press in range(2):
        assert admin.post(f"{URL}/general/deletion", data={"seen": fingerprint(stored())}).status_code == 303
    assert (stored(), db.session.query(ReminderRuleSet).count()) == (DEFAULT, 0)
    assert [name for name, *_rest in changes()] == ["reminder_rules_changed"] * 3 + ["reminder_rules_dropped"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("overdue__days", "", "Nhập số nguyên từ 1 đến 60."),
        ("overdue__days", "0", "Nhập số nguyên từ 1 đến 60."),
        ("overdue__every", "ba", "Nhập số nguyên từ 0 đến 60."),
        ("update__every", "251", "Nhập số nguyên từ 0 đến 250."),
        ("before__4__days", "3", "Đã có một dòng cho 3 ngày làm việc."),
        ("overdue__audience", [], "Hãy đánh dấu người được báo, hoặc tắt dòng này."),
        ("overdue__audience", ["officer"], "Mục này bắt buộc và phải đến thủ trưởng đơn vị."),
        ("acceptance__audience", ["officer"], "hoặc cho người nhận được tắt."),
        ("overdue__audience", ["head", "mayor"], "chọn một mục trong danh sách."),
        ("confirmation__audience", ["head"], "vì đó là nơi xác nhận"),
        ("overdue__weekdays", ["6", "7"], "ít nhất một ngày từ thứ Hai đến thứ Sáu."),
        ("overdue__hour", "3", "chọn một mục trong danh sách."),
        ("leader_after", "1", "Lãnh đạo được báo sau thủ trưởng đơn vị."),
        ("head_after", "٣", "Nhập số nguyên từ 0 đến 60."),
    ],
)
def test_every_refusal_stands_once_beside_its_field_and_nothing_is_saved(admin, field, typed, sentence):
    answer = admin.post(URL, data=sent(DEFAULT, **{field: typed}))
    name = field.replace("__", "-")
    assert answer.status_code == 422
    assert (answer.text.count('class="wrong"'), answer.text.count(f'id="{name}-error"')) == (1, 1)
    assert sentence in answer.text
    if isinstance(typed, str) and name != "overdue-hour":
        assert value_in(answer.text, name) == typed
    assert (list_stored_sets(), changes()) == ([], [])


def test_something_at_the_due_date_must_stay_on(admin):
    answer = admin.post(URL, data=sent(DEFAULT, overdue__is_on=None, due_today__is_on=None))
    assert "Hãy bật «Đến hạn hôm nay» hoặc «Quá hạn»." in answer.text
    assert list_stored_sets() == []


def test_switching_the_mail_of_assignment_off_is_warned_about(admin):
    warning = "Đang tắt thư giao việc"
    assert warning not in admin.get(URL).text
    assert admin.post(URL, data=sent(DEFAULT, issued__is_on=None)).status_code == 303
    assert warning in admin.get(URL).text


def test_lines_before_the_due_date_come_and_go_without_a_script(admin):
    added = admin.post(URL, data=sent(DEFAULT, add="before", overdue__every="4"))
    assert added.status_code == 200
    assert added.text.count('name="line"') == 4
    assert value_in(added.text, "before-0-days") == "5"
    assert value_in(added.text, "overdue-every") == "4"  # what was typed stays
    removed = admin.post(URL, data=sent(DEFAULT, remove="before-3"))
    assert [value_in(removed.text, f"before-{number}-days") for number in (2, 4)] == ["7", "1"]
    assert 'name="before-3-days"' not in removed.text
    assert admin.post(URL, data=sent(DEFAULT, remove="overdue")).text.count('name="overdue-days"') == 1
    assert list_stored_sets() == []


def test_ten_lines_are_the_most(admin):
    before = tuple(Rule(RuleKind.BEFORE, days, frozenset({Audience.HEAD})) for days in range(1, 11))
    full = replace(DEFAULT, rules=(*before, *(one for one in DEFAULT.rules if one.kind != RuleKind.BEFORE)))
    page = admin.post(URL, data=sent(full, add="before")).text
    assert page.count('name="line"') == 10
    assert 'name="add"' not in page
    assert admin.post(URL, data=sent(full)).status_code in (303, 422)
    assert admin.post(URL, data=sent(full, fingerprint(stored()))).status_code == 303
    assert stored() == in_order(full)
    none = replace(DEFAULT, rules=tuple(one for one in DEFAULT.rules if one.kind != RuleKind.BEFORE))
    assert admin.post(URL, data=sent(none, fingerprint(stored()))).status_code == 303
    assert 'name="add"' in admin.get(URL).text


def test_the_second_of_two_sees_both_and_may_insist(cast, admin, other_admin, client):
    theirs = replace(
        DEFAULT,
        rules=tuple(replace(one, every=3) if one.kind == RuleKind.OVERDUE else one for one in DEFAULT.rules),
    )
    actions.save_rules(theirs, fingerprint(DEFAULT), by=other_admin)
    answer = client.post(URL, data=sent(DEFAULT, fingerprint(DEFAULT), overdue__every=2))
    assert answer.status_code == 422
    assert "Vi Thị Mai vừa lưu các quy tắc này." in answer.text
    assert "rồi mỗi 3 ngày làm việc: Chuyên viên, Thủ trưởng đơn vị, Phối hợp</td><td>" in answer.text
    assert value_in(answer.text, "overdue-every") == "2"
    assert rule(stored(), RuleKind.OVERDUE).every == 3
    again = value_in(answer.text, "seen")
    assert again == fingerprint(stored())
    assert client.post(URL, data=sent(DEFAULT, again, overdue__every=2)).status_code == 303
    assert rule(stored(), RuleKind.OVERDUE).every == 2


def test_the_same_from_both_is_no_quarrel(admin, other_admin):
    wanted = replace(DEFAULT, head_after=3)
    assert actions.save_rules(wanted, fingerprint(DEFAULT), by=other_admin) is True
    assert admin.post(URL, data=sent(wanted, fingerprint(DEFAULT))).status_code == 303
    assert len(changes()) == 1


@pytest.mark.parametrize("first", [False, True])
def test_a_set_that_moves_between_reading_and_writing_is_not_overwritten(cast, first, monkeypatch):
    """As if another transaction had got in between."""
    if first:
        actions.save_rules(replace(DEFAULT, head_after=2), fingerprint(DEFAULT), by=cast.admin)
    forget_rules()
    read = list_stored_sets()[0] if first else None
    theirs = replace(DEFAULT, head_after=3)
    actions.save_rules(theirs, fingerprint(find_set(GENERAL)), by=cast.admin)
    for mine in (replace(DEFAULT, head_after=4), DEFAULT) if first else (replace(DEFAULT, head_after=4),):
        with pytest.raises(Stale):
            actions._store(read, mine)
    assert stored() == theirs


def test_an_exception_begins_as_a_copy_and_goes_again(cast, admin):
    admin.post(URL, data=sent(DEFAULT, overdue__every=4))
    for scope in ("starred", f"topic-{cast.budget.id}"):
        for _press in range(2):
            assert admin.post(f"{URL}/exceptions", data={"scope": scope}).status_code == 303
        assert admin.get(f"{URL}/{scope}", budget=5).status_code == 200
    book = rule_book()
    assert rule(book.starred, RuleKind.OVERDUE).every == 4
    assert [one.topic_id for one in book.topics] == [cast.budget.id]
    assert book.set_for(is_starred=True, topic_id=cast.budget.id) is book.starred
    assert book.set_for(is_starred=False, topic_id=cast.digital.id) is book.general
    assert [name for name, *_rest in changes()].count("reminder_rules_added") == 2
    page = admin.get(URL).text
    assert "Lĩnh vực: Thu ngân sách" in page
    assert f'<option value="topic-{cast.budget.id}">' not in page
    data = sent(find_set(STARRED), overdue__every=2)
    assert admin.post(f"{URL}/starred", data=data).status_code == 303
    assert (rule(stored(STARRED), RuleKind.OVERDUE).every, rule(stored(), RuleKind.OVERDUE).every) == (2, 4)
    topic = Scope(cast.budget.id)
    admin.post(f"{URL}/{topic.key}/deletion", data={"seen": fingerprint(stored(topic))})
    assert stored(topic) is None
    assert "Đã bỏ ngoại lệ" in admin.get(URL).text
    assert "bỏ quy tắc nhắc việc riêng: Lĩnh vực: Thu ngân sách" in admin.get("/history").text


def test_an_exception_that_was_changed_meanwhile_is_not_removed(cast, admin, other_admin):
    actions.add_exception(STARRED, by=cast.admin)
    seen = fingerprint(stored(STARRED))
    actions.save_rules(replace(stored(STARRED), head_after=4), seen, by=other_admin)
    assert admin.post(f"{URL}/starred/deletion", data={"seen": seen}).status_code == 303
    assert stored(STARRED).head_after == 4
    assert "Mở lại để xem" in admin.get(f"{URL}/starred").text


def test_saving_an_exception_that_was_removed_says_so_and_keeps_what_was_typed(cast, admin):
    actions.add_exception(STARRED, by=cast.admin)
    data = sent(stored(STARRED), overdue__every=2)
    actions.drop_rules(STARRED, fingerprint(stored(STARRED)), by=cast.admin)
    answer = admin.post(f"{URL}/starred", data=data)
    assert (answer.status_code, value_in(answer.text, "overdue-every")) == (422, "2")
    assert "Ngoại lệ này vừa bị bỏ" in answer.text


@pytest.mark.parametrize(
    ("scope", "sentence"), [("", "Hãy chọn"), ("general", "Hãy chọn"), ("topic-x", "Hãy chọn"), ("9", "Hãy chọn")]
)
def test_an_exception_for_nothing(admin, scope, sentence):
    assert admin.post(f"{URL}/exceptions", data={"scope": scope}).status_code == 303
    assert sentence in admin.get(URL).text


def test_a_topic_that_is_gone_or_no_longer_used(cast, admin):
    cast.digital.is_enabled = False
    assert admin.post(f"{URL}/exceptions", data={"scope": "topic-99999"}).status_code == 404
    admin.post(f"{URL}/exceptions", data={"scope": f"topic-{cast.digital.id}"})
    assert "Lĩnh vực này không còn dùng" in admin.get(URL).text
    for path in ("topic-99999", f"topic-{cast.budget.id}", "starred", "nonsense", "topic-"):
        assert admin.get(f"{URL}/{path}").status_code == 404
    assert admin.post(f"{URL}/topic-99999", data=sent(DEFAULT)).status_code == 404


def test_rows_of_a_later_version_are_left_out(cast, admin):
    actions.add_exception(STARRED, by=cast.admin)
    (set_id,) = db.session.query(ReminderRuleSet.id).one()
    row = db.session.get_one(ReminderRule, (set_id, 0))
    row.kind = "telepathy"
    db.session.get_one(ReminderRule, (set_id, 1)).audience = "head mayor"
    db.session.flush()
    rules = stored(STARRED).rules
    assert len(rules) == len(DEFAULT.rules) - 1
    assert rules[0].audience == {Audience.HEAD}
    assert admin.get(f"{URL}/starred").status_code == 200


def test_one_statement_once_per_request(app):
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2].split()[0]))
    forget_rules()
    for _time in range(3):
        rule_book()
    assert statements.count("SELECT") == 1


def test_what_nobody_types_is_answered_too(admin):
    for data in ({}, {"line": "before-1"}, {"line": ["before-1"] * 500, "before-1-days": "9" * 100_000}):
        assert admin.post(URL, data=data).status_code == 422
    assert admin.post(f"{URL}/general/preview", data={}).status_code == 422
    assert list_stored_sets() == []
