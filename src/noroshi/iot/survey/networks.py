"""Networks: which AS and which ISP an address belongs to, for their caps.

The table is pinned in the signed scope by its SHA-256, like a list of exclusions: whoever could
split an AS into many by editing a file would set its cap himself. Without a table the whole scope
counts as one AS and one ISP, which is the strictest reading.
"""

import csv
from ipaddress import IPv4Network

import numpy as np
import numpy.typing as npt

from noroshi.spine.model import InputError

I64 = npt.NDArray[np.int64]

MAX_OCTETS = 128 * 1024 * 1024
MAX_NAME = 200
HEADER = ["prefix", "asn", "isp"]


class Networks:
    """Groups of addresses, numbered; 0 is everything that the table does not name."""

    def __init__(self, rows: list[tuple[IPv4Network, str, str]] | None = None) -> None:
        ordered = sorted(rows or [], key=lambda row: row[0])
        self._starts = np.array([int(net.network_address) for net, _, _ in ordered], np.int64)
        self._ends = np.array([int(net.broadcast_address) + 1 for net, _, _ in ordered], np.int64)
        self.systems, self._system = _numbered([asn for _, asn, _ in ordered])
        self.isps, self._isp = _numbered([isp for _, _, isp in ordered])

    def check_disjoint(self) -> None:
        """Refuse a table in which one prefix lies in another.

        Raises:
            InputError: Two share an address.
        """
        twice = np.flatnonzero(self._starts[1:] < self._ends[:-1])
        if len(twice):
            text = IPv4Network(int(self._starts[twice[0] + 1]))
            raise InputError(f"table of networks: {text.network_address} stands in two prefixes")

    def of(self, addresses: I64) -> tuple[I64, I64]:
        """AS group and ISP group of each address."""
        if not len(self._starts):
            return np.zeros(len(addresses), np.int64), np.zeros(len(addresses), np.int64)
        at = np.searchsorted(self._starts, addresses, side="right") - 1
        inside = (at >= 0) & (addresses < self._ends[at])
        return np.where(inside, self._system[at], 0), np.where(inside, self._isp[at], 0)


def parse_networks(octets: bytes) -> Networks:
    """The table in a CSV file with the header `prefix,asn,isp`.

    Raises:
        InputError: It is none, a prefix is wrong, or one lies in another.
    """
    if len(octets) > MAX_OCTETS:
        raise InputError(f"a table of networks takes {MAX_OCTETS:,} octets at most")
    rows: list[tuple[IPv4Network, str, str]] = []
    reader = csv.reader(octets.decode("utf-8", "replace").splitlines())
    try:
        if next(reader, None) != HEADER:
            raise InputError(f"a table of networks begins with the line {','.join(HEADER)}")
        rows = [_row(row, number) for number, row in enumerate(reader, start=2) if row]
    except csv.Error as error:
        raise InputError(f"the table of networks is no CSV: {error}") from error
    made = Networks(rows)
    made.check_disjoint()
    return made


def _row(row: list[str], number: int) -> tuple[IPv4Network, str, str]:
    if len(row) != len(HEADER) or any(len(value) > MAX_NAME for value in row):
        raise InputError(f"table of networks, line {number}: it takes {','.join(HEADER)}")
    try:
        return IPv4Network(row[0]), row[1], row[2]
    except ValueError as error:
        raise InputError(f"table of networks, line {number}: {error}") from error


def _numbered(names: list[str]) -> tuple[int, I64]:
    """How many groups there are, and the number of each name; 0 stays free."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names), start=1)}
    return len(numbers) + 1, np.array([numbers[name] for name in names], np.int64)
