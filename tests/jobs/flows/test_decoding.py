"""Decoding: each segment reaches the lake once, wherever the process dies."""

import errno
import os
import struct

import duckdb
import pyarrow.parquet as pq
import pytest

from noroshi.jobs.flows import decoding
from noroshi.jobs.flows.decoding import DecodingOptions, SpoolDecoder
from noroshi.spine.flows.address import parse_networks
from noroshi.spine.flows.lake import FlowLake, LakeWriter
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.flows.spool import SpoolFolder
from noroshi.spine.home import Home
from noroshi.spine.model import SourceError
from noroshi.spine.store import Store

OPTIONS = DecodingOptions(
    collector="one",
    pseudonyms=Pseudonyms(bytes(range(32)), parse_networks(["100.64.0.0/10"])),
    sampling=None,
)


class Killed(BaseException):
    """Stands for kill -9: nothing tidies up after it."""


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def store(home):
    with Store.open(home.state_file) as opened:
        yield opened


@pytest.fixture
def filled(home, made, spooled):
    """Three segments; the templates stand in the first one only."""
    parts = [[], [], []]
    for router, payloads in enumerate(made.routers):
        for at, payload in enumerate(payloads):
            parts[3 * at // len(payloads)].append((router + 1, payload))
    for number, part in enumerate(parts, start=1):
        spooled(home.datagrams, number, part)
    return made


def decoder(home, store):
    opened = SpoolDecoder(home, store, OPTIONS)
    opened.recover()
    return opened


def everything(home, store):
    worker = decoder(home, store)
    while worker.step() is not None:
        pass


def lake(home):
    files = [str(file) for file in FlowLake(home.flows).files()]
    if not files:
        return 0, 0
    return duckdb.execute("SELECT count(*), sum(octetDeltaCount)::BIGINT FROM read_parquet(?)", [files]).fetchone()  # fmt: skip


def test_every_record_is_in_the_lake_once_and_the_spool_is_empty(home, store, filled):
    everything(home, store)
    assert lake(home) == (filled.records, filled.octets)
    assert SpoolFolder(home.datagrams).closed() == []


def test_a_stretch_is_recorded_with_its_files(home, store, filled):
    everything(home, store)
    (record,) = store.collections("one")
    assert (record.first_segment, record.last_segment) == (1, 3)
    assert record.kept == record.read - sum(record.refused.values()) == filled.records
    assert set(record.files) == {
        file.relative_to(home.flows).as_posix() for file in FlowLake(home.flows).files()
    }


def test_templates_outlive_each_process(home, store, filled, monkeypatch):
    monkeypatch.setattr(decoding, "MOST_SEGMENTS", 1)
    while SpoolFolder(home.datagrams).closed():
        decoder(home, store).step()  # a new process a segment
    assert lake(home) == (filled.records, filled.octets)


def test_sampled_packets_reach_the_lake_and_what_is_no_flow_does_not(home, store, spooled):
    packet = struct.pack(">BBHHHBBH", 0x45, 0, 900, 1, 0, 64, 17, 0)
    packet += bytes([192, 0, 2, 7, 198, 51, 100, 9]) + struct.pack(">HHHH", 5353, 53, 30, 0)
    header = struct.pack(">IIIIII", 1, 16 + len(packet), 11, 900, 0, len(packet)) + packet
    flow = struct.pack(">IIIIIIII", 9, 3, 100, 900, 0, 3, 4, 1) + header
    samples = struct.pack(">II", 1, len(flow)) + flow + struct.pack(">IIIII", 2, 12, 1, 3, 0)
    head = struct.pack(">II4sIIII", 5, 1, bytes([192, 0, 2, 1]), 0, 1, 1000, 2)
    spooled(home.datagrams, 1, [(1, head + samples)])
    counts = decoder(home, store).step()
    assert (counts.read, counts.kept, counts.rows) == (1, 1, {"192.0.2.1": 1})
    assert lake(home)[0] == 1


def test_losses_and_rows_are_told_by_exporter(home, store, made, spooled):
    router = made.routers[0]
    kept = [payload for at, payload in enumerate(router) if at not in (3, 4)]
    spooled(home.datagrams, 1, [(1, payload) for payload in kept])
    counts = decoder(home, store).step()
    assert counts.lost["192.0.2.1"] > 0
    assert counts.rows["192.0.2.1"] == counts.kept


def test_losses_are_told_once(home, store, made, spooled):
    router = made.routers[0]
    spooled(home.datagrams, 1, [(1, router[0]), (1, router[2])])
    spooled(home.datagrams, 2, [(1, router[3])])
    worker = decoder(home, store)
    worker.step()
    assert decoder(home, store).step() is None
    spooled(home.datagrams, 3, [(1, router[4])])
    assert decoder(home, store).step().lost == {}


def test_no_subscriber_address_reaches_the_lake(home, store, filled):
    everything(home, store)
    files = [str(file) for file in FlowLake(home.flows).files()]
    plain = duckdb.execute("SELECT count(*) FROM read_parquet(?) WHERE subscriberSide = 1", [files])
    assert plain.fetchone()[0] > 0
    spool = {name.name for name in home.datagrams.iterdir()}
    assert spool == set()


def killed_at(place, monkeypatch):
    """Die at a place of the protocol, leaving everything as it is."""

    def die(*_, **__):
        raise Killed

    monkeypatch.setattr(LakeWriter, "abandon", lambda self: self._pool.shutdown())
    if place == "between-files":
        real = LakeWriter.finish

        def some(self):
            self._held = dict(list(self._held.items())[:1])
            real(self)
            die()

        monkeypatch.setattr(LakeWriter, "finish", some)
    elif place == "before-record":
        monkeypatch.setattr(Store, "save_collection", die)
    elif place == "before-removal":
        real_save = Store.save_collection

        def save(self, *given):
            real_save(self, *given)
            die()

        monkeypatch.setattr(Store, "save_collection", save)
    else:
        monkeypatch.setattr(decoding, "hide_subscribers", die)


@pytest.mark.parametrize("place", ["decoding", "between-files", "before-record", "before-removal"])
def test_a_death_at_any_place_loses_and_doubles_nothing(home, store, filled, monkeypatch, place):
    with monkeypatch.context() as patched:
        killed_at(place, patched)
        with pytest.raises(Killed):
            decoder(home, store).step()
    everything(home, store)
    assert lake(home) == (filled.records, filled.octets)
    assert SpoolFolder(home.datagrams).closed() == []


def test_a_replay_with_more_segments_than_before_doubles_nothing(
    home, store, filled, made, spooled, monkeypatch
):
    with monkeypatch.context() as patched:
        killed_at("before-record", patched)
        patched.setattr(decoding, "MOST_SEGMENTS", 2)
        with pytest.raises(Killed):
            decoder(home, store).step()
    everything(home, store)
    assert lake(home) == (filled.records, filled.octets)


def test_files_of_others_and_of_earlier_stretches_are_left_alone(home, store, filled):
    folder = home.flows / "date=2026-04-01" / "hour=00"
    folder.mkdir(parents=True)
    others = [
        folder / f"{'a' * 16}-{'b' * 12}-0000.parquet",
        folder / f"one-two-{9:016d}-{9:016d}-0000.parquet",
        folder / f"one-{0:016d}-{0:016d}-0000.parquet",
    ]
    for file in others:
        file.touch()
    decoder(home, store)
    assert all(file.exists() for file in others)


def test_a_lost_state_doubles_nothing_that_is_still_in_the_spool(home, store, filled, monkeypatch):
    with monkeypatch.context() as patched:
        killed_at("before-removal", patched)
        with pytest.raises(Killed):
            decoder(home, store).step()
    with Store.open(home.path / "fresh.db") as fresh:
        everything(home, fresh)
    assert lake(home) == (filled.records, filled.octets)


def test_a_state_that_fails_leaves_the_spool_and_the_knowledge_as_they_were(
    home, store, filled, monkeypatch
):
    worker = decoder(home, store)
    with monkeypatch.context() as patched:
        patched.setattr(
            Store, "save_collection", lambda *_: (_ for _ in ()).throw(SourceError("x"))
        )
        with pytest.raises(SourceError):
            worker.step()
    worker.recover()
    while worker.step() is not None:
        pass
    assert lake(home) == (filled.records, filled.octets)


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_does_not_take_the_rows_leaves_the_spool_whole(
    home, store, filled, monkeypatch, fault
):
    worker = decoder(home, store)
    with monkeypatch.context() as patched:

        def refuse(descriptor):
            raise OSError(fault, os.strerror(fault))

        patched.setattr(os, "fsync", refuse)
        with pytest.raises(SourceError, match=os.strerror(fault)):
            worker.step()
        assert len(SpoolFolder(home.datagrams).closed()) == 3
        assert lake(home) == (0, 0)
    while worker.step() is not None:
        pass
    assert lake(home) == (filled.records, filled.octets)


def test_a_segment_that_breaks_the_decoder_is_set_aside_and_the_others_go_on(
    home, store, filled, monkeypatch
):
    real = decoding.datagrams_of

    def broken(segment, tally):
        if segment.number == 2:
            raise ValueError("a fault of ours")
        return real(segment, tally)

    monkeypatch.setattr(decoding, "datagrams_of", broken)
    worker = decoder(home, store)
    refused = {}
    while (counts := worker.step()) is not None:
        refused.update(counts.refused)
    assert refused["failed-segment"] == 1
    assert [file.suffix for file in home.datagrams.iterdir()] == [".failed"]
    assert 0 < lake(home)[0] < filled.records


def test_damage_is_counted_and_the_rest_kept(home, store, made, spooled):
    first = spooled(home.datagrams, 1, [(1, p) for p in made.routers[0][:20]])
    whole = first.path.read_bytes()
    first.path.write_bytes(whole + whole[:-10])
    counts = decoder(home, store).step()
    assert counts.refused["bad-block"] == 1
    assert counts.datagrams == 20


def test_another_version_s_memory_is_not_read(home, store, filled, monkeypatch):
    monkeypatch.setattr(Store, "memory_of", lambda *_: b"of another version")
    everything(home, store)
    assert lake(home) == (filled.records, filled.octets)


def test_counters_and_names_of_a_stretch_are_kept_with_it(home, store, spooled):
    generic = struct.pack(">II", 1, 88) + struct.pack(">I", 7) + bytes(84)
    sample = struct.pack(">IIIII", 2, 12 + len(generic), 1, 7, 1) + generic
    sflow = struct.pack(">II4sIIII", 5, 1, bytes([192, 0, 2, 1]), 0, 1, 1000, 1) + sample
    options = struct.pack(">10H", 3, 18, 300, 2, 1, 10, 4, 82, 4, 300) + struct.pack(">HI4s", 12, 7, b"ge-0")  # fmt: skip
    named = struct.pack(">HHIII", 10, 16 + len(options), 1_700_000_001, 0, 1) + options
    spooled(home.datagrams, 1, [(1, sflow), (1, named)])
    everything(home, store)
    (file,) = home.counters.rglob("*.parquet")
    assert pq.read_table(file, partitioning=None)["ifIndex"].to_pylist() == [7]
    assert [(i.number, i.name) for i in store.interfaces()] == [(7, "ge-0")]


def test_counters_of_a_stretch_that_was_not_recorded_are_removed(home, store, spooled):
    spooled(home.datagrams, 1, [(1, b"\0\0\0\5")])
    orphan = home.counters / "date=2023-11-14" / "hour=22" / f"one-{1:016d}-{1:016d}-0000.parquet"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"")
    decoder(home, store)
    assert not orphan.exists()
