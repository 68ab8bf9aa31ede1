"""Days that were typed and cannot be shown: a sentence says so, since another day would look like the one asked for."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from .. import clock
from ..tasks.filters import list_misread
from ..text import read_day


def tell_misread(args: Mapping[str, str], *names: str) -> list[str]:
    """A sentence for each of these that no calendar has."""
    return [
        _("«%(day)s» is no day and was left out. Write it as day/month/year, for example 31/12/2026.", day=typed)
        for typed in list_misread(args, names)
    ]


def tell_last_day(args: Mapping[str, str], name: str) -> list[str]:
    """The same of the day until which is counted; of one to come, that it was taken for today."""
    day = read_day(args.get(name, ""))
    if day and day > clock.today():
        return [_("%(day)s is still to come: counted until today.", day=f"{day:%d/%m/%Y}")]
    return tell_misread(args, name)
