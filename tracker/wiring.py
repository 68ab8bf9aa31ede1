"""What the application is made of, in the order in which it is put together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings

from . import db as database
from . import scheduler
from .api import views as feeds
from .api.actions import end_where_over as end_feeds
from .calendar.views import blueprint as calendar_pages
from .cli import register_commands
from .demo import register_inbox
from .directives.portfolios import views as portfolios
from .directives.portfolios.actions import let_leader_go
from .duties.handover import FOLLOWER as MOVED_DUTIES
from .duties.views import blueprint as duty_pages
from .duties.views import facts_of as duty_facts
from .inbound.headers import lines_for
from .inbound.views import blueprint as inbound_pages
from .indicators.handover import FOLLOWER as MOVED_INDICATORS
from .indicators.ties import HAS_INDICATORS
from .indicators.views import blueprint as indicator_pages
from .indicators.views import facts_of as indicator_facts
from .lessons.views import blueprint as lesson_pages
from .mail import extras, wanted
from .mail.actions import COPY, is_copy_wanted
from .mail.log import has_mails, register_telling, task_page
from .mail.log.views import blueprint as mail_pages
from .meetings.disputes.views import MARKS
from .meetings.disputes.views import blueprint as dispute_pages
from .meetings.queries import HAS_MENTIONS
from .meetings.views import blueprint as meeting_pages
from .meetings.views import facts_of as meeting_facts
from .meetings.waiting import MEETINGS
from .people.views import blueprint as people_pages
from .reminders import happened
from .reminders import queries as reminders
from .reminders.preferences import unsubscribe
from .reminders.preferences import views as preferences
from .reminders.rules.events import audience_of
from .reminders.rules.views import blueprint as rule_pages
from .reminders.telling import digests_telling_of
from .reports import briefing
from .reports.charts.views import blueprint as report_pages
from .reports.scoreboard import marks
from .reports.trail.views import blueprint as trail_pages
from .review import waiting
from .review.views import blueprint as notice_pages
from .search.views import blueprint as search_pages
from .settings.views import blueprint as setting_pages
from .tasks import beside, handover
from .tasks.beside import Teller
from .tasks.emails import audience
from .tasks.models import Task
from .tasks.queries import may_see
from .tasks.telling import urgings_telling_of
from .tasks.views import blueprint as task_pages
from .web import converters, errors, filters, flashes, headers, language, wall
from .web.views import blueprint as common_pages

_PAGES = (
    common_pages,
    people_pages,
    calendar_pages,
    setting_pages,
    lesson_pages,
    portfolios.blueprint,
    notice_pages,
    task_pages,
    duty_pages,
    indicator_pages,
    preferences.blueprint,
    report_pages,
    trail_pages,
    dispute_pages,
    feeds.blueprint,
    rule_pages,
    inbound_pages,
    mail_pages,
    meeting_pages,
    search_pages,
)


def build(settings: Settings) -> Flask:
    """Put the application together."""
    app = Flask("tracker", root_path=str(ROOT / "tracker"), template_folder=str(ROOT / "templates"), static_folder=None)
    configure(app, settings)
    converters.init_app(app)
    database.init_app(app, settings.database_url)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    Bootstrap5(app)
    language.init_app(app)
    CSRFProtect(app)
    wall.init_app(app)
    headers.init_app(app)
    flashes.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    for blueprint in _PAGES:
        app.register_blueprint(blueprint)
    if settings.demo:
        register_inbox(app)
    register_commands(app)
    scheduler.register(app)
    connect(app)
    return app


def connect(app: Flask) -> None:
    """What lower floors ask of higher ones, whom they do not know."""
    connect_task_page(app)
    # Whom an event of a task is told, by the office's rules.
    audience.register(app, audience_of)
    # Which mails tell of a task among others.
    register_telling(app, digests_telling_of)
    register_telling(app, urgings_telling_of)
    # What hangs on a unit or a person, and what moves when the unit is closed or the person leaves.
    app.extensions["open_work"] = handover.OPEN_WORK
    # What features above the people add to a person's page.
    app.extensions["person_facts"] = [portfolios.facts_of, preferences.facts_of, feeds.facts_of]
    app.extensions["person_acts"] = [feeds.acts_of]
    # What units say against figures of the scoreboard, and which meetings wait for a notice.
    marks.register(app, MARKS)
    waiting.register(app, MEETINGS)
    # What is told in digests, what waits for them, and how one press in the mail program stops what is optional.
    briefing.register(app)
    happened.register(app)
    wanted.register_sight(app, "task", may_see)
    wanted.register(app, COPY, is_copy_wanted)
    extras.register(app, unsubscribe.headers_of)
    extras.register(app, lines_for)
    app.extensions["csrf"].exempt(preferences.unsubscribe)
    app.extensions["let_go"] = [handover.let_officer_go, let_leader_go, end_feeds]
    app.extensions["handover"] = [MOVED_DUTIES, MOVED_INDICATORS]


def connect_task_page(app: Flask) -> None:
    """What features above the tasks add to a task's page, and how it is told whether there is anything of theirs."""
    beside.register(app, "reminder", reminders.HAS_REMINDERS)
    beside.register(app, "mail", has_mails(Task.id))
    beside.register(app, "indicator", HAS_INDICATORS)
    beside.register(app, "meeting", HAS_MENTIONS)
    app.extensions["task_timeline"] = [Teller(reminders.timeline_of, ("reminder",))]
    app.extensions["task_facts"] = [
        Teller(reminders.facts_of),
        Teller(duty_facts),
        Teller(indicator_facts, ("indicator",)),
        Teller(lambda task: task_page.facts_of(task.id), ("mail", "reminder", "urging")),
        Teller(meeting_facts, ("meeting",)),
    ]


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings, from ours."""
    app.static_folder = str(ROOT / "static")
    app.static_url_path = "/static"
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=app.send_static_file)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=(settings.max_upload_mb + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=12 * 1024 * 1024,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME="__Host-tracker" if settings.cookie_secure else "tracker",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
        BOOTSTRAP_SERVE_LOCAL=True,
        FILES_ROOT=Path(settings.data_dir) / "files",
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
