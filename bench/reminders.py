"""`make bench-reminders`: planning a large office's reminders and delivering its digests, on SQLite and PostgreSQL.

Every task is open: dates from 30 days ago to 210 days ahead, 70 units with a head each, 230 officers, four leaders,
every third task with a second unit that takes part. First all are planned for the first time, then digests are
delivered to a sink on loopback (bare smtplib beside it), then ten times as many tasks are planned for the first time.
Each step is a process of its own. A table goes to standard error; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.postgres import cluster

from .mails import measure_bare, sink
from .processes import ROOT, environment, run

GROWS = 10
# What the product promises: seconds, MB, times the first plan, share of the bare rate.
MOST_SECONDS, MOST_MB, MOST_TIMES, LEAST_SHARE = 10, 300, 12, 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--open", type=int, default=100_000, dest="tasks", help="open tasks; ten times as many come last"
    )
    parser.add_argument("--units", type=int, default=70)
    parser.add_argument("--people", type=int, default=230, help="besides the heads of the units")
    parser.add_argument("--mails", type=int, default=1000, help="at least so many are delivered")
    parser.add_argument("--db", choices=("sqlite", "postgres"), action="append")
    args = parser.parse_args()
    print(json.dumps({"bench": "reminders", "open": args.tasks, **measure_all(args)}))


def measure_all(args: argparse.Namespace) -> dict[str, Any]:
    """Each database in a folder that is removed."""
    results = {}
    for db in args.db or ("sqlite", "postgres"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
            url = f"sqlite:///{folder}/bench.db"
            if db == "postgres":
                url = stack.enter_context(cluster(durable=True)).create_database("bench")
            results[db] = measure(db, environment(folder, url), args)
    return results


def measure(db: str, env: dict[str, str], args: argparse.Namespace) -> dict[str, float]:
    """The figures of one database."""
    begin = time.monotonic()
    run(env, "db", "upgrade")
    size = ["--tasks", args.tasks, "--open", args.tasks, "--units", args.units, "--people", args.people]
    run(env, "bench-data", *map(str, size), "--staffed", "--lean")
    _note(db, f"{args.tasks} open tasks loaded", begin)
    first = inside(env, "plan")
    _note(db, f"planned: {first}", begin)
    with sink() as port:
        to_sink = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none"}
        before = measure_bare(port, args.mails)
        sent = inside({**env, **to_sink}, "send", args.mails)
        after = measure_bare(port, args.mails)
    bare = (before["built"] + after["built"]) / 2  # ours lies between two measurements: the machine may be busy
    _note(db, f"delivered: {sent}", begin)
    grown = inside(env, "grow", GROWS)
    _note(db, f"grown: {grown}", begin)
    large = inside(env, "plan")
    _note(db, f"planned: {large}", begin)
    found = {
        "plan_100k_s": first["seconds"],
        "plan_100k_mb": first["peak_mb"],
        "plan_1m_s": large["seconds"],
        "plan_1m_mb": large["peak_mb"],
        "mails": sent["sent"],
        "mails_per_s": round(sent["sent"] / sent["seconds"], 1) if sent["sent"] else 0.0,
        "smtplib_mails_per_s": round(bare, 1),
    }
    _judge(db, found)
    return found


def inside(env: dict[str, str], what: str, number: int = 0) -> dict[str, Any]:
    """What `bench.morning` prints."""
    command = [sys.executable, "-m", "bench.morning", what, str(number)]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _note(db: str, what: str, begin: float) -> None:
    print(f"{db:8} {time.monotonic() - begin:6.1f} s  {what}", file=sys.stderr, flush=True)


def _judge(db: str, found: dict[str, float]) -> None:
    times = found["plan_1m_s"] / found["plan_100k_s"] if found["plan_100k_s"] else 0.0
    share = found["mails_per_s"] / found["smtplib_mails_per_s"]
    for name, value, limit, is_good in (
        ("plan, seconds", found["plan_100k_s"], f"<= {MOST_SECONDS}", found["plan_100k_s"] <= MOST_SECONDS),
        ("plan, peak MB", found["plan_100k_mb"], f"<= {MOST_MB}", found["plan_100k_mb"] <= MOST_MB),
        ("ten times as many, times as long", times, f"<= {MOST_TIMES}", times <= MOST_TIMES),
        ("mails, share of bare smtplib", share, f">= {LEAST_SHARE}", share >= LEAST_SHARE),
    ):
        print(f"{db:8} {name:34} {value:9.2f}  {limit:8} {'ok' if is_good else 'MISSED'}", file=sys.stderr)


if __name__ == "__main__":
    main()
