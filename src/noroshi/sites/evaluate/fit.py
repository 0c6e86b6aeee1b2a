"""Fit: weights of signs from labelled URLs, by logistic regression.

Harmless lists are mostly home pages, reports mostly deep links. A model that sees them as they come
learns to tell home pages from deep links. Here home pages and deep links weigh the same, each with
half of their weight in either class, so that depth alone tells nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from noroshi.sites.analyse import signs_of
from noroshi.sites.evaluate.labelled import Labelled
from noroshi.sites.judge import Card, TriageModel
from noroshi.sites.judge.model import VERSION
from noroshi.spine.model import ConfigError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitParameters:
    """How weights are fitted.

    Attributes:
        domains: Registered domains that must bear a sign before it counts; fewer name one site.
        penalty: Strength of the pull to zero, in units of log-likelihood.
        steps: Most steps of the search.
        smallest: Weights nearer to zero are left out of the file.
        most_signs: Most weights kept, the largest first.
    """

    domains: int = 8
    penalty: float = 8.0
    steps: int = 120
    smallest: float = 0.1
    most_signs: int = 45_000


def fit(
    phish: Sequence[Labelled],
    benign: Sequence[Labelled],
    *,
    trained_on: str,
    licence: str,
    parameters: FitParameters | None = None,
) -> TriageModel:
    """A model from URLs of both classes.

    Args:
        phish: URLs that were confirmed or reported as phishing.
        benign: URLs believed harmless.
        trained_on: Sources, in words, for the card.
        licence: Licences of the sources, for the card.
        parameters: How to fit.

    Raises:
        ConfigError: A class is empty, or no sign is frequent enough.
    """
    chosen = parameters or FitParameters()
    if not phish or not benign:
        raise ConfigError("training needs URLs of both classes: --phish FILE and --benign FILE")
    rows = [*phish, *benign]
    signs = [signs_of(row.parts) for row in rows]
    numbers = _vocabulary(signs, rows, chosen.domains)
    if not numbers:
        raise ConfigError("too few domains to learn from; give more URLs")
    label = np.repeat([1.0, 0.0], [len(phish), len(benign)])
    bias, weights = _search(_matrix(signs, numbers), label, importance(rows, label), chosen)
    card = Card(
        name="noroshi-triage",
        version=VERSION,
        bias=round(bias, 2),
        trained_on=f"{trained_on}; {len(phish)} phishing and {len(benign)} harmless URLs",
        licence=licence,
    )
    return TriageModel(card=card, weights=_kept(numbers, weights, chosen))


def importance(rows: Sequence[Labelled], label: Floats) -> Floats:
    """Weight of each row: the same sum for home pages and deep links of either class that there are."""
    page = np.array([row.is_page for row in rows])
    weight = np.zeros(len(rows))
    for is_page in (False, True):
        groups = [(page == is_page) & (label == side) for side in (0.0, 1.0)]
        for group in groups:
            if group.any():
                weight[group] = len(rows) / 4 / np.count_nonzero(group)
    return weight


def _vocabulary(
    signs: Sequence[Sequence[str]], rows: Sequence[Labelled], domains: int
) -> dict[str, int]:
    """Numbers of the signs that enough registered domains bear."""
    borne: Counter[str] = Counter()
    last: dict[str, str] = {}
    for at in sorted(range(len(rows)), key=lambda at: rows[at].domain):
        domain = rows[at].domain
        fresh = [sign for sign in signs[at] if last.get(sign) != domain]
        borne.update(fresh)
        last.update(dict.fromkeys(fresh, domain))
    kept = sorted(sign for sign, count in borne.items() if count >= domains)
    return {sign: at for at, sign in enumerate(kept)}


def _matrix(signs: Sequence[Sequence[str]], numbers: dict[str, int]) -> csr_matrix:
    columns: list[int] = []
    ends = [0]
    for own in signs:
        columns += [numbers[sign] for sign in own if sign in numbers]
        ends.append(len(columns))
    shape = (len(signs), len(numbers))
    return csr_matrix((np.ones(len(columns)), np.array(columns, np.int32), np.array(ends)), shape)


def _search(
    matrix: csr_matrix, label: Floats, weight: Floats, parameters: FitParameters
) -> tuple[float, Floats]:
    turned = matrix.T.tocsr()

    def loss(theta: Floats) -> tuple[float, Floats]:
        log_odds = matrix @ theta[1:] + theta[0]
        misfit = weight @ (np.logaddexp(0.0, log_odds) - label * log_odds)
        slope = weight * (1.0 / (1.0 + np.exp(-log_odds)) - label)
        own = theta[1:]
        value = float(misfit + 0.5 * parameters.penalty * own @ own)
        return value, np.concatenate([[slope.sum()], turned @ slope + parameters.penalty * own])

    start = np.zeros(matrix.shape[1] + 1)
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": parameters.steps}
    )
    return float(found.x[0]), found.x[1:]


def _kept(numbers: dict[str, int], weights: Floats, parameters: FitParameters) -> dict[str, float]:
    order = np.argsort(-np.abs(weights), kind="stable")[: parameters.most_signs]
    names = list(numbers)
    return {
        names[at]: round(float(weights[at]), 2)
        for at in order.tolist()
        if abs(weights[at]) >= parameters.smallest
    }
