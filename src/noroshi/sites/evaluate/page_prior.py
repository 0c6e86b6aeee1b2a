"""Page prior: how tightly weights are held near what was thought before, chosen without the pages that tell how well.

Domains are parted twice: each outer part is judged by weights whose precision was chosen, and which were
fitted, on the other parts alone. So the errors that are told are of pages that no choice has seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from noroshi.sites.evaluate.page_fit import QUEUE, Example, fitted_weights
from noroshi.sites.evaluate.page_trial import (
    FOLDS,
    Errors,
    domain_parts,
    errors_of,
    fresh_chance,
    probabilities,
)

PRECISIONS = (5.0, 10.0, 20.0, 40.0, 80.0)
"""Precisions of the prior that are tried."""

INNER = 3
"""Parts into which the domains are put for the choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """Errors on pages that neither weights nor choice have seen.

    Attributes:
        errors: Over all outer parts.
        chosen: Precision that was chosen for each of them.
    """

    errors: Errors
    chosen: tuple[float, ...]


def chosen_precision(
    examples: Sequence[Example], among: Sequence[float] = PRECISIONS
) -> tuple[float, dict[float, Errors]]:
    """The precision with the least cost on held-out domains, and the errors of each.

    Of equals the largest, which stays nearest to what was thought before.

    Raises:
        ConfigError: A class is missing, or stands on too few domains.
    """
    parts = domain_parts(examples, number=INNER, salt="choice ")
    errors = {
        trust: errors_of(fresh_chance(examples, parts, trust=trust), examples, QUEUE)
        for trust in among
    }
    return min(errors, key=lambda trust: (errors[trust].cost, -trust)), errors


def nested(examples: Sequence[Example], among: Sequence[float] = PRECISIONS) -> Nested:
    """Choose and fit on three quarters of the domains, and count errors on the last; four times.

    Raises:
        ConfigError: A class is missing, or stands on too few domains.
    """
    parts = np.array(domain_parts(examples))
    chance, chosen = np.full(len(examples), np.nan), []
    for part in range(FOLDS):
        kept = [one for one, at in zip(examples, parts, strict=True) if at != part]
        trust, _ = chosen_precision(kept, among)
        weights = fitted_weights(kept, version="", trained_on="", trust=trust)
        own = np.flatnonzero(parts == part)
        chance[own] = probabilities([examples[int(at)] for at in own], weights)
        chosen.append(trust)
    return Nested(errors=errors_of(chance, examples, QUEUE), chosen=tuple(chosen))
