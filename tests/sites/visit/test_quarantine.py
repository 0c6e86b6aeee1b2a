import hashlib

import pytest

from noroshi.sites.visit.quarantine import Quarantine
from noroshi.spine.model import InputError, SourceError

OCTETS = b"MZ harmless, but a scanner does not know"


def test_a_file_lies_encrypted_under_its_hash_for_the_owner_only(tmp_path):
    quarantine = Quarantine(tmp_path / "q", b"k" * 32)
    digest = quarantine.put(OCTETS)
    assert digest == hashlib.sha256(OCTETS).hexdigest()
    path = quarantine.path_of(digest)
    assert OCTETS not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert quarantine.read(digest) == OCTETS


def test_the_same_file_is_kept_once(tmp_path):
    quarantine = Quarantine(tmp_path, b"k" * 32)
    assert quarantine.put(OCTETS) == quarantine.put(OCTETS)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_changed_file_or_another_key_is_found_out(tmp_path):
    digest = Quarantine(tmp_path, b"k" * 32).put(OCTETS)
    with pytest.raises(InputError, match="another key"):
        Quarantine(tmp_path, b"x" * 32).read(digest)
    path = Quarantine(tmp_path, b"k" * 32).path_of(digest)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(InputError, match="was changed"):
        Quarantine(tmp_path, b"k" * 32).read(digest)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="not in quarantine"):
        Quarantine(tmp_path, b"k" * 32).read("0" * 64)


def test_a_full_or_wrong_place_is_told(tmp_path):
    (tmp_path / "q").write_text("a file")
    with pytest.raises(SourceError, match="cannot be written"):
        Quarantine(tmp_path / "q", b"k" * 32).put(OCTETS)
