"""Everything that the task's page offers, feature by feature: a new one adds its acts and its panel here."""

from . import (
    due,
    editing,
    evidence,
    explanation,
    extension,
    handover,
    measure,
    part,
    progress,
    proposal,
    standing,
    step,
    walking,
    zalo,
)
from .base import Act, Page, Panel

ACTS: tuple[Act, ...] = (
    *progress.ACTS,
    *part.ACTS,
    *proposal.ACTS,
    *measure.ACTS,
    *extension.ACTS,
    *evidence.ACTS,
    *standing.ACTS,
    *due.ACTS,
    *explanation.ACTS,
    *step.ACTS,
    *editing.ACTS,
)
PANELS: tuple[Panel, ...] = (
    progress.panel,
    part.panel,
    proposal.panel,
    measure.panel,
    extension.panel,
    evidence.panel,
    standing.panel,
    due.panel,
    explanation.panel,
    step.panel,
    editing.panel,
    handover.panel,
    walking.panel,
    zalo.panel,
)

__all__ = ["ACTS", "PANELS", "Act", "Page", "Panel"]
