"""What our own mail server found out about a sender (RFC 8601). Lines that another server wrote say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r";\s*(dmarc|spf|dkim)\s*=\s*([a-z]+)")
_FAILED = frozenset({"fail", "softfail", "permerror"})


def is_forged(lines: Iterable[str], authserv_id: str) -> bool:
    """Whether the server of that name says that the mail does not come from where it claims.

    DMARC decides where it was checked; else a failed SPF or DKIM is enough.
    """
    if not authserv_id:
        return False
    found: dict[str, set[str]] = {"dmarc": set(), "spf": set(), "dkim": set()}
    for line in lines:
        plain = _COMMENT.sub(" ", line.lower())
        server = plain.partition(";")[0].split()
        if server and server[0] == authserv_id:
            for name, result in _RESULT.findall(plain):
                found[name].add(result)
    if found["dmarc"] & {"fail", "pass"}:
        return "fail" in found["dmarc"]
    return bool(found["spf"] & _FAILED or (found["dkim"] & _FAILED and "pass" not in found["dkim"]))
