"""Fills in `app.json` for one run of the load client: `python -m bench.profile --data DIR --port N [--pid P]`.

Updates are posted to open tasks only, and «my open tasks» is asked for by the person who is signed in.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that bench-data --from was given")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, help="gunicorn's, to measure its memory")
    parser.add_argument("--name", default="app")
    args = parser.parse_args()
    profile = json.loads((Path(__file__).parent / "app.json").read_text(encoding="utf-8"))
    with (args.data / "tasks.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    profile["name"], profile["base"] = args.name, f"http://127.0.0.1:{args.port}"
    # A report that waits for the Office takes no updates.
    profile["task_list"] = [row["id"] for row in rows if row["status"] in ("not_started", "in_progress")]
    if args.pid:
        profile["pid"] = args.pid
    print(json.dumps(profile, ensure_ascii=False))


if __name__ == "__main__":
    main()
