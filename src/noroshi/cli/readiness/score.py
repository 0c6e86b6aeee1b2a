"""`noroshi readiness score`: how ready this network is, the cheapest next step, and to tell it to a hub."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.readiness.declaring import send_score
from noroshi.jobs.readiness.guiding import readings_of, scored_of
from noroshi.readiness.guide.catalogue import book, catalogue
from noroshi.readiness.guide.score import Scored, Sum
from noroshi.spine.model import ConfigError, Language
from noroshi.spine.store import Store

SHOWN = 3
"""Next steps that people are shown."""


@click.command()
@click.option("--items", "with_items", is_flag=True, help="Tell every item with its state.")
@click.option("--show", is_flag=True, help="Print what --send would send, and send nothing.")
@click.option("--send", "hub", metavar="URL", help="Declare the score to this hub.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Token for the hub, in a file that only you may read.",
)
@click.option(
    "--allow",
    multiple=True,
    metavar="CIDR",
    help="Network in which the hub stands, if it is not a global one; repeatable.",
)
@with_door
def score(
    door: Door,
    *,
    with_items: bool,
    show: bool,
    hub: str | None,
    token_file: Path | None,
    allow: tuple[str, ...],
) -> None:  # fmt: skip
    """Tell how ready this network is, by the results that were kept and by what was declared.

    What is unknown is not counted as zero: the score stands in the range that it leaves open. A hub is
    told scores by technology only, and nothing of items, runs or inputs; --show prints exactly that.
    """
    if hub and not token_file:
        raise ConfigError("--send needs --token-file, a token of your operator at the hub")
    with Store.open(door.home.create().state) as store:
        found = scored_of(readings_of(store, datetime.now(UTC)))
    if show:
        door.say(msgspec.json.format(msgspec.json.encode(found.declaration())).decode())
        return
    if door.as_json:
        door.emit([found.as_dict()])
        if with_items:
            door.emit(one.as_dict() for one in found.states)
    else:
        _show(door, found, language_of(os.environ), with_items=with_items)
    if hub and token_file:
        made = send_score(found.declaration(), hub, token_file, allow=allow)
        door.warn(f"noroshi: declared to {hub} as {made}")


def _show(door: Door, found: Scored, language: Language, *, with_items: bool) -> None:
    words = {name: text.said(language) for name, text in book().words.items()}
    table = Table()
    for name in ("technology", "score", "known", "must_met"):
        table.add_column(words[name], justify="left" if name == "technology" else "right")
    for technology in catalogue():
        _row(table, technology.short.said(language), found.technologies[technology.name], words)
    table.add_section()
    _row(table, words["score"], found.whole, words)
    door.console.print(table)
    for one in found.states if with_items else found.next_steps()[:SHOWN]:
        item = one.item
        told = f"[{words[one.state.value]}] {item.code} {item.title.said(language)}"
        door.say(told if with_items else f"→ {told} ({words[item.effort.value]})")
        door.say(f"    {one.why.said(language)}")


def _row(table: Table, name: str, sum_: Sum, words: dict[str, str]) -> None:
    value = words["no_data"] if sum_.value is None else f"{100 * sum_.value:.0f}"
    span = f"{value}  ({100 * sum_.low:.0f}–{100 * sum_.high:.0f})"
    table.add_row(name, span, f"{sum_.coverage:.0%}", f"{sum_.must_met} / {sum_.musts}")
