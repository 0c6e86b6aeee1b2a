"""Customer cone: which prefixes a customer may announce, from IRR objects and VRPs."""

from dataclasses import dataclass

import numpy as np

from noroshi.readiness.manrs.prefix_range import PrefixRange, aggregated
from noroshi.readiness.manrs.sense.rpsl import Irr
from noroshi.readiness.rpki.analyse.sweep import State, validate
from noroshi.readiness.rpki.prefixes import Prefixes
from noroshi.readiness.rpki.vrps import Vrps
from noroshi.spine.model import InputError

LONGEST = {False: 24, True: 48}
"""Longest prefix that is taken by whether it is IPv6, as is customary."""

MOST_MEMBERS, MOST_RANGES = 200_000, 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cone:
    """What may be announced.

    Attributes:
        members: ASes of the customer.
        missing: Sets that the objects do not hold: what is in them is filtered out.
        ranges: What may be announced, aggregated.
        before: Ranges before they were aggregated.
        invalid: Route objects left out because RPKI calls them invalid.
        long: Route objects and VRPs left out because they are longer than is customary.
    """

    members: tuple[int, ...]
    missing: tuple[str, ...]
    ranges: tuple[PrefixRange, ...]
    before: int
    invalid: int
    long: int


def cone(names: list[str], irr: Irr, vrps: Vrps) -> Cone:
    """The cone of some ASes and as-sets.

    Args:
        names: `AS64500` and `AS-EXAMPLE`.
        irr: Objects of registries.
        vrps: Those in force: they forbid route objects and allow on their own.

    Raises:
        InputError: Nothing at all may be announced, or far too much.
    """
    members, missing = expanded(names, irr)
    rows = np.flatnonzero(np.isin(irr.routes.origin, members))
    routes = irr.routes.take(rows)
    invalid = validate(routes, vrps).state == State.INVALID
    fine = np.flatnonzero(~invalid)
    exact = [_range(routes.prefixes, row, None) for row in fine.tolist()]
    allowed = np.flatnonzero(np.isin(vrps.asn, members))
    permitted = [_range(vrps.prefixes, row, int(vrps.max_length[row])) for row in allowed.tolist()]
    ranges = {one for one in (*exact, *permitted) if one is not None}
    if not ranges:
        raise InputError(f"no route object and no VRP lets {', '.join(names)} announce anything: a filter would drop all of it")  # fmt: skip
    if len(ranges) > MOST_RANGES:
        raise InputError(
            f"{', '.join(names)} may announce more than {MOST_RANGES:,} prefixes; is it a customer?"
        )
    return Cone(
        members=tuple(members),
        missing=tuple(missing),
        ranges=tuple(aggregated(ranges)),
        before=len(ranges),
        invalid=int(invalid.sum()),
        long=sum(one is None for one in (*exact, *permitted)),
    )


def expanded(names: list[str], irr: Irr) -> tuple[list[int], list[str]]:
    """ASes of some names, and sets that are not there; a set inside itself is entered once.

    Raises:
        InputError: A name is neither an AS nor a set, or there are far too many members.
    """
    found: set[int] = set()
    seen: set[str] = set()
    missing: list[str] = []
    waiting = [name.upper() for name in names]
    while waiting:
        name = waiting.pop()
        number = name.removeprefix("AS")
        if number.isdecimal() and number.isascii() and int(number) < 2**32:
            found.add(int(number))
        elif name not in seen:
            seen.add(name)
            if "AS-" not in name:
                raise InputError(
                    f"{name!r} is neither an AS nor an as-set; write AS64500 or AS-EXAMPLE"
                )
            if name in irr.sets:
                waiting += irr.sets[name]
            else:
                missing.append(name)
        if len(found) + len(seen) > MOST_MEMBERS:
            raise InputError(f"the sets hold more than {MOST_MEMBERS:,} members; is it a customer?")
    return sorted(found), sorted(missing)


def _range(prefixes: Prefixes, row: int, most: int | None) -> PrefixRange | None:
    """The range of a row; null where even its shortest is longer than is taken."""
    is_v6, length = bool(prefixes.is_v6[row]), int(prefixes.length[row])
    high = min(length if most is None else most, LONGEST[is_v6])
    if length > high:
        return None
    whole = int(prefixes.hi[row]) << 64 | int(prefixes.lo[row])
    address = whole if is_v6 else whole >> 96
    return PrefixRange(is_v6=is_v6, address=address, length=length, low=length, high=high)
