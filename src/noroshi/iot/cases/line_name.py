"""Line names: the operator's own names of lines, hashed for finding and sealed for keeping.

The state never holds a name in the open. Who copies the database learns neither whose device it is
nor whether two copies speak of one line; both take the key, which stays in `secrets/`.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from noroshi.spine.model import InputError

KEY_BYTES = 32
_NONCE = 12
"""NIST SP 800-38D, section 8.2.1: 96 bits."""


class LineNames:
    """Names under one key."""

    def __init__(self, key: bytes) -> None:
        self._hash_key = hmac.digest(key, b"line hash", hashlib.sha256)
        self._cipher = AESGCM(hmac.digest(key, b"line seal", hashlib.sha256))
        self.draw_key = hmac.digest(key, b"draw", hashlib.sha256)

    def hash(self, name: str) -> str:
        """What stands for a name; the same name gives the same."""
        return hmac.digest(self._hash_key, name.encode(), hashlib.sha256).hex()[:32]

    def seal(self, name: str) -> bytes:
        """The name, encrypted; never twice the same octets."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, name.encode(), b"line")

    def unseal(self, sealed: bytes) -> str:
        """The name again.

        Raises:
            InputError: It was sealed with another key, or changed.
        """
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], b"line").decode()
        except (InvalidTag, ValueError) as error:
            raise InputError(
                "a line's name was sealed with another key; restore secrets/cases.key"
                " from the backup that belongs to this state"
            ) from error
