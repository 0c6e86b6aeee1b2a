import resource
import subprocess
import sys

import pytest

OCTETS, NOT_TOLD = 32 << 20, 5
CHURN = f"""
import sys
from resource import RUSAGE_SELF, getrusage
from noroshi.spine.home import keep_freed_memory
if sys.argv[1] == "kept" and not keep_freed_memory({2 * OCTETS}):
    sys.exit({NOT_TOLD})
bytearray({OCTETS})
before = getrusage(RUSAGE_SELF).ru_minflt
for _ in range(20):
    bytearray(b"x") * {OCTETS}
print(getrusage(RUSAGE_SELF).ru_minflt - before)
"""


def faults(how):
    command = [sys.executable, "-c", CHURN, how]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == NOT_TOLD:
        pytest.skip("this C library cannot be told")
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_memory_that_is_kept_is_not_faulted_in_again():
    pages = OCTETS // resource.getpagesize()
    assert faults("kept") < 3 * pages < faults("given back")


RETURN = f"""
import sys
from pathlib import Path
from noroshi.spine.home import keep_freed_memory, return_freed_memory
def held():
    return int(Path("/proc/self/statm").read_text().split()[1])
if not keep_freed_memory({2 * OCTETS}):
    sys.exit({NOT_TOLD})
some = [bytes(4000) for _ in range({OCTETS // 4000})]
del some
before = held()
if not return_freed_memory():
    sys.exit({NOT_TOLD})
print(before - held())
"""


def test_memory_that_was_kept_is_given_back_when_told():
    done = subprocess.run([sys.executable, "-c", RETURN], check=False, capture_output=True, text=True)  # fmt: skip
    if done.returncode == NOT_TOLD:
        pytest.skip("this C library cannot be told")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > OCTETS // 2 // resource.getpagesize()
