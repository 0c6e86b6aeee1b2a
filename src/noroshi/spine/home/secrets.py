"""Secrets: keys that never leave the operator, each in a file of mode 0600."""

import os
import secrets
from pathlib import Path

from noroshi.spine.model import ConfigError


def read_or_make_key(path: Path, size_bytes: int) -> bytes:
    """The key in a file; a fresh random one is written when there is none.

    Raises:
        ConfigError: The file holds a key of another length or is readable by others.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(size_bytes))
    if path.stat().st_mode & 0o077:
        raise ConfigError(f"{path} is readable by others; run: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != size_bytes:
        raise ConfigError(
            f"{path} holds {len(key)} octets, {size_bytes} are needed; restore it from the backup"
        )
    return key


def read_secret(path: Path) -> str:
    """The text in a secret's file, without the line's end.

    Raises:
        ConfigError: The file is missing, empty, no text, or readable by others.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise ConfigError(f"{path} is readable by others; run: chmod 600 {path}")
        text = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the secret in {path} cannot be read: {error}") from error
    if not text:
        raise ConfigError(f"{path} is empty; write the secret into it")
    return text
