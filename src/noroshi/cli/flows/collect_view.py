"""Collect view: rates by exporter and the three kinds of loss, live in a terminal."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from noroshi.spine.flows.collect import Counts, Rate, rates_of
from noroshi.spine.net.listen import Endpoint

MOST_ROWS = 20
"""Exporters shown; the others are summed up in one line."""


class CollectView:
    """Shows counts in place on a terminal; elsewhere one line at the end.

    Args:
        console: Where to.
        endpoints: Where the collector listens.
    """

    def __init__(self, console: Console, endpoints: Sequence[Endpoint]) -> None:
        self._console = console
        self._places = ", ".join(map(str, endpoints))
        self._before: Counts | None = None
        self._live = Live(console=console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        self._console.print(
            f"Listening on {self._places}. Ctrl-C ends; all that came reaches the lake first.",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()
        if self._before is not None:
            self._console.print(summary(self._before))

    def show(self, counts: Counts) -> None:
        """Show counts and the rates since the ones before."""
        if self._console.is_terminal:
            self._live.update(Group(rates(counts, self._before), summary(counts)), refresh=True)
        self._before = counts


def rates(counts: Counts, before: Counts | None) -> Table:
    """A row for each of the busiest exporters."""
    table = Table(box=None, pad_edge=False)
    table.add_column("exporter")
    for name in ("datagrams/s", "Mbit/s", "rows", "lost", "restarts"):
        table.add_column(name, justify="right")
    for rate in rates_of(counts, before)[:MOST_ROWS]:
        table.add_row(*_cells(rate))
    if len(counts.exporters) > MOST_ROWS:
        rest = counts.exporters[MOST_ROWS:]
        table.add_row(f"{len(rest)} more", "", "", f"{sum(o.rows for o in rest):,}")
    return table


def _cells(rate: Rate) -> list[str | Text]:
    one = rate.counts
    lost = Text(f"{one.lost:,}", style="red" if one.lost else "")
    return [one.exporter, f"{rate.datagrams_per_s:,.0f}", f"{rate.mbit_per_s:,.2f}", f"{one.rows:,}", lost, f"{one.restarts:,}"]  # fmt: skip


def summary(counts: Counts) -> Text:
    """Losses told apart, then what is on its way to the lake."""
    text = Text()
    for name, lost in (
        ("socket", counts.lost_in_socket),
        ("sequence", counts.lost_in_sequence),
        ("spool", counts.lost_in_spool),
    ):
        text.append(f"{name} loss ")
        text.append(f"{lost:,}  ", style="bold red" if lost else "green")
    refused = "".join(f", {count:,} {reason}" for reason, count in counts.refused.items())
    kept = counts.decoded
    text.append(
        f"\n{counts.datagrams:,} datagrams{refused}; {counts.waiting_octets / 2**20:,.1f} MiB wait;"
        f" {kept.kept:,} of {kept.read:,} records in the lake"
    )
    dropped = "".join(f", {count:,} {reason}" for reason, count in sorted(kept.refused.items()))
    text.append(dropped)
    opened = counts.streams.open
    if opened:
        paused = sum(session.paused for session in opened)
        text.append(f"\n{len(opened):,} sessions over TCP and TLS, {paused:,} held up")
    return text
