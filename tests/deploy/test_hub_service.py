"""The hub's service unit is valid, hardened, and runs a command that exists."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from noroshi.cli.main import COMMANDS

UNIT = Path(__file__).parents[2] / "deploy" / "noroshi-hub.service"
MOST_EXPOSED = 2.0
"""Of systemd's own measure, 0 to 10."""


def test_it_runs_a_command_that_exists():
    command = re.search(r"^ExecStart=(.*)$", UNIT.read_text(), re.MULTILINE)[1].split()
    assert command[-1] in COMMANDS


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_it_is_exposed_little():
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(UNIT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    if told is None:
        pytest.skip(f"this systemd cannot tell: {done.stderr.strip()}")
    assert float(told[1]) <= MOST_EXPOSED
