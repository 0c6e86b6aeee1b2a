"""Exports: the same seeded datagrams for every bench, made once per kind and number of flows.

Files lie in `.cache/exports` of the checkout. A change of the generator makes new ones.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np

from noroshi.jobs.flows.generating import Generated, generate_pcap
from noroshi.lab import export, load
from noroshi.lab.load import Kind, Load
from noroshi.spine.flows.blocks import read_blocks
from noroshi.spine.flows.capture import read_packets
from noroshi.spine.flows.decode import Datagrams, export_datagrams
from noroshi.spine.flows.tally import Tally

FOLDER = Path(__file__).parents[1] / ".cache" / "exports"


def capture(kinds: tuple[Kind, ...], flows: int, *, folder: Path = FOLDER, **options: int) -> Path:
    """A pcap file of a load; `options` are further fields of `Load`."""
    wanted = Load(kinds=kinds, flows=flows, **options)
    name = sha256(repr(wanted).encode() + _generator()).hexdigest()[:12]
    path = folder / f"{'+'.join(kinds)}-{flows}-{name}.pcap"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        generate_pcap(wanted, path, Generated(), lambda _: None)
    return path


def _generator() -> bytes:
    """The generator's own text, so that an old file never stands for a new load."""
    folders = [Path(package.__file__ or "").parent for package in (export, load)]
    files = sorted(file for folder in folders for file in folder.glob("*.py"))
    return b"".join(file.read_bytes() for file in files)


def payloads(path: Path) -> list[bytes]:
    """The datagrams of a capture, in order."""
    return [
        bytes(batch.octets.data[start:end])
        for batch in batches(path)
        for start, end in zip(batch.start.tolist(), batch.end.tolist(), strict=True)
    ]


def batches(path: Path, size: int = 4096) -> Iterator[Datagrams]:
    """The datagrams of a capture as the decoder takes them, so many at once, exporters told apart."""
    tally = Tally()
    for packets in read_packets(read_blocks(path, tally), tally):
        whole = export_datagrams(packets, tally)
        for start in range(0, len(whole), size):
            rows = np.arange(start, min(start + size, len(whole)))
            yield Datagrams(
                whole.octets, whole.start[rows], whole.end[rows], whole.sender.take(rows),
                whole.port[rows], whole.received_ms[rows],
            )  # fmt: skip
    if tally.refused:
        raise SystemExit(f"{path} is no clean capture ({dict(tally.refused)}); delete it")
