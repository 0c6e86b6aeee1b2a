"""Shared figures: how far an operator's devices are, told to the coordinator in counts alone."""

from datetime import datetime

import msgspec

from noroshi.iot.evaluate.programme import Progress
from noroshi.jobs.iot.desk import FEW
from noroshi.spine.model import InputError
from noroshi.spine.store import Store

JOB = "iot cases"
"""Job under which the counts of an operator stand in the record of runs."""


class Shared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of counts."""

    operator: str
    counts: dict[str, int]


NAMES = frozenset({"devices", "told", "reached", "fixed", "control", "fixed in control"})


def share_figures(
    store: Store, progress: Progress, *, operator_id: str, at: datetime
) -> dict[str, object]:
    """Record the counts here, and give the line for the coordinator, without small counts."""
    counts = progress.as_counts()
    _record(store, operator_id, counts, at)
    told = {name: count for name, count in counts.items() if count >= FEW or count == 0}
    return {"operator": operator_id, "counts": told}


def take_figures(store: Store, line: bytes, *, at: datetime) -> str:
    """Record the counts that an operator shared; gives its id.

    Raises:
        InputError: The line holds none.
    """
    try:
        row = msgspec.json.decode(line, type=Shared)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"this is no line of counts: {error}") from error
    strange = sorted(set(row.counts) - NAMES)
    if strange or any(count < 0 for count in row.counts.values()) or not row.operator.strip():
        raise InputError(f"this is no line of counts: {strange[:1] or 'a number or name is wrong'}")
    _record(store, row.operator, row.counts, at)
    return row.operator


def _record(store: Store, operator_id: str, counts: dict[str, int], at: datetime) -> None:
    run = store.begin_run(JOB, detector=None, window=None, inputs={"operator": operator_id}, at=at)
    store.end_run(run, outcome="done", counts=counts, at=at)
