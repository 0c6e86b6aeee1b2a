"""Forecast options: the domain, its time, and who is known to send for it."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click

from noroshi.cli.door import Door
from noroshi.cli.readiness.mail.dns_options import dns_options
from noroshi.jobs.readiness.mail_assessing import lookup_of
from noroshi.jobs.readiness.mail_forecasting import Asked
from noroshi.spine.model import parse_moment

Command = Callable[..., None]


def forecast_options(command: Command) -> Command:
    """Give a command the options of a forecast, which it gets as one `Asked`."""

    @wraps(command)
    def asking(  # noqa: PLR0913  # one argument an option
        door: Door,
        *,
        domain: str,
        own: tuple[str, ...],
        known: tuple[str, ...],
        start: str | None,
        end: str | None,
        resolver: str | None,
        zones: tuple[Path, ...],
        **others: object,
    ) -> None:
        asked = Asked(
            domain=domain,
            own=own,
            known=known,
            start=parse_moment(start) if start else None,
            end=parse_moment(end) if end else None,
            lookup=lookup_of(resolver, zones) if resolver or zones else None,
        )
        command(door, asked, **others)

    wrapped: Command = asking
    for option in (
        dns_options,
        click.option("--known", multiple=True, metavar="DOMAIN", help="Domain of a service that sends for it; repeatable."),
        click.option("--own", multiple=True, metavar="CIDR", help="Network of own mail servers; repeatable."),
        click.option("--to", "end", metavar="TIME", help="Reports that begin before this (ISO 8601)."),
        click.option("--from", "start", metavar="TIME", help="Reports that end at this or later (ISO 8601)."),
        click.option("--domain", required=True, metavar="DOMAIN", help="The domain."),
    ):  # fmt: skip
        wrapped = option(wrapped)
    return wrapped
