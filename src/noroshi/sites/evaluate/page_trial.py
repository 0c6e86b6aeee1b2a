"""Page trial: weights fitted anew against those in force, on pages whose domains the new ones never saw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noroshi.sites.evaluate.labelled import domain_share
from noroshi.sites.evaluate.page_fit import CAUTION, QUEUE, TRUST, Example, fitted_weights
from noroshi.sites.judge.terms import TERMS
from noroshi.sites.judge.weigh import PageWeights
from noroshi.spine.model import ConfigError

FOLDS = 4
"""Registered domains are parted into so many; each part is judged by weights fitted to the others."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """How weights did on labelled pages, at their own threshold.

    Attributes:
        malicious: Pages that harm.
        found: Of these, how many were called so.
        harmless: Pages that do not.
        hit: Of these, how many were called malicious.
    """

    malicious: int
    found: int
    harmless: int
    hit: int

    @property
    def cost(self) -> float:
        """Misses, and harmless pages hit, which count twice (`page_fit.CAUTION`)."""
        return self.malicious - self.found + CAUTION * self.hit

    def as_dict(self) -> dict[str, int]:
        """Machine output."""
        return {
            "malicious": self.malicious,
            "found": self.found,
            "harmless": self.harmless,
            "hit": self.hit,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """New weights, and what speaks for and against them.

    Attributes:
        weights: Fitted to all pages.
        fresh: Errors of weights like them on domains they never saw.
        current: Errors of the weights in force on the same pages.
    """

    weights: PageWeights
    fresh: Errors
    current: Errors

    @property
    def worse(self) -> bool:
        """Whether the new ones do worse where it counts."""
        return self.fresh.cost > self.current.cost


def tried(
    examples: Sequence[Example], current: PageWeights, *, version: str, trained_on: str
) -> Trial:
    """Fit weights, and measure their like on a quarter of the domains after the other.

    Args:
        examples: Labelled pages, each with its registered domain.
        current: Weights in force.
        version: Of the new weights.
        trained_on: What labels they rest on, in words.

    Raises:
        ConfigError: A class is missing, or stands on too few domains to hold some out.
    """
    chance = fresh_chance(examples, domain_parts(examples))
    return Trial(
        weights=fitted_weights(examples, version=version, trained_on=trained_on),
        fresh=errors_of(chance, examples, QUEUE),
        current=errors_of(probabilities(examples, current), examples, current.queue),
    )


def domain_parts(examples: Sequence[Example], *, number: int = FOLDS, salt: str = "") -> list[int]:
    """Part of each page; pages of a registered domain are in one. Another salt parts otherwise."""
    return [int(domain_share(salt + one.domain) * number) for one in examples]


def fresh_chance(
    examples: Sequence[Example], parts: Sequence[int], *, trust: float = TRUST
) -> Floats:
    """P(malicious) of each page by weights that never saw its part.

    Raises:
        ConfigError: A class is missing outside of some part.
    """
    chance, folds = np.full(len(examples), np.nan), np.array(parts)
    for fold in sorted(set(parts)):
        kept = [one for one, at in zip(examples, folds, strict=True) if at != fold]
        _check(kept)
        weights = fitted_weights(kept, version="", trained_on="", trust=trust)
        own = np.flatnonzero(folds == fold)
        chance[own] = probabilities([examples[int(at)] for at in own], weights)
    return chance


def probabilities(examples: Sequence[Example], weights: PageWeights) -> Floats:
    """P(malicious) of each page by weights."""
    signed = np.array([term.sign * weights.terms[term.code] for term in TERMS])
    matrix = np.array([one.strengths for one in examples], dtype=np.float64)
    log_odds = matrix.reshape(len(examples), len(TERMS)) @ signed + weights.bias
    chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -35.0, 35.0)))
    return chance


def errors_of(chance: Floats, examples: Sequence[Example], cut: float) -> Errors:
    """Errors of probabilities at a threshold."""
    label = np.array([one.label for one in examples], dtype=bool)
    called = chance >= cut
    return Errors(
        malicious=int(label.sum()),
        found=int((called & label).sum()),
        harmless=int((~label).sum()),
        hit=int((called & ~label).sum()),
    )


def _check(kept: Sequence[Example]) -> None:
    if {one.label for one in kept} != {0, 1}:
        raise ConfigError(
            "weights need malicious and harmless pages on several domains each; "
            "add labels, or pages of the range with --seed"
        )
