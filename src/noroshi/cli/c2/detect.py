"""`noroshi c2 detect`: the ranked list, each server with its reasons."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text as Line

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import Language, language_of
from noroshi.jobs.c2.detecting import Detected
from noroshi.jobs.c2.detecting import detect as detect_servers
from noroshi.spine.engine import Progress as Progressed
from noroshi.spine.model import Finding, Text, label_text, parse_moment

REASONS_SHOWN = 3
ROWS_SHOWN = 50
COMMA: dict[Language, str] = {"ja": "、", "en": ", "}
HANG = 14
"""Columns before the text of a reason, and before what does not fit its line."""


@click.command()
@click.option(
    "--from",
    "start",
    metavar="TIME",
    help="First instant to look at (ISO 8601); the first flow when left out.",
)
@click.option(
    "--to",
    "end",
    metavar="TIME",
    help="First instant not to look at; just after the last flow when left out.",
)
@click.option("--all", "everything", is_flag=True, help="Rank every server that was scored.")
@with_door
def detect(door: Door, start: str | None, end: str | None, everything: bool) -> None:
    """Find C&C servers in the lake's flows; findings replace those of the same window."""
    language = language_of(os.environ)
    with shown_steps(door.notices) as progress:
        done = detect_servers(
            door.home.create(),
            start=parse_moment(start) if start else None,
            end=parse_moment(end) if end else None,
            everything=everything,
            progress=progress,
        )
    if door.as_json:
        door.emit(finding.as_dict() for finding in done.findings)
    else:
        show(door.console, done, language)


@contextmanager
def shown_steps(console: Console) -> Iterator[Progressed | None]:
    """A bar for the running step on stderr; nothing where stderr is no terminal."""
    if not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def progressed(step: str, part: float) -> None:
            bar.update(task, description=step, completed=part)

        yield progressed


def show(console: Console, done: Detected, language: Language) -> None:
    """The list for people, and what was looked at."""
    for rank, finding in enumerate(done.findings[:ROWS_SHOWN], start=1):
        print_hanging(console, lines_of(rank, finding, language))
    if len(done.findings) > ROWS_SHOWN:
        console.print(f"… {len(done.findings) - ROWS_SHOWN:,} more; --json gives all", markup=False)
    start, end = done.window.isoformat()
    console.print(
        f"{done.listed} of {done.servers:,} servers listed at probability {done.threshold:g}; "
        f"{done.flows:,} flows of {done.subscribers:,} subscribers, {start} to {end}, "
        f"{done.seconds:.1f} s.",
        markup=False, highlight=False,
    )  # fmt: skip
    if done.listed:
        console.print(
            "Why: noroshi c2 explain ADDRESS. List out: noroshi share export.", markup=False
        )


def lines_of(
    rank: int, finding: Finding, language: Language, *, most: int = REASONS_SHOWN, mark: str = ""
) -> list[str]:
    """One server: rank, probability, address and class, then its strongest reasons.

    Args:
        rank: Its place in the list.
        finding: The server.
        language: Of class and reasons.
        most: Reasons to give.
        mark: What stands at the end of the first line.
    """
    endpoint = escape(str(finding.subject.as_endpoint()))
    label = escape(label_text(finding.label).said(language))
    head = f"[bold]{rank:3d}  {finding.score:.3f}  {endpoint}[/bold]  {label}{COMMA[language]}{clients_of(finding, language)}"
    reasons = [escape(text.said(language)) for text in reasons_of(finding)[:most]]
    return [f"{head}  {mark}".rstrip(), *(f"{' ' * (HANG - 2)}· {reason}" for reason in reasons)]


def print_hanging(console: Console, lines: Iterable[str]) -> None:
    """Print lines; where a terminal is too narrow they go on below their text.

    Lines that go to a file or a program stay whole.
    """
    for line in lines:
        if not console.is_terminal:
            console.print(line, highlight=False, soft_wrap=True)
            continue
        text = Line.from_markup(line)
        rows = text[HANG:].wrap(console, max(console.width - HANG, HANG))
        for begin, row in zip(chain([text[:HANG]], repeat(Line(" " * HANG))), rows, strict=False):
            console.print(begin + row, highlight=False, soft_wrap=True)


def clients_of(finding: Finding, language: Language) -> str:
    """How many subscribers take part."""
    count = finding.clients or 0
    if language == "ja":
        return f"加入者{count:,}"
    return f"{count:,} client" + ("" if count == 1 else "s")


def reasons_of(finding: Finding) -> list[Text]:
    """The strongest sentences that speak for the verdict."""
    return [evidence.text for evidence in finding.grounds[:REASONS_SHOWN]]
