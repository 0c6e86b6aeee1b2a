"""DKIM key: the record at `SELECTOR._domainkey.DOMAIN` (RFC 6376 section 3.6.1, RFC 8463)."""

import binascii
from base64 import b64decode
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from noroshi.readiness.mail.tags import TagFault, parse_tags

SHORTEST_BITS = 1024
"""Shorter RSA keys must not be believed (RFC 8301 section 3.2)."""

GOOD_BITS = 2048

MOST_BITS = 8192
"""Longer keys cost a verifier more than they are worth."""


class KeyFault(ValueError):  # noqa: N818  # a fault of the text, told to its owner
    """The record gives no key that may be used; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """One key.

    Attributes:
        key: The public key.
        bits: Its length.
        hashes: Hash names that it may be used with; empty for all.
        flags: `y` testing, `s` no subdomains.
    """

    key: RSAPublicKey | Ed25519PublicKey
    bits: int
    hashes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


class Revoked(KeyFault):
    """The key is empty: it was taken back."""


def parse_key(text: str) -> DkimKey:
    """The key of a record.

    Raises:
        Revoked: Its `p=` is empty.
        KeyFault: It is malformed, not for mail, or of an unknown kind.
    """
    try:
        tags = parse_tags(text)
    except TagFault as fault:
        raise KeyFault(str(fault)) from fault
    if tags.get("v", "DKIM1") != "DKIM1" or ("v" in tags and next(iter(tags)) != "v"):
        raise KeyFault("v= is not DKIM1 at the start")
    if "p" not in tags:
        raise KeyFault("p= is missing")
    services = [one.strip() for one in tags.get("s", "*").split(":")]
    if not {"*", "email"} & set(services):
        raise KeyFault("s= says that it is not for mail")
    packed = "".join(tags["p"].split())
    if not packed:
        raise Revoked("p= is empty: the key was revoked")
    key = _key(tags.get("k", "rsa").lower(), packed)
    return DkimKey(
        key=key,
        bits=key.key_size if isinstance(key, RSAPublicKey) else 256,
        hashes=_words(tags.get("h", "")),
        flags=_words(tags.get("t", "")),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(":") if (word := part.strip().lower()))


def _key(kind: str, packed: str) -> RSAPublicKey | Ed25519PublicKey:
    try:
        octets = b64decode(packed, validate=True)
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(octets)
        key = load_der_public_key(octets)
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as error:
        raise KeyFault(f"p= holds no {kind} key") from error
    if kind != "rsa" or not isinstance(key, RSAPublicKey):
        raise KeyFault(f"k={kind} is not known")
    if key.key_size > MOST_BITS:
        raise KeyFault(f"a key of {key.key_size} bits is too long")
    return key
