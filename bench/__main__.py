"""`make bench`: every page of a large office on SQLite and PostgreSQL, planning, mails, memory. One JSON line each."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.postgres import cluster

from .pages import measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=5_000, dest="open_tasks")
    parser.add_argument("--recent", type=int, help="so many were closed in the last 60 days, all others long before")
    parser.add_argument("--db", choices=("sqlite", "postgres"), action="append")
    args = parser.parse_args()
    size = {"tasks": args.tasks, "open": args.open_tasks}
    if args.recent is not None:
        size["recent"] = args.recent
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for db in args.db or ("sqlite", "postgres"):
            place = Path(folder) / db
            place.mkdir()
            if db == "sqlite":
                results.append(measure(place, db, f"sqlite:///{place}/bench.db", size))
                continue
            with cluster(durable=True) as server:
                url = server.create_database("bench")
                results.append(measure(place, db, url, size))
    for result in results:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
