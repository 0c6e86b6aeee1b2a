"""Networks: the AS of addresses, from the file of the settings; nothing where there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from noroshi.spine.flows.address import parse_addresses
from noroshi.spine.flows.as_table import AsTable, read_as_table
from noroshi.spine.home import Home


@dataclass(frozen=True, slots=True)
class Network:
    """One AS: its number, and its name as the file writes it (empty where it has none)."""

    number: int
    name: str

    def __str__(self) -> str:
        return f"AS{self.number} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class Networks:
    """Which AS announces an address; knows none without a table."""

    table: AsTable | None = None

    def of(self, addresses: Sequence[str]) -> Mapping[str, Network]:
        """The AS of each address that one announces."""
        if self.table is None or not addresses:
            return {}
        parsed, known = parse_addresses(pa.array(list(addresses), pa.string()))
        numbers = self.table.numbers_of(parsed)
        return {
            address: Network(int(number), self.table.name_of(int(number)))
            for address, number, is_known in zip(addresses, numbers, known, strict=True)
            if is_known and number
        }


def own_networks(home: Home) -> Networks:
    """The networks that `[iot] as_table` tells; none where it is not set.

    Raises:
        SourceError: The file cannot be read.
        InputError: It is no such file.
    """
    named = home.settings.iot.as_table
    return Networks(read_as_table(home.path / Path(named)) if named else None)
