"""Scoping: sign, verify and read scopes as files. Nothing here sends a packet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from noroshi.iot.scope import (
    Refusal,
    Scope,
    canonical,
    check_scope,
    key_id,
    parse_draft,
    parse_public_key,
    parse_scope,
    parse_signature,
    public_key_text,
    refusal_of,
    sign_scope,
)
from noroshi.iot.scope.document import MAX_BYTES
from noroshi.iot.scope.signature import SEED_BYTES
from noroshi.spine.home import Home, read_or_make_key, write_whole
from noroshi.spine.model import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A scope that was signed.

    Attributes:
        scope: What it allows.
        path: Its canonical file.
        signature: The file beside it.
        key: Id of the key.
        public_key: File of the public half, for those who verify.
    """

    scope: Scope
    path: Path
    signature: Path
    key: str
    public_key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a verification found; `refusal` is None where the scope holds."""

    scope: Scope
    key: str
    refusal: Refusal | None


def sign(draft: Path, out: Path, *, key_file: Path) -> Signed:
    """Check a draft, write it in its canonical encoding, and the signature beside it.

    A key is made when the file does not exist; it and its folder are readable by the owner only.

    Raises:
        InputError: The draft is wrong; nothing is written.
        ConfigError: A file cannot be read or written, or the key is readable by others.
    """
    scope = parse_draft(_read(draft))
    check_scope(scope)
    seed = read_or_make_key(key_file, SEED_BYTES)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    public_file = key_file.with_name(f"{key_file.name}.pub")
    signature = signature_file(out)
    write_whole([f"{public_key_text(public)}\n".encode()], public_file)
    write_whole([canonical(scope)], out)
    write_whole([sign_scope(scope, seed)], signature)
    return Signed(
        scope=scope, path=out, signature=signature, key=key_id(public), public_key=public_file
    )


def verify(path: Path, *, trusted: Sequence[Path], now: datetime) -> Verified:
    """Hold a signed scope against the keys of authorities and the clock.

    Raises:
        InputError: Scope, signature or key is malformed.
        ConfigError: A file is missing, or no key is trusted.
    """
    if not trusted:
        raise ConfigError(
            "no authority is trusted; give --trusted FILE, or put its .pub file into the home's authorities"
        )
    scope = parse_scope(_read(path))
    signature = parse_signature(_read(signature_file(path)))
    keys = [read_public_key(one) for one in trusted]
    refusal = refusal_of(scope, signature, trusted=keys, now=now)
    return Verified(scope=scope, key=signature.key, refusal=refusal)


def read_any(path: Path) -> Scope:
    """A draft or a signed scope that passes every check; whether a signature holds is not asked.

    Raises:
        InputError: It is wrong anywhere.
        ConfigError: The file cannot be read.
    """
    scope = parse_draft(_read(path))
    check_scope(scope)
    return scope


def trusted_of_home(home: Home) -> list[Path]:
    """Public keys of authorities in the home."""
    return sorted(home.authorities.glob("*.pub"))


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The key in a `.pub` file.

    Raises:
        InputError: It holds none.
        ConfigError: It cannot be read.
    """
    return parse_public_key(_read(path).decode("ascii", "replace"))


def signature_file(scope: Path) -> Path:
    """Where the signature of a scope lies: beside it, with `.sig` at the end."""
    return scope.with_name(f"{scope.name}.sig")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
