"""`noroshi sites evaluate`: how far the judge, triage and the reading of posts may be trusted."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import click
import msgspec

from noroshi.cli.door import Door, with_door
from noroshi.jobs.sites.evaluating import (
    address_figure,
    judged_file,
    judged_phreshphish,
    judged_range,
    measured_scenes,
)
from noroshi.jobs.sites.measuring import post_figures, triage_figures
from noroshi.jobs.sites.triaging import model_at
from noroshi.sites.evaluate.page_figures import Outcome, Share, page_figures
from noroshi.spine.home import Home

Row = dict[str, object]
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is measured, as asked for."""

    pages: Path | None
    phreshphish: Path | None
    most: int
    each: int
    seed: int
    scenes: bool
    urls: Path | None
    posts: Path | None
    phish: Sequence[Path]
    benign: Sequence[Path]
    model: Path | None


@click.command()
@click.option(
    "--pages",
    type=FILE,
    help="Labelled pages: id, url, html, label (0 or 1), kind, brand; .zst and .gz are unpacked.",
)
@click.option(
    "--phreshphish",
    type=FILE,
    help="A file of the PhreshPhish data set, .parquet or JSON Lines; bring your own.",
)
@click.option(
    "--most",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    help="Pages of PhreshPhish that are judged, chosen by hash.",
)
@click.option(
    "--each",
    type=click.IntRange(0, 50),
    default=1,
    show_default=True,
    help="Made pages of each kit and trick; 0 for none.",
)
@click.option(
    "--seed",
    type=int,
    default=7,
    show_default=True,
    help="Of made pages; the shipped weights saw 1 and 2.",
)
@click.option(
    "--scenes/--no-scenes",
    default=True,
    help="Whether the range's hosts are judged, cloaks among them.",
)
@click.option(
    "--urls", type=FILE, help="A list with url and brand, for campaigns by address alone."
)
@click.option("--posts", type=FILE, help="Posts with the URLs in them: id, text, urls a line.")
@click.option("--phish", type=FILE, multiple=True, help="Phishing for triage; may be repeated.")
@click.option(
    "--benign", type=FILE, multiple=True, help="Harmless URLs for triage; may be repeated."
)
@click.option("--model", type=FILE, help="Triage model; the shipped one if left out.")
@with_door
def evaluate(door: Door, **asked: object) -> None:
    """Measure on what is known, and tell every figure with its interval.

    Pages are judged with Chromium on loopback; no address in them is met. Intervals are 95 % of a
    bootstrap over brands, registered domains or posts. Made pages are ours: figures on them say what
    the judge can do, not what it does on the open web. Lists for triage must be newer than its model.
    """
    wanted = Wanted(**asked)  # type: ignore[arg-type]  # click checked the kinds
    if door.as_json:
        for row in _rows(wanted, door.home):
            door.emit([row])
        return
    for row in _rows(wanted, door.home):
        door.say(_told(row))


def _rows(wanted: Wanted, home: Home) -> Iterator[Row]:
    """Figures, each as soon as it is there."""
    if wanted.posts is not None:
        yield from post_figures(wanted.posts)
    if wanted.phish or wanted.benign:
        yield from triage_figures(wanted.phish, wanted.benign, model_at(wanted.model))
    if wanted.urls is not None:
        yield from address_figure(wanted.urls)
    if wanted.pages is not None:
        yield from _page_rows("pages", asyncio.run(judged_file(wanted.pages, home)))
    if wanted.phreshphish is not None:
        judged = judged_phreshphish(wanted.phreshphish, wanted.most, home)
        yield from _page_rows("phreshphish", asyncio.run(judged))
    if wanted.each:
        tried = asyncio.run(judged_range(wanted.each, wanted.seed, home))
        yield from _page_rows("made", tried[0])
        yield {"set": "made", "figure": "campaign-f1", "rate": round(tried[1], 4)}
    if wanted.scenes:
        yield from asyncio.run(measured_scenes(wanted.seed, home))


def _told(row: Row) -> str:
    interval = f" [{row['low']:.3f}, {row['high']:.3f}] of {row['total']}" if "low" in row else ""
    rate = msgspec.convert(row["rate"], float)
    shown = f"{rate:,.0f}" if rate > 1000 else f"{rate:.3f}"
    return f"{row['set']:<11} {row['figure']:<34} {shown}{interval}"


def _page_rows(name: str, outcomes: list[Outcome]) -> list[Row]:
    figures: dict[str, Share] = page_figures(outcomes)
    rows: list[Row] = [
        {"set": name, "figure": figure, **share.as_dict()}
        for figure, share in figures.items()
        if share.total
    ]
    if not outcomes:
        return rows
    rows.append(
        {
            "set": name,
            "figure": "visits-a-page",
            "rate": round(mean(one.visits for one in outcomes), 3),
        }
    )
    rows.append(
        {
            "set": name,
            "figure": "analysis-cpu-ms-median",
            "rate": round(median(one.cpu_ms for one in outcomes), 2),
        }
    )
    return rows
