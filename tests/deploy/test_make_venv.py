"""The set-up script finds a Python, or says plainly which one it needs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TOO_OLD = "#!/bin/sh\nexit 1\n"
NO_VENV = """#!/bin/sh
case "$2" in
  *version_info\\ \\<*) exit 0 ;;
  *ensurepip*) exit 1 ;;
  *print*) echo 3.12 ;;
esac
"""
NOT_REAL = "#!/bin/sh\necho 'command not found' >&2\nexit 127\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the script alone, and a PATH with the shell's own tools alone."""
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "make-venv", tmp_path / "deploy")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "grep", "rm", "touch"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def put(checkout: Path, name: str, script: str) -> None:
    path = checkout / "bin" / name
    path.write_text(script)
    path.chmod(0o755)


def make_venv(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "deploy" / "make-venv"), ".venv/.ready"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={"PATH": str(checkout / "bin"), "LC_ALL": os.environ.get("LC_ALL", "C")} | environment,
    )


def test_no_python_at_all_is_said_with_the_remedy(checkout: Path) -> None:
    done = make_venv(checkout)
    assert done.returncode == 2
    assert "no Python 3.11 or newer" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_an_old_python_is_passed_over(checkout: Path) -> None:
    put(checkout, "python3", TOO_OLD)
    put(checkout, "python3.13", NOT_REAL)
    done = make_venv(checkout)
    assert done.returncode == 2
    assert "no Python 3.11 or newer" in done.stderr


def test_a_python_without_venv_is_named_with_its_debian_package(checkout: Path) -> None:
    put(checkout, "python3", TOO_OLD)
    put(checkout, "python3.12", NO_VENV)
    done = make_venv(checkout)
    assert done.returncode == 2
    assert "python3.12 (Python 3.12) lacks the module venv or ensurepip" in done.stderr
    assert "apt-get install python3.12-venv" in done.stderr


def test_a_python_that_was_named_is_the_only_one_asked(checkout: Path) -> None:
    put(checkout, "python3.12", NO_VENV)
    put(checkout, "mine", TOO_OLD)
    done = make_venv(checkout, PYTHON="mine")
    assert "among: mine" in done.stderr
