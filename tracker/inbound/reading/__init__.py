"""From the bytes of a mail to what its writer typed: pure, and in time that grows with the length only. The head is
read alone first, because anybody may send a mail; what a mail holds is read for those who may answer.

The standard library's parser is not used: a few hundred kilobytes of semicolons or nested parts keep it busy for hours.
"""

from .letter import Attachment, Incoming, read_head, read_mail
from .quoting import find_percent

__all__ = ["Attachment", "Incoming", "find_percent", "read_head", "read_mail"]
