"""Which servers hear from the same client at regular times? One step over a Parquet flow table.

The flows are made here; with your own, give `engine.register` the files of your lake.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from noroshi.spine.engine import DuckEngine, Step
from noroshi.testing import flow, flow_table, write_flows

REGULAR = Step(
    name="regular",
    inputs=("flows",),
    keys=("port",),
    params=("contacts",),
    sql="""
        WITH gaps AS (
            SELECT destinationTransportPort AS port,
                   date_diff('second', lag(flowStartMilliseconds) OVER turns,
                             flowStartMilliseconds) AS gap_s
            FROM flows
            WINDOW turns AS (
                PARTITION BY sourceAddressHi, sourceAddressLo, destinationAddressHi,
                             destinationAddressLo, destinationTransportPort
                ORDER BY flowStartMilliseconds)
        )
        SELECT port, count(*) AS gaps, median(gap_s) AS gap_s, mad(gap_s) AS spread_s
        FROM gaps WHERE gap_s IS NOT NULL
        GROUP BY port HAVING count(*) >= $contacts ORDER BY spread_s
    """,
)


def made_flows() -> list[dict[str, object]]:
    """A metronome on port 6667 and a person on port 443."""
    metronome = [flow("100.64.0.1:50000", "192.0.2.1:6667/tcp", at_s=300 * n) for n in range(50)]
    person = [
        flow("100.64.0.2:50001", "198.51.100.7:443/tcp", at_s=n**3 % 14000) for n in range(50)
    ]
    return metronome + person


def main() -> None:
    """Print each port with the median gap between contacts and its spread."""
    with TemporaryDirectory() as folder, DuckEngine(memory_limit="500MB") as engine:
        engine.register("flows", [write_flows(flow_table(made_flows()), Path(folder))])
        engine.step(REGULAR, {"contacts": 10})
        for row in engine.fetch("regular").to_pylist():
            print(
                f"port {row['port']:5}: every {row['gap_s']:5.0f} s, spread {row['spread_s']:5.0f} s"
            )


if __name__ == "__main__":
    main()
