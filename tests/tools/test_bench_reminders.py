"""`make bench-reminders` on a tiny office: every step works and its last line has the promised names."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from config import ROOT

FIGURES = {"plan_100k_s", "plan_100k_mb", "plan_1m_s", "mails_per_s", "smtplib_mails_per_s"}


@pytest.mark.parametrize(
    "db", [pytest.param("sqlite", marks=pytest.mark.sqlite), pytest.param("postgres", marks=pytest.mark.postgres)]
)
def test_the_last_line_holds_the_figures_of_the_database(db):
    size = ["--open", "300", "--units", "4", "--people", "12", "--mails", "20", "--db", db]
    done = subprocess.run(
        [sys.executable, "-m", "bench.reminders", *size],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout.splitlines()[-1])
    assert (line["bench"], line["open"]) == ("reminders", 300)
    assert line[db].keys() >= FIGURES
    assert all(line[db][name] > 0 for name in FIGURES)
    assert line[db]["mails"] >= 20
    assert "mails, share of bare smtplib" in done.stderr
    assert "'tasks': 3000" in done.stderr
