"""How many banners a CPU second are identified, and how long does the worst hostile one take?

Run: python -m bench.iot_identify RECOG   (a folder of recog's databases, which is not shipped)
Texts are recog's own examples of the survey's protocols, all distinct, with nothing remembered;
hostile ones are those examples repeated up to the bound, each seen for the first time.
Writes bench/results/iot_identify.json.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.machine import RESULTS, cpu_s, machine, summary, write_result
from noroshi.iot.analyse import Database, Identifier, features_of, make_identifier, read_databases
from noroshi.iot.analyse.answer import KINDS

ROUNDS = 3
PROTOCOLS = {kind: protocol for protocol, kind in KINDS.items()} | {"telnet_banners": "telnet"}
REPEATED = 200

Row = dict[str, object]


def rows_of(databases: Sequence[Database]) -> Iterator[Row]:
    """Recog's examples as input rows."""
    for database in databases:
        protocol = PROTOCOLS.get(database.matches)
        if protocol is None:
            continue
        for fingerprint in database.fingerprints:
            for example in fingerprint.examples:
                yield {"protocol": protocol, "banner": example.text}


def run(identifier: Identifier, rows: Sequence[Row]) -> float:
    """CPU seconds to identify the rows."""
    before = cpu_s()
    for row in rows:
        identifier.identify(features_of(row))
    return cpu_s() - before


def rate_once(databases: Sequence[Database], rows: Sequence[Row]) -> float:
    """Distinct banners a CPU second once patterns are compiled, as after a survey's first minute."""
    identifier = make_identifier(databases)
    run(identifier, rows)
    forgetful = Identifier(identifier.matchers, identifier.makers)
    return len(rows) / run(forgetful, rows)


def worst_ms(databases: Sequence[Database], rows: Sequence[Row]) -> float:
    """CPU milliseconds of the slowest hostile banner."""
    identifier = make_identifier(databases)
    run(identifier, rows)
    hostile = [row | {"banner": f"{row['banner']} " * REPEATED} for row in rows]
    return max(run(identifier, [row]) for row in hostile) * 1000


def main(folder: Path, results: Path = RESULTS) -> None:
    """Measure and write the result."""
    databases = read_databases(folder, origin="recog")
    rows = list(rows_of(databases))
    rates = [{"banners_per_cpu_s": rate_once(databases, rows)} for _ in range(ROUNDS)]
    result = {
        "machine": machine(),
        "banners": len(rows),
        **summary(rates),
        "worst_hostile_ms": round(worst_ms(databases, rows), 1),
    }
    write_result("iot_identify", result, results)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m bench.iot_identify RECOG")
    main(Path(sys.argv[1]))
