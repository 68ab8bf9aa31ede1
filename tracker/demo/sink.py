"""A local SMTP server that accepts every mail and keeps it in a folder.

    python -m tracker.demo.sink FD FOLDER

FD is a socket that the starter has bound already, so the port is known, and taken, before this process runs.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from .mailbox import Mailbox


class Keeper:
    """aiosmtpd's handler: every mail is a file."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail before saying that it is kept."""
        self.mailbox.keep(envelope.original_content)
        return "250 OK"


async def serve(listening: socket.socket, mailbox: Mailbox) -> None:
    """Accept mail until SIGTERM or SIGINT."""
    loop, end = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end.set)
    keeper = Keeper(mailbox)
    server = await loop.create_server(lambda: SMTP(keeper, enable_SMTPUTF8=True, loop=loop), sock=listening)
    await end.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), Mailbox(Path(sys.argv[2]))))
