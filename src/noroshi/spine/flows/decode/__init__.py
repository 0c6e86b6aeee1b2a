"""Decode: export datagrams to the flow table. NetFlow v5, v9, IPFIX and sFlow v5 over UDP."""

from noroshi.spine.flows.decode.datagrams import Datagrams, export_datagrams
from noroshi.spine.flows.decode.decoder import Decoder
from noroshi.spine.flows.decode.memory import recall, remember
from noroshi.spine.flows.decode.sequence import Sequences
from noroshi.spine.flows.decode.view import Row, View

__all__ = [
    "Datagrams",
    "Decoder",
    "Row",
    "Sequences",
    "View",
    "export_datagrams",
    "recall",
    "remember",
]
