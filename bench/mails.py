"""Mails per second: ours through the outbox, and bare smtplib into the same sink in the same run.

`python -m bench.mails --db sqlite --count 2000` measures these alone and prints one JSON line for each database.
"""

from __future__ import annotations

import argparse
import json
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path

from tests.postgres import cluster

from .processes import ROOT, environment, free_port, run, started, wait_for_port

SINK = """
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
async def main():
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Sink(), hostname="sink.invalid", enable_SMTPUTF8=True), "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())
"""
_LINE = "- Báo cáo kết quả thực hiện chỉ tiêu phát triển kinh tế - xã hội tại xã Tân Lập (hạn 30/11/2026)\n"


@contextmanager
def sink() -> Iterator[int]:
    """An SMTP server that takes everything; its port."""
    port = free_port()
    with started({}, sys.executable, "-c", SINK, str(port)):
        wait_for_port(port)
        yield port


def inside(env: dict[str, str], *what: str) -> dict[str, float]:
    """What `bench.inside` prints."""
    command = [sys.executable, "-m", "bench.inside", *what]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure_delivery(env: dict[str, str], port: int) -> float:
    """Mails per second of everything that waits in the outbox of that office, into the sink at `port`."""
    sent = inside({**env, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none"}, "send")
    return sent["sent"] / sent["seconds"] if sent["sent"] else 0.0


def measure_bare(port: int, count: int = 1000) -> dict[str, float]:
    """What smtplib alone reaches over one connection: each message built, or ready bytes."""
    ready = _build(1).as_bytes(policy=policy.SMTP)
    rates = {}
    for name in ("built", "ready"):
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
            begin = time.perf_counter()
            for number in range(count):
                if name == "built":
                    smtp.send_message(_build(number))
                else:
                    smtp.sendmail("tasks@example.invalid", [f"u{number % 60:02d}@example.invalid"], ready)
            rates[name] = count / (time.perf_counter() - begin)
    return rates


def measure_both(env: dict[str, str]) -> dict[str, float]:
    """Ours between two measurements of the bare rate, whose mean is told: the machine may be busy."""
    with sink() as port:
        before, ours, after = measure_bare(port), measure_delivery(env, port), measure_bare(port)
    built, ready = ((before[name] + after[name]) / 2 for name in ("built", "ready"))
    return {
        "mails_per_s": round(ours, 1),
        "smtplib_mails_per_s": round(built, 1),
        "smtplib_ready_bytes_per_s": round(ready, 1),
        "share": round(ours / built, 2),
    }


def _build(number: int) -> EmailMessage:
    """A reminder as `../shared/bench/smtp_floor.py` builds it."""
    message = EmailMessage()
    message["From"], message["To"] = "tasks@example.invalid", f"u{number % 60:02d}@example.invalid"
    message["Subject"] = f"Nhắc việc: 20 nhiệm vụ sắp đến hạn ({number})"
    message.set_content("Kính gửi đồng chí,\n\n" + _LINE * 20)
    return message


def _measure_office(place: Path, db: str, url: str, count: int) -> None:
    env = environment(place, url)
    run(env, "db", "upgrade")
    run(env, "bench-data", "--tasks", "2000", "--open", "1000")
    inside(env, "queue", str(count))
    print(json.dumps({"bench": "mails", "db": db, "count": count, **measure_both(env)}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--db", choices=("sqlite", "postgres"), action="append")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for db in args.db or ("sqlite", "postgres"):
            place = Path(folder) / db
            place.mkdir()
            if db == "sqlite":
                _measure_office(place, db, f"sqlite:///{place}/bench.db", args.count)
                continue
            with cluster(durable=True) as server:
                _measure_office(place, db, server.create_database("bench"), args.count)


if __name__ == "__main__":
    main()
