"""The geometry of charts, pure: numbers and days in, places on paper out. `components/charts.html` draws them.

Across, places are percents of whatever width the page has, so that letters keep their size on a telephone; downwards
they are pixels. Nothing here knows a request, a database or a language. Where there is nothing to draw the answer is
None, or empty, and the page says a sentence instead.
"""

from .heat import Cell, Month, lay_months
from .lines import Dot, Line, Plot, Point, Series, plot
from .scale import Scale, nice_ticks
from .spark import Spark, spark
from .stack import Bar, Part, Segment, stack

__all__ = [
    "Bar",
    "Cell",
    "Dot",
    "Line",
    "Month",
    "Part",
    "Plot",
    "Point",
    "Scale",
    "Segment",
    "Series",
    "Spark",
    "lay_months",
    "nice_ticks",
    "plot",
    "spark",
    "stack",
]
