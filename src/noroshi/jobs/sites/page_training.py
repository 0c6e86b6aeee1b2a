"""Job: the judge's weights fitted to labels, and kept only where they do no worse on domains never seen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from noroshi.sites.evaluate.measured import MeasuredPage
from noroshi.sites.evaluate.page_trial import Trial, tried
from noroshi.sites.judge.weigh import FILE, PageWeights, page_weights_octets
from noroshi.spine.home import Home
from noroshi.spine.home.whole import write_whole

BEFORE = "page_weights.before.json"
"""The home's weights before the last training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What a training gave.

    Attributes:
        trial: New weights, and their errors beside those in force.
        labels: Pages by source.
        written: Where the new weights lie; null where they were refused.
    """

    trial: Trial
    labels: Counter[str]
    written: Path | None


def train_pages(
    rows: Sequence[MeasuredPage], current: PageWeights, out: Path, *, version: str
) -> Trained:
    """Fit weights to labelled pages, and write them where they do no worse than those in force.

    Args:
        rows: Labelled pages, measured.
        current: Weights in force.
        out: File for the new ones.
        version: Of the new ones.

    Raises:
        ConfigError: A class is missing, or stands on too few domains.
    """
    labels = Counter(row.source for row in rows)
    trained_on = ", ".join(f"{count} pages of {name}" for name, count in sorted(labels.items()))
    trial = tried([row.example() for row in rows], current, version=version, trained_on=trained_on)
    if trial.worse:
        return Trained(trial=trial, labels=labels, written=None)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole([page_weights_octets(trial.weights)], out)
    return Trained(trial=trial, labels=labels, written=out)


def keep_before(home: Home) -> None:
    """Set the home's weights aside, so that a training can be taken back by hand."""
    own = own_file(home)
    if own.exists():
        write_whole([own.read_bytes()], own.with_name(BEFORE))


def own_file(home: Home) -> Path:
    """Where the home's own weights lie."""
    return home.path / "sites" / FILE
