"""The option `--year` of the commands on figures."""

from collections.abc import Callable
from datetime import UTC, datetime

import click

from noroshi.spine.model import fiscal_year

with_year: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--year",
    type=click.IntRange(2000, 2200),
    help="Fiscal year, by the year it begins in (April to March).  [default: this one]",
)
"""Adds the option."""


def year_of(given: int | None) -> tuple[int, datetime]:
    """The year meant, and the present."""
    now = datetime.now(UTC)
    return (fiscal_year(now) if given is None else given), now
