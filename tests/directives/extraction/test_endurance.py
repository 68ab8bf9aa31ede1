"""Hostile texts take time and memory that grow with their length only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MOST_KIB = 400 * 1024  # the text itself, its cleaned copy and its lines; a list of its characters would be more


def test_no_text_takes_far_more_than_its_length() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.directives.extraction.endurance"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < MOST_KIB
