"""Running the command as a person does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def noroshi(tmp_path: Path) -> Run:
    """Runs `noroshi …` with a home below the test's own folder."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("NOROSHI_")}
    plain["NOROSHI_HOME"] = str(tmp_path / "home")

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "noroshi", *arguments],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
            cwd=tmp_path,
            env=plain | environment,
        )

    return run
