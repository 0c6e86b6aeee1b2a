"""`noroshi sites train`: a triage model from one's own labelled URLs."""

from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.sites.training import Trained, train_model

LIST = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--phish", type=LIST, multiple=True, required=True, help="Phishing; may be repeated.")
@click.option(
    "--benign", type=LIST, multiple=True, required=True, help="Harmless; may be repeated."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where the model is written.",
)
@click.option(
    "--licence", default="not told", metavar="TEXT", help="Licences of the lists, for the card."
)
@with_door
def train(
    door: Door, phish: tuple[Path, ...], benign: tuple[Path, ...], out: Path, licence: str
) -> None:
    """Learn the order of visits from lists of phishing and harmless URLs.

    A list is a CSV file with a column url, value or host, or text with a URL a line, also as .zst or
    .gz. A quarter of the registered domains is held out to measure; the model that is written has
    seen them all. Harmless lists should hold deep links as well as home pages.
    """
    done = train_model(phish, benign, out, licence=licence)
    if door.as_json:
        door.emit([_row(done, out)])
    else:
        click.echo(
            f"{out}: {len(done.model.weights):,} signs of {done.phish:,} phishing and {done.benign:,} harmless URLs"
        )
        for share, rate in done.recall.items():
            click.echo(
                f"Found {rate.rate:.1%} (95 % interval {rate.low:.1%} to {rate.high:.1%}) on domains never"
                f" seen, while {share:.1%} of harmless URLs score higher"
            )
    tell_refused(done.refused, "rows")


def _row(done: Trained, out: Path) -> dict[str, object]:
    recall = {f"{share:g}": rate.as_dict() for share, rate in done.recall.items()}
    return {
        "model": str(out),
        "signs": len(done.model.weights),
        "phish": done.phish,
        "benign": done.benign,
        "recall_at": recall,
        "refused": dict(done.refused),
    }
