"""`noroshi demo`: a made ISP day, found again from its datagrams, beside the truth."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from noroshi.cli.demo.view import made_rows, progress_of, result_rows, show_made, show_result
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.up import up
from noroshi.jobs.demo.course import Course, make_captures, run_demo
from noroshi.jobs.demo.stages import ProductStages
from noroshi.lab.plan import Plan
from noroshi.spine.model import Window
from noroshi.spine.model.fiscal import JAPAN


@click.command()
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Another seed makes another day.",
)
@click.option(
    "--subscribers",
    type=click.IntRange(1, 200_000),
    default=4000,
    show_default=True,
    help="Size of the made ISP.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where captures and truth go; by default `demo` in the home.",
)
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that is made, in Japan's time; yesterday when left out.",
)
@click.option("--make-only", is_flag=True, help="Write the captures and the truth, then stop.")
@click.option(
    "--up/--no-up",
    "stays",
    default=None,
    help="Whether the console is served afterwards; left out, it is where a person looks on.",
)
@with_door
def demo(  # noqa: PLR0913  # one option each
    door: Door,
    *,
    seed: int,
    subscribers: int,
    out: Path | None,
    day: datetime | None,
    make_only: bool,
    stays: bool | None,
) -> None:
    """Make a seeded ISP day as real datagrams, take it in, detect, and show the truth beside.

    Then the list is published, and in a terminal the console stays open on it until interrupted.
    """
    window = day_of(day, datetime.now(UTC))
    plan = replace(Plan(), seed=seed, subscribers=subscribers, window=window)
    home = door.home.create()
    folder = out or home.path / "demo"
    language = language_of(os.environ)
    if make_only:
        with progress_of(door.notices, language) as told:
            made = make_captures(plan, folder, Course(told))
        if door.as_json:
            door.emit(made_rows(made))
        else:
            show_made(door.console, made, language)
        return
    stages = ProductStages(home, language).stages()
    with progress_of(door.notices, language) as told:
        result = run_demo(plan, folder, stages, told=told)
    if door.as_json:
        door.emit(result_rows(result))
    else:
        show_result(door.console, result, language, home.path)
        if stays or (stays is None and sys.stdout.isatty()):
            click.get_current_context().invoke(up, listen=None, no_jobs=False)


def day_of(day: datetime | None, now: datetime) -> Window:
    """A day of Japan; yesterday where none is named, so that what is found in it still holds."""
    local = day or now.astimezone(JAPAN) - timedelta(days=1)
    start = datetime(local.year, local.month, local.day, tzinfo=JAPAN)
    return Window(start, start + timedelta(days=1))
