"""Lessons never move a directive: they change units, topics and suggestions, nothing else."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.directives.extraction.samples import TOPICS, UNITS
from tests.lessons.notices import lessons
from tests.review.notices import TEXT, drafts_of, enter
from tracker.directives.extraction import extract
from tracker.lessons.book import InUse, LessonBook
from tracker.workdays import Calendar

TOKENS = (
    *TEXT.split(),
    *("Ban", "QLDA", "Đội", "các", "phường,", "xã;", "-", "a)", "thu", "ngân", "sách"),
    "\n",
)
PHRASES = st.lists(st.sampled_from(TEXT.split()), min_size=1, max_size=4).map(" ".join)
LESSONS = st.lists(st.tuples(st.sampled_from(["alias", "topic_word"]), PHRASES, st.integers(0, 9)), max_size=8)


def read(text, book):
    units = [book.with_names(number, unit) for number, unit in enumerate(UNITS, 1)]
    topics = book.with_words(enumerate(TOPICS, 1))
    return extract(text, units=units, topics=topics, calendar=Calendar(), issued_on=date(2026, 11, 20))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=80).map(" ".join), LESSONS)
def test_lessons_move_no_directive(words, rows):
    known = [
        InUse(number, kind, phrase.casefold(), phrase, target + 1, target + 1, "2/2", date(2026, 11, 1), False)
        for number, (kind, phrase, target) in enumerate(rows)
    ]
    text = f"{TEXT}\n{words}"
    plain, taught = read(text, LessonBook([])), read(text, LessonBook(known))
    kept = ("start", "end", "text", "lead", "coop", "due", "date", "every", "title", "deliverable")
    assert [[getattr(one, name) for name in kept] for one in plain.directives] == [
        [getattr(one, name) for name in kept] for one in taught.directives
    ]
    assert (plain.doc_date, plain.facts) == (taught.doc_date, taught.facts)


def test_without_lessons_nothing_is_different():
    book = LessonBook([])
    assert [book.with_names(number, unit) for number, unit in enumerate(UNITS)] == UNITS
    assert book.with_words(enumerate(TOPICS)) == TOPICS
    assert book.suggest(1, "Rà soát nhà tạm", [], {1, 2}) is None


def test_a_learned_name_outranks_one_that_is_known():
    first, second = UNITS[0], replace(UNITS[1], learned=(UNITS[0].name,))
    result = extract(
        f"Kết luận:\n1. Giao {first.name} rà soát hồ sơ trước ngày 15/12/2026.\n",
        units=[first, second],
        topics=[],
        calendar=Calendar(),
        issued_on=date(2026, 11, 20),
    )
    assert [one.lead_units for one in result.directives] == [(second.code,)]


def test_an_office_without_lessons_reads_as_before(app, cast):
    assert lessons() == []
    [tax, digital, homes] = drafts_of(enter(cast))
    assert (tax.lead_unit_id, digital.lead_unit_id, homes.one_per_unit) == (cast.tax.id, cast.culture.id, True)
    keys = {reason["key"] for draft in (tax, digital, homes) for reason in draft.reasons}
    assert not keys & {"name_learned", "lead_by_lesson", "lead_by_likeness"}
