"""Symptoms: how a subscriber behaves apart from any one server, as evidence of infection.

Each symptom adds log-odds that grow with the logarithm of what was seen; nothing here is a count
held against one fixed number of clients per server.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from noroshi.c2.analyse import Columns, Floats
from noroshi.spine.model import Text

MOST = 5.0
"""Log-odds that all symptoms of one subscriber together may add: symptoms have innocent causes too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """One kind of behaviour.

    Attributes:
        code: Stable name, for example `scan`.
        measure: What was seen, one number per client.
        log_odds: What it adds, 0 where it is absent.
        text: What to call it.
    """

    code: str
    measure: Callable[[Columns], Floats]
    log_odds: Callable[[Floats], Floats]
    text: Text


def _doublings(start: float, first: float, most: float) -> Callable[[Floats], Floats]:
    """`first` at `start`, one more with each doubling up to `most`, 0 below."""

    def log_odds(value: Floats) -> Floats:
        steps = np.log2(np.maximum(value, 1e-9) / start)
        return np.where(value >= start, np.clip(first + steps, 0.0, most), 0.0)

    return log_odds


def _flood(clients: Columns) -> Floats:
    """Packets of the largest unanswered stream that ran at fifty packets a second or more."""
    return np.where(
        clients.filled("one_way_rate_pps", 0) >= 50, clients.filled("one_way_packets", 0), 0.0
    )


def _scanned(clients: Columns) -> Floats:
    """Silent hosts on the most-swept port; members of swarms, whose peers come and go, are let off."""
    scanned = clients.filled("scanned", 0)
    return np.where(scanned >= 3 * clients.filled("odd_answered", 0), scanned, 0.0)


def _lookup_rate(clients: Columns) -> Floats:
    """DNS queries a second, over at least ten minutes."""
    span_s = np.maximum(clients.filled("lookups_span_ms", 0) / 1000.0, 600.0)
    return clients.filled("lookups", 0) / span_s


SYMPTOMS: tuple[Symptom, ...] = (
    Symptom(
        code="scan", measure=_scanned, log_odds=_doublings(15, 1.0, 5.0),
        text=Text(ja="同じポートで多数の相手を探索", en="scans many hosts on one port"),
    ),
    Symptom(
        code="mail-burst", measure=lambda c: c.filled("mail_servers", 0), log_odds=_doublings(8, 1.0, 4.0),
        text=Text(ja="多数のメールサーバへの送信", en="sends to many mail servers"),
    ),
    Symptom(
        code="flood", measure=_flood, log_odds=_doublings(2000, 2.0, 4.0),
        text=Text(ja="応答のない相手への大量送信", en="floods a host that does not answer"),
    ),
    Symptom(
        code="lookup-storm", measure=_lookup_rate, log_odds=_doublings(2, 1.0, 3.0),
        text=Text(ja="異常に多いDNS問い合わせ", en="asks DNS abnormally often"),
    ),
)  # fmt: skip
"""Every symptom; contact with listed servers joins through `belief`."""


def symptom_log_odds(clients: Columns) -> Floats:
    """Log-odds that each client's symptoms add, 0 to MOST."""
    total = np.zeros(clients.rows)
    for symptom in SYMPTOMS:
        total += symptom.log_odds(symptom.measure(clients))
    return np.minimum(total, MOST)
