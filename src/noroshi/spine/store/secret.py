"""Secret: what a person's browser or a program shows; only its digest is kept."""

import hashlib
import secrets

SECRET_OCTETS = 32
"""256 bits: beyond guessing, so one round of SHA-256 keeps it safe where it lies."""


def fresh_secret(prefix: str = "") -> str:
    """A new random secret, safe in URLs, headers and cookies."""
    return prefix + secrets.token_urlsafe(SECRET_OCTETS)


def digest_of(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
