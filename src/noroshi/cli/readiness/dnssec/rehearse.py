"""`noroshi readiness dnssec rehearse`: names of a query log that validation would break."""

import os
from contextlib import closing
from itertools import islice
from pathlib import Path

import click
from rich.progress import Progress

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.printable import printable
from noroshi.cli.readiness.dnssec.ways_options import FILE, seconds_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.jobs.readiness.dnssec_rehearsing import (
    LOG_FORMATS,
    Asking,
    known_before,
    rehearse,
    summary,
)
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.readiness.dnssec.rehearsal import Broken, Rehearsal
from noroshi.readiness.dnssec.verdict import ABOUT

SHOWN = 20
MOST_KEPT = 1_000
"""Broken names that stay in a kept result, those that most users ask for."""


@click.command("rehearse")
@click.argument("log", type=FILE)
@click.option(
    "--resolver",
    required=True,
    metavar="ADDR[:PORT]",
    help="Who finds the answers; it is asked with CD.",
)
@click.option("--anchor", type=FILE, help="File with trust anchors; the root's KSKs without it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(LOG_FORMATS),
    default="auto",
    show_default=True,
    help="Format of the log.",
)
@click.option(
    "--rate", type=float, default=50.0, show_default=True, help="Names a second, at most."
)
@click.option("--at", metavar="TIME", help="Judge as of this time (ISO 8601); now without it.")
@with_door
@keep_option
def rehearse_command(door: Door, log: Path, form: str, at: str | None, keeper: Keeper, **options: object) -> None:  # fmt: skip
    """Tell which names of LOG would end in SERVFAIL if the resolver validated, and how many users ask for them.

    Each name is asked for with CD and judged here, from the trust anchor down. Stop it at any time and run it
    again: it goes on where it was. Clients' addresses become keyed pseudonyms as they are read, and only counts
    of them are kept. A + marks names that the rehearsal before this one, of another log, did not find broken.
    """  # fmt: skip
    anchor, rate = options["anchor"], options["rate"]
    asking = Asking(
        log=log,
        form=form,
        resolver=str(options["resolver"]),
        anchor=Path(str(anchor)) if anchor else None,
        rate=float(str(rate)),
    )
    with Progress(console=door.notices, transient=True) as bar:
        task = bar.add_task("names", total=None)
        path = rehearse(asking, door.home, now=seconds_of(at), progress=lambda done, total: bar.update(task, completed=done, total=total))  # fmt: skip
    before = known_before(door.home, path)
    with closing(Rehearsal(path)) as book:
        if door.as_json:
            door.emit({**one.as_dict(), "new": _is_new(one, before)} for one in book.broken())
            door.emit([summary(book).as_dict()])
        else:
            _show(door, book, before)
        if keeper.wanted:
            rows = [one.as_dict() for one in islice(book.broken(), MOST_KEPT)]
            inputs = {"log": source_digest(log), "resolver": asking.resolver}
            keeper("dnssec.rehearse", asking.resolver, [summary(book).as_dict(), *rows], inputs)


def _is_new(one: Broken, before: set[str] | None) -> bool:
    return before is not None and one.question.name not in before


def _show(door: Door, book: Rehearsal, before: set[str] | None) -> None:
    found = summary(book)
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(found.names.items()))
    door.say(f"{found.lines:,} lines, {found.users:,} users: {states}; {found.hit:,} users hit")
    for place, one in enumerate(book.broken()):
        if place == SHOWN:
            door.say("  … --json tells all")
            break
        door.say(("+ " if _is_new(one, before) else "  ") + _line(one))


def _line(one: Broken) -> str:
    fault = one.verdict.fault
    why = ABOUT[fault].text.said(language_of(os.environ)) if fault else ""
    ede = f" EDE {one.verdict.ede}" if one.verdict.ede is not None else ""
    return printable(f"{one.users:>7,} {one.question.name} {one.question.kind}: {why} ({one.verdict.at}){ede}")  # fmt: skip
