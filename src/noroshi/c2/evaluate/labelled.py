"""Labelled: one analysis beside the truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noroshi.c2.analyse import Analysis, Flags, Floats
from noroshi.c2.evaluate.metrics import Ranking, ranking
from noroshi.c2.evaluate.truth import Truth
from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.model import design
from noroshi.spine.flows.address import Addresses, format_addresses
from noroshi.spine.flows.arrow import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Servers of one analysis with evidence and truth, one entry per endpoint.

    Attributes:
        name: What was seen, for example `1:100, seed 2`.
        condition: Flows of one condition are reported together.
        importance: Weight of each row in the fit.
        analysis: What was measured.
        strengths: Signed strengths, servers by terms, with the clients' evidence last.
        address: Canonical texts.
        is_c2: Whether the address is a C&C server.
        scenario: Capture that the server comes from.
        counted: Whether it is right or wrong; neither for guards, peers and what is no server.
        truth: What is known.
    """

    name: str
    condition: str
    importance: float
    analysis: Analysis
    strengths: NDArray[np.float64]
    address: NDArray[np.str_]
    is_c2: Flags
    scenario: NDArray[np.str_]
    counted: Flags
    truth: Truth

    def ranked(self, log_odds: Floats) -> Ranking:
        """The ranking by address that log-odds of each endpoint make."""
        seen = set(self.address[self.counted & self.is_c2].tolist())
        missed = [c.scenario for a, c in self.truth.controllers.items() if a not in seen]
        kept = self.counted
        return ranking(
            self.address[kept], log_odds[kept], self.is_c2[kept], self.scenario[kept],
            tuple(sorted(missed)),
        )  # fmt: skip


def label(
    analysis: Analysis, truth: Truth, *, name: str, condition: str, importance: float
) -> Labelled:
    """Hold an analysis against the truth, by address."""
    facts = Facts(analysis)
    address = _addresses(analysis)
    distinct, place = np.unique(address, return_inverse=True)
    texts: Sequence[str] = distinct.tolist()
    is_c2 = np.array([text in truth.controllers for text in texts], bool)
    left_out = np.array([text in truth.left_out for text in texts], bool)
    scenario = np.array([truth.scenario(text) for text in texts], np.str_)
    return Labelled(
        name=name,
        condition=condition,
        importance=importance,
        analysis=analysis,
        strengths=design(facts),
        address=address,
        is_c2=is_c2[place],
        scenario=scenario[place],
        counted=facts.scored & ~left_out[place],
        truth=truth,
    )


def _addresses(analysis: Analysis) -> NDArray[np.str_]:
    servers = analysis.servers
    addresses = Addresses(servers.ints("srv_hi"), servers.ints("srv_lo"))
    return np.array(words(format_addresses(addresses)), np.str_)
