"""Spoofed sources: what came in by which interface though it does not belong there, and what uRPF would drop."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from noroshi.jobs.flows.asking import Asked, streamed
from noroshi.jobs.readiness.simulating import hidden
from noroshi.readiness.manrs.analyse.reverse_path import Mode, Ports, ReversePath
from noroshi.readiness.manrs.sense.port_file import PortRows, read_ports
from noroshi.readiness.rpki.prefixes import I64, Mask, Prefixes
from noroshi.spine.engine import Progress
from noroshi.spine.flows.address import Addresses, parse_networks
from noroshi.spine.flows.arrow import as_integers, as_numbers
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError

BATCH = 1 << 20
_EXPORTER = re.compile(r"[0-9A-Za-z.:_-]{1,100}")
_SQL = """
SELECT sourceAddressHi, sourceAddressLo, ingressInterface::BIGINT AS interface,
       (octetDeltaCount * samplingInterval)::DOUBLE AS octets
FROM flows WHERE ingressInterface IS NOT NULL
"""

F64 = npt.NDArray[np.float64]


@dataclass(slots=True)
class Port:
    """Sums of one interface; the first of a pair counts octets, the second flows.

    Attributes:
        interface: SNMP index.
        seen: All that came in.
        foreign: What does not belong to the customer of the port; null where it is no customer's port.
        dropped: What each mode of uRPF would drop.
    """

    interface: int
    seen: list[float] = field(default_factory=lambda: [0.0, 0.0])
    foreign: list[float] | None = None
    dropped: dict[Mode, list[float]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        row: dict[str, object] = {
            "interface": self.interface,
            "octets": round(self.seen[0]),
            "flows": round(self.seen[1]),
        }
        if self.foreign is not None:
            row["foreign"] = {"octets": round(self.foreign[0]), "flows": round(self.foreign[1])}
        row["dropped"] = {
            mode.value: {
                "octets": round(sums[0]),
                "flows": round(sums[1]),
                "share": round(sums[0] / self.seen[0], 9) if self.seen[0] else 0.0,
            }
            for mode, sums in self.dropped.items()
        }
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoofing:
    """What is looked at.

    Attributes:
        ports: Interfaces and prefixes of customers; null where none are given.
        routes: Interfaces and prefixes of the router's routes, the best of a prefix first; null likewise.
        exporter: The router, as flows name it: interface numbers are its own.
    """

    ports: Path | None
    routes: Path | None
    exporter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of it: interfaces, those with most foreign octets first, and rows of the files left out."""

    ports: tuple[Port, ...]
    refused: int

    def rows(self) -> Iterator[dict[str, object]]:
        """One for each interface."""
        for port in self.ports:
            yield port.as_dict()


def find_spoofed(
    home: Home, spoofing: Spoofing, asked: Asked, *, progress: Progress | None = None
) -> Found:
    """Look at every flow that tells the interface it came in by.

    Raises:
        ConfigError: There are no flows, neither file is given, or the exporter is no name.
        InputError: A file gives nothing to work with.
    """
    if spoofing.ports is None and spoofing.routes is None:
        raise ConfigError("give --ports, --routes, or both")
    ports = read_ports(spoofing.ports) if spoofing.ports else None
    routes = read_ports(spoofing.routes) if spoofing.routes else None
    owned = Ports.of(_stored(home, ports.prefixes), ports.interface) if ports else None
    back = ReversePath.of(_stored(home, routes.prefixes), routes.interface) if routes else None
    found: dict[int, Port] = {}
    told = {"ports": str(spoofing.ports), "routes": str(spoofing.routes), "exporter": spoofing.exporter or ""}  # fmt: skip
    job = "readiness manrs spoofing"
    with streamed(
        home, job, told, _sql(spoofing.exporter), asked, rows=BATCH, progress=progress
    ) as batches:
        for batch in batches:
            numbers = [as_integers(batch.column(place)) for place in range(3)]
            _count(
                found,
                Addresses(numbers[0], numbers[1]),
                numbers[2],
                as_numbers(batch.column(3)),
                owned,
                back,
            )
    order = sorted(found.values(), key=lambda one: (-(one.foreign or [0.0])[0], one.interface))
    return Found(ports=tuple(order), refused=_refused(ports) + _refused(routes))


def _sql(exporter: str | None) -> str:
    if exporter is None:
        return _SQL
    if not _EXPORTER.fullmatch(exporter):
        raise ConfigError(f"{exporter!r} is no exporter's name or address")
    return f"{_SQL} AND exporter = '{exporter}'"


def _refused(rows: PortRows | None) -> int:
    return rows.refused if rows else 0


def _stored(home: Home, prefixes: Prefixes) -> Prefixes:
    """Prefixes under the pseudonyms that the lake knows them by."""
    ranges, key = home.settings.flows.subscribers, home.pseudonym_key_file
    if not ranges or not key.exists():
        return prefixes
    return hidden(prefixes, Pseudonyms(key.read_bytes(), parse_networks(ranges)))


def _count(  # the columns of a batch and what they are held against
    found: dict[int, Port],
    sources: Addresses,
    interface: I64,
    octets: F64,
    owned: Ports | None,
    back: ReversePath | None,
) -> None:
    index, at = np.unique(interface, return_inverse=True)
    for place, number in enumerate(index.tolist()):
        port = found.setdefault(number, Port(number))
        _add(port.seen, at == place, octets)
    if owned is not None:
        foreign = ~owned.owns(sources, interface)
        for place, number in enumerate(index.tolist()):
            if number in owned.interfaces:
                port = found[number]
                port.foreign = port.foreign or [0.0, 0.0]
                _add(port.foreign, (at == place) & foreign, octets)
    if back is not None:
        for mode, passes in back.passes(sources, interface).items():
            for place, number in enumerate(index.tolist()):
                sums = found[number].dropped.setdefault(mode, [0.0, 0.0])
                _add(sums, (at == place) & ~passes, octets)


def _add(sums: list[float], which: Mask, octets: F64) -> None:
    sums[0] += float(octets[which].sum())
    sums[1] += float(which.sum())
