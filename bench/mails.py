"""Mails per second: ours through the outbox, and bare smtplib, into the same kind of sink in a process of its own."""

from __future__ import annotations

import json
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from .processes import ROOT, free_port, started, wait_for_port

SINK = """
import sys, threading
from aiosmtpd.controller import Controller
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
threading.Event().wait()
"""


@contextmanager
def sink() -> Iterator[int]:
    """An SMTP server that takes everything; its port."""
    port = free_port()
    with started({}, sys.executable, "-c", SINK, str(port)):
        wait_for_port(port)
        yield port


def inside(env: dict[str, str], what: str) -> dict[str, float]:
    """What `bench.inside` prints."""
    command = [sys.executable, "-m", "bench.inside", what]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def mails_per_second(env: dict[str, str]) -> float:
    """Rate of everything that waits in the outbox."""
    with sink() as port:
        sent = inside({**env, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none"}, "send")
    return sent["sent"] / sent["seconds"] if sent["sent"] else 0.0


def bare_per_second(count: int = 500) -> float:
    """What smtplib alone reaches over one connection."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", "Nhắc việc hôm nay"
    message.set_content("Nhiệm vụ đến hạn\n" * 20)
    message.add_alternative("<p>Nhiệm vụ đến hạn</p>" * 20, subtype="html")
    with sink() as port, smtplib.SMTP("127.0.0.1", port) as smtp:
        begin = time.perf_counter()
        for _ in range(count):
            smtp.send_message(message)
        return count / (time.perf_counter() - begin)
