"""Export capture: pcap or pcapng of NetFlow v5, v9, IPFIX or sFlow v5 datagrams over UDP, on any port."""

from collections.abc import Iterator

import pyarrow as pa

from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import Decoder, export_datagrams
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.importers.one_way import one_way
from noroshi.spine.flows.importers.source import Source
from noroshi.spine.flows.tally import Tally


def read(source: Source, tally: Tally) -> Iterator[pa.Table]:
    """Flow columns of every data record and sampled packet; rows read are records and whatever was dropped."""
    decoder = Decoder(tally)
    for packets in read_packets(read_blocks(source.path, tally), tally):
        for draft in decoder.decode(export_datagrams(packets, tally)):
            yield settle(one_way(draft) if source.uniflow else draft, tally)
    decoder.finish()
