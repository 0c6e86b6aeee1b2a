"""`noroshi iot lab ask`: one round of a lab scope as of another moment."""

from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.iot.address_file import addresses_in
from noroshi.jobs.iot.lab.asking import ask_later
from noroshi.jobs.iot.surveying import Wish
from noroshi.spine.model import SourceError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("scope", type=FILE)
@click.option("--round", "name", default="1", show_default=True, help="Name of the round.")
@click.option("--later", "later_s", type=float, default=0.0, show_default=True, help="Seconds from now at which the round is played.")  # fmt: skip
@click.option("--list", "lists", type=FILE, multiple=True, help="A file that the scope pins.")
@click.option("--only", type=FILE, help="A re-survey of the addresses in this file.")
@click.option("--engine", type=click.Choice(["auto", "raw", "connect"]), default="auto", show_default=True, help="As in `iot survey run`.")  # fmt: skip
@with_door
def ask(  # noqa: PLR0913, PLR0917  # options of a command
    door: Door,
    scope: Path,
    name: str,
    later_s: float,
    lists: tuple[Path, ...],
    only: Path | None,
    engine: str,
) -> None:
    """Run a round of a lab SCOPE as of another moment; another scope is refused."""
    wish = Wish(
        scope=scope,
        round=name,
        engine=engine,
        lists=lists,
        only=None if only is None else addresses_in(only),
    )
    reason = ""
    for progress in ask_later(door.home, wish, later_s=later_s):
        reason = progress.reason
    if reason != "complete":
        raise SourceError(f"the round ended early: {reason}")
