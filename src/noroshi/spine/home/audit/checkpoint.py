"""Checkpoints: signed statements of how far the audit reached, and with which digest.

The chain of digests shows a changed line; somebody who may write the file could write the whole
chain anew, or cut its end off. The signature shows that, as long as `secrets/` or a copy of the
public key and of the checkpoints is out of his reach.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from noroshi.spine.home.audit.ledger import Ledger, lines
from noroshi.spine.home.audit.line import FIRST, AuditLine
from noroshi.spine.home.secrets import read_or_make_key
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import ConfigError, InputError

SEED_OCTETS = 32
"""Of an Ed25519 private key (RFC 8032, 5.1.5)."""
MOST_OCTETS = 4096
_PURPOSE = b"noroshi audit checkpoint\n"
"""Before what is signed, so that the key's signatures serve for nothing else."""
_KEYS = ("number", "position", "digest", "at", "previous", "signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One statement.

    Attributes:
        number: 1 for the first, then each one more.
        position: Of the last line it covers.
        digest: Of that line.
        at: When it was made, in UTC.
        previous: SHA-256 of the checkpoint before, as it stands in the file; zeros for the first.
        signature: Ed25519, by the home's key.
    """

    number: int
    position: int
    digest: str
    at: datetime
    previous: str
    signature: bytes

    @property
    def octets(self) -> bytes:
        """As it stands in the file, with its newline."""
        return _canonical(self.as_row()) + b"\n"

    def as_row(self) -> dict[str, object]:
        """Machine output."""
        said = _said(self.number, self.position, self.digest, self.at, self.previous)
        return {**said, "signature": base64.b64encode(self.signature).decode("ascii")}

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether the signature fits."""
        said = _said(self.number, self.position, self.digest, self.at, self.previous)
        try:
            key.verify(self.signature, _PURPOSE + _canonical(said))
        except InvalidSignature:
            return False
        return True


class Checkpoints:
    """The checkpoints of one home.

    Args:
        path: `audit-checkpoints.jsonl`.
        key_file: The private key; made at the first checkpoint.
        public_file: Where the public key is written for others.
    """

    def __init__(self, path: Path, key_file: Path, public_file: Path) -> None:
        self._ledger = Ledger(path, MOST_OCTETS)
        self._key_file, self._public_file = key_file, public_file

    def add(self, head: AuditLine, at: datetime) -> Checkpoint | None:
        """Sign for everything up to a line; null when the last checkpoint covers it already.

        Raises:
            ConfigError: The key or the file cannot be used.
            SourceError: The disk does not take it.
        """
        made: list[Checkpoint] = []

        def going_on(last: bytes, _piece: bytes) -> bytes:
            before = checkpoint_of(last) if last else None
            if before is not None and before.position >= head.position:
                return b""
            made.append(self._signed(head, at, before, last))
            return made[0].octets

        self._ledger.append(going_on)
        return made[0] if made else None

    def whole_octets(self) -> int:
        """Size of the whole checkpoints."""
        return self._ledger.size()

    def _signed(
        self, head: AuditLine, at: datetime, before: Checkpoint | None, last: bytes
    ) -> Checkpoint:
        key = Ed25519PrivateKey.from_private_bytes(read_or_make_key(self._key_file, SEED_OCTETS))
        if not self._public_file.exists():
            write_whole([public_pem(self._key_file)], self._public_file)
        number = before.number + 1 if before else 1
        previous = hashlib.sha256(last).hexdigest() if last else FIRST
        said = _said(number, head.position, head.digest, at, previous)
        return Checkpoint(
            number=number,
            position=head.position,
            digest=head.digest,
            at=at,
            previous=previous,
            signature=key.sign(_PURPOSE + _canonical(said)),
        )


def public_pem(key_file: Path) -> bytes:
    """The public half of a private key, as PEM.

    Raises:
        ConfigError: The file is no such key, or readable by others.
    """
    key = Ed25519PrivateKey.from_private_bytes(read_or_make_key(key_file, SEED_OCTETS))
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public(path: Path) -> Ed25519PublicKey:
    """The public key in a PEM file.

    Raises:
        ConfigError: There is none.
    """
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} holds no public key of an audit: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ConfigError(f"{path} holds a key of another kind; an audit's is Ed25519")
    return key


def read_checkpoints(path: Path) -> Iterator[tuple[int, bytes, Checkpoint | InputError]]:
    """Number of the line, its octets, and the checkpoint or why it is none. A torn end is left out."""
    for number, octets in enumerate(lines(path, MOST_OCTETS), start=1):
        if not octets.endswith(b"\n") and _may_be_torn(octets):
            return
        try:
            yield number, octets, checkpoint_of(octets)
        except InputError as error:
            yield number, octets, error


def _may_be_torn(octets: bytes) -> bool:
    """Whether a killed writer could have left this; not a checkpoint whose newline was changed."""
    if len(octets) > MOST_OCTETS or not octets.startswith(b'{"number":'[: len(octets)]):
        return False
    try:
        checkpoint_of(octets[:-1] + b"\n")
    except InputError:
        return True
    return False


def checkpoint_of(octets: bytes) -> Checkpoint:
    """The checkpoint in a line.

    Raises:
        InputError: It is none, or written in another way.
    """
    try:
        found = json.loads(octets)
        if not isinstance(found, dict) or tuple(found) != _KEYS:
            raise InputError("it has other keys than a checkpoint")
        made = Checkpoint(
            number=int(found["number"]),
            position=int(found["position"]),
            digest=str(found["digest"]),
            at=datetime.fromisoformat(str(found["at"])).astimezone(UTC),
            previous=str(found["previous"]),
            signature=base64.b64decode(str(found["signature"]), validate=True),
        )
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise InputError("it is no checkpoint") from error
    if made.octets != octets:
        raise InputError("it is written in another way than checkpoints are")
    return made


def _said(
    number: int, position: int, digest: str, at: datetime, previous: str
) -> dict[str, object]:
    return {
        "number": number,
        "position": position,
        "digest": digest,
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "previous": previous,
    }


def _canonical(body: dict[str, object]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode("ascii")
