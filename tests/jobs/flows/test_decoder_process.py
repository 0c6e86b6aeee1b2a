"""Decoder process: it ends with its parent's wish, and tells why it ended otherwise."""

import os
import time

import pytest

from noroshi.jobs.flows.decoder_process import FIRST_PAUSE_S, DecoderProcess, Decoding
from noroshi.spine.flows.spool import SpoolFolder
from noroshi.spine.home import DecoderPriority, Home
from noroshi.spine.model import ConfigError


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.datagrams.mkdir(parents=True)
    return home


def decoding(home):
    return Decoding(home=home.path, state=home.state, collector="one", subscribers=("100.64.0.0/10",), sampling=1, priority=DecoderPriority.IDLE, verbose=False, as_json=False)  # fmt: skip


def tend(process, until, seconds=60):
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        process.tend()
        time.sleep(0.02)


def test_asked_to_drain_it_takes_all_in_and_ends(home, made, spooled):
    spooled(home.datagrams, 1, [(1, payload) for payload in made.routers[0]])
    process = DecoderProcess(decoding(home))
    process.start()
    process.drain()
    tend(process, lambda: process.drained)
    assert process.counts.datagrams == len(made.routers[0])
    assert SpoolFolder(home.datagrams).closed() == []
    process.kill()


def test_a_wrong_setting_ends_the_collector_instead_of_a_loop(home):
    home.pseudonym_key_file.write_bytes(b"too short")
    home.pseudonym_key_file.chmod(0o600)
    process = DecoderProcess(decoding(home))
    process.start()
    with pytest.raises(ConfigError, match="octets"):
        tend(process, lambda: False)


def test_it_is_started_again_later_each_time(home):
    clock = [0.0]
    process = DecoderProcess(decoding(home), clock=lambda: clock[0])
    starts = []
    process.start = lambda: starts.append(clock[0])  # type: ignore[method-assign]

    class Ended:
        exitcode = -9

        def join(self):
            pass

    for _ in range(3):
        process._process = Ended()  # type: ignore[assignment]
        process._bury()
        before = len(starts)
        while len(starts) == before:
            clock[0] += 0.1
            process.tend()
    gaps = [b - a for a, b in zip([0.0, *starts], starts, strict=False)]
    assert process.restarts == 3
    assert gaps[0] >= FIRST_PAUSE_S - 0.05
    assert gaps[2] > gaps[1] > gaps[0]


@pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="needs Linux")
def test_the_decoder_steps_back_behind_the_receiver(home, made, spooled):
    process = DecoderProcess(decoding(home))
    process.start()
    tend(process, lambda: os.sched_getscheduler(process.pid) == os.SCHED_IDLE)
    process.kill()
