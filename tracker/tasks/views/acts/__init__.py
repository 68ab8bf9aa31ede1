"""Everything that the task's page offers, feature by feature: a new one adds its acts and its panel here."""

from . import editing, evidence, extension, progress, step
from .base import Act, Page, Panel

ACTS: tuple[Act, ...] = (*progress.ACTS, *extension.ACTS, *evidence.ACTS, *step.ACTS, *editing.ACTS)
PANELS: tuple[Panel, ...] = (progress.panel, extension.panel, evidence.panel, step.panel, editing.panel)

__all__ = ["ACTS", "PANELS", "Act", "Page", "Panel"]
