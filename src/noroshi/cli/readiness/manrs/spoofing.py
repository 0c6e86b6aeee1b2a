"""`noroshi readiness manrs spoofing`: sources that do not belong to a port, and what uRPF would drop."""

import click
from rich.table import Table

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.readiness.manrs.flow_options import FILE, flow_options, path_of, text_of
from noroshi.cli.rows_view import asked_of
from noroshi.jobs.readiness.spoofed_sources import Found, Spoofing, find_spoofed
from noroshi.readiness.manrs.analyse.reverse_path import Mode
from noroshi.spine.model import InputError


@click.command()
@flow_options
@click.option(
    "--routes",
    type=FILE,
    help="CSV with interface and prefix: the router's routes, the best of a prefix first.",
)
@with_door
def spoofing(door: Door, **options: object) -> None:  # fmt: skip
    """Look at the sources of flows by the interface that they came in by, before a filter is turned on.

    With --ports: octets whose source does not belong to the customer's port. With --routes: what unicast
    reverse path forwarding would drop, strict, feasible and loose (RFC 3704). Only sums leave, no address.
    """
    with shown_steps(door.notices) as progress:
        found = find_spoofed(
            door.home.create(),
            Spoofing(
                ports=path_of(options["ports"]),
                routes=path_of(options["routes"]),
                exporter=text_of(options["exporter"]),
            ),
            asked_of(text_of(options["start"]), text_of(options["end"]), str(options["purpose"])),
            progress=progress,
        )
    if door.as_json:
        door.emit(found.rows())
    else:
        _show(door, found)
    if found.refused:
        door.warn(f"noroshi: {found.refused:,} rows of the files were left out")
        click.get_current_context().exit(InputError.exit_code)


def _show(door: Door, found: Found) -> None:
    table = Table("interface")
    for head in ("octets", "foreign", *(mode.value for mode in Mode)):
        table.add_column(head, justify="right")
    for port in found.ports:
        foreign = "-" if port.foreign is None else f"{port.foreign[0]:,.0f}"
        dropped = [
            f"{port.dropped[mode][0]:,.0f}" if mode in port.dropped else "-" for mode in Mode
        ]
        table.add_row(str(port.interface), f"{port.seen[0]:,.0f}", foreign, *dropped)
    door.console.print(table)
