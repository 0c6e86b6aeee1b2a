"""Route states: what is kept of a validation: counts, and the own routes that are not valid."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from noroshi.jobs.readiness.validating import Validated
from noroshi.readiness.rpki import WORDS, State, reasons
from noroshi.spine.flows.arrow import words
from noroshi.spine.model import rfc3339

if TYPE_CHECKING:
    from noroshi.spine.store.readiness_results import Row

MOST_ROUTES = 200
"""Own routes that are told."""


def state_rows(done: Validated, own_as: int | None) -> "Iterator[Row]":
    """Counts of all routes; with an own AS its counts, and each of its routes that is not valid."""
    made_at = done.vrps.made_at
    counts = {WORDS[state]: int(count) for state, count in done.verdicts.counts().items()}
    yield {
        "kind": "states",
        "routes": len(done.routes),
        **counts,
        "vrps": len(done.vrps),
        "vrps_made_at": rfc3339(made_at) if made_at else None,
        "expired_vrps": done.expired,
    }
    if own_as is not None:
        yield from _own(done, own_as)


def _own(done: Validated, own_as: int) -> "Iterator[Row]":
    own = np.flatnonzero(done.routes.origin == own_as)
    states = done.verdicts.state[own]
    counts = {WORDS[state]: int((states == state).sum()) for state in State}
    yield {"kind": "own-states", "origin": own_as, "routes": len(own), **counts}
    wrong = own[states != State.VALID]
    # Invalid ones first: they are lost somewhere today.
    wrong = wrong[np.argsort(done.verdicts.state[wrong] != State.INVALID, kind="stable")]
    wrong = wrong[:MOST_ROUTES]
    routes, verdicts = done.routes.take(wrong), done.verdicts.take(wrong)
    said = {tongue: words(reasons(routes, verdicts, tongue)) for tongue in ("ja", "en")}
    for place, state in enumerate(verdicts.state.tolist()):
        yield {
            "kind": "own-route",
            "prefix": routes.prefixes.text(place),
            "origin": own_as,
            "state": WORDS[State(state)],
            "reason": {tongue: texts[place] for tongue, texts in said.items()},
        }
