"""The pictures of the README, taken from the sample office: python -m tests.journeys.pictures"""

from __future__ import annotations

import tempfile
from pathlib import Path

import flask_migrate
from sqlalchemy import select

from config import ROOT
from tests import smtp
from tests.journeys.browser import DESK, PHONE, chromium
from tests.journeys.office import Office
from tests.live import Live
from tools.translations import compile_catalogues
from tracker.db import db
from tracker.directives.models import Notice, NoticeState
from tracker.indicators.models import Indicator
from tracker.people.models import Unit
from tracker.tasks.models import Task, TaskState

FOLDER = ROOT / "docs" / "pictures"
SHARP = {"device_scale_factor": 2}


def main() -> None:
    """Tell the story into a folder that is thrown away, then look at it as four people do."""
    compile_catalogues()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, smtp.sink() as sink, chromium() as browser:
        folder = Path(name)
        office = Office(Live(f"sqlite:///{folder / 'pictures.db'}", folder / "data"), sink, browser, folder)
        try:
            with office.database():
                flask_migrate.upgrade()
            office.fill(with_story=True)
            office.start_web()
            take(office)
            office.check_windows()
        finally:
            office.close()


def take(office: Office) -> None:
    """Each picture is what fits on the screen."""
    with office.database():
        review = db.session.scalars(select(Notice.id).where(Notice.state == NoticeState.REVIEW)).first()
        running = select(Task.id).join(Task.lead_unit).where(Unit.code == "BQLDA", Task.state == TaskState.IN_PROGRESS)
        task = db.session.scalars(running).first()
        revenue = db.session.scalars(select(Indicator.id).order_by(Indicator.year.desc(), Indicator.id)).first()
    pictures = (
        ("outstanding", "pct.dat", DESK, "/outstanding"),
        ("review", "vanphong", DESK, f"/notices/{review}/review"),
        ("indicator", "pct.dat", DESK, f"/indicators/{revenue}"),
        ("work-phone", "bqlda", {**PHONE, **SHARP}, "/work"),
        ("task-phone", "bqlda", {**PHONE, **SHARP}, f"/tasks/{task}"),
    )
    for name, login, screen, path in pictures:
        person = office.person(login, screen)
        person.open(path)
        person.page.screenshot(path=FOLDER / f"{name}.png")
    take_meeting(office)


def take_meeting(office: Office) -> None:
    """What hangs on the wall while the Chairman speaks."""
    leader = office.person("chutich", DESK)
    leader.open("/meetings/new")
    leader.press(office.word("Start the meeting"))
    leader.page.keyboard.press("d")
    leader.page.keyboard.insert_text("Báo cáo trước thứ Sáu")
    with leader.page.expect_navigation():
        leader.page.keyboard.press("Control+Enter")
    leader.page.screenshot(path=FOLDER / "meeting.png")


if __name__ == "__main__":
    main()
