"""What the repository tracks."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file that git tracks or would add, except those that are gone."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy of the project is no git checkout")
    names = [ROOT / name.decode() for name in done.stdout.split(b"\0") if name]
    return [path for path in names if path.is_file()]
