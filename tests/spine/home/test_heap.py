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
