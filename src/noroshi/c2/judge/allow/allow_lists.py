"""Allow-lists: all lists read, as one versioned look-up."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from noroshi.c2.judge.allow.allow_list import AllowClass, AllowList, Network
from noroshi.c2.judge.allow.read import read_allow_list
from noroshi.c2.judge.allow.table import NONE, Table, table_of
from noroshi.c2.judge.allow.written import written
from noroshi.spine.model import ConfigError

SHIPPED = Path(__file__).parent / "shipped"
"""Folder of the lists that come with the product: public facts, compiled by us."""

NO_CLASS = NONE
"""Class index of a server that no list names."""

Service = tuple[int | None, int | None]
"""Port and protocol that entries hold for; null means any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowLists:
    """Lists in the order they were read.

    Attributes:
        lists: The lists; a later one outweighs an earlier one on the same prefix.
        version: Digest of their whole content; changes when any entry does.
        classes: Names of the classes, by the index that `match` gives.
        tables: Look-up of every service, most particular first.
        removals: Look-up of the entries that take addresses out of earlier lists.
    """

    lists: tuple[AllowList, ...]
    version: str
    classes: tuple[str, ...]
    tables: tuple[tuple[Service, Table], ...]
    removals: tuple[tuple[Service, Table], ...]

    def match(
        self,
        high: NDArray[np.int64],
        low: NDArray[np.int64],
        port: NDArray[np.integer],
        protocol: NDArray[np.integer],
    ) -> NDArray[np.int16]:
        """Class index of each server; NO_CLASS where no list names it.

        Args:
            high: Upper halves of the addresses; IPv4 is mapped (`::ffff:a.b.c.d`).
            low: Lower halves of the addresses.
            port: Ports.
            protocol: IANA protocol numbers.
        """
        of_list = np.array([*(self._class_of(one) for one in self.lists), NO_CLASS], dtype=np.int16)
        found: NDArray[np.int16] = of_list[self.match_lists(high, low, port, protocol)]
        return found

    def match_lists(
        self,
        high: NDArray[np.int64],
        low: NDArray[np.int64],
        port: NDArray[np.integer],
        protocol: NDArray[np.integer],
    ) -> NDArray[np.int16]:
        """Index in `lists` of the list that names each server; NO_CLASS where none does.

        An entry with port and protocol outweighs one with a port, which outweighs one without; of
        equals the longest prefix wins.
        """
        found = np.full(len(high), NONE, dtype=np.int16)
        for service, table in self.tables:
            rows = _meant(service, port, protocol) & (found == NONE)
            found[rows] = table.look_up(high[rows], low[rows])
        for service, table in self.removals:
            rows = _meant(service, port, protocol) & (found != NONE)
            taken_out = table.look_up(high[rows], low[rows])
            found[rows] = np.where(taken_out > found[rows], NONE, found[rows])
        return found

    def _class_of(self, one: AllowList) -> int:
        return NO_CLASS if one.category is AllowClass.NONE else self.classes.index(one.category)


def _meant(
    service: Service, port: NDArray[np.integer], protocol: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Rows that an entry's port and protocol mean."""
    rows = np.ones(len(port), dtype=np.bool_)
    if service[0] is not None:
        rows &= port == service[0]
    if service[1] is not None:
        rows &= protocol == service[1]
    return rows


def read_allow_lists(folders: Iterable[Path]) -> AllowLists:
    """Every `*.toml` of some folders, in the folders' order and by file name in each.

    Read it again at every detection: nothing is cached, so a change is effective at once.

    Args:
        folders: Usually `SHIPPED` and the home's `allow`. Missing ones hold no list. A list
            replaces one of the same name from an earlier folder.

    Raises:
        ConfigError: A list is wrong, names a rentable cloud, or bears a name twice in a folder.
    """
    named: dict[str, AllowList] = {}
    for folder in folders:
        for name, one in _read_folder(folder).items():
            named.pop(name, None)
            named[name] = one
    return allow_lists_of(list(named.values()))


def _read_folder(folder: Path) -> dict[str, AllowList]:
    named: dict[str, AllowList] = {}
    for path in sorted(folder.glob("*.toml")):
        one = read_allow_list(path)
        if one.name in named:
            raise ConfigError(
                f"{path} bears the name {one.name!r} of another list beside it; rename it"
            )
        named[one.name] = one
    return named


def allow_lists_of(lists: Sequence[AllowList]) -> AllowLists:
    """The look-up over some lists."""
    return AllowLists(
        lists=tuple(lists),
        version=hashlib.sha256("\n".join(map(written, lists)).encode()).hexdigest()[:16],
        classes=tuple(one.value for one in AllowClass if one is not AllowClass.NONE),
        tables=_tables(lists, removing=False),
        removals=_tables(lists, removing=True),
    )


def _tables(lists: Sequence[AllowList], *, removing: bool) -> tuple[tuple[Service, Table], ...]:
    by_service: dict[Service, list[tuple[Network, int]]] = defaultdict(list)
    for index, one in enumerate(lists):
        if (one.category is AllowClass.NONE) is removing:
            for entry in one.entries:
                by_service[entry.port, entry.protocol].append((entry.network, index))
    ordered = sorted(by_service.items(), key=lambda item: _precedence(item[0]))
    return tuple((service, table_of(prefixes)) for service, prefixes in ordered)


def _precedence(service: Service) -> tuple[int, int, int]:
    port, protocol = service
    return (port is None) + (protocol is None), port or 0, protocol or 0
