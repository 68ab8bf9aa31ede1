"""Fills in `app.json` for one run of the load client: `python -m bench.profile --data DIR --port N [--pid P]`.

Pages are asked for of any task, as of the other systems. Updates are posted to open tasks only, so they have a profile
of their own (`--updates`); both go into the same run.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

UPDATES = "e"


def list_open_tasks(data: Path) -> list[int]:
    """The numbers of tasks that take updates: a report that waits for the Office does not."""
    with (data / "tasks.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row["id"] for row in rows if row["status"] in ("not_started", "in_progress")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that bench-data --from was given")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, help="gunicorn's, to measure its memory")
    parser.add_argument("--name", default="app")
    parser.add_argument("--updates", action="store_true", help="only the case that posts updates")
    args = parser.parse_args()
    profile = json.loads((Path(__file__).parent / "app.json").read_text(encoding="utf-8"))
    profile["name"], profile["base"] = args.name, f"http://127.0.0.1:{args.port}"
    profile["cases"] = [case for case in profile["cases"] if (case["id"] == UPDATES) == args.updates]
    if args.updates:
        profile["task_list"] = list_open_tasks(args.data)
    if args.pid:
        profile["pid"] = args.pid
    print(json.dumps(profile, ensure_ascii=False))


if __name__ == "__main__":
    main()
