"""Which sets may be saved; every fault has its sentence, its field and its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.conftest import make_app
from tests.reminders.rules.sent import sent
from tracker.reminders.rules.book import AT_ONCE, WORKDAYS, Audience, Rule, RuleKind, RuleSet, default_book
from tracker.reminders.rules.forms import RuleSetForm
from tracker.reminders.rules.limits import HOURS, ORDER, SHAPES, Fault, FaultKind, find_faults, in_order
from tracker.reminders.rules.queries import facts_of, read_facts
from tracker.reminders.rules.scope import Scope
from tracker.reminders.rules.wording import AUDIENCES, STAGES, compare, say_fault, tell_rule

GENERAL = in_order(default_book().general)
HEAD = frozenset({Audience.HEAD})


def changed(kind, at=0, **values):
    """The defaults with one rule of that kind changed, and its place."""
    places = [place for place, rule in enumerate(GENERAL.rules) if rule.kind == kind]
    rules = list(GENERAL.rules)
    rules[places[at]] = replace(rules[places[at]], **values)
    return replace(GENERAL, rules=tuple(rules)), places[at]


def test_the_defaults_have_no_fault_and_every_kind_has_its_words():
    assert find_faults(GENERAL) == []
    assert set(ORDER) == set(RuleKind) == set(STAGES)
    assert set(AUDIENCES) == set(Audience)


@pytest.mark.parametrize(
    ("kind", "values", "fault", "field"),
    [
        (RuleKind.OVERDUE, {"audience": frozenset()}, FaultKind.NOBODY, "audience"),
        (RuleKind.BEFORE, {"audience": frozenset()}, FaultKind.NOBODY, "audience"),
        (RuleKind.OVERDUE, {"audience": frozenset({Audience.OFFICER})}, FaultKind.HEADLESS, "audience"),
        (RuleKind.ISSUED, {"audience": frozenset({Audience.OFFICE})}, FaultKind.HEADLESS, "audience"),
        (RuleKind.EXTENSION_DECIDED, {"audience": frozenset({Audience.LEADER})}, FaultKind.HEADLESS, "audience"),
        (RuleKind.ACCEPTANCE, {"audience": frozenset({Audience.COOPERATING})}, FaultKind.HEADLESS, "audience"),
        (RuleKind.CONFIRMATION, {"audience": HEAD}, FaultKind.UNCONFIRMED, "audience"),
        (RuleKind.BEFORE, {"days": 3}, FaultKind.TWICE, "days"),
        (RuleKind.BEFORE, {"days": 0}, FaultKind.RANGE, "days"),
        (RuleKind.OVERDUE, {"days": 61}, FaultKind.RANGE, "days"),
        (RuleKind.OVERDUE, {"every": -1}, FaultKind.RANGE, "every"),
        (RuleKind.UPDATE, {"every": 251}, FaultKind.RANGE, "every"),
        (RuleKind.DUE_TODAY, {"days": 1}, FaultKind.RANGE, "days"),
        (RuleKind.BEFORE, {"every": 1}, FaultKind.RANGE, "every"),
        (RuleKind.OVERDUE, {"hour": 5}, FaultKind.RANGE, "hour"),
        (RuleKind.OVERDUE, {"hour": 21}, FaultKind.RANGE, "hour"),
        (RuleKind.OVERDUE, {"weekdays": frozenset({6, 7})}, FaultKind.NO_WEEKDAY, "weekdays"),
        (RuleKind.OVERDUE, {"weekdays": frozenset()}, FaultKind.NO_WEEKDAY, "weekdays"),
        (RuleKind.OVERDUE, {"weekdays": frozenset({1, 8})}, FaultKind.NO_WEEKDAY, "weekdays"),
        (RuleKind.OVERDUE, {"is_optional": True}, FaultKind.FIXED, "is_on"),
        (RuleKind.DUE_TODAY, {"is_optional": True}, FaultKind.FIXED, "is_on"),
        (RuleKind.ISSUED, {"hour": 9}, FaultKind.FIXED, "is_on"),
        (RuleKind.ISSUED, {"weekdays": frozenset({1})}, FaultKind.FIXED, "is_on"),
    ],
)
def test_each_fault_of_a_rule(kind, values, fault, field):
    rule_set, place = changed(kind, **values)
    if fault == FaultKind.TWICE:  # the second of the two is marked
        place += 1
    assert Fault(fault, field, place) in find_faults(rule_set)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (RuleKind.ACCEPTANCE, {"audience": frozenset({Audience.OFFICER}), "is_optional": True}),
        (RuleKind.OVERDUE, {"is_on": False, "audience": frozenset()}),
        (RuleKind.DUE_TODAY, {"is_on": False}),
        (RuleKind.ISSUED, {"is_on": False}),
        (RuleKind.CONFIRMATION, {"audience": frozenset({Audience.LEADER})}),
        (RuleKind.CONFIRMATION, {"audience": HEAD, "is_optional": True}),
        (RuleKind.OVERDUE, {"every": 0}),
        (RuleKind.OVERDUE, {"hour": 20, "weekdays": frozenset({1, 7})}),
    ],
)
def test_what_may_be_saved(kind, values):
    assert find_faults(changed(kind, **values)[0]) == []


def test_something_must_be_told_when_a_term_ends():
    off = tuple(replace(rule, is_on=rule.kind not in (RuleKind.DUE_TODAY, RuleKind.OVERDUE)) for rule in GENERAL.rules)
    place = next(at for at, rule in enumerate(off) if rule.kind == RuleKind.OVERDUE)
    assert find_faults(replace(GENERAL, rules=off)) == [Fault(FaultKind.SILENT, "is_on", place)]


@pytest.mark.parametrize(
    ("head", "leader", "is_wrong"),
    [(1, 5, False), (5, 5, True), (6, 5, True), (0, 1, False), (5, 0, False), (0, 0, False), (3, 4, False)],
)
def test_the_leader_comes_after_the_head(head, leader, is_wrong):
    found = find_faults(replace(GENERAL, head_after=head, leader_after=leader))
    assert found == ([Fault(FaultKind.LEADER_FIRST, "leader_after")] if is_wrong else [])


@pytest.mark.parametrize(("name", "value"), [("head_after", -1), ("head_after", 61), ("leader_after", 251)])
def test_range_of_the_ladder(name, value):
    assert Fault(FaultKind.RANGE, name) in find_faults(replace(GENERAL, **{name: value}))


def test_at_most_ten_before_the_due_date():
    before = tuple(Rule(RuleKind.BEFORE, days, HEAD) for days in range(1, 12))
    kinds = [fault.kind for fault in find_faults(replace(GENERAL, rules=(*before, *GENERAL.rules[-5:])))]
    assert kinds.count(FaultKind.CROWDED) == 1


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An application without a database: forms are read, nothing is saved."""
    folder = tmp_path_factory.mktemp("rules")
    return make_app(folder, f"sqlite:///{folder}/none.db")


_SUBSETS = st.frozensets(st.sampled_from(list(Audience)))


@st.composite
def rules(draw, kind, days=None):
    shape = SHAPES[kind]
    is_optional = shape.may_be_optional and draw(st.booleans())
    audience = draw(_SUBSETS) | {Audience.OFFICE if kind == RuleKind.CONFIRMATION else Audience.HEAD}
    timed = kind not in AT_ONCE
    return Rule(
        kind,
        days or (draw(st.integers(shape.days.low, shape.days.high)) if shape.days else 0),
        audience,
        every=draw(st.integers(shape.every.low, shape.every.high)) if shape.every else 0,
        hour=draw(st.none() | st.sampled_from(HOURS)) if timed else None,
        weekdays=draw(st.frozensets(st.sampled_from(sorted(WORKDAYS)))) | {2} if timed else WORKDAYS,
        is_on=kind == RuleKind.DUE_TODAY or draw(st.booleans()),
        is_optional=is_optional,
    )


@st.composite
def sets(draw):
    before = draw(st.lists(st.integers(1, 60), unique=True, max_size=10))
    lines = [draw(rules(RuleKind.BEFORE, days)) for days in before]
    lines += [draw(rules(kind)) for kind in ORDER if kind != RuleKind.BEFORE]
    head = draw(st.integers(0, 60))
    leader = draw(st.just(0) | st.integers(head + 1, 250))
    return in_order(RuleSet(tuple(lines), head_after=head, leader_after=leader))


@given(rule_set=sets())
def test_any_valid_set_comes_back_from_the_form_and_from_history(bare, rule_set):
    assert find_faults(rule_set) == []
    assert in_order(read_facts(facts_of(rule_set))) == rule_set
    with bare.test_request_context("/", method="POST", data=sent(rule_set)):
        form = RuleSetForm()
        assert form.validate(), [line.errors for line in form.lines]
        assert in_order(form.value(Scope())) == rule_set
        shown = RuleSetForm.of(rule_set, "")
        assert in_order(shown.value(Scope())) == rule_set


@given(one=sets(), other=sets())
def test_two_sets_compare_equal_only_where_no_line_differs(bare, one, other):
    with bare.test_request_context("/"):
        assert compare(one, one) == []
        assert bool(compare(one, other)) == (one != other and _told(one) != _told(other))


def _told(rule_set):
    return [tell_rule(rule) for rule in rule_set.rules], rule_set.head_after, rule_set.leader_after


@given(
    typed=st.dictionaries(
        st.sampled_from(["line", "head_after", "overdue-days", "before-1-days", "overdue-audience", "update-hour"]),
        st.text(max_size=30),
    )
)
def test_whatever_is_sent_the_form_answers(bare, typed):
    with bare.test_request_context("/", method="POST", data=MultiDict(typed)):
        assert RuleSetForm().validate() is False


def test_every_fault_has_a_sentence_in_both_languages(bare):
    with bare.test_request_context("/"):
        for kind in FaultKind:
            rule_set, place = changed(RuleKind.BEFORE)
            field = "audience" if kind == FaultKind.HEADLESS else "days"
            for language in ("vi", "en"):
                with force_locale(language):
                    assert say_fault(Fault(kind, field, place), rule_set).endswith(".")
