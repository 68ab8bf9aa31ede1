"""Everything that the task's page offers, feature by feature: a new one adds its acts and its panel here."""

from . import (
    due,
    evidence,
    extension,
    handover,
    progress,
    standing,
)
from .base import Act, Page, Panel

ACTS: tuple[Act, ...] = (
    *progress.ACTS,
    *extension.ACTS,
    *evidence.ACTS,
    *standing.ACTS,
    *due.ACTS,
)
PANELS: tuple[Panel, ...] = (
    progress.panel,
    extension.panel,
    evidence.panel,
    standing.panel,
    due.panel,
    handover.panel,
)

__all__ = ["ACTS", "PANELS", "Act", "Page", "Panel"]
