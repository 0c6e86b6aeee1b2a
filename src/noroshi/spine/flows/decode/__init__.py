"""Decode: export datagrams to the flow table. NetFlow v5, v9 and IPFIX over UDP."""

from noroshi.spine.flows.decode.datagrams import Datagrams, export_datagrams
from noroshi.spine.flows.decode.decoder import Decoder
from noroshi.spine.flows.decode.memory import recall, remember
from noroshi.spine.flows.decode.sequence import Sequences

__all__ = ["Datagrams", "Decoder", "Sequences", "export_datagrams", "recall", "remember"]
