"""The web server of a production start: gunicorn --config deploy/gunicorn.conf.py wsgi:app

One machine with two cores serves an office of a few hundred people. The reverse proxy in front speaks TLS.
"""

import ctypes
import gc
import re
from contextlib import suppress
from typing import Any

from gunicorn.glogging import Logger


class AccessLog(Logger):
    """Addresses that are secrets: whoever reads the log must neither read a calendar nor stop somebody's mails."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> Any:
        """What a line of the log may contain."""
        atoms = super().atoms(resp, req, environ, request_time)
        for name in ("r", "U"):
            masked = re.sub(r"/calendar/[^/?\s]+\.ics", "/calendar/….ics", atoms[name] or "")
            atoms[name] = re.sub(r"/unsubscribe/[^/?\s]+", "/unsubscribe/…", masked)
        return atoms


def pre_fork(server: Any, worker: Any) -> None:
    """The application itself is no garbage: unlooked at, its memory stays shared by the workers, and no page waits for
    all of it to be looked through.
    """
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """From here on there are pages, whose garbage is collected."""
    gc.enable()


# Neither is anything that is made at the start, a quarter of which went into looking for some.
gc.disable()

# Threads take memory from at most two places instead of one each, of which most would lie idle. Known to glibc alone.
_ARENA_MAX = -8
with suppress(OSError, AttributeError):
    ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)

bind = "127.0.0.1:8001"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True  # the application opens no connection at import, so the workers share its memory
timeout = 60  # a scan or an old Word file is read within 55 seconds, see docs/operating.md
graceful_timeout = 20
max_requests = 20000
max_requests_jitter = 2000
accesslog = "-"
logger_class = AccessLog
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'
control_socket_disable = True  # nobody asks it, and it would be kept in the home folder
