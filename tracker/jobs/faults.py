"""Named places where a test ends the process at once, as a power cut would, or stops it, when FAULT says so."""

from __future__ import annotations

import os
import signal

from flask import current_app

from config import FREEZE


def crash_at(point: str) -> None:
    """End the process here, with nothing flushed or rolled back, or stop it until somebody lets it go on."""
    fault = current_app.config["SETTINGS"].fault
    if fault == point:
        os._exit(9)
    if fault == FREEZE + point:
        os.kill(os.getpid(), signal.SIGSTOP)
