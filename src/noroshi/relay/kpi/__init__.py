"""KPI: the programme's own figures, each with the rows behind it, and its review sheets."""

from noroshi.relay.kpi.page import Report, render_report
from noroshi.relay.kpi.programme import FIGURES, SHEETS, Figure, Kind, Sheet
from noroshi.relay.kpi.result import Result, results
from noroshi.relay.kpi.table import as_csv

__all__ = [
    "FIGURES",
    "SHEETS",
    "Figure",
    "Kind",
    "Report",
    "Result",
    "Sheet",
    "as_csv",
    "render_report",
    "results",
]
