"""From the bytes of a mail to what its writer typed: pure, never fails, and in time that grows with the length only.

The standard library's parser is not used: a few hundred kilobytes of semicolons or nested parts keep it busy for hours.
"""

from .letter import Attachment, Incoming, read_mail
from .quoting import find_percent

__all__ = ["Attachment", "Incoming", "find_percent", "read_mail"]
