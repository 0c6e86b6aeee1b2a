"""Flow options: ports, routes and the time, as `assess` and `spoofing` take them."""

from collections.abc import Callable
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Command = Callable[..., None]


def flow_options(command: Command) -> Command:
    """Give a command the options of the flows that came in."""
    for option in (
        click.option("--purpose", default="", metavar="TEXT", help="Why; kept with the record that these flows were read."),
        click.option("--to", "end", metavar="TIME", help="Flows that start before this (ISO 8601)."),
        click.option("--from", "start", metavar="TIME", help="Flows that start at this or later (ISO 8601)."),
        click.option("--exporter", metavar="NAME", help="The router, as flows name it: interface numbers are its own."),
        click.option("--ports", type=FILE, help="CSV with interface and prefix: what may come in by customers' ports."),
    ):  # fmt: skip
        command = option(command)
    return command


def path_of(value: object) -> Path | None:
    """A file that may be left out."""
    return None if value is None else Path(str(value))


def text_of(value: object) -> str | None:
    """A text that may be left out."""
    return None if value is None else str(value)
