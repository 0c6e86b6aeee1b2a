"""Truth: what is known about the servers of a labelled flow file."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.flows.address import format_addresses, members, parse_addresses, parse_networks
from noroshi.spine.flows.arrow import Column, words
from noroshi.spine.model import InputError, canonical_address

FLOW_COLUMNS = ("src", "dst", "cls", "scenario")
TRUTH_COLUMNS = ("ip", "scenario", "family", "c2_type")

ANONYMITY = "Tor"
"""Rows whose `c2_type` begins so are guards of an anonymity network: neither right nor wrong."""

PEER = "p2p_peer"
"""Class of flows with peers of a peer-to-peer bot: their addresses are neither right nor wrong."""

INFECTED = frozenset({"c2", "infected_other", PEER})
"""Classes of flows that only infected subscribers have."""

ELSEWHERE = "elsewhere"
"""Scenario of servers that no labelled flow names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """A C&C address: where it comes from, and what speaks to it."""

    scenario: str
    family: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known about a set of flows. Addresses are canonical texts.

    Attributes:
        controllers: C&C servers.
        scenarios: Capture that each other server comes from.
        left_out: Servers that count neither as right nor as wrong.
        infected: Infected subscribers, as the file names them.
        elsewhere: Scenario of servers that `scenarios` does not name.
    """

    controllers: Mapping[str, Controller]
    scenarios: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    infected: frozenset[str] = frozenset()
    elsewhere: str = ELSEWHERE

    def scenario(self, address: str) -> str:
        """Which scenario a server belongs to."""
        known = self.controllers.get(address)
        return known.scenario if known else self.scenarios.get(address, self.elsewhere)


def read_truth(flows: Path, servers: Path, subscribers: Sequence[str]) -> Truth:
    """Truth of a labelled Parquet file and the table of its C&C servers.

    Args:
        flows: Columns `src`, `dst`, `cls`, `scenario`.
        servers: CSV with columns `ip`, `scenario`, `family`, `c2_type`.
        subscribers: Ranges of subscribers (CIDR): the other end of a flow is the server.

    Raises:
        InputError: A file cannot be read or lacks columns.
        ConfigError: A range is wrong.
    """
    listed = list(_read_servers(servers))
    controllers = {
        address: Controller(scenario=row["scenario"], family=row["family"], kind=row["c2_type"])
        for address, row in listed
        if not row["c2_type"].startswith(ANONYMITY)
    }
    ends = _read_ends(flows, subscribers)
    peers = {address for address, class_, _ in ends.servers if class_ == PEER}
    guards = {address for address, _ in listed}
    return Truth(
        controllers=controllers,
        scenarios=_commonest((address, scenario, n) for (address, _, scenario), n in ends.servers.items()),
        left_out=frozenset((peers | guards) - controllers.keys()),
        infected=ends.infected,
    )  # fmt: skip


def made_truth(addresses: Mapping[str, tuple[str, str]], name: str) -> Truth:
    """Truth of a made day: one scenario, whose every C&C server is known.

    Args:
        addresses: Family and kind of each C&C address.
        name: Name of the scenario.
    """
    controllers = {
        address: Controller(scenario=name, family=family, kind=kind)
        for address, (family, kind) in addresses.items()
    }
    return Truth(controllers=controllers, elsewhere=name)


def _read_servers(path: Path) -> Iterable[tuple[str, Mapping[str, str]]]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as a table of C&C servers: {error}") from error
    for number, row in enumerate(rows, start=2):
        missing = [name for name in TRUTH_COLUMNS if not isinstance(row.get(name), str)]
        if missing:
            raise InputError(
                f"{path}, line {number} lacks {', '.join(missing)}; "
                f"give the columns {', '.join(TRUTH_COLUMNS)}"
            )
        yield canonical_address(row["ip"]), row


@dataclass(frozen=True, slots=True)
class _Ends:
    """Server ends with class, scenario and number of flows; and infected subscribers."""

    servers: Mapping[tuple[str, str, str], int]
    infected: frozenset[str]


def _read_ends(path: Path, subscribers: Sequence[str]) -> _Ends:
    try:
        table = pq.read_table(path, columns=list(FLOW_COLUMNS))
    except (pa.ArrowException, OSError, KeyError) as error:
        raise InputError(
            f"{path} holds no labelled flows ({str(error).splitlines()[0]}); "
            f"give Parquet with the columns {', '.join(FLOW_COLUMNS)}"
        ) from error
    if missing := [name for name in FLOW_COLUMNS if name not in table.column_names]:
        raise InputError(
            f"{path} lacks the columns {', '.join(missing)}, so nothing is known of it"
        )
    kinds = table.group_by(list(FLOW_COLUMNS)).aggregate([([], "count_all")])
    source, source_in = _end(kinds["src"], subscribers)
    target, target_in = _end(kinds["dst"], subscribers)
    classes, scenarios = kinds["cls"].to_pylist(), kinds["scenario"].to_pylist()
    counts: dict[tuple[str, str, str], int] = {}
    infected: set[str] = set()
    rows = zip(source, source_in, target, target_in, classes, scenarios, kinds["count_all"].to_pylist(), strict=True)  # fmt: skip
    for src, src_in, dst, dst_in, class_, scenario, n in rows:
        if src is None or dst is None or src_in == dst_in:
            continue
        server, subscriber = (dst, src) if src_in else (src, dst)
        key = (server, str(class_), str(scenario))
        counts[key] = counts.get(key, 0) + int(n)
        if class_ in INFECTED:
            infected.add(subscriber)
    return _Ends(counts, frozenset(infected))


def _end(column: Column, subscribers: Sequence[str]) -> tuple[list[str | None], list[bool]]:
    """Canonical addresses of a column (null where it holds none), and which are subscribers."""
    addresses, known = parse_addresses(column)
    texts = words(format_addresses(addresses))
    inside = members(addresses, parse_networks(subscribers)) >= 0
    named = [text if good else None for text, good in zip(texts, known.tolist(), strict=True)]
    return named, inside.tolist()


def _commonest(rows: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """For each address the scenario with most flows; ties by name."""
    total: dict[str, dict[str, int]] = {}
    for address, scenario, n in rows:
        of_address = total.setdefault(address, {})
        of_address[scenario] = of_address.get(scenario, 0) + n
    return {
        address: min(counts, key=lambda name: (-counts[name], name))
        for address, counts in total.items()
    }
