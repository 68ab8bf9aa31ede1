"""The screens of the rules of reminding."""

from . import foretelling, rules
from .blueprint import blueprint

__all__ = ["blueprint", "foretelling", "rules"]
