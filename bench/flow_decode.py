"""How many flow records a second does one core decode, of each export version, and how many the PyPI netflow package?

Run: python -m bench.flow_decode [FLOWS]. Decoding only: from payloads in memory to columns; CPU
seconds. The package decodes the first twentieth of the same datagrams, for it would take minutes; it
has no sFlow. Writes bench/results/flow_decode.json.
"""

import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

import netflow

from bench.flow_load import Traffic, traffic
from bench.machine import RESULTS, Figures, machine, summary, write_result
from noroshi.lab.load import Kind
from noroshi.spine.flows.decode import Decoder
from noroshi.spine.flows.tally import Tally

ROUNDS, PEER_ROUNDS, PEER_SHARE = 5, 3, 20
PEER_KINDS = (Kind.V5, Kind.V9, Kind.IPFIX, Kind.VARIABLE)


def decoded(made: Traffic) -> Iterator[Figures]:
    """Ours, again and again; every record must come out each time."""
    batches = made.batches()
    for _ in range(ROUNDS):
        decoder = Decoder(Tally())
        began = time.process_time()
        rows = sum(len(draft) for batch in batches for draft in decoder.decode(batch))
        spent = time.process_time() - began
        if rows != made.flows:
            raise SystemExit(f"{made.kind}: {rows:,} of {made.flows:,} records decoded")
        yield {"million_per_cpu_s": rows / spent / 1e6}


def decoded_by_peer(made: Traffic) -> Iterator[Figures]:
    """The package's, with templates kept for each exporter."""
    share = max(20, len(made.chunks) and sum(map(len, made.chunks)) // PEER_SHARE)
    payloads = list(zip(made.payloads, made.exporters, strict=True))[:share]
    for _ in range(PEER_ROUNDS):
        templates: dict[int, dict[str, dict[int, object]]] = {}
        rows, began = 0, time.process_time()
        for payload, exporter in payloads:
            known = templates.setdefault(exporter, {"netflow": {}, "ipfix": {}})
            rows += len(netflow.parse_packet(payload, known).flows)
        yield {"million_per_cpu_s": rows / (time.process_time() - began) / 1e6}


def beside(made: Traffic) -> dict[str, object]:
    """One kind: ours, theirs, and how many times as many."""
    ours = list(decoded(made))
    told: dict[str, object] = {
        "flows": made.flows,
        "datagrams": sum(map(len, made.chunks)),
        "noroshi": summary(ours),
    }
    if made.kind in PEER_KINDS:
        try:
            theirs = list(decoded_by_peer(made))
        except Exception as error:  # noqa: BLE001  # whatever a peer raises is its result
            return told | {"netflow": f"fails: {type(error).__name__}"}
        rates = [median(run["million_per_cpu_s"] for run in runs) for runs in (ours, theirs)]
        told |= {"netflow": summary(theirs), "times_netflow": round(rates[0] / rates[1], 1)}
    return told


def main(flows: int = 1_000_000, results: Path = RESULTS) -> None:
    """Measure every kind."""
    told: dict[str, object] = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "netflow": version("netflow"),
        "kinds": {kind.value: beside(traffic(kind, flows)) for kind in Kind},
    }
    write_result("flow_decode", told, results)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
