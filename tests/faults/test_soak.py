"""Three days of fake time in which everything goes wrong. The number is that of the fault plan."""

from __future__ import annotations

import os
import random
import time

import pytest

from tests.faults.soak import Soak
from tests.faults.troubles import Server
from tracker.db import db

pytestmark = pytest.mark.fault

HOURS = 72
# (users, minutes from tick to tick, troubles) in `make test` and in `make faults`.
SMALL, FULL = (20, 30, 40), (200, 2, 400)


@pytest.fixture
def server():
    """A mail server that misbehaves."""
    server = Server()
    server.start()
    yield server
    if server.is_up:
        server.stop()


def test_fault_72_three_days_of_troubles(live, server, rounds):
    seed = int(os.environ.get("SEED") or random.randrange(1_000_000))
    users, step, troubles = FULL if rounds >= 100 else SMALL
    print(f"SEED={seed}")  # shown when the test fails; give it to have the same days again
    began = time.perf_counter()
    app = live.app()
    with app.app_context():
        soak = Soak(app, server, seed, users)
        with soak.living():
            soak.populate()
            soak.run(HOURS * 60, step, troubles)
            last = soak.settle()
            soak.look()
            assert soak.untold(last) == []
        db.session.remove()
        db.engine.dispose()
    print(f"{sorted(soak.kills.items())}\n{len(server.arrived)} mails, {time.perf_counter() - began:.0f} s")
    assert max(soak.descriptors) - soak.descriptors[0] <= 8, soak.descriptors
    assert soak.memory[-1] - soak.memory[0] <= 60, soak.memory
