"""`noroshi iot lab run`: the whole journey in a network that we made."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.jobs.iot.lab.figures import figures_of
from noroshi.jobs.iot.lab.ground import Ground, loopback, namespaces
from noroshi.jobs.iot.lab.journey import play
from noroshi.spine.model import ConfigError
from noroshi.spine.net.namespace import can_make


@click.command()
@click.option("--loopback", "on_loopback", is_flag=True, help="On 127.0.0.0/8, without root, smaller.  [default: where namespaces cannot be made]")  # fmt: skip
@click.option("--addresses", type=click.IntRange(64), help="A power of two.  [default: 65,536; 512 on loopback]")  # fmt: skip
@click.option("--devices", type=click.IntRange(10), help="About how many.  [default: 20,000; 150 on loopback]")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same country.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep all homes, reports, notices and captures in this new folder.")  # fmt: skip
@with_door
def run(  # options of a command
    door: Door,
    on_loopback: bool,
    addresses: int | None,
    devices: int | None,
    seed: int,
    keep: Path | None,
) -> None:
    """Play the journey from the signed scope to the curve, and tell its figures against the truth."""
    if on_loopback or not can_make():
        ground, count = loopback(addresses or 512), devices or 150
    else:
        ground, count = namespaces(addresses or 65_536), devices or 20_000
    if keep is None:
        with TemporaryDirectory(prefix="noroshi-lab-") as folder:
            _play(door, Path(folder), ground, count, seed)
        return
    if keep.exists() and any(keep.iterdir()):
        raise ConfigError(f"{keep} is not empty; name a new folder")
    keep.mkdir(parents=True, exist_ok=True)
    _play(door, keep, ground, count, seed)


def _play(door: Door, folder: Path, ground: Ground, devices: int, seed: int) -> None:
    began = datetime.now(UTC) + timedelta(seconds=1)
    journey = play(folder, ground, seed=seed, devices=devices, began=began, tell=door.warn)
    figures = figures_of(journey)
    if door.as_json:
        door.emit([figures])
        return
    for title, part in figures.items():
        door.console.print(_table(title, part))


def _table(title: str, part: object) -> Table:
    """A part of the figures: one row a key, or one row an entry."""
    if isinstance(part, list):
        names = list(dict.fromkeys(name for row in part for name in row))
        table = Table(*names, title=title)
        for row in part:
            table.add_row(*(_shown(row.get(name)) for name in names))
        return table
    assert isinstance(part, dict)
    table = Table("figure", "value", title=title)
    for name, value in part.items():
        table.add_row(str(name), _shown(value))
    return table


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items())
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) else f"{value}"
