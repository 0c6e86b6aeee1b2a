"""Weighing: what the gate of origin validation wants to know: validators, days of traffic, customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from noroshi.jobs.flows.asking import Asked, streamed
from noroshi.jobs.readiness.payload_source import SCHEME, read_source
from noroshi.jobs.readiness.simulating import hidden_customers
from noroshi.readiness.rpki import Routes, read_routes, validate
from noroshi.readiness.rpki.analyse.whatif import Fate, Stage, WhatIf
from noroshi.readiness.rpki.customers import Customers
from noroshi.readiness.rpki.judge.evidence import DayLoss, Evidence, ValidatorSeen
from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.readiness.rpki.vrps import Vrps
from noroshi.spine.engine import Progress
from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.arrow import as_integers, as_numbers
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, NoroshiError

BATCH = 1 << 20
DAY_MS = 86_400_000
MOST_DAYS = 366

_SQL = """
SELECT destinationAddressHi, destinationAddressLo, sourceAddressHi, sourceAddressLo,
       (octetDeltaCount * samplingInterval)::DOUBLE AS octets,
       epoch_ms(flowStartMilliseconds)::BIGINT AS at
FROM flows
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What is to be weighed.

    Attributes:
        sources: Files of validators and caches, the one that routers use first.
        routes: The table; null where the next step needs none.
        own_as: Origin of routes whose path is empty.
        customers: Prefixes and names; null where nobody is told apart.
    """

    sources: Sequence[str]
    routes: Path | None
    own_as: int | None = None
    customers: Customers | None = None


def weigh(
    home: Home, weighed: Weighed, asked: Asked, *, now: datetime, progress: Progress | None = None
) -> Evidence:
    """What is known now.

    Raises:
        ConfigError: There are no flows of that time.
        InputError: The table, or every source of VRPs, gives nothing to work with.
    """
    sets = [_read(source) for source in weighed.sources]
    seen = tuple(_seen(source, sets, place, now) for place, source in enumerate(weighed.sources))
    if weighed.routes is None:
        return Evidence(validators=seen)
    vrps = next((one for one in sets if isinstance(one, Vrps)), None)
    if vrps is None:
        raise InputError(f"no validator gives VRPs: {sets[0]}")
    routes = read_routes(weighed.routes)
    if not len(routes):
        raise InputError(f"{weighed.routes.name} holds no route; without any, nothing can be told")
    routes = routes if weighed.own_as is None else routes.with_own_as(weighed.own_as)
    days, customers = _weigh_flows(home, weighed, routes, vrps, asked, progress)
    return Evidence(validators=seen, days=days, customers_hit=customers)


def _read(source: str) -> Vrps | str:
    """The VRPs of a source, or why it gives none: that is a finding, not an end."""
    try:
        return read_source(source)
    except (NoroshiError, OSError) as error:
        return str(error)


def _seen(source: str, sets: list[Vrps | str], place: int, now: datetime) -> ValidatorSeen:
    vrps, first = sets[place], sets[0]
    name = source if source.startswith(SCHEME) else Path(source).name
    if isinstance(vrps, str):
        return ValidatorSeen(name=name, failure=vrps)
    return ValidatorSeen(
        name=name,
        vrps=len(vrps),
        expired=int(vrps.expired_at(now).sum()),
        age_s=(now - vrps.made_at).total_seconds() if vrps.made_at else _file_age_s(source, now),
        differs=_apart(first, vrps) if place and isinstance(first, Vrps) else 0.0,
    )


def _file_age_s(source: str, now: datetime) -> float | None:
    """Age of a file that does not tell when it was made; null for a cache."""
    if source.startswith(SCHEME):
        return None
    return now.timestamp() - Path(source).stat().st_mtime


def _apart(left: Vrps, right: Vrps) -> float:
    """Part of all payloads of two sets that only one of them holds."""
    one, other = Payloads.of(left), Payloads.of(right)
    alone = len(one.without(other)) + len(other.without(one))
    return 2 * alone / (len(one) + len(other) + alone)


def _weigh_flows(  # the parts of one run
    home: Home,
    weighed: Weighed,
    routes: Routes,
    vrps: Vrps,
    asked: Asked,
    progress: Progress | None,
) -> tuple[tuple[DayLoss, ...], dict[str, float]]:
    whatif = WhatIf(routes, validate(routes, vrps).state, Stage.DROP)
    customers = hidden_customers(home, weighed.customers)
    table = customers.forwarding() if customers else None
    names = customers.names if customers else ()
    lost, days = (
        np.zeros(len(names) + 1),
        dict[int, np.ndarray[tuple[int, ...], np.dtype[np.float64]]](),
    )
    told = {"routes": str(weighed.routes), "stage": "drop"}
    job = "readiness rpki stage"
    with streamed(home, job, told, _SQL, asked, rows=BATCH, progress=progress) as batches:
        for batch in batches:
            numbers = [as_integers(batch.column(place)) for place in range(4)]
            octets, day = as_numbers(batch.column(4)), as_integers(batch.column(5)) // DAY_MS
            fate, _ = whatif.fates(Addresses(numbers[0], numbers[1]))
            for one in np.unique(day).tolist():
                which = day == one
                sums = np.bincount(fate[which], octets[which], len(Fate)).astype(np.float64)
                days[one] = days.get(one, np.zeros(len(Fate))) + sums
            if len(days) > MOST_DAYS:
                raise InputError(
                    f"the flows lie in more than {MOST_DAYS} days; narrow them with --from"
                )
            if customers is not None and table is not None:
                gone = fate == Fate.LOST
                whose = customers.of(Addresses(numbers[2][gone], numbers[3][gone]), table)
                lost += np.bincount(whose % len(lost), octets[gone], len(lost))
    hit = {
        names[row]: float(lost[row]) for row in np.argsort(-lost[:-1], kind="stable") if lost[row]
    }
    return tuple(_day(one, days[one]) for one in sorted(days)), hit


def _day(day: int, sums: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> DayLoss:
    date = datetime.fromtimestamp(0, UTC) + timedelta(days=day)
    return DayLoss(
        day=date.date().isoformat(),
        octets=float(sums[Fate.KEPT :].sum()),
        lost=float(sums[Fate.LOST]),
        moved=float(sums[Fate.OTHER_AS]),
    )
