"""`python -m noroshi` is the command."""

import subprocess
import sys

from noroshi import __version__


def test_the_module_runs_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "noroshi", "--version"], capture_output=True, text=True, check=True
    )
    assert __version__ in done.stdout
