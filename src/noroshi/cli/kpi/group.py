"""`noroshi kpi`: the programme's own figures."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "count": ("noroshi.cli.kpi.count:count", "Count every figure of a fiscal year."),
    "rows": ("noroshi.cli.kpi.rows:rows", "Show the rows that a figure is counted from."),
    "enter": ("noroshi.cli.kpi.enter:enter", "Enter a cost or another target, once a year."),
    "report": ("noroshi.cli.kpi.report:report", "The review sheets: terminal, HTML, PDF or CSV."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def kpi() -> None:
    """The programme's own figures: targets, results, achievement, unit cost."""
