"""Becomes another programme that reads an uploaded file: with limits, and without the network where the kernel allows.

Runs alone, as its own process: python -c … MEMORY SECONDS LARGEST_FILE PROGRAMME ARGUMENT…
"""

from __future__ import annotations

import ctypes
import os
import resource

_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_OPEN_FILES = 256
_NICENESS = 10


def main(arguments: list[str]) -> None:
    """Give up what reading a file does not need, then become the programme."""
    memory, seconds, largest_file = map(int, arguments[:3])
    os.nice(_NICENESS)  # people who open pages come first
    _leave_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.execv(arguments[3], arguments[3:])


def _leave_network() -> None:
    """Into a network of its own, in which nothing can be reached: a document may name pictures to be fetched.

    Some kernels and containers refuse; then the programmes' own settings must do.
    """
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (AttributeError, OSError):
        return
    user, group = os.geteuid(), os.getegid()
    if unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        _keep_account(user, group)
    else:
        unshare(_CLONE_NEWNET)


def _keep_account(user: int, group: int) -> None:
    """In the new name space the account keeps its number, without which it could create no file."""
    for name, content in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(content)
