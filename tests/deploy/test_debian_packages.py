"""Missing Debian packages never stop the tests; they are installed or named."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "env"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    put(folder, "id", "echo 1000")
    return folder


def put(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def ask(folder: Path, *packages: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "deploy" / "debian-packages"), *packages],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
        env={"PATH": str(folder)},
    )


def test_what_is_there_is_not_asked_for(bin_folder: Path) -> None:
    put(bin_folder, "nfdump", "exit 0")
    assert ask(bin_folder, "nfdump").stderr == ""


def test_without_rights_the_missing_ones_are_named(bin_folder: Path) -> None:
    put(bin_folder, "nfdump", "exit 0")
    put(bin_folder, "apt-get", "exit 0")
    done = ask(bin_folder, "nfdump", "softflowd")
    assert "tests that need softflowd will be skipped" in done.stderr
    assert "apt-get install softflowd" in done.stderr


def test_root_installs_after_refreshing_the_list(bin_folder: Path, tmp_path: Path) -> None:
    put(bin_folder, "id", "echo 0")
    log = tmp_path / "log"
    put(bin_folder, "apt-get", f'echo "$*" >> {log}; test -e {log}.2 || {{ : > {log}.2; exit 1; }}')
    ask(bin_folder, "softflowd")
    install = "-y -qq install --no-install-recommends softflowd"
    assert log.read_text().splitlines() == [install, "-qq update", install]


def test_a_failed_install_is_told_and_goes_on(bin_folder: Path) -> None:
    put(bin_folder, "id", "echo 0")
    put(bin_folder, "apt-get", "exit 100")
    done = ask(bin_folder, "softflowd")
    assert "could not install softflowd" in done.stderr
