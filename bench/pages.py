"""Times the pages of one office on one database and prints one JSON line."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from pathlib import Path

from tracker import clock

from .http import Browser, requests_per_second, time_page
from .mails import inside, measure_both
from .processes import environment, free_port, resident_mib, run, started, web

PASSWORD = "Bench-pass-1"  # nosec B105: what bench-data gives its people

WEEK_AGO = clock.today() - timedelta(days=7)
PAGES = {
    "outstanding": ("lanhdao", "/outstanding", "/tasks/"),
    "outstanding_by_unit": ("lanhdao", "/outstanding?by=unit", "?band="),
    "scoreboard": ("lanhdao", "/scoreboard", "/scoreboard/"),
    "scoreboard_week_ago": ("lanhdao", f"/scoreboard?as_of={WEEK_AGO}", "/scoreboard/"),
    "scoreboard_year": ("lanhdao", "/scoreboard?period=year", "/scoreboard/"),
    "since": ("lanhdao", f"/reports/since?since={WEEK_AGO}", "/tasks/"),
    "burn": ("lanhdao", "/reports/burn?weeks=26", "/reports/burn/"),
    "status": ("lanhdao", "/reports/status", "/tasks?"),
    "heat": ("lanhdao", "/reports/heat", "/tasks?"),
    "agenda": ("lanhdao", "/agenda", "/tasks/"),
    "overdue": ("u07", "/tasks?band=overdue", "/tasks/"),
    "mine": ("u07", "/tasks?officer=7", "/tasks/"),
    "completed": ("u07", "/tasks?band=done", "/tasks/"),
    "work": ("h07", "/work", "/tasks/"),
    "task": ("u07", "/tasks/4242", "NV-"),
    "notices": ("u07", "/notices", "/notices/"),
    "notice": ("u07", "/notices/17", "/tasks/"),
    "users": ("quantri", "/people", "u07"),
    "search": ("lanhdao", "/search?q=bao+cao", "/tasks/"),
    "search_of_unit": ("h07", "/search?q=bao+cao", "/tasks/"),
}


def measure(folder: Path, db: str, url: str, size: dict[str, int]) -> dict[str, object]:
    """Fill the database, start what production starts, measure, stop it.

    `size`: how many tasks, and of them open and recent, as `bench-data` names them.
    """
    env = environment(folder, url)
    run(env, "db", "upgrade")
    run(env, "bench-data", *(word for name, count in size.items() for word in (f"--{name}", str(count))))
    port = free_port()
    with web(env, port) as gunicorn:
        browsers = {login: Browser(port) for login, *_rest in PAGES.values()}
        for login, browser in browsers.items():
            browser.sign_in(login, PASSWORD)
        pages = {}
        for name, (login, path, expect) in PAGES.items():
            median, high = time_page(browsers[login], path, expect)
            pages[name] = {"median_ms": round(median, 2), "p95_ms": round(high, 2)}
            print(f"{db:8} {name:20} {median:8.2f} ms  p95 {high:8.2f} ms", flush=True)
        eight = [Browser(port) for _ in range(8)]
        for browser in eight:
            browser.sign_in("u07", PASSWORD)
        rate = requests_per_second(eight, "/tasks?officer=7")
        memory = {"web": max(resident_mib(gunicorn.pid).values())}
    queries, plan = inside(env, "queries"), inside(env, "plan")
    mails = measure_both(env)
    with started(env, sys.executable, "-m", "flask", "--app", "wsgi", "scheduler") as scheduler:
        time.sleep(8)  # its first ticks, planning among them
        memory["scheduler"] = max(resident_mib(scheduler.pid).values())
    return {
        "bench": "pages",
        "db": db,
        **size,
        "pages": {name: {**pages[name], "queries": queries[name]} for name in pages},
        "rps": round(rate, 1),
        "plan_s": plan["plan_s"],
        "plan_mib": plan["peak_mib"],
        **mails,
        "rss_mib": memory,
    }
