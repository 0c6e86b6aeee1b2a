"""How many rows a second does each importer read on one core, checked and as flow columns?

Beside each text format DuckDB's own reader takes the same file to typed columns, addresses still text:
the least that any importer must do.

Run: python -m bench.importers [ROWS]. Prints one JSON object.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np

from noroshi.spine.flows.importers import Source, reader_of
from noroshi.spine.flows.tally import Tally

ROUNDS = 3
Row = tuple[int, str, str, int, int, int, int, int]
SILK = "sIP|dIP|sPort|dPort|pro|packets|bytes|flags|sTime|eTime\n"
AWS = "version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"


def flows(rows: int, seed: int = 1) -> Iterator[Row]:
    random = np.random.default_rng(seed)
    client = random.integers(0, 1 << 22, rows)
    server = random.zipf(1.3, rows) % 60_000
    numbers = random.integers(1, 60_000, (3, rows))
    for n, (c, s, port, packets, octets) in enumerate(zip(client, server, *numbers, strict=True)):
        yield (
            n // 50, f"100.{64 + (c >> 16 & 63)}.{c >> 8 & 255}.{c & 255}", f"198.18.{s >> 8}.{s & 255}",
            int(port), 443, 6, int(packets), int(octets),
        )  # fmt: skip


def silk(row: Row) -> str:
    at, source, destination, *ports, protocol, packets, octets = row
    clock = f"2023/11/14T{at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}"
    cells = (f"{source:>15}", f"{destination:>15}", *ports, protocol, packets, octets, "FS PA   ")
    return "|".join(map(str, (*cells, clock + ".250", clock + ".750"))) + "\n"


def aws(row: Row) -> str:
    at, *ends, protocol, packets, octets = row
    cells = (5, "eni-1", *ends, protocol, packets, octets, 1_700_000_000 + at, 1_700_000_060 + at)
    return " ".join(map(str, cells)) + " ACCEPT OK\n"


def gcp(row: Row) -> str:
    at, source, destination, sport, dport, protocol, packets, octets = row
    clock = f"2023-11-14T{at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}"
    connection = {"src_ip": source, "dest_ip": destination, "src_port": sport, "dest_port": dport, "protocol": protocol}  # fmt: skip
    payload = {"connection": connection, "reporter": "SRC", "bytes_sent": str(octets), "packets_sent": str(packets), "start_time": clock + ".250Z", "end_time": clock + ".750Z"}  # fmt: skip
    return json.dumps({"insertId": f"{at}{source}{sport}", "timestamp": clock + "Z", "jsonPayload": payload}) + "\n"  # fmt: skip


def azure(rows: list[Row]) -> str:
    tuples = [f"{1_700_000_000_000 + r[0]},{r[1]},{r[2]},{r[3]},{r[4]},6,O,E,NX,{r[6]},{r[7]},1,99" for r in rows]  # fmt: skip
    parts = [tuples[at : at + 2_000] for at in range(0, len(tuples), 2_000)]
    records = [{"macAddress": "00005E005301", "targetResourceID": "/x/net", "flowRecords": {"flows": [{"flowGroups": [{"rule": "r", "flowTuples": part}]}]}} for part in parts]  # fmt: skip
    return json.dumps({"records": records})


PEERS: dict[str, str] = {
    "silk": "SELECT trim(sIP), trim(dIP), sPort::INT, dPort::INT, bytes::BIGINT, strptime(sTime, '%Y/%m/%dT%H:%M:%S.%g') FROM read_csv('{}', delim='|', header=true, all_varchar=true)",
    "aws": "SELECT srcaddr, dstaddr, srcport::INT, dstport::INT, bytes::BIGINT, start::BIGINT FROM read_csv('{}', delim=' ', header=true, all_varchar=true)",
    "gcp": "SELECT jsonPayload.connection.src_ip, jsonPayload.connection.dest_ip, jsonPayload.bytes_sent::BIGINT, jsonPayload.start_time::TIMESTAMPTZ FROM read_ndjson('{}')",
}


def rate(rows: int, work: Callable[[], object]) -> int:
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return round(rows / statistics.median(seconds))


def imported(path: Path, format_: str, rows: int) -> None:
    tally = Tally()
    for _ in reader_of(format_)(Source(path=path), tally):
        pass
    assert tally.kept == rows, (format_, tally)


def main(wanted: int = 200_000) -> None:
    rows = list(flows(wanted))
    texts = {
        "silk": SILK + "".join(map(silk, rows)),
        "aws": AWS + "".join(map(aws, rows)),
        "gcp": "".join(map(gcp, rows)),
        "azure": azure(rows),
    }
    result: dict[str, object] = {"rows": len(rows)}
    engine = duckdb.connect(config={"threads": 1})
    with tempfile.TemporaryDirectory() as folder:
        for format_, text in texts.items():
            path = Path(folder) / f"{format_}.txt"
            path.write_text(text)
            found = {"rows_per_cpu_s": rate(len(rows), lambda p=path, f=format_: imported(p, f, len(rows)))}  # type: ignore[misc]  # fmt: skip
            if format_ in PEERS:
                query = PEERS[format_].format(path)
                found["duckdb"] = rate(len(rows), lambda q=query: engine.sql(q).to_arrow_table())  # type: ignore[misc]  # fmt: skip
            result[format_] = found
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
