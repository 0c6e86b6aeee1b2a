"""One holds the lock; who is killed has lost it."""

import subprocess
import sys

import pytest

from noroshi.jobs.clock import Election
from noroshi.spine.model import ConfigError

HOLD = """
import sys, time
from pathlib import Path
from noroshi.jobs.clock.election import Election
election = Election(Path(sys.argv[1]))
print(election.stand(), flush=True)
time.sleep(60)
"""


def test_the_second_waits_until_the_first_resigns(tmp_path):
    first, second = Election(tmp_path / "lock"), Election(tmp_path / "lock")
    assert first.stand()
    assert first.stand()
    assert not second.stand()
    first.resign()
    assert second.stand()
    second.resign()


def test_a_killed_holder_has_lost(tmp_path):
    lock = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, lock], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"True\n"
        assert lock.read_text() == f"{holder.pid}\n"
        assert not Election(lock).stand()
        holder.kill()
    heir = Election(lock)
    assert heir.stand()
    heir.resign()


def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be opened"):
        Election(tmp_path / "none" / "lock").stand()
