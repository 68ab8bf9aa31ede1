"""What our own mail server found out about a sender (RFC 8601). Lines that another server wrote say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Comments and quoted words may hold what the sender likes, so they are taken out before anything is looked for.
_QUOTED = re.compile(r'"([^"]*)"')
_COMMENT = re.compile(r"\([^()]*\)")
_HARMLESS = re.compile(r"[a-z0-9.@_+=-]*")
_MOST_COMMENTS_IN_EACH_OTHER = 5
_RESULT = re.compile(r"\s*(dmarc|spf|dkim)(?:\s*/\s*1)?\s*=\s*([a-z]+)(?![^\s])")
_PROPERTY = re.compile(r"(?<!\S)(smtp\.mailfrom|header\.d|header\.i)\s*=\s*(\S+)")


def is_forged(lines: Iterable[str], authserv_id: str, sender: str) -> bool:
    """Whether the server of that name does not vouch for the sender. Without a name everybody is believed.

    DMARC decides where it passed or failed; else SPF or DKIM must have passed for a domain of the sender's.
    """
    if not authserv_id:
        return False
    for line in lines:
        server, _mark, results = line.lower().partition(";")
        if _COMMENT.sub(" ", server).split()[:1] == [authserv_id.lower()]:
            return not _vouches(results, sender)
    return True


def _vouches(results: str, sender: str) -> bool:
    found: list[tuple[str, str, dict[str, str]]] = []
    for result in _without_comments(results).split(";"):
        if match := _RESULT.match(result):
            found.append((match[1], match[2], dict(_PROPERTY.findall(result, match.end()))))
    dmarc = {verdict for name, verdict, _properties in found if name == "dmarc"}
    if dmarc & {"pass", "fail"}:
        return dmarc == {"pass"}
    ours = sender.lower().rpartition("@")[2]
    return any(verdict == "pass" and _are_related(_domain(name, values), ours) for name, verdict, values in found)


def _without_comments(results: str) -> str:
    """Empty where it is not certain who wrote what: with what escapes, ends too early or not at all."""
    if "\\" in results or any(set(quoted) & set("();") for quoted in _QUOTED.findall(results)):
        return ""
    results = _QUOTED.sub(lambda quoted: quoted[1] if _HARMLESS.fullmatch(quoted[1]) else "?", results)
    for _level in range(_MOST_COMMENTS_IN_EACH_OTHER):
        results = _COMMENT.sub(" ", results)
    return "" if set(results) & set('()"') else results


def _domain(name: str, properties: dict[str, str]) -> str:
    """For which domain SPF or DKIM passed."""
    found = properties.get("smtp.mailfrom", "") if name == "spf" else ""
    if name == "dkim":
        found = properties.get("header.d") or properties.get("header.i", "")
    return found.rpartition("@")[2].strip("<>,")


def _are_related(one: str, other: str) -> bool:
    """The same domain, or one below the other; a whole country's is nobody's."""
    shorter, longer = sorted((one, other), key=len)
    return "." in shorter.strip(".") and (shorter == longer or longer.endswith(f".{shorter}"))
