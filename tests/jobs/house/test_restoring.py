"""Restoring is whole or does nothing."""

from datetime import UTC, datetime

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.house.backing_up import back_up
from noroshi.jobs.house.restoring import restore
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.store import Database

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    home = Home(tmp_path / "home").create()
    Database.open(home.state).close()
    trail_of(home, lambda: AT).note("system", "hub.start")
    back_up(home, tmp_path / "backup.tar.zst", with_secrets=False, at=AT)
    return tmp_path / "backup.tar.zst"


def test_an_empty_directory_is_taken_and_the_restoring_noted(file, tmp_path):
    new = Home(tmp_path / "new")
    new.path.mkdir()
    done = restore(file, new, by="cli:owner", at=AT)
    assert (done.made_at, done.with_secrets) == ("2026-01-05T09:00:00.000Z", False)
    head = trail_of(new, lambda: AT).head()
    assert (head.by, head.action) == ("cli:owner", "home.restore")


def test_a_directory_with_anything_in_it_is_refused(file, tmp_path):
    new = Home(tmp_path / "new")
    new.path.mkdir()
    (new.path / "note").write_text("mine")
    with pytest.raises(ConfigError, match="is not empty"):
        restore(file, new, by="cli:owner", at=AT)
    assert [path.name for path in new.path.iterdir()] == ["note"]


def test_a_damaged_backup_leaves_nothing(file, tmp_path):
    octets = file.read_bytes()
    file.write_bytes(octets[: len(octets) // 2])
    with pytest.raises(SourceError):
        restore(file, Home(tmp_path / "new"), by="cli:owner", at=AT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.zst", "home"]


def test_a_url_for_a_database_s_file_is_refused(file, tmp_path):
    with pytest.raises(ConfigError, match="--state is for backups of rows"):
        restore(file, Home(tmp_path / "new"), by="x", at=AT, state_url="sqlite:///x")


def test_a_changed_audit_is_told_and_restored_as_it_is(tmp_path):
    home = Home(tmp_path / "home").create()
    Database.open(home.state).close()
    trail_of(home, lambda: AT).note("system", "hub.start")
    trail_of(home, lambda: AT).note("system", "hub.stop")
    home.audit_file.write_bytes(home.audit_file.read_bytes().replace(b"start", b"stork"))
    back_up(home, tmp_path / "b.tar.zst", with_secrets=False, at=AT)
    new = Home(tmp_path / "new")
    assert not restore(tmp_path / "b.tar.zst", new, by="cli:owner", at=AT).audit_whole
    assert new.audit_file.read_bytes() == home.audit_file.read_bytes()
