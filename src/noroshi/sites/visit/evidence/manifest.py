"""Manifest: the names, sizes and hashes of a package, and the signature over them."""

import base64
import binascii
from datetime import datetime
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from noroshi.spine.model import InputError

MOST_OCTETS = 65_536
_PURPOSE = b"noroshi evidence of a visit v1\n"
"""Before what is signed: the house's key signs other statements too, and none passes for another."""

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
FileName = Annotated[str, msgspec.Meta(pattern="^[a-z]{1,20}\\.[a-z]{1,5}$")]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file of the package."""

    name: FileName
    size_bytes: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Digest


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was looked at, when, and the files that show it, sorted by name."""

    url: Annotated[str, msgspec.Meta(max_length=2000)]
    profile: Annotated[str, msgspec.Meta(max_length=100)]
    started: datetime
    ended: datetime
    parts: tuple[Part, ...]

    @property
    def octets(self) -> bytes:
        """The one encoding that is signed."""
        return msgspec.json.encode(self, order="sorted")

    def sealed(self, seed: bytes) -> bytes:
        """The manifest's file: itself, and the Ed25519 signature of a private key (32 octets)."""
        signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_PURPOSE + self.octets)
        text = base64.b64encode(signature).decode("ascii")
        return msgspec.json.encode(Sealed(manifest=self, signature=text), order="sorted") + b"\n"


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A manifest and its signature, 64 octets in base64."""

    manifest: Manifest
    signature: str

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether the signature fits."""
        try:
            octets = base64.b64decode(self.signature, validate=True)
            key.verify(octets, _PURPOSE + self.manifest.octets)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


def read_sealed(octets: bytes) -> Sealed:
    """The sealed manifest in a file.

    Raises:
        InputError: It is none.
    """
    if len(octets) > MOST_OCTETS:
        raise InputError("the manifest is larger than any manifest")
    try:
        return msgspec.json.decode(octets, type=Sealed)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise InputError(f"this is no manifest of evidence: {error}") from error
