"""Quarantine: files that pages pushed, under their hash, so that nothing opens them by accident.

They are encrypted: a scanner of the disk does not trip over them, and a double click does nothing.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from noroshi.spine.model import InputError, SourceError

KEY_OCTETS = 32
SUFFIX = ".quarantine"
_MAGIC = b"NOROSHI-QUARANTINE-1\n"
_NONCE_OCTETS = 12


class Quarantine:
    """A folder of such files.

    Args:
        folder: Made when the first file comes.
        key: 32 octets (AES-256-GCM).
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._cipher = folder, AESGCM(key)

    def put(self, octets: bytes) -> str:
        """Keep a file; gives its SHA-256. The same file twice is kept once.

        Raises:
            SourceError: The disk does not take it.
        """
        digest = hashlib.sha256(octets).hexdigest()
        path = self.path_of(digest)
        if path.exists():
            return digest
        nonce = os.urandom(_NONCE_OCTETS)
        sealed = _MAGIC + nonce + self._cipher.encrypt(nonce, octets, digest.encode())
        partial = path.with_suffix(f".{os.getpid()}-{nonce.hex()}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
            partial.replace(path)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            raise SourceError(f"{path} cannot be written: {error.strerror}") from error
        return digest

    def read(self, digest: str) -> bytes:
        """The file of a hash, for those who take it apart elsewhere.

        Raises:
            InputError: It is not here, was changed, or lies under another key.
        """
        try:
            sealed = self.path_of(digest).read_bytes().removeprefix(_MAGIC)
            return self._cipher.decrypt(
                sealed[:_NONCE_OCTETS], sealed[_NONCE_OCTETS:], digest.encode()
            )
        except OSError as error:
            raise InputError(f"{digest} is not in quarantine") from error
        except (InvalidTag, ValueError) as error:
            raise InputError(f"{digest} in quarantine was changed or has another key") from error

    def path_of(self, digest: str) -> Path:
        """Where the file of a hash lies."""
        return self._folder / f"{digest}{SUFFIX}"
