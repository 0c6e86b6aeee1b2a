"""Reading a load back with the decoder, and its truth in the decoder's words."""

import numpy as np
import pyarrow as pa
import pytest

from noroshi.lab.columns import Ends
from noroshi.lab.load import Kind, Stream
from noroshi.lab.load.flows import APPLICATIONS, VRFS, Flows, next_hop
from noroshi.lab.load.load import FIRST_EXPORTER
from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode import Datagrams, Decoder
from noroshi.spine.flows.decode.sequence import Sequences
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model.address import MAPPED

VERSION = {Kind.V5: 5, Kind.V9: 9, Kind.IPFIX: 10, Kind.VARIABLE: 10, Kind.SFLOW: 105}


def datagrams(chunk):
    rows = len(chunk)
    lo = chunk.exporter + int(FIRST_EXPORTER) | MAPPED
    sender = Addresses(np.zeros(rows, np.int64), lo)
    octets, end = Octets(bytes(chunk.buffer)), chunk.start + chunk.length
    return Datagrams(octets, chunk.start, end, sender, np.full(rows, 2055), chunk.sent_us // 1000)


class Read:
    """What the decoder makes of all chunks of a load, and what was put into them."""

    def __init__(self, load, chunk=4096):
        self.tally, self.sequences = Tally(), Sequences()
        decoder = Decoder(self.tally, sequences=self.sequences)
        tables, flows = [], []
        self.chunks = list(Stream(load, chunk=chunk).chunks())
        for each in self.chunks:
            flows.append(each.flows)
            tables += [settle(d, self.tally) for d in decoder.decode(datagrams(each))]
        decoder.finish()
        self.table = pa.concat_tables(tables, promote_options="default")
        self.flows = Flows.concat(flows)

    def columns(self, names):
        out = {}
        for name in names:
            if name not in self.table.column_names:
                out[name] = [None] * self.table.num_rows
                continue
            column = self.table[name]
            if pa.types.is_timestamp(column.type):
                column = column.cast(pa.int64())
            out[name] = column.to_pylist()
        return out


@pytest.fixture
def read_back():
    return Read


@pytest.fixture
def truth():
    return _truth


def _truth(flows, load):
    """Flow columns that every kind can hold; null where this kind does not."""
    rows = len(flows)
    kinds = [load.kind_of(number) for number in flows.exporter.tolist()]
    kind = np.array([list(Kind).index(k) for k in kinds])

    def only(values, *which, where=True):
        held = np.isin(kind, [list(Kind).index(k) for k in which]) & where
        return [v if h else None for v, h in zip(np.asarray(values).tolist(), held, strict=True)]

    nets = (Kind.V5, Kind.V9, Kind.IPFIX, Kind.VARIABLE)
    icmp = np.isin(flows.protocol, (1, 58))
    hop = np.where(flows.is_v6, next_hop(v6=True)[0], next_hop(v6=False)[0])
    return {
        "flowStartMilliseconds": flows.first_ms.tolist(),
        "flowEndMilliseconds": flows.last_ms.tolist(),
        **_address("source", flows.source),
        **_address("destination", flows.destination),
        "nextHopHi": only(hop, *nets),
        "protocolIdentifier": flows.protocol.tolist(),
        "sourceTransportPort": flows.source.port.tolist(),
        "destinationTransportPort": np.where(icmp, 0, flows.destination.port).tolist(),
        "icmpTypeCode": only(flows.destination.port, *Kind, where=icmp),
        "tcpControlBits": only(flows.flags, *Kind, where=flows.protocol == 6),
        "octetDeltaCount": flows.octets.tolist(),
        "packetDeltaCount": flows.packets.tolist(),
        "ipClassOfService": flows.tos.tolist(),
        "flowDirection": only(flows.direction, *nets[1:]),
        "flowEndReason": only(flows.end_reason, *nets[2:]),
        "ingressInterface": flows.ingress.tolist(),
        "egressInterface": flows.egress.tolist(),
        "bgpSourceAsNumber": only(flows.source_as, *nets),
        "bgpDestinationAsNumber": only(flows.destination_as, *nets),
        "sourcePrefixLength": only(flows.source_prefix, *nets),
        "destinationPrefixLength": only(flows.destination_prefix, *nets),
        "applicationName": only(np.array(APPLICATIONS)[flows.application], Kind.VARIABLE),
        "vrfName": only(np.array(VRFS)[flows.vrf], Kind.VARIABLE),
        "samplingInterval": [load.sampling] * rows,
        "exportVersion": [VERSION[k] for k in kinds],
        "exporter": [str(FIRST_EXPORTER + number) for number in flows.exporter.tolist()],
    }


def _address(name: str, ends: Ends):
    return {f"{name}AddressHi": ends.hi.tolist(), f"{name}AddressLo": ends.lo.tolist()}
