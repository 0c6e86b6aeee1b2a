"""Auditing wires a home's files together."""

from datetime import UTC, datetime

import pytest

from noroshi.jobs.house.auditing import add_checkpoint, trail_of, verify_audit
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def test_a_fresh_home_is_whole_and_needs_no_checkpoint(home):
    assert add_checkpoint(home, AT) is None
    assert verify_audit(home).fault is None
    assert not home.audit_key_file.exists()


def test_lines_and_checkpoints_of_a_home_verify(home):
    trail_of(home, lambda: AT).note("system", "hub.start")
    assert add_checkpoint(home, AT).position == 1
    assert verify_audit(home).covered == 1


def test_without_its_secrets_a_home_is_held_against_the_public_key(home):
    trail_of(home, lambda: AT).note("system", "hub.start")
    add_checkpoint(home, AT)
    home.audit_key_file.unlink()
    assert verify_audit(home).covered == 1


def test_keys_and_checkpoints_kept_elsewhere_find_a_cut_end(home, tmp_path):
    trail = trail_of(home, lambda: AT)
    for _ in range(3):
        trail.note("system", "hub.start")
    add_checkpoint(home, AT)
    copies = tmp_path / "key.pem", tmp_path / "checkpoints.jsonl"
    copies[0].write_bytes(home.audit_public_file.read_bytes())
    copies[1].write_bytes(home.audit_checkpoints_file.read_bytes())
    rows = home.audit_file.read_bytes().splitlines(keepends=True)
    home.audit_file.write_bytes(rows[0])
    home.audit_checkpoints_file.write_bytes(b"")
    assert verify_audit(home).fault is None
    assert verify_audit(home, key_file=copies[0], checkpoints_file=copies[1]).fault.row == 2


def test_a_key_that_others_may_read_is_refused(home):
    trail_of(home, lambda: AT).note("system", "hub.start")
    add_checkpoint(home, AT)
    home.audit_key_file.chmod(0o644)
    with pytest.raises(ConfigError, match="readable by others"):
        verify_audit(home)
