"""Directives from the text of a notice: pure, without a database or a web request. Text in, drafts out."""

from .assembly import extract
from .figures import Change, Figure, Target, read_figures
from .reasons import describe
from .reference import read_topics_csv, read_units_csv
from .values import DirectiveDraft, Extraction, NoticeFacts, Reason, TopicRef, UnitRef

__all__ = [
    "Change",
    "DirectiveDraft",
    "Extraction",
    "Figure",
    "NoticeFacts",
    "Reason",
    "Target",
    "TopicRef",
    "UnitRef",
    "describe",
    "extract",
    "read_figures",
    "read_topics_csv",
    "read_units_csv",
]
