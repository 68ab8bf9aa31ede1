"""Words of the clerk's desk: the keys of the review page, the usual reasons for giving no task."""

from __future__ import annotations

from flask_babel import gettext as _


def list_keys() -> list[tuple[tuple[str, ...], str]]:
    """What each key does, in the order in which a clerk meets them."""
    return [
        (("J", "K"), _("next card, previous card (also ↓ ↑)")),
        (("N",), _("next card to look at")),
        (("A", "Enter"), _("agree and go on")),
        (("X",), _("do not assign: write or choose the reason")),
        (("E",), _("edit the card")),
        (("U",), _("lead unit: type a few letters, with or without diacritics")),
        (("C",), _("cooperating units")),
        (("D",), _("due date, also 15/9")),
        (("L",), _("leader")),
        (("T",), _("title of the task")),
        (("F",), _("like an earlier directive: continue, replace or give as new")),
        (("S",), _("split in two")),
        (("M",), _("merge with the next; Enter confirms")),
        (("O",), _("one task each, or one for all")),
        (("Z",), _("put back, or undo the last press")),
        (("Ctrl+Enter",), _("save the card from any field")),
        (("Esc",), _("close without saving")),
        (("G",), _("give the tasks; Ctrl+Enter confirms")),
        (("?",), _("this list")),
    ]


def list_usual_reasons() -> list[str]:
    """Offered while the reason is being typed; any other words will do."""
    return [
        _("Already given in another document"),
        _("General direction without a piece of work to follow up"),
        _("Repeats another directive of this notice"),
        _("Outside the authority of this body"),
        _("Already done"),
    ]
