"""Fit: weights of signs from labelled URLs, by logistic regression.

Harmless lists are mostly home pages, reports mostly deep links. A model that sees them as they come
learns to tell home pages from deep links. Here home pages and deep links weigh the same, each with
half of their weight in either class, so that depth alone tells nothing.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from noroshi.sites.evaluate.labelled import Labelled
from noroshi.sites.judge import Card, TriageModel
from noroshi.sites.judge.model import VERSION
from noroshi.sites.judge.url_signs import url_signs
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
    smallest: float = 0.05
    most_signs: int = 80_000


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
    borne = _borne(rows)
    kept = borne.on_domains(chosen.domains)
    if not len(kept):
        raise ConfigError("too few domains to learn from; give more URLs")
    label = np.repeat([1.0, 0.0], [len(phish), len(benign)])
    bias, weights = _search(borne.matrix(kept), label, importance(rows, label), chosen)
    card = Card(
        name="noroshi-triage",
        version=VERSION,
        bias=round(bias, 2),
        trained_on=f"{trained_on}; {len(phish)} phishing and {len(benign)} harmless URLs",
        licence=licence,
    )
    names = [borne.names[at] for at in kept.tolist()]
    return TriageModel(card=card, weights=_strongest(names, weights, chosen))


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


@dataclass(frozen=True, slots=True)
class _Borne:
    """Which rows bear which signs.

    Attributes:
        names: Signs by number.
        signs: Numbers of the signs of all rows, row after row.
        ends: Where each row ends in them, 0 first.
        domains: Number of each row's registered domain.
    """

    names: list[str]
    signs: NDArray[np.int32]
    ends: NDArray[np.int64]
    domains: NDArray[np.int64]

    def on_domains(self, least: int) -> NDArray[np.int64]:
        """Numbers of the signs that so many registered domains bear, by their names' order."""
        groups = int(self.domains.max()) + 1
        owner = np.repeat(self.domains, np.diff(self.ends))
        pairs = np.unique(self.signs.astype(np.int64) * groups + owner)
        counts = np.bincount(pairs // groups, minlength=len(self.names))
        found = np.flatnonzero(counts >= least)
        return found[np.argsort([self.names[at] for at in found.tolist()])] if len(found) else found

    def matrix(self, kept: NDArray[np.int64]) -> csr_matrix:
        """A row for each URL, a column for each kept sign, 1 where it is borne."""
        column = np.full(len(self.names), -1, np.int32)
        column[kept] = np.arange(len(kept), dtype=np.int32)
        found = column[self.signs]
        ends = np.concatenate([[0], np.cumsum(found >= 0)])[self.ends]
        ones = np.ones(int(ends[-1]))
        return csr_matrix((ones, found[found >= 0], ends), (len(self.ends) - 1, len(kept)))


def _borne(rows: Sequence[Labelled]) -> _Borne:
    numbers: dict[str, int] = {}
    signs, ends = array("i"), [0]
    for row in rows:
        signs.extend(numbers.setdefault(sign, len(numbers)) for sign in url_signs(row.parts))
        ends.append(len(signs))
    _, domains = np.unique(np.array([row.domain for row in rows]), return_inverse=True)
    return _Borne(
        list(numbers), np.frombuffer(signs, np.int32), np.array(ends), domains.reshape(-1)
    )


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


def _strongest(
    names: Sequence[str], weights: Floats, parameters: FitParameters
) -> dict[str, float]:
    order = np.argsort(-np.abs(weights), kind="stable")[: parameters.most_signs]
    return {
        names[at]: round(float(weights[at]), 2)
        for at in order.tolist()
        if abs(weights[at]) >= parameters.smallest
    }
