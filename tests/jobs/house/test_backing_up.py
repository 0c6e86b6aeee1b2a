"""A backup under load, restored elsewhere, publishes the same list."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from noroshi.jobs.house.auditing import add_checkpoint, trail_of, verify_audit
from noroshi.jobs.house.backing_up import LEFT_OUT, back_up
from noroshi.jobs.house.restoring import restore
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home, read_or_make_key
from noroshi.spine.home.archive import TOPS, unpack
from noroshi.spine.home.held_data import FILES, Origin, hold
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.store import Database
from noroshi.spine.store.list_digest import list_digest
from noroshi.spine.store.lists import SharedList
from noroshi.testing.editions import make_change
from noroshi.testing.findings import MADE_AT
from noroshi.testing.lakes import START, plain_flows, write_file

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
ORIGIN = Origin(
    source="x", sha256="0", fetched_at="2026-01-05T09:00:00Z", files=1, octets=4, refused={}
)


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


ELSEWHERE = {
    "warning-lists/own.json": b"{}",
    "authorities/house.pub": b"key",
    "surveys/lab-12/round-1/plan.json": b"{}",
    "surveys/lab-12/round-1/progress-1of1.json": b"{}",
    "surveys/lab-12/round-1/sent/ab": b"bits",
    "surveys/lab-12/round-1/results/1.parquet": b"rows",
    "rpki/steps.json": b"{}",
    "sites/brands.tsv": b"brand",
    "notices/letter.j2": b"dear",
    "iot-devices.jsonl": b"{}\n",
    "outlet.json": b"{}",
    "lists/as.csv": b"start,end,asn,name\n",
}


@pytest.fixture
def full(home):
    """A home that has everything: also what was fetched, and what settings name."""
    home.settings_file.write_text(
        '[iot]\nas_table = "lists/as.csv"\ncheck_lists = ["/somewhere/vendors.txt"]\n'
        '[hub]\ntls_key = "tls/hub.key"\ntls_certificate = "tls/hub.pem"\n'
    )
    for name, octets in ELSEWHERE.items():
        (home.path / name).parent.mkdir(parents=True, exist_ok=True)
        (home.path / name).write_bytes(octets)
    (home.path / "tls").mkdir()
    (home.path / "tls" / "hub.key").write_bytes(b"secret")
    hold(home.held("recog"), {"old.xml": b"<old/>"}, ORIGIN)
    hold(home.held("recog"), {"a.xml": b"<a/>"}, ORIGIN)
    return Home(home.path)


def test_everything_that_cannot_be_made_again_comes_back(full, file, tmp_path):
    (full.surveys / "lab-12" / "shards.lock").write_text("")
    (full.metrics / "zone.json").parent.mkdir()
    (full.metrics / "zone.json").write_text("{}")
    made = back_up(full, file, with_secrets=True, at=AT)
    assert made.outside == ("[iot] check_lists = /somewhere/vendors.txt",)
    new = Home(tmp_path / "new")
    restore(file, new, by="cli:owner", at=AT)
    for name, octets in ELSEWHERE.items():
        assert (new.path / name).read_bytes() == octets, name
    key = new.path / "tls" / "hub.key"
    assert (key.read_bytes(), key.stat().st_mode & 0o777) == (b"secret", 0o600)
    assert {path.name for path in (new.held("recog") / FILES).iterdir()} == {"a.xml"}
    hold(new.held("recog"), {"b.xml": b"<b/>"}, ORIGIN)
    assert not new.metrics.exists()
    assert not list(new.surveys.rglob("*.lock"))


def test_a_backup_without_secrets_holds_no_key_that_settings_name(full, file, tmp_path):
    back_up(full, file, with_secrets=False, at=AT)
    told = unpack(file, tmp_path / "out")
    assert "lists/as.csv" in told.files
    assert not [name for name in told.files if "key" in name]


def test_a_book_that_is_being_written_comes_with_its_whole_lines(full, file, tmp_path):
    book = full.surveys / "lab-12" / "round-1" / "book-1of1.jsonl"
    book.write_bytes(b'{"a":1}\n{"a":2}\n{"a')
    back_up(full, file, with_secrets=False, at=AT)
    unpack(file, tmp_path / "out")
    assert (tmp_path / "out" / book.relative_to(full.path)).read_bytes() == b'{"a":1}\n{"a":2}\n'
    book.write_bytes(b'{"a":1}')
    back_up(full, file, with_secrets=False, at=AT)
    unpack(file, tmp_path / "again")
    assert (tmp_path / "again" / book.relative_to(full.path)).read_bytes() == b""


def test_each_place_of_a_home_is_kept_or_left_out_on_purpose():
    places = {
        found.relative_to("/h").parts[0]
        for name, one in vars(Home).items()
        if isinstance(one, property) and name != "recog"
        for found in [getattr(Home(Path("/h")), name)]
        if isinstance(found, Path)
    }
    assert places - TOPS == LEFT_OUT


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
