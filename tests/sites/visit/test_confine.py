import os
import pwd
import subprocess

import pytest

from noroshi.sites.visit import confine
from noroshi.sites.visit.confine import Cell, User, browser_user, program
from noroshi.sites.visit.profile import Engine
from noroshi.spine.model import ConfigError


def test_whoever_is_not_root_runs_the_browser_himself():
    assert browser_user("nobody", 1000) is None


def test_root_hands_it_to_another_account():
    entry = pwd.getpwnam("nobody")
    if not confine.shutil.which("setpriv"):
        pytest.skip("setpriv is not installed; apt-get install util-linux")
    assert browser_user("nobody", 0) == User(entry.pw_uid, entry.pw_gid)


@pytest.mark.parametrize("name", ["root", "no-such-account-here"])
def test_root_never_runs_it_as_root(name):
    with pytest.raises(ConfigError, match="never run as root"):
        browser_user(name, 0)


def test_root_without_the_means_to_change_is_refused(monkeypatch):
    monkeypatch.setattr(confine.shutil, "which", lambda _: None)
    with pytest.raises(ConfigError, match="util-linux"):
        browser_user("nobody", 0)


def test_a_missing_browser_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(confine.os, "access", lambda *_: False)
    with pytest.raises(ConfigError, match="apt-get install chromium"):
        program(Engine.SHELL)


def test_a_cell_starts_the_browser_bare_and_is_gone_afterwards(monkeypatch, tmp_path):
    told = tmp_path / "chromium"
    told.write_text(
        '#!/bin/sh\nenv; id -u; echo "$@"; ulimit -c; umask; grep NoNewPrivs /proc/self/status\n'
    )
    told.chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setattr(confine, "program", lambda _: str(told))
    monkeypatch.setenv("NOROSHI_SECRET", "not for browsers")
    cell = Cell(Engine.SHELL, None)
    try:
        run = subprocess.run([cell.launcher, "--x"], capture_output=True, text=True, check=True)
        lines = run.stdout.splitlines()
        assert "NOROSHI_SECRET" not in run.stdout
        assert str(os.getuid()) in lines
        assert f"--x --user-data-dir={cell.profile}/data" in lines
        assert lines[-3:] == ["0", "0077", "NoNewPrivs:\t1"]
        assert cell.downloads.stat().st_mode & 0o777 == 0o700
    finally:
        cell.remove()
    assert not cell.path.exists()
