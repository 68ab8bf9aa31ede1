"""Figures of the report part of a text: reading, unit, as of when, and what percent of whose plan. Pure."""

from .finding import find_figures, read_figures
from .values import Change, Figure, Target

__all__ = ["Change", "Figure", "Target", "find_figures", "read_figures"]
