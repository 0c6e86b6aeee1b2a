"""Auditing: the audit of a home, its checkpoints, and whether both are as they were written."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from noroshi.spine.home import Home
from noroshi.spine.home.audit import (
    AuditTrail,
    Checkpoint,
    Checkpoints,
    Verified,
    public_pem,
    read_public,
    verify,
)
from noroshi.spine.store import Store


def trail_of(home: Home, clock: Callable[[], datetime]) -> AuditTrail:
    """Where a home's actions are written."""
    return AuditTrail(home.audit_file, clock)


def checkpoints_of(home: Home) -> Checkpoints:
    """Where a home's checkpoints are written."""
    return Checkpoints(home.audit_checkpoints_file, home.audit_key_file, home.audit_public_file)


def add_checkpoint(home: Home, at: datetime) -> Checkpoint | None:
    """Sign for all that is in the audit; null when nothing came since the last time.

    Raises:
        ConfigError: The key or a file cannot be used.
        SourceError: The audit's last line was changed, or the disk is full.
    """
    head = trail_of(home, lambda: at).head()
    return checkpoints_of(home).add(head, at) if head else None


def checkpoint_job(home: Home, store: Store, at: datetime) -> Mapping[str, int]:  # noqa: ARG001  # what every job takes
    """The clock's work: a checkpoint for what came."""
    made = add_checkpoint(home, at)
    return {"covered": made.position if made else 0}


def verify_audit(
    home: Home, *, key_file: Path | None = None, checkpoints_file: Path | None = None
) -> Verified:
    """Whether every line is as it was written.

    Args:
        home: Whose audit.
        key_file: A public key that was kept elsewhere; else the home's own, from `secrets/` where
            it is there.
        checkpoints_file: Checkpoints that were kept elsewhere.

    Raises:
        ConfigError: A key is none, or readable by others.
    """
    return verify(
        home.audit_file,
        checkpoints_file or home.audit_checkpoints_file,
        read_public(key_file) if key_file else _own_key(home),
    )


def _own_key(home: Home) -> Ed25519PublicKey | None:
    if home.audit_key_file.exists():
        key = load_pem_public_key(public_pem(home.audit_key_file))
        assert isinstance(key, Ed25519PublicKey)
        return key
    return read_public(home.audit_public_file) if home.audit_public_file.exists() else None
