"""Checkpoints are signed, chained, and made only when something came."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from noroshi.spine.home.audit import public_pem, read_public
from noroshi.spine.home.audit.checkpoint import checkpoint_of, read_checkpoints
from noroshi.spine.model import ConfigError, InputError


def test_a_checkpoint_covers_the_head_and_bears_a_signature(audit):
    audit.write(3)
    made = audit.sign()
    assert (made.number, made.position, made.digest) == (1, 3, audit.trail.head().digest)
    assert made.is_signed_by(read_public(audit.home.audit_public_file))
    assert checkpoint_of(made.octets) == made


def test_without_new_lines_there_is_no_new_checkpoint(audit):
    audit.write(1)
    assert audit.sign() is not None
    assert audit.sign() is None
    audit.write(1)
    assert audit.sign().number == 2


def test_the_private_key_is_for_the_owner_only(audit):
    audit.write(1)
    audit.sign()
    assert audit.home.audit_key_file.stat().st_mode & 0o077 == 0
    assert public_pem(audit.home.audit_key_file) == audit.home.audit_public_file.read_bytes()


def test_a_torn_checkpoint_is_passed_over_and_replaced(audit):
    audit.write(1)
    audit.sign()
    with audit.signed.open("ab") as file:
        file.write(b'{"number":2,"pos')
    assert [number for number, _, _ in read_checkpoints(audit.signed)] == [1]
    audit.write(1)
    audit.sign()
    assert audit.verify().checkpoints == 2


@pytest.mark.parametrize(
    "octets",
    [b"", b"x", b"[]\n", b"{}\n", b'{"number":1}\n', b"\xff\n", b"[" * 4000],
)
def test_what_is_no_checkpoint_is_refused(octets):
    with pytest.raises(InputError):
        checkpoint_of(octets)


def test_a_file_without_a_fit_key_is_told(tmp_path):
    file = tmp_path / "key.pem"
    with pytest.raises(ConfigError, match="no public key"):
        read_public(file)
    file.write_text("nonsense")
    with pytest.raises(ConfigError, match="no public key"):
        read_public(file)


def test_a_key_of_another_kind_is_told(authority, tmp_path):
    file = tmp_path / "key.pem"
    file.write_bytes(
        authority.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    with pytest.raises(ConfigError, match="Ed25519"):
        read_public(file)
