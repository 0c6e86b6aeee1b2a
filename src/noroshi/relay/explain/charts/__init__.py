"""Charts: values in, SVG text out. No script, no dependency; each with a table that says the same."""

from noroshi.relay.explain.charts.background import draw_background
from noroshi.relay.explain.charts.columns import draw_columns
from noroshi.relay.explain.charts.curves import Curve, draw_curves
from noroshi.relay.explain.charts.figure import Figure, Table
from noroshi.relay.explain.charts.intervals import draw_intervals
from noroshi.relay.explain.charts.ranking import Ranked, draw_ranking
from noroshi.relay.explain.charts.spans import Span, draw_spans
from noroshi.relay.explain.charts.strip import draw_strip
from noroshi.relay.explain.charts.waterfall import draw_waterfall

__all__ = [
    "Curve",
    "Figure",
    "Ranked",
    "Span",
    "Table",
    "draw_background",
    "draw_columns",
    "draw_curves",
    "draw_intervals",
    "draw_ranking",
    "draw_spans",
    "draw_strip",
    "draw_waterfall",
]
