"""«Báo cáo»: what each role finds there, and that it is its to open."""

from __future__ import annotations

import re

import pytest

from tracker.people.models import Role
from tracker.reports.contents import REPORTS, list_reports


@pytest.mark.parametrize("name", ["chairman", "vice_chairman", "clerk", "admin"])
def test_each_report_in_the_list_opens_for_whoever_reads_it(cast, client, name):
    actor = cast.everyone[name]
    client.sign_in(actor)
    page = client.get("/reports", budget=5).text
    links = re.findall(r'<a class="figure" href="([^"]+)">', page)
    assert len(links) == len(list_reports(actor.role)) > 1
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("name", ["finance_head", "finance_officer", "ward_chair", "outsider"])
def test_units_have_no_reports_of_the_city(cast, client, name):
    client.sign_in(cast.everyone[name])
    assert client.get("/reports").status_code == 403


def test_only_the_administrator_finds_the_trail_and_only_leaders_and_the_office_the_agenda(app):
    found = {role: {report.endpoint for report in list_reports(role)} for role in Role}
    assert {role for role in Role if "trail.index" in found[role]} == {Role.ADMIN}
    assert {role for role in Role if "tasks.agenda" in found[role]} == {Role.LEADER, Role.OFFICE}
    assert not found[Role.HEAD]


def test_no_report_is_listed_twice():
    endpoints = [report.endpoint for report in REPORTS]
    assert len(endpoints) == len(set(endpoints))


@pytest.mark.parametrize(
    ("name", "path", "place"),
    [
        ("chairman", "/outstanding", "Tồn đọng"),
        ("chairman", "/reports", "Báo cáo"),
        ("chairman", "/agenda", "Báo cáo"),
        ("chairman", "/duties", "Báo cáo"),
        ("clerk", "/duties", "Định kỳ"),
        ("clerk", "/agenda", "Báo cáo"),
    ],
)
def test_the_bar_marks_one_place(cast, client, name, path, place):
    client.sign_in(cast.everyone[name])
    bar = re.search(r'<nav class="places".*?</nav>', client.get(path).text, re.DOTALL).group()
    assert re.findall(r'aria-current="page">([^<]+)<', bar) == [place]
