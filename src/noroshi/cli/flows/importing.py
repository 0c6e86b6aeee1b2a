"""The command `noroshi flows import`."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as ProgressBar

from noroshi.cli.door import Door, with_door
from noroshi.jobs.flows.importing import Imported, ImportOptions, import_files
from noroshi.jobs.flows.source_file import Progress, Progressed
from noroshi.spine.flows.importers import FORMATS
from noroshi.spine.store import Store


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", *FORMATS]),
    default="auto",
    show_default=True,
    help="Format of the files; auto looks into each.",
)
@click.option(
    "--subscribers",
    multiple=True,
    metavar="CIDR",
    help="Range of subscriber addresses, or several after commas; repeatable. Overrides the settings.",
)
@click.option(
    "--sampling",
    type=click.IntRange(1, 1_000_000),
    help="One packet in so many was looked at, where a file does not say.",
)
@click.option("--uniflow", is_flag=True, help="Take rows as unidirectional; drop reverse columns.")
@with_door
def import_(
    door: Door,
    paths: tuple[str, ...],
    format_: str,
    subscribers: tuple[str, ...],
    sampling: int | None,
    uniflow: bool,
) -> None:
    """Take flow files into the lake. Safe to repeat: nothing doubles.

    PATH is a file, a folder, a glob, or - for stdin.
    """
    settings = door.home.settings.flows
    ranges = tuple(part for text in subscribers for part in text.replace(",", " ").split())
    options = ImportOptions(
        format=format_,
        subscribers=ranges or settings.subscribers,
        sampling=sampling or (settings.sampling if settings.sampling > 1 else None),
        uniflow=uniflow,
    )
    done: list[Imported] = []
    home = door.home.create()
    with (
        _interruptible(),
        _shown(door.notices) as progress,
        Store.open(home.state) as store,
    ):
        for imported in import_files(home, store, paths, options, progress):
            done.append(imported)
            _report(door, imported)
            _tell_places(door, imported)
    _end(door, done)


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM ends an import as ctrl-C does: what it wrote goes, what was finished stays."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _shown(console: Console) -> Iterator[Progressed]:
    """Octets, rate and time left as they come, on stderr; nothing where stderr is no terminal."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with ProgressBar(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task, at = bar.add_task("", total=None), Progress(file="")

        def show(now: Progress) -> None:
            nonlocal at
            if now.file != at.file or now.octets < at.octets:  # another file, or its second reading
                bar.reset(task, total=now.size)
            at = now
            rows = f": {now.rows:,} rows" if now.rows else ""
            bar.update(task, description=now.file + rows, completed=now.octets, total=now.size)

        yield show


def _report(door: Door, imported: Imported) -> None:
    if door.as_json:
        door.emit([imported.as_row()])
    if imported.record is None:
        door.notices.print(
            f"{imported.file}: not taken: {imported.problem}", markup=False, soft_wrap=True
        )
    elif not door.as_json:
        record = imported.record
        again = " (taken in before; nothing written)" if imported.again else ""
        refused = "".join(f", {count:,} {reason}" for reason, count in record.refused.items())
        if imported.aside:
            passed = ", ".join(f"{count:,} {kind}" for kind, count in imported.aside.items())
            refused += f"; passed over: {passed}"
        door.console.print(
            f"{imported.file}: {record.kept:,} of {record.read:,} rows kept"
            f" as {record.format}{again}{refused}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _tell_places(door: Door, imported: Imported) -> None:
    """Where the first refused rows stand, on stderr whatever the output."""
    for reason, line in imported.examples:
        door.notices.print(
            f"{imported.file}:{line}: {reason}", markup=False, highlight=False, soft_wrap=True
        )


def _end(door: Door, done: Sequence[Imported]) -> None:
    """Tell what was refused, and leave with the contract's exit code."""
    unread = sum(imported.record is None for imported in done)
    refused = sum(i.record.read - i.record.kept for i in done if i.record is not None)
    if not unread and not refused:
        return
    door.notices.print(
        f"noroshi: {refused:,} rows were refused and {unread} of {len(done)} files not taken;"
        " docs/reference/importers.md explains each reason",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    click.get_current_context().exit(_exit_code(done, unread))


def _exit_code(done: Sequence[Imported], unread: int) -> int:
    """1 while something was taken; else 3 where the outside is to blame, 2 where the files are."""
    if unread < len(done):
        return 1
    return 3 if any(imported.unwell for imported in done) else 2
