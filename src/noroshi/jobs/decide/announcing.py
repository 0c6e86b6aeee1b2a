"""Announcing: which addresses the members' autonomous systems announce, by the AS table."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from noroshi.relay.decide import Span
from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.as_table import AsTable, read_as_table
from noroshi.spine.home import Home
from noroshi.spine.model import SourceError

LOW_HALF = 0xFFFFFFFF

Mark = tuple[int, int]
"""Time of change (ns) and size of a file: it differs when the file does."""


def announced_by(home: Home, asns: frozenset[int]) -> Mapping[int, Sequence[Span]]:
    """Addresses by AS number, of some systems; nothing where the settings name no AS table.

    Raises:
        SourceError: The file that the settings name cannot be read.
        InputError: It is no AS table.
    """
    named = home.settings.iot.as_table
    if not named or not asns:
        return {}
    path = home.path / named
    try:
        state = path.stat()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror}; mend `as_table` in `[iot]`"
        ) from error
    return _announced(path, (state.st_mtime_ns, state.st_size), asns)


@lru_cache(maxsize=4)
def _announced(
    path: Path,
    mark: Mark,  # noqa: ARG001  # a changed file is read again
    asns: frozenset[int],
) -> Mapping[int, Sequence[Span]]:
    table = read_as_table(path)
    return {asn: spans for asn in sorted(asns) if (spans := _spans(table, asn))}


def _spans(table: AsTable, asn: int) -> list[Span]:
    place = int(np.searchsorted(table.numbers, asn))
    if place == len(table.numbers) or table.numbers[place] != asn:
        return []
    rows = table.layer.values == place
    first, last = table.layer.first.take(rows), table.layer.last.take(rows)
    versions = np.where(first.is_v4, 4, 6).tolist()
    return list(zip(versions, _numbers(first), _numbers(last), strict=True))


def _numbers(addresses: Addresses) -> list[int]:
    """Addresses as numbers of their own family."""
    high, low = addresses.unsigned
    return [
        least & LOW_HALF if four else most << 64 | least
        for most, least, four in zip(
            high.tolist(), low.tolist(), addresses.is_v4.tolist(), strict=True
        )
    ]
