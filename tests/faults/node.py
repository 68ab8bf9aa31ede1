"""A flask command on a node whose clock shows what it is told: `python -m tests.faults.node MOMENT jobs run NAME`."""

from __future__ import annotations

import sys
from datetime import datetime

import time_machine
from flask.cli import main

if __name__ == "__main__":
    moment = datetime.fromisoformat(sys.argv[1])
    sys.argv[:] = ["flask", "--app", "wsgi", *sys.argv[2:]]
    with time_machine.travel(moment, tick=True):
        main()
