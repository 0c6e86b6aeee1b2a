"""Daemons: started, waited for, and always stopped."""

import socket
import sys

import pytest

from noroshi.testing import daemons
from noroshi.testing.daemons import eventually, free_port, program, running

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


def test_a_daemon_runs_to_the_end_of_the_block(tmp_path):
    def is_up():
        return "up" in (tmp_path / "daemon.log").read_text()

    with running(SLEEPER, tmp_path, is_up) as daemon:
        assert daemon.poll() is None
    assert daemon.poll() is not None


def test_a_daemon_that_ends_early_says_why(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no port left')"]
    with pytest.raises(AssertionError, match="no port left"), running(command, tmp_path, bool):
        pytest.fail("it never ran")


def test_waiting_ends(monkeypatch):
    monkeypatch.setattr(daemons, "TRIES", 2)
    with pytest.raises(AssertionError, match="waited in vain for rain"):
        eventually(bool, "rain")


def test_a_free_port_can_be_used():
    with socket.socket() as one:
        one.bind(("127.0.0.1", free_port()))


def test_what_is_not_installed_has_no_path():
    assert program("no-such-program-at-all") is None
    assert program("sh")
