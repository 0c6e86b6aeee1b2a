"""How many entries a second does each format of the shared list write on one core?

    python -m bench.share_formats [--entries 50000] [--seconds 20]

Entries are made before the clock starts: addresses, endpoints of both families, and names, in equal
parts, each format getting those it can say. Every format is rendered again and again for its share of
the time, into nothing. Peak memory is that of the rendering alone, by tracemalloc on a short run, so
that the entries themselves are not counted.
"""

import argparse
import tracemalloc
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address
from itertools import islice
from statistics import median
from time import process_time

from bench.machine import machine, write_result
from noroshi.relay.share import FORMATS, Edition, Folder, Renderer
from noroshi.spine.model import Endpoint, Indicator, Subject
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

GOAL_PER_S = 200_000
EDITION = Edition(producer="Example ISP", at=HOUR.end, sequence=7)


def subjects() -> Iterator[Subject]:
    number = 0
    while True:
        number += 1
        v4, v6 = IPv4Address((198 << 24) + number), IPv6Address((0x20010DB8 << 96) + number)
        yield Subject.endpoint(Endpoint(str(v4), 443, "tcp"))
        yield Subject.ip(str(v4 + (1 << 24)))
        yield Subject.endpoint(Endpoint(str(v6), 53, "udp"))
        yield Subject.domain(f"c2-{number}.example")


def entries(form: Renderer | Folder, number: int) -> list[Indicator]:
    sayable = (subject for subject in subjects() if form.can_say(subject))
    return [make_indicator(subject) for subject in islice(sayable, number)]


def written(form: Renderer | Folder, made: Iterable[Indicator]) -> int:
    """Octets of one rendering."""
    if isinstance(form, Renderer):
        return sum(map(len, form.render(made, EDITION)))
    return sum(len(chunk) for one in form.render(made, EDITION) for chunk in one.chunks)


def measured(form: Renderer | Folder, number: int, seconds: float) -> dict[str, object]:
    made = entries(form, number)
    rates: list[float] = []
    spent = 0.0
    octets = 0
    while spent < seconds or not rates:
        began = process_time()
        octets = written(form, made)
        took = process_time() - began
        spent += took
        rates.append(number / took)
    tracemalloc.start()
    written(form, made[: number // 10])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "entries": number,
        "runs": len(rates),
        "rows_per_s": round(median(rates)),
        "rows_per_s_range": [round(min(rates)), round(max(rates))],
        "octets_a_row": round(octets / number, 1),
        "memory_a_row": round(peak / (number // 10), 1),
        "reaches_goal": median(rates) >= GOAL_PER_S,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=20.0, help="for all formats together")
    options = parser.parse_args()
    share = options.seconds / len(FORMATS) / 2  # making entries takes about as long
    formats = {name: measured(form, options.entries, share) for name, form in FORMATS.items()}
    write_result("share_formats", {"machine": machine(), "goal": GOAL_PER_S, "formats": formats})


if __name__ == "__main__":
    main()
