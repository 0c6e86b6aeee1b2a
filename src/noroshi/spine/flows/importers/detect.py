"""Detect: which format a file is in, by its content."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from noroshi.spine.flows.blocks import head
from noroshi.spine.flows.capture import MAGICS, NG_MAGIC, read_packets
from noroshi.spine.flows.decode import export_datagrams
from noroshi.spine.flows.decode.sflow import is_sflow
from noroshi.spine.flows.importers.argus import header_names
from noroshi.spine.flows.importers.aws import is_aws, is_aws_parquet
from noroshi.spine.flows.importers.azure import is_azure
from noroshi.spine.flows.importers.gcp import is_gcp
from noroshi.spine.flows.importers.goflow import is_goflow
from noroshi.spine.flows.importers.silk import is_silk
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import InputError

FORMATS: dict[str, str] = {
    "export-pcap": "export_pcap",
    "packets": "packets",
    "nfdump": "nfdump",
    "zeek": "zeek",
    "suricata": "suricata",
    "argus": "argus",
    "silk": "silk",
    "vpc": "vpc",
    "aws": "aws",
    "gcp": "gcp",
    "azure": "azure",
    "goflow": "goflow",
    "parquet": "parquet",
}
"""Formats that can be named, and the module that reads each."""

_NFDUMP = (b"\x0c\xa5", b"\xa5\x0c")


def detect_format(path: Path) -> str:
    """The format of a file by its first octets and first line.

    Raises:
        InputError: No reader knows it; the message lists the formats that can be named.
    """
    first = head(path)
    if first.startswith(b"PAR1"):
        return "aws" if is_aws_parquet(path) else "parquet"
    for format_, fits in _TESTS.items():
        if fits(first):
            return format_
    kind = "is empty" if not first else "is in no format that is known by its content"
    raise InputError(f"{path.name} {kind}; name it with --format {'|'.join(FORMATS)}")


def _is_export(first: bytes) -> bool:
    """A capture in which most UDP payloads begin like NetFlow, IPFIX or sFlow."""
    if not _is_capture(first):
        return False
    seen = exports = 0
    try:
        for packets in read_packets(iter([first]), Tally()):
            batch = export_datagrams(packets, Tally())
            version = batch.octets.u16(batch.start)
            size = batch.end - batch.start
            # The second word is a count of at most some hundreds, or the message's own length.
            word = batch.octets.u16(batch.start + 2)
            counted = np.isin(version, (5, 9)) & (word < 512) & (size >= 20)
            exact = (version == 10) & (np.abs(word - size) <= 4)
            agent = np.isin(batch.octets.u32(batch.start + 4), (1, 2))
            sampled = is_sflow(batch.octets, batch.start, size) & agent & (size >= 28)
            exports += int((counted | exact | sampled).sum())
            seen += len(packets)
    except InputError:
        return False
    return exports * 2 > seen


def _is_capture(first: bytes) -> bool:
    return first[:4] in MAGICS or first[:4] == NG_MAGIC


def _objects(first: bytes) -> Iterator[dict[str, object]]:
    for line in first.splitlines()[:64]:
        try:
            yield msgspec.json.decode(line, type=dict[str, object])
        except (msgspec.DecodeError, RecursionError):
            continue


def _is_zeek(first: bytes) -> bool:
    if first.startswith((b"#separator", b"#fields")):
        return b"id.orig_h" in first
    return any("id.orig_h" in found for found in _objects(first))


def _is_suricata(first: bytes) -> bool:
    return any("event_type" in found for found in _objects(first))


def _is_argus(first: bytes) -> bool:
    return {"starttime", "srcaddr", "dstaddr"} <= set(header_names(first.split(b"\n", 1)[0]))


_TESTS = {
    "nfdump": lambda first: first[:2] in _NFDUMP,
    "export-pcap": _is_export,
    "packets": _is_capture,
    "zeek": _is_zeek,
    "suricata": _is_suricata,
    "argus": _is_argus,
    "silk": is_silk,
    "aws": is_aws,
    "gcp": is_gcp,
    "azure": is_azure,
    "goflow": is_goflow,
}
"""In this order: the first that fits is it."""
