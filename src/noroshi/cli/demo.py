"""`noroshi demo`: a made ISP day, found again from its datagrams, beside the truth."""

import os
from dataclasses import replace
from pathlib import Path

import click

from noroshi.cli.demo_view import made_rows, progress_of, result_rows, show_made, show_result
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.demo import Course, make_captures, run_demo
from noroshi.jobs.demo_stages import ProductStages
from noroshi.lab.plan import Plan


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
@click.option("--make-only", is_flag=True, help="Write the captures and the truth, then stop.")
@with_door
def demo(door: Door, *, seed: int, subscribers: int, out: Path | None, make_only: bool) -> None:
    """Make a seeded ISP day as real datagrams, take it in, detect, and show the truth beside."""
    plan = replace(Plan(), seed=seed, subscribers=subscribers)
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
        show_result(door.console, result, language)
