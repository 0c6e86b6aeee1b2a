"""Do 25 operators with ten pollers each get every change, and how fast, while somebody writes?

Run: python -m bench.hub_load [SECONDS [HELD]]   (600 and 100,000 by default)
A real hub (granian) on loopback holds HELD entries. A process adds 100 entries a second, ten a
transaction. 250 pollers, each with a token of its own, ask every five seconds for what changed since
their cursor. At the end each must have met every entry that was added, once. Times are those that
the pollers measure: they share the processor with the hub. Writes bench/results/hub_load.json.
"""

import asyncio
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import msgspec

from bench.machine import RESULTS, machine, write_result
from bench.peers_nfdump import wait_until
from noroshi.spine.home import Home
from noroshi.spine.model import COLLECTIONS, MemberRole, Operator, Right, Role
from noroshi.spine.store import Database, Store
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.tokens import Tokens
from noroshi.testing.editions import make_change
from noroshi.testing.members import make_account

OPERATORS, POLLERS = 25, 10
EVERY_S = 5.0
WRITES_S, TOGETHER = 100, 10
GOAL_P99_MS = 100


class Got(msgspec.Struct):
    """An answer with changes, as far as a poller looks."""

    entries: list[dict[str, object]]
    next: str
    more: bool


@dataclass(slots=True)
class Poller:
    """One reader: its cursor, what it met, and how long it waited."""

    token: str
    cursor: str = ""
    met: list[str] = field(default_factory=list)
    waited_ms: list[float] = field(default_factory=list)
    errors: int = 0

    async def poll(self, client: httpx.AsyncClient) -> None:
        """Ask until there is no more."""
        more = True
        while more:
            began = time.perf_counter()
            try:
                answer = await client.get(
                    "/api/v1/lists/c2-servers",
                    params={"since": self.cursor, "limit": 1000},
                    headers={"Authorization": f"Bearer {self.token}"},
                )
            except httpx.HTTPError:
                self.errors += 1
                return
            self.waited_ms.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                self.errors += 1
                return
            got = msgspec.json.decode(answer.content, type=Got)
            self.met += [str(entry["id"]) for entry in got.entries]
            self.cursor, more = got.next, got.more


def make_hub(home: Home, held: int) -> list[str]:
    """Operators with tokens, and a list that holds so many; gives the tokens."""
    now = datetime.now(UTC)
    rights = frozenset({Right.READ_LISTS})
    with Store.open(home.state) as store:
        tokens = []
        for number in range(OPERATORS):
            name = f"op{number}"
            Operators(store.database).add(
                Operator(
                    id=name, name=name, role=MemberRole.SHARING, joined_at=now, entitlements=COLLECTIONS
                )
            )  # fmt: skip
            account = make_account(Role.READER, name)
            Accounts(store.database).add(account)
            for label in range(POLLERS):
                secret, _ = Tokens(store.database).issue(
                    account, label=str(label), rights=rights, at=now, expires_at=now + timedelta(1)
                )
                tokens.append(secret)
        shared = SharedList(store.database)
        for at in range(0, held, 10_000):
            shared.publish([make_change(n) for n in range(at, min(held, at + 10_000))], now)
    return tokens


@contextmanager
def served(home: Home) -> Iterator[str]:
    """A hub on loopback; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    environment = os.environ | {
        "NOROSHI_HOME": str(home.path), "NOROSHI__HUB__LISTEN": f"127.0.0.1:{port}",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "noroshi.console"], env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(url))
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def write(pipe: Connection, place: str, first: int, seconds: float) -> None:
    """Add entries at the rate until the time is over; tells their ids."""
    ids: list[str] = []
    with Database.open(place) as database:
        shared = SharedList(database)
        began, number = time.monotonic(), first
        while time.monotonic() - began < seconds:
            made = shared.publish(
                [make_change(n) for n in range(number, number + TOGETHER)], datetime.now(UTC)
            )
            ids += [edition.indicator.id for edition in made]
            number += TOGETHER
            due = began + (number - first) / WRITES_S
            time.sleep(max(0.0, due - time.monotonic()))
    pipe.send(ids)


async def poll_all(url: str, pollers: list[Poller], cursor: str, seconds: float) -> None:
    limits = httpx.Limits(max_connections=len(pollers), max_keepalive_connections=len(pollers))
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:

        async def one(index: int, poller: Poller) -> None:
            poller.cursor = cursor
            began = time.monotonic() + EVERY_S * index / len(pollers)
            turn = 0
            while (wait := began + turn * EVERY_S - time.monotonic()) < seconds:
                if turn * EVERY_S > seconds:
                    break
                await asyncio.sleep(max(0.0, wait))
                await poller.poll(client)
                turn += 1

        await asyncio.gather(*(one(i, p) for i, p in enumerate(pollers)))
        await asyncio.sleep(2)
        for poller in pollers:
            await poller.poll(client)


def main(seconds: float = 600.0, held: int = 100_000, results: Path = RESULTS) -> None:
    """Run the hub under load."""
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name) / "home").create()
        tokens = make_hub(home, held)
        with served(home) as url:
            head = httpx.get(
                f"{url}/api/v1/lists", headers={"Authorization": f"Bearer {tokens[0]}"}, timeout=60
            ).json()["lists"]
            cursor = next(one["cursor"] for one in head if one["name"] == "c2-servers")
            pollers = [Poller(token) for token in tokens]
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            writer = context.Process(target=write, args=(theirs, str(home.state), held, seconds))
            writer.start()
            theirs.close()  # so that the end of a writer that fails is met
            asyncio.run(poll_all(url, pollers, cursor, seconds + 3))
            added = set(ours.recv())
            writer.join()
    waited = sorted(ms for poller in pollers for ms in poller.waited_ms)
    told = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "seconds": seconds,
        "held": held,
        "pollers": len(pollers),
        "requests": len(waited),
        "errors": sum(poller.errors for poller in pollers),
        "added": len(added),
        "missed": sum(len(added - set(poller.met)) for poller in pollers),
        "twice": sum(len(poller.met) - len(set(poller.met)) for poller in pollers),
        "p50_ms": round(waited[len(waited) // 2], 1),
        "p99_ms": round(waited[len(waited) * 99 // 100], 1),
        "highest_ms": round(waited[-1], 1),
        "goal_p99_ms": GOAL_P99_MS,
    }
    write_result("hub_load", told, results)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]), *map(int, sys.argv[2:3]))
