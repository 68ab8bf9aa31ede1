"""The demo, in one command: database, sample office, web, scheduler and an SMTP sink.

    python -m tracker.demo [--port 8000] [--fresh] [--data FOLDER]

1. Take the port and the data folder, or say who has them.
2. Migrate the database and, the first time, tell the sample story.
3. Start the SMTP sink, the scheduler and the web server as children.
4. When the sign-in page answers, print `Ready: URL` and one line per login.
5. Wait. SIGINT, SIGTERM or SIGHUP ends the children, then us, with 0; a child that ends by itself ends all, with 1.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from config import ROOT

from .processes import die_with_make
from .runner import Demo, DemoError


class Stopped(BaseException):
    """Someone wants us to end. Not an Exception: nothing on the way may handle it."""


def main(arguments: list[str]) -> int:
    """Run until stopped; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tracker.demo", description="Run the tracker with a sample office.")
    parser.add_argument("--port", type=int, default=8000, help="the port of the web server (8000)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and start over")
    parser.add_argument("--data", type=Path, default=ROOT / "instance" / "demo", help="where its data lies")
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        parser.error(f"--port {options.port}: give a number from 1 to 65535, such as 8000")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    die_with_make()
    demo = Demo(options.port, options.data.resolve())
    try:
        return _run(demo, options.fresh)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        demo.close()


def _run(demo: Demo, fresh: bool) -> int:
    try:
        demo.open(fresh)
        for line in demo.start():
            print(line, flush=True)
        demo.wait()
    except Stopped:
        print("Stopped.", flush=True)
        return 0
    except DemoError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
