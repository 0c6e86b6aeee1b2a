"""The command `noroshi flows generate`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from noroshi.cli.door import Door, with_door
from noroshi.jobs.flows.generating import (
    DEFAULT_RATE_PPS,
    Generated,
    Progressed,
    check_target,
    generate_pcap,
    generate_to,
)
from noroshi.lab.load import Kind, Load
from noroshi.lab.load.load import START_MS
from noroshi.spine.model import Cancelled, ConfigError
from noroshi.spine.net.listen import Endpoint

MIXED = "mixed"
DEFAULT_FLOWS = 1_000_000
_ENDLESS = 1 << 62


@click.command("generate")
@click.option(
    "--version",
    "version",
    type=click.Choice([*(kind.value for kind in Kind), MIXED]),
    default=Kind.V9.value,
    show_default=True,
    help="What exporters send; mixed gives them the five versions in turn.",
)
@click.option(
    "--flows",
    type=click.IntRange(1, 10**12),
    help="Flow records, or sampled packets of sFlow.  [default: 1000000, or what --duration holds]",
)
@click.option("--seed", type=click.IntRange(0, 2**63), default=1, show_default=True,
              help="The same seed gives the same octets.")  # fmt: skip
@click.option("--exporters", type=click.IntRange(1, 1000), default=8, show_default=True,
              help="Routers; they take turns.")  # fmt: skip
@click.option("--sampling", type=click.IntRange(1, 1_000_000), default=1, show_default=True,
              help="One packet in so many is looked at, as the exporters tell.")  # fmt: skip
@click.option("--rate", "rate_pps", type=click.FloatRange(0.1, 10_000_000), metavar="DATAGRAMS",
              help="Datagrams a second of all exporters together.  [default: 1000]")  # fmt: skip
@click.option("--duration", "duration_s", type=click.FloatRange(0.001, 10_000_000), metavar="SECONDS",
              help="End after so many seconds of the exporters' clock.")  # fmt: skip
@click.option("--start", metavar="TIME",
              help="When exporting begins, as 2026-01-01T00:00:00Z or now."
              "  [default: 2026-01-01T00:00:00Z into a file, now over the network]")  # fmt: skip
@click.option("--pcap", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write a pcap file.")  # fmt: skip
@click.option("--to", metavar="ADDR:PORT",
              help="Send over UDP, as 127.0.0.1:2055 or [2001:db8::1]:4739.")  # fmt: skip
@with_door
def generate(  # noqa: PLR0913, PLR0917  # one argument per option
    door: Door, version: str, flows: int | None, seed: int, exporters: int, sampling: int,
    rate_pps: float | None, duration_s: float | None, start: str | None, pcap: Path | None,
    to: str | None,
) -> None:  # fmt: skip
    """Make export datagrams of seeded flows, into a file or to a collector, to try it with.

    The flows are like an Internet provider's in kind and number; all addresses are reserved ones.
    """
    if (pcap is None) == (to is None):
        raise ConfigError("say where the datagrams go: --pcap FILE or --to ADDR:PORT, one of both")
    rate = rate_pps or DEFAULT_RATE_PPS
    load = Load(
        kinds=tuple(Kind) if version == MIXED else (Kind(version),),
        flows=flows or (_ENDLESS if duration_s else DEFAULT_FLOWS),
        datagrams=max(1, round(duration_s * rate)) if duration_s else None,
        seed=seed,
        exporters=exporters,
        sampling=sampling,
        rate_pps=rate,
        start_ms=_start_ms(start or ("now" if to else None)),
    )
    done = Generated()
    with _shown(door.notices, load) as progress:
        try:
            if pcap is not None:
                generate_pcap(load, pcap, done, progress)
            elif to is not None:
                target = Endpoint.parse(to)
                check_target(target, rate_was_given=rate_pps is not None)
                generate_to(load, target, done, progress)
        except KeyboardInterrupt:
            _report(door, done, to or "nowhere: the file was not finished")
            raise Cancelled("interrupted") from None
    _report(door, done, to or str(pcap))


def _start_ms(text: str | None) -> int:
    if text is None:
        return START_MS
    if text == "now":
        return time.time_ns() // 1_000_000
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{text!r} is no time; write 2026-01-01T00:00:00Z or now") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not 1980 <= moment.year < 2100:
        raise ConfigError(f"{text} is out of range; take a year from 1980 to 2099")
    return int(moment.timestamp() * 1000)


@contextmanager
def _shown(console: Console, load: Load) -> Iterator[Progressed]:
    """A bar on stderr; nothing where stderr is no terminal."""
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    by_flows = load.datagrams is None
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=load.flows if by_flows else load.datagrams)

        def show(done: Generated) -> None:
            bar.update(
                task,
                completed=done.flows if by_flows else done.datagrams,
                description=f"{done.datagrams:,} datagrams, {done.flows:,} flows",
            )

        yield show


def _report(door: Door, done: Generated, place: str) -> None:
    row = done.as_row()
    if door.as_json:
        door.emit([row])
        return
    door.console.print(
        f"{done.datagrams:,} datagrams with {done.flows:,} flows ({done.octets:,} octets) to {place}"
        f" in {done.seconds:.1f} s, {row['datagrams_per_s']:,} datagrams a second",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
