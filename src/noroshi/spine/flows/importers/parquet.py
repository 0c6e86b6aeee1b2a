"""Parquet: the columns of prepared flow tables (`ts`, `src`, …), or the lake's own."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.flows.address import Addresses, Mask
from noroshi.spine.flows.arrow import Array, as_integers, distinct_words, filled, is_null, typed
from noroshi.spine.flows.draft import F64, MISSING, Draft, ends, settle
from noroshi.spine.flows.importers.one_way import one_way
from noroshi.spine.flows.importers.protocols import protocol_numbers
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.importers.table import Batch, integers, is_text, loose, numbers, texts
from noroshi.spine.flows.schema import FLOW_SCHEMA
from noroshi.spine.flows.tally import Tally
from noroshi.spine.flows.tcp import any_state, state_flags
from noroshi.spine.model import InputError

BATCH_ROWS = 262_144

PREPARED = (
    "ts", "dur", "proto", "src", "sport", "dst", "dport", "src_pkts", "dst_pkts", "pkts",
    "src_bytes", "dst_bytes", "bytes", "state", "dir", "service", "sampling",
)  # fmt: skip
"""Columns that are read; labels and all others never enter."""
_REPETITIVE = ("proto", "src", "dst", "state", "dir")
"""Text columns that are read as dictionaries: each distinct value is parsed once."""
_NEEDED = {"ts", "proto", "src", "dst"}
_LAKE_NEEDED = {
    "flowStartMilliseconds",
    "sourceAddressHi",
    "sourceAddressLo",
    "destinationAddressHi",
    "destinationAddressLo",
    "protocolIdentifier",
}


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of a Parquet file of either shape."""
    try:
        schema = pq.read_schema(source.path)
        names = set(schema.names)
        repetitive = [n for n in _REPETITIVE if n in names and is_text(schema.field(n).type)]
        with pq.ParquetFile(source.path, read_dictionary=repetitive) as file:
            if names >= _LAKE_NEEDED:
                yield from _read_lake(file, source, tally)
            elif names >= _NEEDED:
                yield from _read_prepared(file, source, tally)
            else:
                raise InputError(
                    f"{source.path.name} lacks columns: give {', '.join(sorted(_NEEDED))}, "
                    "or those of the flow table (docs/reference/flow-columns.md)"
                )
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{source.path.name} is no whole Parquet file: {reason}") from error


def _read_prepared(file: pq.ParquetFile, source: Source, tally: Tally) -> Iterator[pa.Table]:
    columns = [name for name in PREPARED if name in file.schema_arrow.names]
    uniflow: bool | None = True if source.uniflow else None
    for batch in file.iter_batches(BATCH_ROWS, columns=columns):
        if uniflow is None:
            uniflow = looks_unidirectional(batch)
        tally.read += batch.num_rows
        tally.octets = octets_done(file, source, tally.read)
        yield settle(prepared(batch, uniflow=uniflow), tally)


def octets_done(file: pq.ParquetFile, source: Source, rows: int) -> int:
    """About how far into the file so many rows are."""
    return source.path.stat().st_size * rows // max(file.metadata.num_rows, 1)


def looks_unidirectional(batch: Batch) -> bool:
    """Whether no row of a batch tells of the other direction: neither packets, octets nor `dir`."""
    if integers(loose(batch, "dst_pkts")).max(initial=MISSING) >= 0:
        return False
    if integers(loose(batch, "dst_bytes")).max(initial=MISSING) > 0:
        return False
    arrows, _ = distinct_words(texts(loose(batch, "dir")))
    return set(arrows) <= {"->", ""}


def prepared(batch: Batch, *, uniflow: bool) -> Draft:
    """A draft of prepared columns.

    Where packets are known only together (Argus), the sum goes to `packets` and the reverse stays
    missing, as the flow table defines.
    """
    packets, octets = integers(loose(batch, "src_pkts")), integers(loose(batch, "src_bytes"))
    sums = integers(loose(batch, "pkts"))
    all_octets = integers(loose(batch, "bytes"))
    back_packets = integers(loose(batch, "dst_pkts"))
    back_octets = integers(loose(batch, "dst_bytes"))
    forward, reverse = state_flags(texts(loose(batch, "state")), any_state)
    known_together = (packets == MISSING) & (sums != MISSING)
    draft = Draft(
        start_s=numbers(loose(batch, "ts")),
        duration_s=numbers(loose(batch, "dur")),
        **ends(texts(loose(batch, "src")), texts(loose(batch, "dst"))),
        protocol=protocol_numbers(loose(batch, "proto")),
        source_port=integers(loose(batch, "sport")),
        destination_port=integers(loose(batch, "dport")),
        octets=np.where(octets == MISSING, all_octets, octets),
        packets=np.where(known_together, sums, packets),
        reverse_octets=back_octets,
        reverse_packets=np.where(known_together | (back_octets == MISSING), MISSING, back_packets),
        flags=forward,
        reverse_flags=reverse,
        more=_more(batch),
    )
    return one_way(draft) if uniflow else draft


def _more(batch: Batch) -> dict[str, Array]:
    names = batch.schema.names
    more: dict[str, Array] = {}
    if "service" in names:
        more["applicationName"] = texts(loose(batch, "service"))
    if "sampling" in names:
        rate = integers(loose(batch, "sampling"))
        more["samplingInterval"] = typed(rate, pa.uint32(), rate >= 1)
    return more


def _read_lake(file: pq.ParquetFile, source: Source, tally: Tally) -> Iterator[pa.Table]:
    columns = [name for name in FLOW_SCHEMA.names if name in file.schema_arrow.names]
    for batch in file.iter_batches(BATCH_ROWS, columns=columns):
        tally.read += batch.num_rows
        tally.octets = octets_done(file, source, tally.read)
        yield settle(_own(batch), tally)


_DRAFTED = frozenset(_LAKE_NEEDED) | {
    "flowEndMilliseconds",
    "ipVersion",
    "sourceTransportPort",
    "destinationTransportPort",
    "octetDeltaCount",
    "packetDeltaCount",
    "reverseOctetDeltaCount",
    "reversePacketDeltaCount",
    "tcpControlBits",
    "reverseTcpControlBits",
}


def _own(batch: Batch) -> Draft:
    start = _milliseconds(loose(batch, "flowStartMilliseconds"))
    end = _milliseconds(loose(batch, "flowEndMilliseconds"))
    source, source_known = _addresses(batch, "source")
    destination, destination_known = _addresses(batch, "destination")
    return Draft(
        start_s=start / 1000.0,
        duration_s=(end - start) / 1000.0,
        source=source,
        source_known=source_known,
        destination=destination,
        destination_known=destination_known,
        protocol=integers(loose(batch, "protocolIdentifier")),
        source_port=integers(loose(batch, "sourceTransportPort")),
        destination_port=integers(loose(batch, "destinationTransportPort")),
        octets=integers(loose(batch, "octetDeltaCount")),
        packets=integers(loose(batch, "packetDeltaCount")),
        reverse_octets=integers(loose(batch, "reverseOctetDeltaCount")),
        reverse_packets=integers(loose(batch, "reversePacketDeltaCount")),
        flags=integers(loose(batch, "tcpControlBits")),
        reverse_flags=integers(loose(batch, "reverseTcpControlBits")),
        more={
            field.name: loose(batch, field.name).cast(field.type)
            for field in FLOW_SCHEMA
            if field.name in batch.schema.names and field.name not in _DRAFTED
        },
    )


def _milliseconds(column: Array) -> F64:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("ms", column.type.tz), safe=False)
        return numbers(column.cast(pa.int64()))
    return numbers(column)


def _addresses(batch: Batch, end: str) -> tuple[Addresses, Mask]:
    halves = [loose(batch, f"{end}Address{half}").cast(pa.int64()) for half in ("Hi", "Lo")]
    known = ~(is_null(halves[0]) | is_null(halves[1]))
    hi, lo = (as_integers(filled(half, 0)) for half in halves)
    return Addresses(hi, lo), known
