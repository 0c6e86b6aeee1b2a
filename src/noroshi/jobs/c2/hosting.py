"""Hosting: subscribers with symptoms, for the operator's own abuse desk only."""

from dataclasses import dataclass

import numpy as np

from noroshi.c2.judge.symptoms import SYMPTOMS
from noroshi.jobs.c2.analysing import detector_of
from noroshi.jobs.flows.opening import open_flows
from noroshi.spine.engine import Progress
from noroshi.spine.home import Home
from noroshi.spine.model import Text, address_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A subscriber that behaves as infected devices do.

    Attributes:
        subscriber: Pseudonym; never leaves the operator.
        score: P(infected).
        symptoms: What was seen: code, measured value and words.
    """

    subscriber: str
    score: float
    symptoms: tuple[tuple[str, float, Text], ...]


C2_CONTACT = Text(ja="C&Cサーバとの通信", en="talks to a C&C server")


def sick_hosts(home: Home, *, least: float = 0.2, progress: Progress | None = None) -> list[Host]:
    """Subscribers whose probability of infection is at least `least`, highest first.

    Raises:
        ConfigError: There are no flows.
    """
    detector, _ = detector_of(home)
    with open_flows(home, progress=progress) as opened:
        judgement = detector.judge(opened.engine, opened.window)
    clients = judgement.facts.analysis.clients
    hi, lo = clients.ints("cli_hi"), clients.ints("cli_lo")
    measured = [(s, s.measure(clients)) for s in SYMPTOMS]
    told = [(s, values, s.log_odds(values) > 0) for s, values in measured]
    order = np.lexsort((lo, hi, -judgement.infected))
    hosts = []
    for row in order:
        if judgement.infected[row] < least:
            break
        symptoms = tuple(
            (s.code, float(values[row]), s.text) for s, values, seen in told if seen[row]
        )
        if judgement.contacts_c2[row] >= detector.parameters.threshold:
            symptoms += (("c2-contact", float(judgement.contacts_c2[row]), C2_CONTACT),)
        hosts.append(
            Host(
                subscriber=address_text(int(hi[row]), int(lo[row])),
                score=round(float(judgement.infected[row]), 6),
                symptoms=symptoms,
            )
        )
    return hosts
