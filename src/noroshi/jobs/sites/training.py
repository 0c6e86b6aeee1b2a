"""Job: a triage model from one's own labelled URLs, and its figures on domains it never saw."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from noroshi.sites.evaluate.figures import Rate, Scored, recall_at
from noroshi.sites.evaluate.fit import FitParameters, fit
from noroshi.sites.evaluate.labelled import Labelled, domain_share, few_of_each, read_labelled
from noroshi.sites.judge import TriageModel, write_model
from noroshi.spine.model import ConfigError

MOST_OF_A_DOMAIN = 5
HELD_OUT = 0.25
SHARES = (0.01, 0.001)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What training gave.

    Attributes:
        model: Fitted to everything.
        phish: URLs of phishing that were used.
        benign: Harmless URLs that were used.
        recall: Share of phishing found on held-out domains, by the share of harmless URLs above the
            threshold; measured with a model that saw neither.
        refused: Rows without a web URL, by reason.
    """

    model: TriageModel
    phish: int
    benign: int
    recall: dict[float, Rate]
    refused: Counter[str]


def train_model(
    phish: Sequence[Path],
    benign: Sequence[Path],
    out: Path,
    *,
    licence: str = "not told",
    parameters: FitParameters | None = None,
) -> Trained:
    """Fit a model, write it, and measure one like it on a quarter of the domains.

    Raises:
        ConfigError: A class is empty or too small.
        InputError: A file is no list of URLs.
    """
    refused: Counter[str] = Counter()
    bad, good = _read(phish, refused), _read(benign, refused)
    trained_on = ", ".join(path.name for path in (*phish, *benign))

    def fitted(rows: list[Labelled], others: list[Labelled]) -> TriageModel:
        return fit(rows, others, trained_on=trained_on, licence=licence, parameters=parameters)

    (kept, held), (kept_good, held_good) = _split(bad), _split(good)
    if not held or not held_good:
        raise ConfigError("too few domains to hold some out; give more URLs")
    trial = fitted(kept, kept_good)
    scored, scored_good = score_all(trial, held), score_all(trial, held_good)
    model = fitted(bad, good)
    write_model(model, out)
    return Trained(
        model=model,
        phish=len(bad),
        benign=len(good),
        recall={share: recall_at(scored, scored_good, share) for share in SHARES},
        refused=refused,
    )


def score_all(model: TriageModel, rows: Sequence[Labelled]) -> Scored:
    """Log-odds of many labelled URLs."""
    return Scored(
        score=np.array([model.log_odds(row.parts) for row in rows]),
        domain=[row.domain for row in rows],
    )


def _read(paths: Iterable[Path], refused: Counter[str]) -> list[Labelled]:
    rows = (row for path in paths for row in read_labelled(path, refused))
    return few_of_each(rows, MOST_OF_A_DOMAIN)


def _split(rows: Iterable[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Rows to learn from and rows held out, no registered domain in both."""
    kept: list[Labelled] = []
    held: list[Labelled] = []
    for row in rows:
        (held if domain_share(row.domain) < HELD_OUT else kept).append(row)
    return kept, held
