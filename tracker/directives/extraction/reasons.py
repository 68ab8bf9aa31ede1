"""The sentences for reasons and doubts: English message ids, Vietnamese in translations/vi/extraction.po."""

from __future__ import annotations

from .values import Reason

SENTENCES = {
    "lead_own": "The order names who does it: “%(words)s”.",
    "lead_heading": "Owner of the heading above: “%(words)s”.",
    "lead_intro": "Owner named in the sentence that opens the list: “%(words)s”.",
    "lead_before": "Same owner as the order before: “%(words)s”.",
    "lead_label": "Named as lead beside the order: “%(words)s”.",
    "lead_sole_unit": "%(words)s is the only unit that the text names.",
    "lead_by_topic": "%(words)s usually leads this topic.",
    "coop_named": "The text says to work with: “%(words)s”.",
    "coop_list": "Told to cooperate in the whole list: “%(words)s”.",
    "due_own": "Time limit in the order: “%(words)s”.",
    "due_intro": "Time limit in the sentence that opens the list: “%(words)s”.",
    "due_label": "Time limit given beside the order: “%(words)s”.",
    "due_every": "Recurs: “%(words)s”.",
    "topic_words": "The text speaks of “%(words)s”.",
    "order_frame": "Ordered with the word “%(words)s”.",
    "order_owner": "The owner is told what to do: “%(words)s”.",
    "order_imperative": "Begins with a verb of order: “%(words)s”.",
    "order_modal": "Says that it must be done: “%(words)s”.",
    "order_subject": "An item of the list of orders: “%(words)s”.",
    "order_table": "A row of the table of tasks: “%(words)s”.",
    "lead_missing": "The text names no owner. Choose the lead unit.",
    "lead_unknown": "“%(words)s” is none of the office's units. Choose the lead unit.",
    "lead_many": "Several owners: “%(words)s”. One of them must lead.",
    "lead_closed": "“%(words)s” no longer exists on this day. Choose the unit that took over its work.",
    "due_missing": "The text gives no time limit. Set a date or mark that there is none.",
    "due_without_date": "No date can be computed from “%(words)s”. Set one or mark that there is none.",
    "due_before_issue": "The date of “%(words)s” lies before the day of issue. Check it.",
    "order_soft": "“%(words)s” may be an exhortation without work to check. Set it aside if so.",
    "text_long": "This order is long. Split it if it holds several pieces of work.",
}


def describe(reason: Reason) -> tuple[str, dict[str, str]]:
    """The English message id of a reason and the values for its placeholders."""
    return SENTENCES.get(reason.key, "%(words)s"), {"words": reason.words}


def all_sentences() -> tuple[str, ...]:
    """Every message id, for the check that translations are complete."""
    return tuple(SENTENCES.values())
