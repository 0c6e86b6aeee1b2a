"""A backup under load, restored elsewhere, publishes the same list."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime

import pytest

from noroshi.jobs.auditing import add_checkpoint, trail_of, verify_audit
from noroshi.jobs.backing_up import back_up
from noroshi.jobs.restoring import restore
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home, read_or_make_key
from noroshi.spine.home.archive import unpack
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.store import Database
from noroshi.spine.store.list_digest import list_digest
from noroshi.spine.store.lists import SharedList
from noroshi.testing.editions import make_change
from noroshi.testing.findings import MADE_AT
from noroshi.testing.lakes import START, plain_flows, write_file

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    home.settings_file.write_text("[c2]\nthreshold = 0.6\n")
    write_file(home.flows, plain_flows([START, START + 1]), "a")
    (home.flows / "half.parquet.1-2.part").write_bytes(b"half")
    (home.evidence / "page").write_bytes(b"<html>")
    read_or_make_key(home.pseudonym_key_file, 32)
    with Database.open(home.state) as database:
        SharedList(database).publish([make_change(n) for n in range(20)], MADE_AT)
    trail_of(home, lambda: AT).note("system", "hub.start")
    add_checkpoint(home, AT)
    return home


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup.tar.zst"


def write_on(home, told):
    """A process that publishes and writes to the audit until it is killed."""
    opened = Home(home)
    trail = trail_of(opened, lambda: AT)
    with Database.open(opened.state) as database:
        number = 100
        while True:
            SharedList(database).publish([make_change(number)], MADE_AT)
            trail.note("system", "list.publish", str(number))
            told.send(number)
            number += 1


def test_it_holds_everything_but_keys_and_what_is_unfinished(home, file, tmp_path):
    made = back_up(home, file, with_secrets=False, at=AT)
    told = unpack(file, tmp_path / "out")
    [flows] = [name for name in told.files if name.startswith("lake/flows/")]
    assert flows.endswith(".parquet")
    assert set(told.files) - {flows} == {
        "state.db", "noroshi.toml", "audit.jsonl", "audit-checkpoints.jsonl", "audit-public.pem",
        "evidence/page",
    }  # fmt: skip
    assert file.stat().st_mode & 0o777 == 0o600
    assert made.published.entries == 20
    assert list((home.path / "spool").glob("backup*")) == []


def test_a_restored_home_under_load_publishes_the_list_of_its_moment(home, file, tmp_path):
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    writer = context.Process(target=write_on, args=(home.path, theirs))
    writer.start()
    try:
        assert ours.poll(60)
        made = back_up(home, file, with_secrets=True, at=AT)
        assert writer.is_alive()
    finally:
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    new = Home(tmp_path / "new")
    done = restore(file, new, by="cli:owner", at=AT)
    assert done.published == made.published
    assert made.published.entries > 20
    with Database.open(new.state) as database:
        assert list_digest(database) == made.published
    assert done.audit_whole
    assert verify_audit(new).fault is None
    assert new.settings.c2.threshold == 0.6
    assert FlowLake(new.flows).rows() == 2
    assert new.pseudonym_key_file.read_bytes() == home.pseudonym_key_file.read_bytes()
    assert new.pseudonym_key_file.stat().st_mode & 0o777 == 0o600


def test_a_state_on_postgresql_is_backed_up_by_its_rows(
    home, file, tmp_path, postgres, monkeypatch
):
    monkeypatch.setenv("NOROSHI__STATE__URL", postgres)
    with Database.open(postgres) as database:
        SharedList(database).publish([make_change(n) for n in range(7)], MADE_AT)
        published = list_digest(database)
    made = back_up(Home(home.path), file, with_secrets=False, at=AT)
    assert (made.state, made.published) == ("rows", published)
    new = Home(tmp_path / "new")
    assert restore(file, new, by="cli:owner", at=AT).published == published
    with Database.open(new.state_file) as database:
        assert list_digest(database) == published
    with pytest.raises(ConfigError, match="give an empty one"):
        restore(file, Home(tmp_path / "other"), by="cli:owner", at=AT, state_url=postgres)
    assert not (tmp_path / "other").exists()


def test_wrong_names_and_second_backups_are_refused(home, file, tmp_path):
    with pytest.raises(ConfigError, match=r"ends with \.tar\.zst"):
        back_up(home, tmp_path / "backup.zip", with_secrets=False, at=AT)
    with pytest.raises(SourceError, match="no backup was written"):
        back_up(home, tmp_path / "none" / "b.tar.zst", with_secrets=False, at=AT)


def test_a_failed_backup_leaves_the_one_before(home, file, monkeypatch):
    back_up(home, file, with_secrets=False, at=AT)
    before = file.read_bytes()
    home.state_file.write_bytes(b"damaged" * 1000)
    with pytest.raises((ConfigError, SourceError)):
        back_up(home, file, with_secrets=False, at=AT)
    assert file.read_bytes() == before
