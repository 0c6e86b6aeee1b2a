"""Scoring: the actions of MANRS from files and the lake."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from noroshi.jobs.readiness.payload_source import read_source
from noroshi.jobs.readiness.spoofed_sources import Found
from noroshi.readiness.manrs.judge.actions import (
    Action,
    coordination,
    filtering,
    spoofing,
    validation,
)
from noroshi.readiness.manrs.sense.rdap import read_rdap
from noroshi.readiness.manrs.sense.rpsl import Irr, read_irr
from noroshi.readiness.rpki import Routes, State, Vrps, read_routes, validate

NEEDED = {"abuse": ("abuse", "abuse-c"), "technical": ("technical", "noc", "tech-c")}
"""Contacts that an AS needs, and what registries call them."""

SMALL = 0.0001
"""Part of a port's octets with foreign sources that is no leak: sampling and renumbering make a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """What is looked at.

    Attributes:
        own: The own ASes.
        customers: ASes of customers.
        routes: The table; null where none is given, as with the next three.
        vrps: Source of VRPs.
        irr: Texts of registries.
        rdap: Answers of registries on own ASes.
        spoofed: What came in by customers' ports; null where it was not looked at.
    """

    own: Sequence[int]
    customers: Sequence[int] = ()
    routes: Path | None = None
    vrps: str | None = None
    irr: Sequence[Path] = ()
    rdap: Sequence[Path] = ()
    spoofed: Found | None = None


def score_manrs(asked: Scoring) -> list[Action]:
    """The four actions; one without material to look at has no score.

    Raises:
        InputError: A file gives nothing to work with.
        SourceError: A cache does not answer.
    """
    irr = read_irr(list(asked.irr)) if asked.irr else None
    announced = None
    if asked.routes is not None and asked.vrps is not None:
        announced = _announced(read_routes(asked.routes), read_source(asked.vrps), asked)
    return [
        _filtering(announced, irr),
        _spoofing(asked.spoofed),
        _coordination(asked, irr),
        _validation(announced, asked.own),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Announced:
    """Announcements of own and customer ASes, each once: prefix, origin and state."""

    rows: list[tuple[str, int, State]]


def _announced(routes: Routes, vrps: Vrps, asked: Scoring) -> _Announced:
    chosen = routes.take(np.isin(routes.origin, [*asked.own, *asked.customers]))
    states = validate(chosen, vrps).state.tolist()
    rows = {
        (chosen.prefixes.text(row), int(chosen.origin[row])): State(state)
        for row, state in enumerate(states)
    }
    return _Announced(rows=[(prefix, origin, state) for (prefix, origin), state in rows.items()])


def _filtering(announced: _Announced | None, irr: Irr | None) -> Action:
    registered = set()
    if irr is not None:
        prefixes, origins = irr.routes.prefixes, irr.routes.origin.tolist()
        registered = {(prefixes.text(row), origin) for row, origin in enumerate(origins)}
    good, invalid, unknown = 0, list[str](), list[str]()
    for prefix, origin, state in announced.rows if announced else []:
        text = f"{prefix} AS{origin}"
        if state is State.INVALID:
            invalid.append(text)
        elif state is State.VALID or (prefix, origin) in registered:
            good += 1
        else:
            unknown.append(text)
    return filtering(good, invalid, unknown)


def _validation(announced: _Announced | None, own: Sequence[int]) -> Action:
    mine = [row for row in announced.rows if row[1] in own] if announced else []
    by_state = {
        state: [f"{prefix} AS{origin}" for prefix, origin, found in mine if found is state]
        for state in State
    }
    return validation(
        len(by_state[State.VALID]), by_state[State.INVALID], by_state[State.NOT_FOUND]
    )


def _spoofing(found: Found | None) -> Action:
    clean, leaking = 0, list[str]()
    for port in found.ports if found else []:
        if port.foreign is None:
            continue
        if port.foreign[0] > SMALL * port.seen[0]:
            leaking.append(f"interface {port.interface}")
        else:
            clean += 1
    return spoofing(clean, leaking)


def _coordination(asked: Scoring, irr: Irr | None) -> Action:
    answers = [read_rdap(path) for path in asked.rdap]
    known: dict[int, dict[str, tuple[str, ...]]] = {}
    for number, mails in answers:
        known.setdefault(number, {}).update(mails)
    for number, handles in (irr.contacts if irr else {}).items():
        mails = {
            name: tuple(
                mail for handle in chosen for mail in (irr.mails.get(handle, ()) if irr else ())
            )
            for name, chosen in handles.items()
        }
        for name, found in mails.items():
            if found:
                known.setdefault(number, {})[name] = found
    if not answers and irr is None:
        return coordination([], [])
    reached, missing = list[str](), list[str]()
    for asn in asked.own:
        held = known.get(asn, {})
        lacks = [f"AS{asn} {kind}" for kind, names in NEEDED.items() if not any(held.get(name) for name in names)]  # fmt: skip
        if lacks:
            missing += lacks
        else:
            reached.append(f"AS{asn}")
    return coordination(reached, missing)
