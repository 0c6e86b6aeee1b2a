"""Zone table: the records of a zone file in canonical order, whatever its size, in flat memory.

Records are read one at a time into a temporary database on disk and come back node by node.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.rrset
import dns.tokenizer
import dns.zonefile

from noroshi.spine.model import ConfigError, InputError

MOST_OCTETS = 64 * 2**30
MOST_OF_NODE = 20_000
"""Records of one name; more are no zone but an attack."""

BATCH = 10_000

_IN = dns.rdataclass.IN
Kind = tuple[int, int]
"""Type, and for signatures the type they cover."""


@dataclass(frozen=True, slots=True)
class Node:
    """A name and its RRsets."""

    name: dns.name.Name
    rdatasets: dict[Kind, dns.rdataset.Rdataset]

    def rrset(self, kind: dns.rdatatype.RdataType) -> dns.rrset.RRset | None:
        """An RRset."""
        found = self.rdatasets.get((kind, 0))
        return dns.rrset.from_rdata_list(self.name, found.ttl, list(found)) if found else None

    def signatures(self, kind: dns.rdatatype.RdataType) -> dns.rdataset.Rdataset | None:
        """The signatures of an RRset."""
        return self.rdatasets.get((dns.rdatatype.RRSIG, kind))


class _Row(NamedTuple):
    order: bytes
    name: bytes
    kind: int
    covers: int
    ttl: int
    wire: bytes


class ZoneTable:
    """The records of a zone."""

    def __init__(self, origin: dns.name.Name, database: sqlite3.Connection) -> None:
        self.origin = origin
        self._database = database

    def node(self, name: dns.name.Name) -> Node | None:
        """One name."""
        rows = self._database.execute(
            "SELECT * FROM record WHERE place = ? ORDER BY kind, covers", (order_of(name),)
        )
        return next(_nodes(map(_Row._make, rows)), None)

    def nodes(self) -> Iterator[Node]:
        """All names in canonical order (RFC 4034 section 6.1).

        Raises:
            InputError: A name has too many records.
        """
        rows = self._database.execute("SELECT * FROM record ORDER BY place, kind, covers")
        yield from _nodes(map(_Row._make, rows))

    @property
    def longest_ttl_s(self) -> int:
        """The longest TTL of the zone."""
        return int(self._database.execute("SELECT max(ttl) FROM record").fetchone()[0])


@contextmanager
def zone_table(path: Path, origin: dns.name.Name) -> Iterator[ZoneTable]:
    """The table of a zone file while the block runs.

    Args:
        path: A master file (RFC 1035 section 5) without $INCLUDE and $GENERATE.
        origin: The zone's name.

    Raises:
        ConfigError: The file cannot be read.
        InputError: It holds no zone of that name.
    """
    with (
        TemporaryDirectory(prefix="noroshi-zone-") as folder,
        closing(sqlite3.connect(Path(folder) / "zone.db")) as database,
    ):
        database.execute("PRAGMA journal_mode = off")
        database.execute("PRAGMA synchronous = off")
        database.execute(
            "CREATE TABLE record (place BLOB, name BLOB, kind INT, covers INT, ttl INT, wire BLOB)"
        )
        _load(path, origin, _Taker(origin, database))
        database.execute("CREATE INDEX by_place ON record (place, kind, covers)")
        table = ZoneTable(origin, database)
        apex = table.node(origin)
        if apex is None or apex.rrset(dns.rdatatype.SOA) is None:
            raise InputError(
                f"{path.name} is no zone of {origin}: it has no SOA there; give the zone's name as in the file"
            )
        yield table


def _load(path: Path, origin: dns.name.Name, taker: "_Taker") -> None:
    try:
        if path.stat().st_size > MOST_OCTETS:
            raise ConfigError(f"{path.name} is larger than {MOST_OCTETS >> 30} GiB")
        with path.open(encoding="utf-8", errors="replace") as file:
            reader = dns.zonefile.Reader(
                dns.tokenizer.Tokenizer(file, path.name), _IN, taker,  # type: ignore[arg-type]  # the few methods that it calls
                allow_include=False, allow_directives=("$ORIGIN", "$TTL"),
            )  # fmt: skip
            reader.read()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except (dns.exception.DNSException, ValueError, KeyError, AttributeError) as error:
        why = str(error) or type(error).__name__
        raise InputError(
            f"{path.name} is no zone of {origin}: {why}; give a file without $INCLUDE and $GENERATE"
        ) from error
    taker.flush()


class _Taker:
    """What the reader of zone files gives its records to, in place of a zone in memory."""

    def __init__(self, origin: dns.name.Name, database: sqlite3.Connection) -> None:
        self._origin, self._database = origin, database
        self._rows: list[_Row] = []

    @property
    def manager(self) -> "_Taker":
        """It knows the origin, too."""
        return self

    def origin_information(self) -> tuple[dns.name.Name, bool, dns.name.Name]:
        """Absolute names below the origin."""
        return self._origin, False, self._origin

    def get_class(self) -> dns.rdataclass.RdataClass:
        """Internet."""
        return _IN

    def check_put_rdataset(self, check: object) -> None:
        """Checks of the library need the whole zone in memory; ours come later."""

    def add(self, name: dns.name.Name, ttl: int, record: dns.rdata.Rdata) -> None:
        """Take a record."""
        wire = record.to_wire() or b""
        covers = int(record.covers())
        self._rows.append(
            _Row(order_of(name), name.to_wire() or b"", int(record.rdtype), covers, ttl, wire)
        )
        if len(self._rows) >= BATCH:
            self.flush()

    def _set_origin(self, origin: dns.name.Name | None) -> None:
        """$ORIGIN moves names; the zone stays the one that was asked for."""

    def flush(self) -> None:
        """Put what waits on disk."""
        self._database.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", self._rows)
        self._rows.clear()


def order_of(name: dns.name.Name) -> bytes:
    """Octets that sort as names do: labels from the right, lower case, 0 between them."""
    return b"".join(
        label.lower().replace(b"\1", b"\1\2").replace(b"\0", b"\1\1") + b"\0"
        for label in reversed(name.labels[:-1])
    )


def _nodes(rows: Iterator[_Row]) -> Iterator[Node]:
    for _, group in groupby(rows, key=lambda row: row.order):
        rdatasets: dict[Kind, dns.rdataset.Rdataset] = {}
        name = dns.name.root
        for place, row in enumerate(group):
            if not place:
                name = dns.name.from_wire(row.name, 0)[0]
            if place >= MOST_OF_NODE:
                raise InputError(f"{name} has more than {MOST_OF_NODE:,} records")
            record = dns.rdata.from_wire(
                _IN, dns.rdatatype.RdataType(row.kind), row.wire, 0, len(row.wire)
            )
            key = (row.kind, row.covers)
            if key not in rdatasets:
                rdatasets[key] = dns.rdataset.Rdataset(_IN, record.rdtype, record.covers())
            rdatasets[key].add(record, row.ttl)
        yield Node(name, rdatasets)
