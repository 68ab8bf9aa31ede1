"""What the demo is made of: its folder, its settings and its three children."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import flask_migrate

from config import Settings
from tracker import create_app

from .office import Login, load_once
from .processes import Child, start, stop_all

READY_SECONDS = 60
_MARKER = "this-is-demo-data"


class DemoError(Exception):
    """Why the demo cannot run or go on, and what to do."""


class _AnyAnswer(urllib.request.HTTPErrorProcessor):
    """A 503 is an answer like any other."""

    def http_response(self, request: urllib.request.Request, response: Any) -> Any:
        """As it is."""
        return response


class Demo:
    """One running demo. `open`, `start`, `wait`; `close` undoes whatever was begun."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder
        self.url = f"http://127.0.0.1:{port}"
        self.children: list[Child] = []
        self.web_socket = socket.socket()
        self.mail_socket = socket.socket()
        self.lock: IO[str] | None = None

    def open(self, fresh: bool) -> None:
        """Take the port and the folder; nothing is changed before both are ours."""
        self._take_port()
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._take_folder()
            if fresh:
                self._clear()
            (self.folder / _MARKER).touch()
            (self.folder / "log").mkdir(exist_ok=True)
        except PermissionError as error:
            raise DemoError(
                f"{error.filename} belongs to another account, which started the demo before. "
                "Remove it, or start the demo as that account."
            ) from error

    def start(self) -> Iterator[str]:
        """Bring everything up; yields the lines to print."""
        self.mail_socket.bind(("127.0.0.1", 0))
        self.mail_socket.listen(100)
        env = self.environment()
        sink = [sys.executable, "-m", "tracker.demo.sink", str(self.mail_socket.fileno()), str(self.folder / "inbox")]
        self._start("SMTP sink", sink, env, self.mail_socket)
        # Where there is data already, the web server may load while the migrations are looked at: that saves seconds.
        has_data = (self.folder / "tracker.db").exists()
        if has_data:
            self._start("web server", self._gunicorn(), env, self.web_socket)
        logins = prepare(env)
        if not has_data:
            self._start("web server", self._gunicorn(), env, self.web_socket)
        self._wait_for_sign_in()
        self._start("scheduler", [sys.executable, "-m", "flask", "--app", "wsgi", "scheduler"], env)
        self._wait_for_heartbeat()
        yield f"Ready: {self.url}"
        yield from table(logins)

    def wait(self) -> None:
        """Until a child ends, which it never should."""
        while True:
            self._check_children()
            time.sleep(0.5)

    def close(self) -> None:
        """End the children, free port and folder."""
        stop_all(self.children)
        self.web_socket.close()
        self.mail_socket.close()
        if self.lock is not None:
            self.lock.close()

    def _take_port(self) -> None:
        self.web_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self.web_socket.bind(("127.0.0.1", self.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise DemoError(
                    f"Port {self.port} is in use, perhaps by another demo. Stop that, or choose another port: "
                    f"make demo PORT={self.port + 1 if self.port < 65535 else 8000}"
                ) from error
            raise DemoError(
                f"Port {self.port} cannot be used ({error.strerror}). Choose another: make demo PORT=8000"
            ) from error

    def _take_folder(self) -> None:
        self.lock = lock = (self.folder / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise DemoError(
                f"Another demo (process {lock.read().strip() or '?'}) is running on {self.folder}. Stop it first."
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()

    def _clear(self) -> None:
        """Only a folder that a demo made is emptied."""
        entries = [path for path in self.folder.iterdir() if path.name != "lock"]
        if entries and not (self.folder / _MARKER).exists():
            raise DemoError(
                f"{self.folder} holds something else than a demo's data, so it is not cleared. Empty it yourself."
            )
        for path in entries:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def environment(self) -> dict[str, str]:
        """Ours plus the demo's settings; no setting of the caller's shell reaches it."""
        names = {field.name.upper() for field in fields(Settings)} | {"PLAN_AT"}
        kept = {name: value for name, value in os.environ.items() if not names & {name, name.removesuffix("_FILE")}}
        return kept | {
            "DATA_DIR": str(self.folder),
            "DEMO": "1",
            "PUBLIC_BASE_URL": self.url,
            "SMTP_PORT": str(self.mail_socket.getsockname()[1]),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "theodoichidao@caobang.example.vn",
            "PYTHONUNBUFFERED": "1",
        }

    def _gunicorn(self) -> list[str]:
        return [
            *(sys.executable, "-m", "gunicorn", "--bind", f"fd://{self.web_socket.fileno()}"),
            *("--worker-class", "gthread", "--workers", "1", "--threads", "8"),
            *("--graceful-timeout", "2", "--no-control-socket", "--log-level", "warning", "wsgi:app"),
        ]

    def _start(self, name: str, command: list[str], env: dict[str, str], passed: socket.socket | None = None) -> None:
        log = self.folder / "log" / f"{name.replace(' ', '-').lower()}.log"
        self.children.append(start(name, command, env, log, [passed.fileno()] if passed else ()))

    def _wait_for_sign_in(self) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self._check_children()
            try:
                with opener.open(f"{self.url}/sign-in", timeout=2):
                    return
            except urllib.error.HTTPError as error:
                raise DemoError(f"The sign-in page fails (status {error.code}). {self._see_logs()}") from error
            except OSError:
                time.sleep(0.05)
        raise DemoError(f"The web server did not answer within {READY_SECONDS} seconds. {self._see_logs()}")

    def _wait_for_heartbeat(self) -> None:
        """So that /healthz says from the first moment what it will say."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _AnyAnswer())
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self._check_children()
            with contextlib.suppress(OSError), opener.open(f"{self.url}/healthz", timeout=2) as answer:
                if json.load(answer).get("scheduler") == "ok":
                    return
            time.sleep(0.1)
        raise DemoError(f"The scheduler gave no sign of life within {READY_SECONDS} seconds. {self._see_logs()}")

    def _check_children(self) -> None:
        for child in self.children:
            if child.has_ended:
                raise DemoError(
                    f"The {child.name} ended unexpectedly (exit code {child.process.returncode}); the rest is stopped. "
                    f"The end of {child.log}:\n{child.last_lines()}"
                )

    def _see_logs(self) -> str:
        return f"See {self.folder / 'log'}."


def prepare(env: dict[str, str]) -> list[Login]:
    """Migrate the database and, the first time, fill it. Returns who may sign in."""
    app = create_app(Settings.from_env(env))
    with app.app_context():
        flask_migrate.upgrade()
        return load_once()


def table(logins: list[Login]) -> Iterator[str]:
    """`login password role name`, aligned."""
    rows = [(login.login, login.password, login.role, login.name) for login in logins]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
