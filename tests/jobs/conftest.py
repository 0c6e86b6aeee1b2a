"""A home whose lake holds the scene of one botnet; datagrams of the lab's routers, and spools of them."""

import shutil
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np
import pytest

from noroshi.jobs.flows.importing import ImportOptions, import_files
from noroshi.lab import A_DAY, Plan, export_records, make_day
from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.spool import Segment, index_of, seal
from noroshi.spine.home import Home
from noroshi.spine.model import Window
from noroshi.spine.model.address import MAPPED
from noroshi.spine.store import Store
from noroshi.testing import write_flows
from noroshi.testing.scenes import Scene, botnet_scene


@pytest.fixture(scope="session")
def scene() -> Scene:
    return botnet_scene()


@pytest.fixture(scope="session")
def filled(scene, tmp_path_factory) -> Home:
    """The home, for tests that only read it."""
    folder = tmp_path_factory.mktemp("filled")
    home = Home(folder / "home").create()
    options = ImportOptions(subscribers=("100.64.0.0/10",))
    file = str(write_flows(scene.seen_outside, folder))
    with Store.open(home.state_file) as store:
        (done,) = import_files(home, store, [file], options)
    assert done.record.kept == scene.flows.num_rows
    return home


@pytest.fixture
def own(filled, tmp_path) -> Home:
    """A copy of it, for tests that change it."""
    shutil.copytree(filled.path, tmp_path / "home")
    return Home(tmp_path / "home")


@dataclass(frozen=True)
class Made:
    """What routers of a made hour sent: payloads by router, and what they tell in sum."""

    files: tuple[Path, ...]
    routers: tuple[tuple[bytes, ...], ...]
    records: int
    octets: int

    @property
    def payloads(self) -> list[bytes]:
        """All of them, routers in turn."""
        mixed = chain.from_iterable(zip_longest(*self.routers))
        return [payload for payload in mixed if payload is not None]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """An hour of a few subscribers in v5, v9 and IPFIX."""
    window = Window(A_DAY.start + timedelta(hours=9), A_DAY.start + timedelta(hours=10))
    plan = Plan(seed=5, subscribers=60, window=window)
    files = export_records(
        make_day(plan).records(), plan.observation, window.start_ms, tmp_path_factory.mktemp("pcap")
    )
    return Made(
        files=tuple(file.path for file in files),
        routers=tuple(tuple(payloads(file.path)) for file in files),
        records=sum(file.records for file in files),
        octets=sum(file.octets for file in files),
    )


def payloads(path: Path) -> list[bytes]:
    data, at, found = path.read_bytes(), 24, []
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at + 8)
        found.append(data[at + 16 + 42 : at + 16 + length])
        at += 16 + length
    return found


@pytest.fixture
def spooled() -> Callable[..., Segment]:
    """Puts datagrams into a closed segment; router n sends from 192.0.2.n."""

    def put(folder: Path, number: int, datagrams: list[tuple[int, bytes]]) -> Segment:
        folder.mkdir(parents=True, exist_ok=True)
        segment = Segment.new(number, folder)
        low = np.array([0xC0000200 + router for router, _ in datagrams], np.int64) | MAPPED
        rows = len(datagrams)
        form, index = index_of(
            np.array([len(p) for _, p in datagrams]),
            Addresses(np.zeros(rows, np.int64), low),
            np.full(rows, 2055),
        )
        body = b"".join(payload for _, payload in datagrams)
        moment = (A_DAY.start_ms + 36_000_000) * 1_000_000
        segment.path.write_bytes(b"".join(seal(segment.salt, form, index, body, moment)))
        return segment

    return put
