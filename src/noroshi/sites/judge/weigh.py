"""Weigh: evidence terms into the probability that a page harms who believes it.

Log-odds are a plain sum: bias, plus each term's strength times its weight in the term's own direction.
Weights never turn a term's sign, so every term can be read alone.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from math import exp, isfinite
from pathlib import Path

import msgspec

from noroshi.sites.judge.facts import Facts
from noroshi.sites.judge.terms import TERMS
from noroshi.spine.model import ConfigError

FILE = "page_weights.json"
"""Own weights of an installation, below `sites/` of its home."""

MOST_OCTETS = 100_000
PRIOR_BIAS = -2.5
"""Log-odds of a reported address before anything is seen."""


class PageWeights(msgspec.Struct, frozen=True, kw_only=True):
    """Fitted weights, one per term by code, and where they come from.

    Attributes:
        version: Version of the detector.
        bias: Log-odds before any evidence.
        terms: Weight of each term, at least 0.
        queue: Probability from which an analyst sees it, and from which it is called malicious.
        share: Probability from which it may be shared without an analyst (precision at least 0.99 on
            held-out pages).
        trained_on: What labels were used, in words.
    """

    version: str
    bias: float
    terms: dict[str, float]
    queue: float
    share: float
    trained_on: str


def shipped_page_weights() -> PageWeights:
    """The weights that come with this version."""
    text = files(__package__).joinpath("page_weights.json").read_bytes()
    return msgspec.json.decode(text, type=PageWeights)


def read_page_weights(path: Path) -> PageWeights:
    """Weights of a file.

    Raises:
        ConfigError: They are not whole, or no weights.
    """
    try:
        if path.stat().st_size > MOST_OCTETS:
            raise ConfigError(f"{path} is larger than any file of weights; remove it")
        weights = msgspec.json.decode(path.read_bytes(), type=PageWeights)
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(f"{path} holds no weights: {error}; {_REMEDY}") from error
    values = [weights.terms.get(term.code, -1.0) for term in TERMS]
    if not all(isfinite(value) and value >= 0 for value in values) or not isfinite(weights.bias):
        raise ConfigError(f"{path} lacks a weight of this version's terms; {_REMEDY}")
    if not 0 < weights.queue <= weights.share <= 1:
        raise ConfigError(f"{path}: 0 < queue <= share <= 1 does not hold; {_REMEDY}")
    return weights


def page_weights_octets(weights: PageWeights) -> bytes:
    """The file of weights; the same weights give the same octets."""
    return msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n"


_REMEDY = "train again (noroshi sites labels train), or remove it to judge by the shipped ones"


@dataclass(frozen=True)
class Weighed:
    """One address with its score and the parts of it.

    Attributes:
        facts: What was looked at.
        strengths: How strongly each term holds, in the order of TERMS.
        contributions: Signed log-odds of each term, in the same order.
        log_odds: Their sum with the bias.
    """

    facts: Facts
    strengths: tuple[float, ...]
    contributions: tuple[float, ...]
    log_odds: float

    @cached_property
    def probability(self) -> float:
        """P(malicious)."""
        return 1.0 / (1.0 + exp(-min(max(self.log_odds, -35.0), 35.0)))

    def toward(self, kind: str) -> float:
        """Log-odds that speak for one kind of harm."""
        return sum(
            value
            for term, value in zip(TERMS, self.contributions, strict=True)
            if term.kind == kind
        )


def weigh(facts: Facts, weights: PageWeights) -> Weighed:
    """Measure every term and add them up."""
    strengths = strengths_of(facts)
    contributions = tuple(
        term.sign * strength * weights.terms[term.code]
        for term, strength in zip(TERMS, strengths, strict=True)
    )
    return Weighed(facts, strengths, contributions, weights.bias + sum(contributions))


def strengths_of(facts: Facts) -> tuple[float, ...]:
    """How strongly each term holds, in the order of TERMS."""
    return tuple(float(term.strength(facts)) for term in TERMS)
