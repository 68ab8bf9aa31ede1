"""Only paths of this site: `urlsplit` alone misses /\\evil, ///evil and https:evil."""

from __future__ import annotations

import re

_PATH = re.compile(r"^/(?:[A-Za-z0-9_\-.~%][A-Za-z0-9_\-.~%/]*)?(?:\?[A-Za-z0-9_\-.~%/=&+:,!*'()]*)?$")


def safe_path(target: str | None, default: str = "/") -> str:
    """The target when it is a plain path of ours, else the default."""
    return target if target and len(target) <= 2000 and _PATH.match(target) else default
