"""Signature: Ed25519 over a scope's canonical encoding, detached from it."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from noroshi.iot.scope.checks import check_scope
from noroshi.iot.scope.document import Scope, canonical
from noroshi.spine.model import InputError

CONTEXT = b"noroshi iot scope v1\n"
"""Stands before the scope in what is signed: a signature made for another purpose is none here."""
SEED_BYTES = 32
PREFIX = "ed25519:"


class Refusal(StrEnum):
    """Why a signed scope does not hold."""

    UNKNOWN_KEY = "unknown-key"
    BAD_SIGNATURE = "bad-signature"
    OTHER_SCOPE = "other-scope"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file beside a scope: which scope, whose key, and 64 octets in base64."""

    scope: str
    sha256: str
    key: str
    signature: str


def digest(scope: Scope) -> str:
    """SHA-256 of the canonical encoding, in hex: the name of this exact scope in audit lines."""
    return hashlib.sha256(canonical(scope)).hexdigest()


def key_id(key: Ed25519PublicKey) -> str:
    """First 16 hex digits of the SHA-256 of a public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_key_text(key: Ed25519PublicKey) -> str:
    """A public key as one line: `ed25519:` and base64."""
    return PREFIX + base64.b64encode(key.public_bytes_raw()).decode()


def parse_public_key(text: str) -> Ed25519PublicKey:
    """The key in such a line.

    Raises:
        InputError: The line is none.
    """
    body = text.strip()
    if not body.startswith(PREFIX):
        raise InputError(f"this is no public key: it does not start with {PREFIX}")
    try:
        octets = base64.b64decode(body.removeprefix(PREFIX), validate=True)
        return Ed25519PublicKey.from_public_bytes(octets)
    except ValueError as error:
        raise InputError(f"this is no public key: {error}") from error


def sign_scope(scope: Scope, seed: bytes) -> bytes:
    """The signature file of a scope that passes every check.

    Args:
        scope: What is allowed.
        seed: The private key, 32 octets (RFC 8032, section 5.1.5).

    Raises:
        InputError: The scope is wrong anywhere.
    """
    check_scope(scope)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    made = Signature(
        scope=scope.id,
        sha256=digest(scope),
        key=key_id(key.public_key()),
        signature=base64.b64encode(key.sign(CONTEXT + canonical(scope))).decode(),
    )
    return msgspec.json.encode(made, order="sorted") + b"\n"


def parse_signature(octets: bytes) -> Signature:
    """The signature in a file.

    Raises:
        InputError: It is none.
    """
    try:
        return msgspec.json.decode(octets[:4096], type=Signature)
    except (msgspec.DecodeError, ValueError) as error:
        raise InputError(f"this is no signature of a scope: {error}") from error


def refusal_of(
    scope: Scope, signature: Signature, *, trusted: Iterable[Ed25519PublicKey], now: datetime
) -> Refusal | None:
    """Why the scope may not be used now, or None where it may.

    Args:
        scope: As its file says; its content must still pass `check_scope`.
        signature: As the file beside it says.
        trusted: Keys of authorities, from a place that the scope's author cannot write.
        now: Moment of use.

    Raises:
        InputError: The scope is wrong anywhere, whoever signed it.
    """
    keys = {key_id(key): key for key in trusted}
    key = keys.get(signature.key)
    if key is None:
        return Refusal.UNKNOWN_KEY
    if (signature.scope, signature.sha256) != (scope.id, digest(scope)):
        return Refusal.OTHER_SCOPE
    try:
        octets = base64.b64decode(signature.signature, validate=True)
        key.verify(octets, CONTEXT + canonical(scope))
    except (InvalidSignature, binascii.Error, ValueError):
        return Refusal.BAD_SIGNATURE
    check_scope(scope)
    if now < scope.valid.start:
        return Refusal.NOT_YET_VALID
    return Refusal.EXPIRED if now >= scope.valid.end else None
