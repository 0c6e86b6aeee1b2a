"""Folds: every scenario judged with weights that never saw it.

For each scenario the weights are fitted on all others, under every condition, and sharpened with
the held-out scores of the others alone. The weights that ship are fitted on all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noroshi.c2.analyse import Flags, Floats
from noroshi.c2.evaluate.fit import TRUST, fit, sharpen
from noroshi.c2.evaluate.labelled import Labelled
from noroshi.c2.judge.model import Weights, judge, weights_of

Fitted = tuple[float, Floats]
"""Bias and weights before sharpening."""

Told = Callable[[str, int, int], None]
"""Called with what is going on, the steps done and the steps in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Counted endpoints of several analyses as one table for the fit."""

    strengths: NDArray[np.float64]
    is_c2: Floats
    importance: Floats
    scenario: NDArray[np.str_]

    @classmethod
    def of(cls, labelled: Sequence[Labelled]) -> "Pool":
        """Stack what is counted."""
        kept = [one.counted for one in labelled]
        return cls(
            strengths=np.vstack([o.strengths[k] for o, k in zip(labelled, kept, strict=True)]),
            is_c2=np.concatenate([o.is_c2[k] for o, k in zip(labelled, kept, strict=True)]) * 1.0,
            importance=np.repeat([o.importance for o in labelled], [k.sum() for k in kept]),
            scenario=np.concatenate([o.scenario[k] for o, k in zip(labelled, kept, strict=True)]),
        )

    def fit(self, rows: Flags, trust: float, start: Fitted | None = None) -> Fitted:
        """Bias and weights from some rows."""
        given = (self.strengths[rows], self.is_c2[rows], self.importance[rows], trust)
        return fit(*given, start=start)

    def sharpen(self, own: Floats, rows: Flags) -> tuple[float, float]:
        """Slope and shift that calibrate held-out log-odds of some rows."""
        return sharpen(own[rows], self.strengths[rows, -1], self.is_c2[rows], self.importance[rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Folds:
    """Weights by scenario that they never saw, and those of all scenarios together.

    Attributes:
        of_scenario: Weights to judge a scenario with.
        whole: Weights fitted on everything: what ships.
    """

    of_scenario: Mapping[str, Weights]
    whole: Weights

    def weights(self, scenario: str) -> Weights:
        """Weights that never saw a scenario; those of all where it gave no flows to the fit."""
        return self.of_scenario.get(scenario, self.whole)


def cross_fit(
    labelled: Sequence[Labelled],
    *,
    version: str,
    trained_on: str,
    trust: float = TRUST,
    told: Told | None = None,
) -> Folds:
    """Fit with each scenario left out, sharpen each on the others, and fit on all.

    Args:
        labelled: Analyses of all conditions and days.
        version: Version that the weights bear.
        trained_on: What labels were used, in words.
        trust: Precision of the prior around each weight.
        told: Hears of progress.
    """
    pool = Pool.of(labelled)
    names = np.unique(pool.scenario).tolist()
    every = np.ones(len(pool.is_c2), bool)
    whole = pool.fit(every, trust)
    fitted: dict[str, Fitted] = {}
    held_out = np.zeros(len(every))
    for number, name in enumerate(names):
        mine = pool.scenario == name
        bias, vector = fitted[name] = pool.fit(~mine, trust, start=whole)
        held_out[mine] = pool.strengths[mine][:, :-1] @ vector + bias
        if told:
            told("fit", number + 1, len(names))

    def sharpened(raw: Fitted, rows: Flags) -> Weights:
        slope, shift = pool.sharpen(held_out, rows)
        bias, vector = slope * raw[0] + shift, slope * raw[1]
        return weights_of(bias, vector, version=version, trained_on=trained_on)

    return Folds(
        of_scenario={name: sharpened(fitted[name], pool.scenario != name) for name in names},
        whole=sharpened(whole, every),
    )


def held_out_log_odds(labelled: Labelled, folds: Folds) -> Floats:
    """Log-odds of each endpoint by the weights that never saw its scenario."""
    scores = np.empty(len(labelled.address))
    for name in np.unique(labelled.scenario).tolist():
        mine = labelled.scenario == name
        scores[mine] = judge(labelled.analysis, folds.weights(name)).log_odds[mine]
    return scores
