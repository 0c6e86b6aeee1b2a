"""Scopes as files: keys of mode 0600, nothing written for a wrong draft."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from noroshi.iot.scope import Refusal
from noroshi.jobs.iot.scoping import read_any, sign, trusted_of_home, verify
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError

NOW = datetime(2026, 11, 15, tzinfo=UTC)
DRAFT = {
    "id": "lab-round-1",
    "lab": True,
    "authority": {
        "legal_basis": "Agreement",
        "body": "Example Coordinator",
        "person": "A. Person",
        "contact": "https://survey.example/",
    },
    "valid": {"start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z"},
    "sources": ["192.0.2.10"],
    "prefixes": ["198.51.100.0/24"],
    "probes": [{"probe": "ftp", "ports": [21]}],
    "retention_days": 90,
}


def signed(folder: Path, **changes: object):
    draft = folder / "draft.json"
    draft.write_text(json.dumps(DRAFT | changes))
    return sign(draft, folder / "round.json", key_file=folder / "keys" / "scope.key")


def test_a_signed_file_verifies(tmp_path):
    done = signed(tmp_path)
    assert verify(done.path, trusted=[done.public_key], now=NOW).refusal is None
    assert read_any(done.path) == done.scope


def test_a_fresh_key_is_for_its_owner_only_and_is_kept(tmp_path):
    first, again = signed(tmp_path), signed(tmp_path)
    key = tmp_path / "keys" / "scope.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert first.key == again.key


def test_a_key_that_others_may_read_is_refused(tmp_path):
    signed(tmp_path)
    (tmp_path / "keys" / "scope.key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        signed(tmp_path)


def test_a_wrong_draft_leaves_nothing_behind(tmp_path):
    with pytest.raises(InputError):
        signed(tmp_path, prefixes=["12.0.0.0/24"])
    assert [path.name for path in tmp_path.iterdir()] == ["draft.json"]


def test_a_changed_octet_is_seen(tmp_path):
    done = signed(tmp_path)
    done.path.write_bytes(done.path.read_bytes().replace(b"198.51.100.0", b"203.0.113.0"))
    assert verify(done.path, trusted=[done.public_key], now=NOW).refusal is Refusal.OTHER_SCOPE


def test_a_cut_scope_or_signature_is_refused_in_words(tmp_path):
    done = signed(tmp_path)
    whole = done.signature.read_bytes()
    done.signature.write_bytes(whole[:40])
    with pytest.raises(InputError, match="no signature"):
        verify(done.path, trusted=[done.public_key], now=NOW)
    done.signature.unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        verify(done.path, trusted=[done.public_key], now=NOW)


def test_without_a_trusted_authority_nothing_holds(tmp_path):
    done = signed(tmp_path)
    with pytest.raises(ConfigError, match="authority"):
        verify(done.path, trusted=[], now=NOW)


def test_authorities_of_the_home_are_its_pub_files(tmp_path):
    home = Home(tmp_path)
    assert trusted_of_home(home) == []
    home.authorities.mkdir()
    (home.authorities / "one.pub").write_text("")
    (home.authorities / "note.txt").write_text("")
    assert [path.name for path in trusted_of_home(home)] == ["one.pub"]
