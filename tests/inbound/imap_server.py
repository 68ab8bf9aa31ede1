"""A small IMAP server on a real socket: one mailbox, and whatever may go wrong with it."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).with_name("server.pem")


class Mailbox:
    """Its mails by number, which of them are seen, and what the server was asked.

    `on` is asked before each command is carried out: "drop" closes the connection at once, "drop_after" when it is
    done, any other words are said instead.
    """

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.seen: set[int] = set()
        self.asked: list[str] = []
        self.on: Callable[[str], str] = lambda command: ""
        self.port = 0

    def put(self, raw: bytes) -> None:
        """A mail arrives."""
        self.mails[len(self.mails) + 1] = raw

    @property
    def env(self) -> dict[str, str]:
        """The settings with which the tracker finds it."""
        return {
            "INBOUND_IMAP_HOST": "127.0.0.1",
            "INBOUND_IMAP_PORT": str(self.port),
            "INBOUND_IMAP_SECURITY": "none",
            "INBOUND_IMAP_USER": "theodoi",
            "INBOUND_IMAP_PASSWORD": "mat khau",
        }


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Any

    def handle(self) -> None:
        try:
            if self.server.is_tls_from_start:
                self.encrypt()
            self.say(b"* OK ready")
            while line := self.rfile.readline():
                tag, _blank, command = line.decode().strip().partition(" ")
                if not self.answer(tag, command):
                    return
        except OSError:
            return
        finally:
            self.request.close()

    def encrypt(self) -> None:
        wrapped = self.server.context.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
        self.request = wrapped
        wrapped.do_handshake()
        self.rfile, self.wfile = wrapped.makefile("rb"), wrapped.makefile("wb", 0)

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def answer(self, tag: str, command: str) -> bool:
        box: Mailbox = self.server.box
        box.asked.append(command)
        fault = box.on(command)
        if fault == "drop":
            return False
        if fault not in ("", "drop_after"):
            self.say(f"{tag} {fault}".encode())
            return True
        self.carry_out(box, command)
        if fault == "drop_after":
            return False
        self.say(f"{tag} OK done".encode())
        if command == "STARTTLS":
            self.encrypt()
        return not command.startswith("LOGOUT")

    def carry_out(self, box: Mailbox, command: str) -> None:
        if command.startswith("CAPABILITY"):
            self.say(b"* CAPABILITY IMAP4rev1 STARTTLS")
        elif command.startswith("SELECT"):
            self.say(f"* {len(box.mails)} EXISTS".encode())
        elif command.startswith("UID SEARCH"):
            self.say(("* SEARCH " + " ".join(str(uid) for uid in box.mails if uid not in box.seen)).encode())
        elif found := re.match(r"UID FETCH (\d+) \((.*)\)", command):
            self.fetch(box, int(found[1]), found[2])
        elif found := re.match(r"UID STORE (\d+) \+FLAGS", command):
            box.seen.add(int(found[1]))
        elif command.startswith("LOGOUT"):
            self.say(b"* BYE")

    def fetch(self, box: Mailbox, uid: int, what: str) -> None:
        raw = box.mails[uid]
        if what == "RFC822.SIZE":
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})".encode())
            return
        sent = raw.partition(b"\n\n")[0] if "HEADER" in what else raw
        sent = sent[: int(what.rpartition(".")[2].rstrip(">"))]
        self.say(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(sent)}}}".encode())
        self.say(sent + b")")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    context: ssl.SSLContext
    is_tls_from_start: bool
    box: Mailbox


@contextmanager
def imap_server(*, tls: bool = False) -> Iterator[Mailbox]:
    """A listening server with an empty mailbox."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = Mailbox()
        server.box.port = server.server_address[1]
        server.is_tls_from_start = tls
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(CERTIFICATE)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.box
        finally:
            server.shutdown()
            thread.join()
