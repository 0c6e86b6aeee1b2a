"""The command `noroshi flows decode`."""

from collections.abc import Iterator

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.flows.source_file import opened
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import Row, View
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import FLOW_COLUMNS, InputError

_SAMPLES = {1: "flow", 2: "counters", 3: "flow", 4: "counters", 5: "discarded"}
_NAMES: dict[object, str] = {
    (element.pen, element.id): column.name.removesuffix("Hi")
    for column in reversed(FLOW_COLUMNS)
    for element in column.ipfix
}


@click.command("decode")
@click.argument("pcap", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@with_door
def decode(door: Door, pcap: str) -> None:
    """Show every record of an export capture with its raw octets, in stream order.

    PCAP is a pcap or pcapng of NetFlow v5, v9, IPFIX or sFlow v5 datagrams, or - for stdin. A set
    that comes before its template is shown as unknown. Nothing is written to the lake, and addresses
    are shown as they are.
    """
    tally = Tally()
    rows = _rows(pcap, tally)
    if door.as_json:
        door.emit(rows)
    else:
        for row in rows:
            click.echo(_line(row))
    if tally.refused:
        faults = ", ".join(f"{count:,} {reason}" for reason, count in tally.refused.items())
        click.echo(
            f"noroshi: not all could be decoded: {faults};"
            " docs/reference/importers.md explains each reason",
            err=True,
        )
        click.get_current_context().exit(InputError.exit_code)


def _rows(pcap: str, tally: Tally) -> Iterator[Row]:
    view = View(tally)
    with opened(pcap) as path:
        for packets in read_packets(read_blocks(path, tally), tally):
            yield from view.rows(packets)


def _line(row: Row) -> str:
    kind = row["kind"]
    parts = [f"packet {row['packet']}", str(row["exporter"]), str(kind)]
    if kind == "error":
        parts.append(str(row["why"]))
    elif kind == "sflow":
        parts += _sample(row)
    else:
        parts += [f"v{row['v']}", f"domain {row['dom']}", f"set {row['set']}"]
        parts += [f"{row['bytes']} octets"] if kind == "unknown" else _fields(row)
    return "  ".join(parts)


def _fields(row: Row) -> list[str]:
    fields = row["fields"]
    assert isinstance(fields, list)
    return [
        f"{_NAMES.get((pen, element), f'{pen}/{element}')}={octets}"
        for pen, element, octets in fields
    ]


def _sample(row: Row) -> list[str]:
    records = row["records"]
    assert isinstance(records, list)
    known = row["enterprise"] == 0 and isinstance(row["format"], int)
    name = _SAMPLES.get(int(str(row["format"]))) if known else None
    head = [f"agent {row['agent']}", name or f"format {row['enterprise']}/{row['format']}"]
    if "rate" in row:
        head.append(f"rate {row['rate']}")
    return head + [
        f"{record['enterprise']}/{record['format']}={record.get('header', record.get('body'))}"
        for record in records
    ]
