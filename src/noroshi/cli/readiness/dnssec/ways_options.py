"""Ways options: who tells what of zones."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path

import click

from noroshi.cli.door import Door
from noroshi.jobs.readiness.dnssec_assessing import Ways
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.spine.model import parse_moment

Command = Callable[..., None]
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def ways_options(command: Command) -> Command:
    """Give a command the options of who tells, which it gets as one `Ways`, and a time."""

    @wraps(command)
    def asking(  # noqa: PLR0913  # one argument an option
        door: Door,
        *,
        zone_file: Path | None,
        servers: tuple[str, ...],
        resolver: str | None,
        anchor: Path | None,
        ds: Path | None,
        names: tuple[str, ...],
        at: str | None,
        **others: object,
    ) -> None:
        ways = Ways(
            zone_file=zone_file,
            servers=servers,
            resolver=resolver,
            anchor=anchor,
            ds=ds,
            names=names,
        )
        command(door, ways, seconds_of(at), **others)

    wrapped: Command = asking
    for option in (
        click.option("--at", metavar="TIME", help="Judge as of this time (ISO 8601); now without it."),
        click.option("--name", "names", multiple=True, metavar="NAME", help="Name of the zone that its servers are asked for, too; repeatable."),
        click.option("--ds", type=FILE, help="File with the parent's DS, in place of --resolver."),
        click.option("--anchor", type=FILE, help="File with trust anchors (DS or DNSKEY); the root's KSKs without it."),
        click.option("--resolver", metavar="ADDR[:PORT]", help="Resolver that finds the parent's DS and the chain."),
        click.option("--server", "servers", multiple=True, metavar="ADDR[:PORT]", help="Server of the zone; repeatable, they are compared."),
        click.option("--zone-file", type=FILE, metavar="FILE", help="Master file in place of servers."),
    ):  # fmt: skip
        wrapped = option(wrapped)
    return wrapped


def inputs_of(ways: Ways) -> dict[str, str]:
    """What was asked, for a kept result: digests of files, addresses of servers."""
    files = {"zone file": ways.zone_file, "anchor": ways.anchor, "ds": ways.ds}
    asked = {name: source_digest(path) for name, path in files.items() if path is not None}
    asked |= {f"server {place}": server for place, server in enumerate(ways.servers, 1)}
    return asked | ({"resolver": ways.resolver} if ways.resolver else {})


def seconds_of(at: str | None) -> int:
    """Seconds since 1970 of a time, or of now."""
    moment = parse_moment(at) if at else datetime.now(UTC)
    return int(moment.timestamp())
