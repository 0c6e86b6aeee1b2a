"""The commands `noroshi flows top` and `noroshi flows find`."""

from collections.abc import Callable

import click

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.rows_view import asked_of, asking_options, show_rows
from noroshi.jobs.flows.asking import Asked
from noroshi.jobs.flows.asking import find as find_flows
from noroshi.jobs.flows.asking import top as rank
from noroshi.spine.flows.ranking import KEYS, SORTS, Filter, Ranking

SHOWN = {
    "start": ("flowStartMilliseconds",),
    "source": ("sourceAddressHi", "sourceAddressLo"),
    "port": ("sourceTransportPort",),
    "destination": ("destinationAddressHi", "destinationAddressLo"),
    "to port": ("destinationTransportPort",),
    "protocol": ("protocolIdentifier",),
    "octets": ("octetDeltaCount",),
    "packets": ("packetDeltaCount",),
    "sampling": ("samplingInterval",),
    "exporter": ("exporter",),
}
"""Columns of a found flow that fit a terminal; CSV and JSON have all."""


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose flows."""
    for option in (
        click.option("--exporter", metavar="NAME", help="Flows of this exporter."),
        click.option("--protocol", metavar="NAME", help="Flows of this protocol: tcp, udp, icmp … or its number."),
        click.option("--port", type=click.IntRange(0, 65535), help="Flows with this port at either end."),
        click.option("--destination", metavar="CIDR", help="Flows to this address or range."),
        click.option("--source", metavar="CIDR", help="Flows from this address or range."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("top")
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(list(KEYS)),
    help="What to group by; repeatable.  [default: source]",
)
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="octets",
    show_default=True,
    help="What decides the order.",
)
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=10, show_default=True, help="Most rows."
)
@click.option("--raw", is_flag=True, help="Counters as exported, not times the sampling interval.")
@click.option("--address", metavar="CIDR", help="Flows from or to this address or range.")
@filter_options
@asking_options
@with_door
def top(door: Door, **options: object) -> None:
    """Who moves most: flows grouped, the largest first. Counters are scaled by the sampling interval."""
    ranking = Ranking(
        by=tuple(_texts(options["by"])) or ("source",),
        sort=str(options["sort"]),
        limit=int(str(options["limit"])),
        raw=bool(options["raw"]),
        chosen=_filter(options, _text(options["address"])),
    )
    with shown_steps(door.notices) as progress:
        rows = rank(door.home.create(), ranking, _asked(options), progress=progress)
    show_rows(door, rows, str(options["form"]))


@click.command("find")
@click.argument("address")
@click.option(
    "--limit", type=click.IntRange(0), default=100, show_default=True, help="Most flows; 0 for all."
)
@filter_options
@asking_options
@with_door
def find(door: Door, address: str, **options: object) -> None:
    """All flows from or to ADDRESS (an address or a range), oldest first."""
    limit, form = int(str(options["limit"])), str(options["form"])
    as_table = form == "table" and not door.as_json
    columns = [column for part in SHOWN.values() for column in part] if as_table else []
    with shown_steps(door.notices) as progress:
        rows = find_flows(
            door.home.create(),
            _filter(options, address),
            _asked(options),
            limit=limit,
            columns=columns,
            progress=progress,
        )
    if as_table:
        rows = [dict(zip(SHOWN, row.values(), strict=True)) for row in rows]
    shown = show_rows(door, rows, form)
    if limit and shown == limit:
        door.notices.print(f"the first {limit:,} flows; --limit 0 gives all", markup=False)


def _filter(options: dict[str, object], address: str | None) -> Filter:
    port = options["port"]
    return Filter(
        address=address,
        source=_text(options["source"]),
        destination=_text(options["destination"]),
        port=None if port is None else int(str(port)),
        protocol=_text(options["protocol"]),
        exporter=_text(options["exporter"]),
    )


def _asked(options: dict[str, object]) -> Asked:
    return asked_of(_text(options["start"]), _text(options["end"]), str(options["purpose"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, tuple) else []
