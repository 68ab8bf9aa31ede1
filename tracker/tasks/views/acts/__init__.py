"""Everything that the task's page offers, feature by feature: a new one adds its acts and its panel here."""

from . import due, evidence, extension, progress
from .base import Act, Page, Panel

ACTS: tuple[Act, ...] = (*progress.ACTS, *due.ACTS, *extension.ACTS, *evidence.ACTS)
PANELS: tuple[Panel, ...] = (progress.panel, due.panel, extension.panel, evidence.panel)

__all__ = ["ACTS", "PANELS", "Act", "Page", "Panel"]
