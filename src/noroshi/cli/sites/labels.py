"""`noroshi sites labels`: persons' verdicts as labels, and the judge's weights fitted to them."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from noroshi.cli.door import Door, with_door
from noroshi.cli.lazy import LazyGroup
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.sites.judging import weights_in_force
from noroshi.jobs.sites.labelling import analysts_labels
from noroshi.jobs.sites.measuring_pages import MadePages, measured_file, measured_range
from noroshi.jobs.sites.page_training import Trained, keep_before, own_file, train_pages
from noroshi.sites.evaluate.measured import MeasuredPage, read_measured, write_measured
from noroshi.sites.evaluate.page_trial import Errors
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store

COMMANDS = {
    "export": (
        "noroshi.cli.sites.labels:export",
        "Persons' verdicts with what the judge measured.",
    ),
    "train": ("noroshi.cli.sites.labels:train", "The judge's weights, from labels and made pages."),
}
OWNER = "cli:owner"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def labels() -> None:
    """Persons' verdicts as labels."""


@click.command()
@click.option("--out", type=OUT, help="File to write; else the rows go to stdout.")
@with_door
def export(door: Door, out: Path | None) -> None:
    """Write each page on which a person's verdict holds, with its label and what every term measured.

    A row names no person and holds no page; it needs none to train with. Evidence that is missing, or not as
    it was signed, teaches nothing and is counted.
    """
    refused: Counter[str] = Counter()
    rows = _own_labels(door.home, refused)
    if out is not None:
        write_measured(rows, out)
        door.say(f"{out}: {len(rows):,} labels")
    else:
        for row in rows:
            click.echo(msgspec.json.encode(row).decode())
    tell_refused(refused, "cases")


@click.command()
@click.option("--labels", "files", type=FILE, multiple=True, help="Labels of `sites labels export`; may be repeated.")  # fmt: skip
@click.option("--own/--no-own", default=True, show_default=True, help="Whether this home's own labels are learned from.")  # fmt: skip
@click.option("--pages", type=FILE, multiple=True, help="Labelled pages: id, url, html, label, kind, brand a line; visited on this machine.")  # fmt: skip
@click.option("--seed", type=int, multiple=True, help="Made pages of the range with this seed; may be repeated.")  # fmt: skip
@click.option("--each", type=click.IntRange(1, 50), default=1, show_default=True, help="Made pages of each kit and trick.")  # fmt: skip
@click.option("--measured", type=OUT, help="Where the rows that were learned from are kept.")
@click.option("--out", type=OUT, help="File of weights; else the home's own, which then judge.")
@click.option("--version", "name", default="", metavar="TEXT", help="Version of the weights; else made of the moment.")  # fmt: skip
@with_door
def train(  # noqa: PLR0913  # one keyword an option
    door: Door,
    *,
    files: tuple[Path, ...],
    own: bool,
    pages: tuple[Path, ...],
    seed: tuple[int, ...],
    each: int,
    measured: Path | None,
    out: Path | None,
    name: str,
) -> None:
    """Fit the judge's weights to labels, beside made pages that keep it whole.

    Registered domains are parted into four; each part is judged by weights that never saw it. Weights that
    do worse there than those in force are not written. The home's weights before are kept beside.
    """
    home, refused = door.home.create(), Counter[str]()
    rows = [row for path in files for row in read_measured(path)]
    rows += _own_labels(home, refused) if own else []
    rows += asyncio.run(_visited(home, pages, MadePages(seeds=seed, each=each)))
    if measured is not None:
        write_measured(rows, measured)
    if not rows:
        raise ConfigError(
            "there are no labels; give verdicts on cases, or name --labels, --pages or --seed"
        )
    now = datetime.now(UTC)
    target = out or own_file(home)
    if out is None:
        keep_before(home)
    version = name or f"own-{now:%Y%m%dT%H%MZ}"
    done = train_pages(rows, weights_in_force(home), target, version=version)
    if out is None:
        facts = {"version": version, "written": str(done.written is not None)}
        trail_of(home, lambda: now).note(OWNER, "site.train", "page-weights", facts)
    _tell(door, done)
    tell_refused(refused, "cases")
    if done.written is None:
        click.get_current_context().exit(1)


def _own_labels(home: Home, refused: Counter[str]) -> list[MeasuredPage]:
    with Store.open(home.state) as store:
        return list(analysts_labels(home, store, refused))


async def _visited(home: Home, pages: tuple[Path, ...], made: MadePages) -> list[MeasuredPage]:
    rows: list[MeasuredPage] = []
    for path in pages:
        rows += [row async for row in measured_file(path, home)]
    rows += [row async for row in measured_range(made, home)]
    return rows


def _tell(door: Door, done: Trained) -> None:
    trial = done.trial
    if door.as_json:
        door.emit(
            [
                {
                    "version": trial.weights.version,
                    "labels": dict(done.labels),
                    "held_out": {"new": trial.fresh.as_dict(), "in_force": trial.current.as_dict()},
                    "written": str(done.written) if done.written else None,
                }
            ]
        )
        return
    door.say(f"Learned from {trial.weights.trained_on}.")
    door.say(f"New weights, on domains they never saw: {_words(trial.fresh)}")
    door.say(f"Weights in force, on the same pages:    {_words(trial.current)}")
    if done.written:
        door.say(f"Written: {done.written} ({trial.weights.version})")
    else:
        door.say("Not written: they do worse than the weights in force.")


def _words(errors: Errors) -> str:
    return (
        f"{errors.found:,} of {errors.malicious:,} malicious pages found, "
        f"{errors.hit:,} of {errors.harmless:,} harmless ones hit"
    )
