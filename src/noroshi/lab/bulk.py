"""Bulk: tens of millions of flow rows for benchmarks, straight into lake hours.

The day of `plan` is made for detection; this one is made for load. It keeps what engines feel: a
skewed number of rows per client, habits (so channels repeat), Zipf servers, lone contacts and scans
(so most channels stay lone), a share of exact clocks, both directions, an evening peak. It bears no
truth.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from noroshi.lab.clock import HOME, HOUR_MS, jst_hour
from noroshi.lab.columns import I64, U8, U16, Columns
from noroshi.lab.ground import DOCUMENTATION_V6_HI, SERVER_BLOCK
from noroshi.lab.plan import A_DAY
from noroshi.lab.population import SUBSCRIBER_BLOCK, SUBSCRIBER_V6_HI
from noroshi.lab.seed import rng_of
from noroshi.lab.table import Values, flow_table, hour_folder
from noroshi.spine.flows.schema import FLOW_SCHEMA
from noroshi.spine.model import SamplingSource, SubscriberSide, Window
from noroshi.spine.model.address import MAPPED

U64 = npt.NDArray[np.uint64]

CHUNK_ROWS = 262_144
"""Rows in memory and in a row group."""

HABITS = 96
"""Servers that a client returns to; the k-th is met 1 / k as often as the first."""

SERVERS = 120_000
NAME_SERVERS = 6
LONE_SHARE, SCAN_SHARE, CLOCK_SHARE, NAME_SHARE = 0.14, 0.06, 0.04, 0.18
"""Contacts out of habit, scans from outside, clocks, and name look-ups, by conversations."""

UNANSWERED_SHARE = 0.12
MEAN_PULSES = 298.0
"""Contacts a day of a clock whose period is log-uniform between 60 and 7,200 s."""

DICTIONARY = [
    "ipVersion", "protocolIdentifier", "tcpControlBits", "samplingInterval", "samplingSource",
    "subscriberSide", "packetDeltaCount", "octetDeltaCount", "sourceAddressHi",
    "destinationAddressHi", "exportVersion",
]  # fmt: skip
"""Columns with few values."""

DELTA = dict.fromkeys(
    ("flowStartMilliseconds", "flowEndMilliseconds", "collectionTimeMilliseconds"),
    "DELTA_BINARY_PACKED",
)
"""Times run on, so their differences are small: faster and smaller than plain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """How much to write. The same bulk gives the same octets, whatever the number of workers."""

    rows: int
    seed: int = 1
    window: Window = A_DAY
    clients: int = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts(Columns):
    """Conversations reduced to who, whom and when; `shape` is an index into shared shapes."""

    start_ms: I64
    client: I64
    server: I64
    port: U16
    protocol: U8
    shape: U16
    inbound: npt.NDArray[np.bool_]


def write_bulk(bulk: Bulk, flows: Path, *, workers: int = 2) -> tuple[Path, ...]:
    """Write exactly `bulk.rows` rows below `flows`, one file an hour, a few chunks in memory."""
    with ThreadPoolExecutor(workers) as pool:
        hours = hours_of(bulk)
        return tuple(pool.map(partial(_write_hour, bulk, flows), *zip(*hours, strict=True)))


def hours_of(bulk: Bulk) -> list[tuple[int, int]]:
    """Start and number of rows of each hour that has rows."""
    starts = np.arange(bulk.window.start_ms, bulk.window.end_ms, HOUR_MS)
    share = np.cumsum(np.asarray(HOME)[jst_hour(starts).astype(np.int64)])
    ends = np.round(share / share[-1] * bulk.rows).astype(np.int64)
    counts = np.diff(ends, prepend=0)
    return [(int(start), int(rows)) for start, rows in zip(starts, counts, strict=True) if rows]


def _write_hour(bulk: Bulk, flows: Path, start_ms: int, rows: int) -> Path:
    folder = hour_folder(flows, start_ms)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"bulk-{bulk.seed}.parquet"
    with pq.ParquetWriter(
        path,
        FLOW_SCHEMA,
        compression="zstd",
        compression_level=1,
        use_dictionary=DICTIONARY,  # type: ignore[arg-type]  # the stubs miss lists of names
        column_encoding=DELTA,
    ) as writer:
        for values, count in chunks(bulk, start_ms, rows):
            writer.write_table(flow_table(values, count), row_group_size=CHUNK_ROWS)
    return path


def chunks(bulk: Bulk, start_ms: int, rows: int) -> Iterator[tuple[Values, int]]:
    """The rows of one hour in order of time, by chunks."""
    rng = rng_of(bulk.seed, f"bulk {start_ms}")
    number = -(-rows // CHUNK_ROWS)
    edges = np.linspace(0, rows, number + 1).astype(np.int64)
    moments = np.linspace(start_ms, start_ms + HOUR_MS, number + 1).astype(np.int64)
    for nth in range(number):
        count = int(edges[nth + 1] - edges[nth])
        contacts = draw_contacts(
            rng, bulk, count, Window.of_ms(int(moments[nth]), int(moments[nth + 1]))
        )
        yield as_rows(rng, contacts, count), count


def draw_contacts(rng: np.random.Generator, bulk: Bulk, rows: int, window: Window) -> Contacts:
    """Enough conversations for so many rows, sorted by time but for the clocks at the end."""
    wanted = _conversations(rows)
    clocks = _clocks(bulk, window)
    clocks = clocks.take(slice(0, wanted // 2))
    count = wanted - len(clocks)
    client = _skewed(rng, bulk.clients, count)
    kind = rng.random(count)
    server = _habit(client, _log_uniform(rng, HABITS, count))
    lone = kind < LONE_SHARE
    server[lone] = _log_uniform(rng, SERVERS, int(lone.sum()))
    scan = (kind >= LONE_SHARE) & (kind < LONE_SHARE + SCAN_SHARE)
    server[scan] = SERVERS - 1 - _log_uniform(rng, 2000, int(scan.sum()))
    client[scan] = rng.integers(0, bulk.clients, int(scan.sum()))
    name = kind > 1.0 - NAME_SHARE
    server[name] = client[name] % NAME_SERVERS
    port, protocol = _service(server)
    port[scan] = SCANNED[rng.integers(0, len(SCANNED), int(scan.sum()))]
    protocol[scan] = 6
    drawn = Contacts(
        start_ms=np.sort(rng.integers(window.start_ms, window.end_ms, count)),
        client=client,
        server=server,
        port=port,
        protocol=protocol,
        shape=rng.integers(0, len(SHAPES), count).astype(np.uint16),
        inbound=scan,
    )
    return Contacts.concat([drawn, clocks])


def _conversations(rows: int) -> int:
    """How many conversations give so many rows when some have no answer."""
    return int(np.ceil(rows / (2.0 - UNANSWERED_SHARE)))


def _skewed(rng: np.random.Generator, size: int, count: int) -> I64:
    """Members with density falling as the cube root: the busiest tenth does about half."""
    drawn: I64 = (rng.random(count) ** 3 * size).astype(np.int64)
    return drawn


def _log_uniform(rng: np.random.Generator, size: int, count: int) -> I64:
    """Ranks by Zipf's law with exponent 1, as the continuous distribution gives them."""
    ranks: I64 = np.exp(rng.random(count) * np.log(size)).astype(np.int64) % size
    return ranks


def _habit(client: I64, nth: I64) -> I64:
    """The n-th server that a client returns to: popular ones for most, and its own odd ones."""
    mixed = mix((client * HABITS + nth).astype(np.uint64))
    even = (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
    ranks: I64 = np.exp(even * np.log(SERVERS - NAME_SERVERS)).astype(np.int64)
    return NAME_SERVERS - 1 + ranks


def mix(values: U64) -> U64:
    """A fixed well-mixed number for each number (splitmix64, Steele et al. 2014)."""
    x = values + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


SCANNED = np.array([23, 2323, 22, 445, 80, 8080, 3389, 5555], dtype=np.uint16)
PORTS = np.array([443] * 150 + [80] * 30 + [8443, 8080, 993, 5223, 5228, 8883, 22, 25, 27015, 3478] * 6
                 + [123] * 16, dtype=np.uint16)  # fmt: skip
"""Port of a server by its hash: 256 entries."""

UDP_PORTS = np.array([53, 123, 3478, 27015], dtype=np.uint16)


def _service(server: I64) -> tuple[U16, U8]:
    port = PORTS[(mix(server.astype(np.uint64)) & np.uint64(255)).astype(np.int64)]
    port = np.where(server < NAME_SERVERS, 53, port).astype(np.uint16)
    return port, np.where(np.isin(port, UDP_PORTS), 17, 6).astype(np.uint8)


def _clocks(bulk: Bulk, window: Window) -> Contacts:
    """Every contact of the clocks that falls into the window, by arithmetic, so none is lost."""
    number = max(1, int(_conversations(bulk.rows) * CLOCK_SHARE / MEAN_PULSES))
    clock = np.arange(number)
    mixed = mix(clock.astype(np.uint64) + np.uint64(1 << 40))
    even = (mixed & np.uint64(0xFFFF)).astype(np.float64) / 65536.0
    period = (60_000.0 * np.exp(even * np.log(120.0))).astype(np.int64)
    phase = bulk.window.start_ms + (mixed >> np.uint64(20)).astype(np.int64) % period
    first = np.maximum(-((phase - window.start_ms) // period), 0)
    last = np.maximum(-((phase - window.end_ms) // period), 0)
    who = np.repeat(clock, last - first)
    nth = np.arange(len(who)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    server = SERVERS - 4000 + clock // 3 % 2000
    port, protocol = _service(server)
    return Contacts(
        start_ms=phase[who] + (first[who] + nth) * period[who],
        client=(clock * 7919 % bulk.clients)[who],
        server=server[who],
        port=port[who],
        protocol=protocol[who],
        shape=(clock % len(SHAPES)).astype(np.uint16)[who],
        inbound=np.zeros(len(who), dtype=np.bool_),
    )


def _shapes() -> npt.NDArray[np.int64]:
    """4,096 ordinary shapes: packets and octets out and in, milliseconds."""
    rng = rng_of(0, "bulk shapes")
    sent = np.minimum(rng.lognormal(1.6, 1.1, 4096), 1e5).astype(np.int64) + 1
    received = np.minimum(sent * rng.lognormal(0.1, 0.6, 4096), 1e6).astype(np.int64) + 1
    return np.column_stack(
        [
            sent,
            sent * 60 + np.minimum(rng.lognormal(6.0, 1.3, 4096), sent * 1400.0).astype(np.int64),
            received,
            received * 60 + (received * rng.uniform(20, 1300, 4096)).astype(np.int64),
            np.minimum(rng.lognormal(6.5, 2.2, 4096), 120_000.0).astype(np.int64),
        ]
    )


SHAPES = _shapes()


def as_rows(rng: np.random.Generator, contacts: Contacts, rows: int) -> Values:
    """Both directions of conversations as flow columns; the surplus of answers is left out."""
    count = len(contacts)
    answered = np.sort(rng.permutation(count)[: rows - count])
    who = np.concatenate([np.arange(count), answered])
    back = np.arange(len(who)) >= count
    shape = SHAPES[contacts.shape[who]]
    from_client = back == contacts.inbound[who]
    ephemeral = rng.integers(32768, 61000, count).astype(np.uint16)[who]
    port, protocol = contacts.port[who], contacts.protocol[who]
    over_v6 = _is_v6(contacts)[who]
    client = _client_halves(contacts.client[who], over_v6)
    server = _server_halves(contacts.server[who], over_v6)
    start = contacts.start_ms[who]
    end = start + shape[:, 4]
    return {
        "flowStartMilliseconds": start,
        "flowEndMilliseconds": end,
        "collectionTimeMilliseconds": end,
        "sourceAddressHi": np.where(from_client, client[0], server[0]),
        "sourceAddressLo": np.where(from_client, client[1], server[1]),
        "destinationAddressHi": np.where(from_client, server[0], client[0]),
        "destinationAddressLo": np.where(from_client, server[1], client[1]),
        "ipVersion": np.where(over_v6, 6, 4).astype(np.uint8),
        "protocolIdentifier": protocol,
        "sourceTransportPort": np.where(back, port, ephemeral),
        "destinationTransportPort": np.where(back, ephemeral, port),
        "tcpControlBits": np.where(protocol == 6, _flags(back, contacts.inbound[who]), 0),
        "octetDeltaCount": np.where(back, shape[:, 3], shape[:, 1]),
        "packetDeltaCount": np.where(back, shape[:, 2], shape[:, 0]),
        "samplingInterval": np.ones(len(who), dtype=np.uint32),
        "samplingSource": np.full(len(who), SamplingSource.OPTIONS, dtype=np.uint8),
        "subscriberSide": np.where(
            from_client, SubscriberSide.SOURCE, SubscriberSide.DESTINATION
        ).astype(np.uint8),
        "exportVersion": np.full(len(who), 9, dtype=np.uint8),
    }


def _flags(back: npt.NDArray[np.bool_], inbound: npt.NDArray[np.bool_]) -> U8:
    """SYN alone for scans, SYN to FIN for the rest."""
    return np.where(inbound & ~back, 2, 27).astype(np.uint8)


def _is_v6(contacts: Contacts) -> npt.NDArray[np.bool_]:
    """A quarter of the pairs, fixed per pair; scans use IPv4."""
    pair = mix((contacts.client * SERVERS + contacts.server).astype(np.uint64))
    over_v6: npt.NDArray[np.bool_] = (pair % np.uint64(4) == 0) & ~contacts.inbound
    return over_v6


def _client_halves(client: I64, over_v6: npt.NDArray[np.bool_]) -> tuple[I64, I64]:
    low = MAPPED | (SUBSCRIBER_BLOCK + client)
    return np.where(over_v6, SUBSCRIBER_V6_HI | client, 0), np.where(over_v6, client * 65537, low)


def _server_halves(server: I64, over_v6: npt.NDArray[np.bool_]) -> tuple[I64, I64]:
    # An odd factor permutes 17 bits, so neighbours in rank are no neighbours in address.
    place = server * 40_503 % (1 << 17)
    low = MAPPED | (SERVER_BLOCK + place)
    return np.where(over_v6, DOCUMENTATION_V6_HI | place, 0), np.where(over_v6, 1, low)
