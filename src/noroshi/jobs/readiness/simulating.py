"""Simulating: what dropping invalid routes would do to the traffic in the lake."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from noroshi.jobs.flows.asking import Asked, streamed
from noroshi.jobs.readiness.judging_routes import Judged, judge_origins, judge_paths
from noroshi.readiness.rpki.analyse.effect import Effect
from noroshi.readiness.rpki.analyse.whatif import Fate, Stage, WhatIf
from noroshi.readiness.rpki.customers import Customers
from noroshi.readiness.rpki.prefixes import MASK_HI, MASK_LO, Prefixes
from noroshi.spine.engine import Progress
from noroshi.spine.flows.address import Addresses, parse_networks
from noroshi.spine.flows.arrow import as_integers, as_numbers
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError, rfc3339

BATCH = 1 << 20
WORDS = {fate: fate.name.lower().replace("_", "-") for fate in Fate}
"""How a fate is written."""

_SQL = """
SELECT destinationAddressHi, destinationAddressLo, sourceAddressHi, sourceAddressLo,
       (octetDeltaCount * samplingInterval)::DOUBLE AS octets
FROM flows
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is to be simulated.

    Attributes:
        vrps: File of VRPs; null where paths are judged.
        routes: File of routes.
        stage: What routers do with invalid ones.
        at: VRPs that had expired by then are left out; null uses all.
        own_as: Origin of routes whose path is empty.
        customers: Prefixes and names; null where nobody is told apart.
        top: Routes and origins that are told.
        aspas: File of ASPAs; paths that it makes invalid are treated instead of wrong origins.
        relations: What neighbours are, for those paths.
    """

    vrps: Path | None
    routes: Path
    stage: Stage
    at: datetime | None = None
    own_as: int | None = None
    customers: Customers | None = None
    top: int = 20
    aspas: Path | None = None
    relations: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What a simulation came to.

    Attributes:
        asking: What was asked.
        judged: The routes, and which are invalid.
        effect: The sums.
        inputs: SHA-256 of the files by name.
        at: When it ran.
    """

    asking: Asking
    judged: Judged
    effect: Effect
    inputs: dict[str, str]
    at: datetime

    def rows(self) -> Iterator[dict[str, object]]:
        """The total, then customers, origins and routes, each with most moved octets first."""
        effect, asked = self.effect, self.asking
        made_at = self.judged.made_at
        yield {
            "kind": "total",
            "at": rfc3339(self.at),
            "stage": asked.stage.value,
            "vrps_made_at": rfc3339(made_at) if made_at else None,
            "expired_vrps": self.judged.expired,
            "inputs": self.inputs,
            "flows": _by_fate(effect.flows.sum(axis=0)),
            **_sums(effect.octets.sum(axis=0)),
        }
        names = asked.customers.names if asked.customers else ()
        moved = effect.octets[: len(names), Fate.SAME_AS :].sum(axis=1)
        for place in np.argsort(-moved, kind="stable").tolist():
            yield {"kind": "customer", "customer": names[place], **_sums(effect.octets[place])}
        yield from self._origins()
        yield from self._routes()

    def _origins(self) -> Iterator[dict[str, object]]:
        carried = np.flatnonzero(self.effect.moved.any(axis=1))
        origin, at = np.unique(self.judged.routes.origin[carried], return_inverse=True)
        sums = np.zeros((len(origin), self.effect.moved.shape[1]))
        np.add.at(sums, at, self.effect.moved[carried])
        for place in np.argsort(-sums.sum(axis=1), kind="stable")[: self.asking.top].tolist():
            asn = int(origin[place])
            yield {"kind": "origin", "origin": asn if asn > 0 else None, **_sums(sums[place])}

    def _routes(self) -> Iterator[dict[str, object]]:
        rows = np.array(self.effect.largest(self.asking.top), np.int64)
        routes, reasons = self.judged.routes.take(rows), self.judged.reasons(rows)
        for place, row in enumerate(rows.tolist()):
            yield {
                "kind": "route",
                "prefix": routes.prefix_text[place].as_py(),
                "origin": routes.origin_text[place].as_py(),
                "reason": reasons[place],
                **_sums(self.effect.moved[row]),
            }


def simulate(
    home: Home, asking: Asking, asked: Asked, *, now: datetime, progress: Progress | None = None
) -> Simulated:
    """Send the lake's flows through the table before and after.

    Args:
        home: Whose lake.
        asking: What is to be simulated.
        asked: Which time, and why.
        now: The time of the run.
        progress: Called while the lake is read.

    Raises:
        ConfigError: There are no flows.
        InputError: A file gives nothing to work with.
    """
    files = {"vrps": asking.vrps, "aspas": asking.aspas, "routes": asking.routes}
    inputs = {name: _digest(path) for name, path in files.items() if path is not None}
    judged = _judged(asking, now)
    if not len(judged.routes):
        raise InputError(f"{asking.routes.name} holds no route; without any, nothing can be told")
    asking = replace(asking, customers=hidden_customers(home, asking.customers))
    effect = _effect(home, asking, judged, asked, inputs, progress)
    return Simulated(asking=asking, judged=judged, effect=effect, inputs=inputs, at=now)


def _judged(asking: Asking, now: datetime) -> Judged:
    if asking.aspas is not None:
        return judge_paths(asking.aspas, asking.routes, asking.relations)
    if asking.vrps is None:
        raise ConfigError("give --vrps to judge origins, or --aspas to judge paths")
    return judge_origins(asking.vrps, asking.routes, now=now, at=asking.at, own_as=asking.own_as)


def _effect(  # the parts of one run
    home: Home,
    asking: Asking,
    judged: Judged,
    asked: Asked,
    inputs: dict[str, str],
    progress: Progress | None,
) -> Effect:
    whatif = WhatIf(judged.routes, judged.states, asking.stage)
    customers = asking.customers
    table = customers.forwarding() if customers else None
    effect = Effect(len(judged.routes), len(customers.names) if customers else 0)
    told = {**inputs, "stage": asking.stage.value}
    job = "readiness rpki simulate"
    with streamed(home, job, told, _SQL, asked, rows=BATCH, progress=progress) as batches:
        for batch in batches:
            numbers = [as_integers(batch.column(place)) for place in range(4)]
            fate, row = whatif.fates(Addresses(numbers[0], numbers[1]))
            whose = np.full(len(fate), -1)
            if customers is not None and table is not None:
                whose = customers.of(Addresses(numbers[2], numbers[3]), table)
            effect.add(fate, row, whose, as_numbers(batch.column(4)))
    return effect


def hidden_customers(home: Home, customers: Customers | None) -> Customers | None:
    """Customers under the pseudonyms that the lake knows them by."""
    ranges = home.settings.flows.subscribers
    key = home.pseudonym_key_file
    if customers is None or not ranges or not key.exists():
        return customers
    pseudonyms = Pseudonyms(key.read_bytes(), parse_networks(ranges))
    return replace(customers, prefixes=hidden(customers.prefixes, pseudonyms))


def hidden(prefixes: Prefixes, pseudonyms: Pseudonyms) -> Prefixes:
    """Prefixes as pseudonyms keep them: those inside a subscriber range move as a whole."""
    is_v4 = ~prefixes.is_v6
    hi = np.where(is_v4, np.uint64(0), prefixes.hi).view(np.int64)
    lo = np.where(is_v4, prefixes.hi >> np.uint64(32) | np.uint64(0xFFFF << 32), prefixes.lo)
    found, _ = pseudonyms.replace(Addresses(hi, lo.view(np.int64)))
    mask_hi, mask_lo = MASK_HI[prefixes.length], MASK_LO[prefixes.length]
    low = found.lo.view(np.uint64)
    return replace(
        prefixes,
        hi=np.where(is_v4, low << np.uint64(32), found.hi.view(np.uint64)) & mask_hi,
        lo=np.where(is_v4, np.uint64(0), low) & mask_lo,
    )


def _sums(octets: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> dict[str, object]:
    """Octets by fate, and the share of all that had a route."""
    routed = float(octets[Fate.KEPT :].sum())
    shares = {
        WORDS[fate]: round(float(octets[fate]) / routed, 9) if routed else 0.0
        for fate in Fate
        if fate is not Fate.NO_ROUTE
    }
    return {"octets": _by_fate(octets), "shares": shares}


def _by_fate(sums: np.ndarray[tuple[int, ...], np.dtype[np.float64 | np.int64]]) -> dict[str, int]:
    return {WORDS[fate]: round(float(sums[fate])) for fate in Fate}


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
