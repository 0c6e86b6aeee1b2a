"""Line addresses: at which addresses some lines are to be found at a moment, by the session logs."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import pyarrow as pa

from noroshi.spine.flows.arrow import as_integers, words
from noroshi.spine.model import address_text


def addresses_of_lines(
    sessions: Iterable[pa.RecordBatch], is_wanted: Callable[[str], bool], *, at_ms: int
) -> dict[str, list[str]]:
    """Addresses that the wanted lines hold at a moment, by the operator's name of the line.

    Args:
        sessions: Logs in the columns of `SESSIONS`.
        is_wanted: Whether a line matters; asked once a name.
        at_ms: The moment, Unix milliseconds.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    known: dict[str, bool] = {}
    for batch in sessions:
        start, end = as_integers(batch["start"]), as_integers(batch["end"])
        now = batch.filter(pa.array((start <= at_ms) & (at_ms < end)))
        names = words(now["subscriber"])
        hi, lo = as_integers(now["hi"]), as_integers(now["lo"])
        for place, name in enumerate(names):
            if name not in known:
                known[name] = is_wanted(name)
            if known[name]:
                address = address_text(int(hi[place]), int(lo[place]))
                if address not in found[name]:
                    found[name].append(address)
    return dict(found)
