"""Fragments become one catalogue, and what is missing or contradictory is named with its place."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from tools import translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An application with one sentence of each kind."""
    (tmp_path / "tracker" / "translations" / "vi").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "tracker" / "views.py").write_text(
        '_("Save")\nngettext("%(num)d task", "%(num)d tasks", n)\npgettext("month", "May")\n', encoding="utf-8"
    )
    (tmp_path / "templates" / "a.html").write_text(
        "{{ _('Due on %(day)s', day=day) }}\n{% trans %}Nothing yet{% endtrans %}\n", encoding="utf-8"
    )
    return tmp_path


GOOD = (
    'msgid "Save"\nmsgstr "Lưu"\n\n'
    'msgid "%(num)d task"\nmsgid_plural "%(num)d tasks"\nmsgstr[0] "%(num)d nhiệm vụ"\n\n'
    'msgctxt "month"\nmsgid "May"\nmsgstr "Tháng Năm"\n\n'
    'msgid "Due on %(day)s"\nmsgstr "Hạn %(day)s"\n\n'
    'msgid "Nothing yet"\nmsgstr "Chưa có"\n'
)


def _write(project: Path, name: str, entries: str) -> Path:
    path = project / "tracker" / "translations" / "vi" / name
    path.write_text(HEADER + entries, encoding="utf-8")
    return path


def test_a_complete_project_has_no_problems(project: Path) -> None:
    _write(project, "common.po", GOOD)
    assert translations.problems(project) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('msgid "Save"\nmsgstr "Lưu"\n', "", "tracker/views.py:1: no Vietnamese for 'Save'"),
        ('"Lưu"', '""', "'Save' has no text"),
        ("Hạn %(day)s", "Hạn %(ngay)s", "placeholders of 'Due on %(day)s' differ"),
        ("Hạn %(day)s", "Hạn %(day)s, 100%", "a percent sign in"),
        ('"Chưa có"\n', '"Chưa có"\n\nmsgid "Gone"\nmsgstr "Đã bỏ"\n', "nobody says 'Gone' any more"),
        ('msgctxt "month"\n', "", "templates"),
    ],
)
def test_each_fault_is_named(project: Path, old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    _write(project, "common.po", GOOD.replace(old, new))
    found = translations.problems(project)
    if complaint == "templates":  # without its context, the sentence is missing and its translation is unused
        assert len(found) == 2
    else:
        assert any(complaint in problem for problem in found), found


def test_a_sentence_built_before_it_is_translated_is_named(project: Path) -> None:
    _write(project, "common.po", GOOD)
    with (project / "tracker" / "views.py").open("a", encoding="utf-8") as file:
        file.write('_(f"Hello {name}")\n')
    assert any("tracker/views.py:4" in problem for problem in translations.problems(project))


def test_a_bare_percent_sign_in_a_template_is_named(project: Path) -> None:
    _write(project, "common.po", GOOD + '\nmsgid "100% done"\nmsgstr "Xong 100%"\n')
    with (project / "templates" / "a.html").open("a", encoding="utf-8") as file:
        file.write("{{ _('100% done') }}\n")
    assert any("write %% for a percent sign" in problem for problem in translations.problems(project))


def test_fragments_become_one_catalogue_that_is_made_again_only_when_stale(project: Path) -> None:
    path = _write(project, "common.po", GOOD)
    _write(project, "tasks.po", 'msgid "Save"\nmsgstr "Lưu"\n\nmsgid "Accept"\nmsgstr "Tiếp nhận"\n')
    assert translations.compile_catalogues(path.parent)
    assert not translations.compile_catalogues(path.parent)
    with (path.parent / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Accept") == "Tiếp nhận"
    assert catalogue.ngettext("%(num)d task", "%(num)d tasks", 2) == "%(num)d nhiệm vụ"
    assert catalogue.pgettext("month", "May") == "Tháng Năm"
    _write(project, "tasks.po", "")
    assert translations.compile_catalogues(path.parent)


def test_two_translations_of_one_sentence_name_both_files(project: Path) -> None:
    path = _write(project, "common.po", GOOD)
    _write(project, "tasks.po", 'msgid "Save"\nmsgstr "Ghi lại"\n')
    with pytest.raises(translations.TranslationError, match=r"tasks\.po.*common\.po"):
        translations.compile_catalogues(path.parent)


def test_people_are_addressed_as_comrades_or_not_at_all() -> None:
    said = [sentence for one in translations.read_fragments().values() for sentence in one.strings]
    assert [sentence for sentence in said if re.search(r"\b(bạn|anh/chị|quý vị)\b", sentence, re.IGNORECASE)] == []
