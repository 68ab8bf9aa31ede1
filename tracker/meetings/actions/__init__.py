"""What is done in a meeting: start, record, carry out, write, end. Never commits, never reads the request."""

from .ending import NoticeFacts, close_meeting, end_meeting, make_notice, write_text
from .recording import Word, carry_out, record
from .starting import Plan, start_meeting, take_over, withdraw_meeting
from .writing import remove_decision, save_words

__all__ = [
    "NoticeFacts",
    "Plan",
    "Word",
    "carry_out",
    "close_meeting",
    "end_meeting",
    "make_notice",
    "record",
    "remove_decision",
    "save_words",
    "start_meeting",
    "take_over",
    "withdraw_meeting",
    "write_text",
]
