"""Port file: CSV with the interfaces of customers and the prefixes that may come in there."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from noroshi.readiness.rpki.numbers import UNREADABLE, parse_numbers
from noroshi.readiness.rpki.prefixes import I64, Fault, Prefixes, parse_prefixes
from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.table import layout_of, place_of, read_columns
from noroshi.spine.model import InputError

LARGEST_BYTES = 1 << 28
MOST_INDEX = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PortRows:
    """Prefixes and the interface of each.

    Attributes:
        interface: SNMP index, as flows tell it.
        prefixes: Of each row.
        refused: Rows left out.
    """

    interface: I64
    prefixes: Prefixes
    refused: int


def read_ports(path: Path) -> PortRows:
    """Rows of interface and prefix: of customers' ports, or of a router's routes.

    Raises:
        InputError: The file is cut, names no such columns, or holds no row.
    """
    content = read_content(path, most=LARGEST_BYTES)
    if not content.whole:
        raise InputError(f"{path.name} is cut short; give the whole file")
    refused: Counter[str] = Counter()
    try:
        layout = layout_of(content.octets, ("interface", "prefix"))
        columns = read_columns(content.octets, layout, refused)
    except InputError as error:
        raise InputError(f"{path.name} tells no ports: {error}") from error
    at, of = place_of(layout.names, ("interface", "ifindex")), place_of(layout.names, ("prefix",))
    if at is None or of is None:
        raise InputError(f"{path.name}: its first line must name the columns interface and prefix")
    interface = parse_numbers(columns[at], most=MOST_INDEX)
    prefixes, fault = parse_prefixes(columns[of])
    good = np.flatnonzero((interface != UNREADABLE) & (fault == Fault.NONE))
    if not len(good):
        raise InputError(f"{path.name} holds no interface with a prefix")
    return PortRows(
        interface=interface[good],
        prefixes=prefixes.take(good),
        refused=len(fault) - len(good) + refused.total(),
    )
