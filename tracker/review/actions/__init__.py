"""What the Office does to a notice in review. Never commits, never reads the request."""

from .editing import (
    DraftValues,
    accept_draft,
    check_shown,
    check_version,
    fill_gaps,
    give_one_each,
    put_back,
    save_draft,
    set_aside,
)
from .following import choose_follow_up, continue_one, look_for_earlier
from .issue import Issued, issue_notice, set_openness
from .shaping import add_draft, merge_with_next, remove_draft, split_draft
from .start import correct_facts, discard_notice, start_review

__all__ = [
    "DraftValues",
    "Issued",
    "accept_draft",
    "add_draft",
    "check_shown",
    "check_version",
    "choose_follow_up",
    "continue_one",
    "correct_facts",
    "discard_notice",
    "fill_gaps",
    "give_one_each",
    "issue_notice",
    "look_for_earlier",
    "merge_with_next",
    "put_back",
    "remove_draft",
    "save_draft",
    "set_aside",
    "set_openness",
    "split_draft",
    "start_review",
]
