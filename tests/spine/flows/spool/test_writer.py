"""Writer: segments close when due, and the disk's share holds."""

import errno
import os
import shutil
import threading

import numpy as np
import pytest

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.spool import SpoolFolder, SpoolLimits, SpoolWriter, index_of, seal
from noroshi.spine.flows.spool.segment import datagrams_of
from noroshi.spine.flows.spool.writer import Refused
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import SourceError
from noroshi.spine.model.address import MAPPED

LIMITS = SpoolLimits(segment_octets=1000, segment_s=60, quota_octets=100_000)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def writer(tmp_path, clock):
    made = SpoolWriter(tmp_path, LIMITS, clock=clock)
    yield made
    made.shut()


def put(writer, payload=b"x" * 100):
    sender = Addresses(np.zeros(1, np.int64), np.array([0xC0000201 | MAPPED]))
    form, index = index_of(np.array([len(payload)]), sender, np.array([2055]))
    return writer.append(lambda salt: seal(salt, form, index, payload, 1), len(payload) + 8)


def payloads(folder):
    tally = Tally()
    return [
        bytes(batch.octets.data[a:b])
        for segment in SpoolFolder(folder).closed()
        for batch in datagrams_of(segment, tally)
        for a, b in zip(batch.start, batch.end, strict=True)
    ]


def test_a_full_segment_is_closed(writer, tmp_path):
    closed = [put(writer) or writer.tick() for _ in range(16)]
    assert closed.count(True) == 2
    assert len(SpoolFolder(tmp_path).closed()) == 2


def test_an_old_segment_is_closed(writer, clock, tmp_path):
    put(writer)
    clock.now = 59.9
    assert not writer.tick()
    clock.now = 60.0
    assert writer.tick()
    assert len(SpoolFolder(tmp_path).closed()) == 1


def test_nothing_received_leaves_no_segment(writer, clock, tmp_path):
    clock.now = 100.0
    assert not writer.tick()
    writer.close()
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_there_without_closing(writer, tmp_path):
    put(writer, b"kept")
    after_kill = shutil.copytree(tmp_path, tmp_path / "after-kill")
    SpoolFolder(after_kill).adopt()
    assert payloads(after_kill) == [b"kept"]


def test_the_newest_is_refused_beyond_the_quota(tmp_path):
    limits = SpoolLimits(segment_octets=1000, segment_s=60, quota_octets=500)
    writer = SpoolWriter(tmp_path, limits)
    told = [put(writer, bytes([n]) * 100) for n in range(6)]
    writer.shut()
    assert told == [None, None, None, Refused.QUOTA, Refused.QUOTA, Refused.QUOTA]
    assert payloads(tmp_path) == [bytes([n]) * 100 for n in range(3)]
    assert SpoolFolder(tmp_path).size() <= 500


def test_room_is_found_again_when_the_decoder_made_some(tmp_path, clock):
    limits = SpoolLimits(segment_octets=100, segment_s=60, quota_octets=200)
    writer = SpoolWriter(tmp_path, limits, clock=clock)
    assert put(writer) is None
    writer.tick()
    assert put(writer) is Refused.QUOTA
    SpoolFolder(tmp_path).closed()[0].path.unlink()
    clock.now = 1.5
    assert put(writer) is None
    writer.shut()


def test_a_full_disk_costs_the_block_and_leaves_clean_ground(writer, tmp_path, monkeypatch):
    put(writer, b"before")
    real = os.writev

    def half(descriptor, parts):
        real(descriptor, parts[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.writev", half)
    assert put(writer, b"lost") is Refused.DISK
    monkeypatch.setattr("os.writev", real)
    put(writer, b"after")
    writer.close()
    assert payloads(tmp_path) == [b"before", b"after"]


def test_a_short_write_is_finished(writer, tmp_path, monkeypatch):
    real = os.writev
    monkeypatch.setattr("os.writev", lambda d, parts: real(d, [b"".join(parts)[:20]]))
    assert put(writer, b"whole") is None
    writer.close()
    assert payloads(tmp_path) == [b"whole"]


def test_limits_may_change_while_it_runs(writer, tmp_path):
    put(writer)
    writer.limits = SpoolLimits(segment_octets=10, segment_s=60, quota_octets=1)
    assert put(writer) is Refused.QUOTA
    assert writer.tick()


def test_segments_are_for_the_operator_only(writer, tmp_path):
    put(writer)
    (segment,) = tmp_path.iterdir()
    assert segment.stat().st_mode & 0o077 == 0


def test_a_spool_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match="cannot be written"):
        SpoolWriter(tmp_path / "file" / "spool", LIMITS)


def test_a_slow_disk_does_not_hold_up_what_arrives(writer, clock, tmp_path, monkeypatch):
    flushing, go_on = threading.Event(), threading.Event()

    def slow(descriptor):
        flushing.set()
        go_on.wait(30)

    monkeypatch.setattr("os.fdatasync", slow)
    put(writer, b"one")
    clock.now = 1.5
    writer.tick()
    assert flushing.wait(30)
    put(writer, b"two")  # while the disk is at work
    clock.now = 61.5
    assert writer.tick()
    assert payloads(tmp_path) == [b"one", b"two"]
    go_on.set()
