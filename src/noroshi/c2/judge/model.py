"""Model: evidence terms weighed into a probability that a server commands infected devices.

Log-odds are a plain sum: bias, plus each term's strength times its weight in the term's own
direction, plus what the server's clients say. Weights never turn a term's sign, so every term can
be read alone.
"""

from dataclasses import dataclass
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from noroshi.c2.analyse import Analysis, Floats
from noroshi.c2.judge.belief import (
    INFECTED_IF_C2,
    SUSPICION,
    Links,
    client_evidence,
    infected_elsewhere,
    infection,
    sigmoid,
)
from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.terms import TERMS

SICK_CLIENTS = "c2.sick-clients"
"""Code of the evidence that comes from the clients' symptoms and other servers."""

PRIOR_BIAS = -8.0
"""Log-odds of a server before anything is seen: about one in three thousand."""

ELSEWHERE_MOST = 1.0
"""Most that clients' contact with other C&C servers adds: an infected device goes on using ordinary
services, and its infection is explained already. Servers on usual ports gain nothing from it."""

CLIENTS_WEIGHT = 1.0
"""Weight of the clients' evidence: it is a log-likelihood ratio already and is not fitted."""


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """Fitted weights, one per term by code, and where they come from.

    Attributes:
        version: Version of the detector.
        bias: Log-odds before any evidence.
        terms: Weight of each term, at least 0.
        trained_on: What labels were used, in words.
    """

    version: str
    bias: float
    terms: dict[str, float]
    trained_on: str

    def vector(self) -> Floats:
        """Weights in the order of `codes`."""
        return np.array([*(self.terms[term.code] for term in TERMS), CLIENTS_WEIGHT])


def codes() -> tuple[str, ...]:
    """Codes in the order of the design matrix."""
    return (*(term.code for term in TERMS), SICK_CLIENTS)


def prior_weights() -> Floats:
    """Weights of the terms before any label was seen, in the order of TERMS."""
    return np.array([term.prior for term in TERMS])


def shipped_weights() -> Weights:
    """The weights that come with this version."""
    text = files(__package__).joinpath("weights.json").read_bytes()
    return msgspec.json.decode(text, type=Weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What allow-lists say about each server.

    Attributes:
        against: Log-odds added, 0 or below.
        classes: Class given by a list, or an empty text.
    """

    against: Floats
    classes: NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Every server's score with its parts.

    Attributes:
        facts: What was looked at.
        contributions: Log-odds of each term (columns in the order of `codes`) for each server.
        log_odds: Their sum with the bias.
        infected: P(client infected), one per client, servers taken into account.
        contacts_c2: Probability of the likeliest C&C server that each client talks to.
        seen_infected: Mean P(client infected) of each server's clients, in percent, as it entered the
            verdict: from symptoms and other servers, never from this server itself.
        allowance: What allow-lists said, where there are any.
    """

    facts: Facts
    contributions: NDArray[np.float64]
    log_odds: Floats
    infected: Floats
    contacts_c2: Floats
    seen_infected: Floats
    allowance: Allowance | None = None

    @property
    def probability(self) -> Floats:
        """P(server is a C&C server)."""
        return sigmoid(self.log_odds)


def design(facts: Facts) -> NDArray[np.float64]:
    """Signed strengths, servers by terms; the last column is the clients' evidence by symptoms."""
    columns = [term.sign * term.strength(facts) for term in TERMS]
    analysis = facts.analysis
    links = Links.of(analysis.links)
    infected = infection(analysis)
    clients = client_evidence(facts.rows, links, infected[links.client], _background(infected))
    return np.column_stack([*columns, _spoken(facts, clients)])


def judge(analysis: Analysis, weights: Weights, allowance: Allowance | None = None) -> Judgement:
    """Weigh the evidence, let servers and clients inform each other once, and weigh again.

    Args:
        analysis: What was measured.
        weights: Fitted weights.
        allowance: What allow-lists say about each server.
    """
    facts = Facts(analysis)
    strengths = design(facts)
    vector = weights.vector()
    offset = np.full(facts.rows, weights.bias)
    if allowance is not None:
        offset += allowance.against
    offset = np.where(facts.scored, offset, -30.0)
    links = Links.of(analysis.links)
    alone = infection(analysis)
    first = sigmoid(strengths @ vector + offset)
    address = _address_numbers(analysis)
    elsewhere = infected_elsewhere(links, alone, first, address)
    clients = client_evidence(facts.rows, links, elsewhere, _background(alone))
    unusual = facts.odd | facts.of_kind("irc", "web-alternate")
    gain = np.clip(_spoken(facts, clients) - strengths[:, -1], 0.0, ELSEWHERE_MOST)
    strengths[:, -1] += np.where(unusual, gain, 0.0)
    contributions = strengths * vector
    log_odds = contributions.sum(axis=1) + offset
    contacts_c2 = np.zeros(len(alone))
    np.maximum.at(contacts_c2, links.client, sigmoid(log_odds)[links.server])
    suspicion = np.clip((contacts_c2 - SUSPICION) / (1 - SUSPICION), 0.0, 1.0)
    infected = 1.0 - (1.0 - alone) * (1.0 - INFECTED_IF_C2 * suspicion)
    return Judgement(
        facts=facts,
        contributions=contributions,
        log_odds=log_odds,
        infected=infected,
        contacts_c2=contacts_c2,
        seen_infected=100.0 * _mean_by(links.server, elsewhere, facts.rows),
        allowance=allowance,
    )


def weights_of(bias: float, vector: Floats, *, version: str, trained_on: str) -> Weights:
    """Weights as they are shipped: rounded to what the labels can carry."""
    return Weights(
        version=version,
        bias=round(bias, 3),
        terms={
            term.code: round(float(weight), 3) for term, weight in zip(TERMS, vector, strict=True)
        },
        trained_on=trained_on,
    )


def _mean_by(group: NDArray[np.int64], values: Floats, groups: int) -> Floats:
    count = np.bincount(group, minlength=groups)
    mean: Floats = np.bincount(group, values, groups) / np.maximum(count, 1)
    return mean


def _background(infected: Floats) -> float:
    return float(np.clip(infected.mean() if len(infected) else 0.02, 1e-4, 0.5))


def _spoken(facts: Facts, clients: Floats) -> Floats:
    """Clients' symptoms count where the server spoke or is asked again and again.

    A host that a scanner merely touched owes its sick clients to the scan itself.
    """
    habit = facts.spoke | (facts.contacts_typical >= 10)
    return np.where(
        habit & facts.scored, clients * (1 - facts.probed_share), np.minimum(clients, 0.0)
    )


def _address_numbers(analysis: Analysis) -> NDArray[np.int64]:
    """A small number for each server's address, the same for all its ports."""
    servers = analysis.servers
    pairs = np.stack([servers.ints("srv_hi"), servers.ints("srv_lo")], axis=1)
    if not len(pairs):
        return np.zeros(0, np.int64)
    _, numbers = np.unique(pairs, axis=0, return_inverse=True)
    return numbers.reshape(-1).astype(np.int64)
