"""Everything that the task's page offers, feature by feature: a new one adds its acts and its panel here."""

from . import evidence, explanation, extension, progress
from .base import Act, Page, Panel

ACTS: tuple[Act, ...] = (*progress.ACTS, *extension.ACTS, *evidence.ACTS, *explanation.ACTS)
PANELS: tuple[Panel, ...] = (progress.panel, extension.panel, evidence.panel, explanation.panel)

__all__ = ["ACTS", "PANELS", "Act", "Page", "Panel"]
