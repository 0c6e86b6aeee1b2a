import subprocess
import sys

import pytest

from noroshi.sites.visit import memory
from noroshi.sites.visit.memory import Family, private_bytes

HOLD = "import sys,time; held=b'x'*60_000_000; print('up', flush=True); time.sleep(60)"


def holding(profile):
    command = [sys.executable, "-c", HOLD, f"--user-data-dir={profile}/data"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    return child


def test_only_a_process_of_the_browser_that_holds_too_much_is_ended(tmp_path):
    child = holding(tmp_path)
    try:
        family = Family(tmp_path)
        assert family.processes() == [child.pid]
        assert private_bytes(child.pid) > 60_000_000
        assert family.end_greedy(2_000_000_000) == []
        assert Family(tmp_path / "other").end_greedy(1) == []
        assert family.end_greedy(50_000_000) == [child.pid]
        assert child.wait(10) == -9
    finally:
        child.kill()
        child.communicate()


def test_a_process_that_is_gone_holds_nothing():
    assert private_bytes(2**22 + 1) == 0


@pytest.mark.parametrize("tells_children", [True, False])
def test_children_of_children_are_found_and_a_new_browser_after_the_old_one(
    tmp_path, monkeypatch, tells_children
):
    if not tells_children:
        monkeypatch.setattr(memory, "CHILDREN", tmp_path / "none")
    nest = "import subprocess,sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    family = Family(tmp_path)
    assert family.processes() == []
    for _ in range(2):
        command = [sys.executable, "-c", nest, HOLD, f"--user-data-dir={tmp_path}/data"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as outer:
            assert outer.stdout is not None
            outer.stdout.readline()
            found = family.processes()
            assert outer.pid in found
            assert len(found) == 2
            assert family.end_greedy(50_000_000) == [pid for pid in found if pid != outer.pid]
            outer.wait(10)
