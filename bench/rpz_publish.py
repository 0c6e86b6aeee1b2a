"""How many seconds from publishing a name to NXDOMAIN at a BIND, and from taking it back to an answer?

    python -m bench.rpz_publish [--names 100000] [--rounds 20]

A real Knot is the primary, a real BIND its secondary (both on loopback), and `noroshi share feed
--follow` runs beside them as an operator would run it. The zone holds so many names before the clock
starts, each with its wildcard. One name is published, then withdrawn, in each round; BIND is asked
every 10 ms. Seconds are those of a wall clock.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from bench.machine import RESULTS, machine, write_result
from noroshi.jobs.share.zone_feeding import feed
from noroshi.spine.home import Home
from noroshi.spine.model import Standing, Subject
from noroshi.spine.net.tsig_key import TsigKey
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Change, SharedList
from noroshi.testing.changes import REASON
from noroshi.testing.daemons import free_port, program
from noroshi.testing.indicators import make_indicator
from noroshi.testing.policy_zone import ZONE, Bind, Knot

GOAL_S = 2.0
AT_ONCE = 5_000
ASK_S = 0.01
MOST_S = 120.0


def main(names: int, rounds: int, results: Path = RESULTS) -> None:
    """Fill a zone, follow it, and time each way; writes the result."""
    with tempfile.TemporaryDirectory() as folder, lab(Path(folder)) as (home, store, knot, bind):
        fill(store, names)
        with knot.running():
            began = perf_counter()
            feed(home, store, datetime.now(UTC))
            filled_s = perf_counter() - began
            with bind.running(), following(home):
                until(lambda: bind.blocks(f"n{names - 1}.test"))
                blocked, answered = timed(store, bind, rounds)
            told = knot.told.splitlines()
    write_result(
        "rpz_publish",
        {
            "question": (__doc__ or "").splitlines()[0],
            "machine": machine(),
            "names": names,
            "first_load_of_the_primary_s": round(filled_s, 1),
            "published_to_nxdomain_s": figures(blocked),
            "withdrawn_to_answer_s": figures(answered),
            "incremental_transfers": sum(
                "IXFR, outgoing" in one and "started" in one for one in told
            ),
            "goal_s": GOAL_S,
            "reaches_goal": median(blocked) <= GOAL_S and median(answered) <= GOAL_S,
        },
        results,
    )


@contextmanager
def lab(folder: Path) -> Iterator[tuple[Home, Store, Knot, Bind]]:
    """A home, and a primary and a resolver that are ready to start."""
    knotd, named = program("knotd"), program("named")
    if knotd is None or named is None:
        raise SystemExit("knotd and named are needed: apt-get install knot bind9")
    place = folder / "home"
    place.mkdir()
    key, port, resolver = TsigKey.make("noroshi-feed"), free_port(), free_port()
    (place / "noroshi.toml").write_text(f'[zone]\nname = "{ZONE}"\nport = {port}\n')
    home = Home(place).create()
    (place / "secrets" / "zone-feed.key").write_text(str(key))
    (place / "secrets" / "zone-feed.key").chmod(0o600)
    knot = Knot(program=knotd, folder=folder / "knot", port=port, resolver=resolver, key=key)
    bind = Bind(program=named, folder=folder / "bind", port=resolver, primary=port)
    knot.prepare()
    bind.prepare()
    with Store.open(home.state) as store:
        yield home, store, knot, bind


@contextmanager
def following(home: Home) -> Iterator[None]:
    """The feeder, as an operator runs it."""
    command = [
        sys.executable,
        "-m",
        "noroshi",
        "--home",
        str(home.path),
        "share",
        "feed",
        "--follow",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as feeder:
        try:
            yield
        finally:
            feeder.terminate()


def fill(store: Store, names: int) -> None:
    """Publish made names."""
    shared = SharedList(store.database)
    for start in range(0, names, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, names))
        shared.publish([change(f"n{number}.test") for number in numbers], datetime.now(UTC))


def change(name: str, standing: Standing = Standing.LIVE) -> Change:
    """The entry of a name."""
    now = datetime.now(UTC)
    made = replace(
        make_indicator(Subject.domain(name), kind="malicious-site"),
        valid_from=now,
        valid_until=now + timedelta(days=14),
    )
    return Change(
        collection="malicious-sites",
        indicator=made,
        standing=standing,
        reason=REASON,
        by="policy:bench",
    )


def timed(store: Store, bind: Bind, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each round, in and out."""
    shared = SharedList(store.database)
    blocked, answered = [], []
    for turn in range(rounds):
        name = f"round{turn}.test"
        began = perf_counter()
        shared.publish([change(name)], datetime.now(UTC))
        until(partial(bind.blocks, name))
        blocked.append(perf_counter() - began)
        began = perf_counter()
        shared.publish([change(name, Standing.WITHDRAWN)], datetime.now(UTC))
        until(partial(answers, bind, name))
        answered.append(perf_counter() - began)
    return blocked, answered


def answers(bind: Bind, name: str) -> bool:
    """Whether a name is resolved."""
    return not bind.blocks(name)


def until(holds: Callable[[], bool]) -> None:
    """Ask again and again."""
    end = perf_counter() + MOST_S
    while not holds():
        if perf_counter() > end:
            raise SystemExit(f"waited {MOST_S:.0f} s in vain")
        sleep(ASK_S)


def figures(seconds: list[float]) -> dict[str, object]:
    """Median and spread."""
    return {
        "rounds": len(seconds),
        "median": round(median(seconds), 2),
        "range": [round(min(seconds), 2), round(max(seconds), 2)],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    main(options.names, options.rounds)
