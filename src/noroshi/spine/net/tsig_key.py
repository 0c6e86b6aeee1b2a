"""TSIG key: a shared secret of two DNS servers (RFC 8945), in the words of Knot's configuration."""

import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass, field
from typing import Self

from noroshi.spine.model import ConfigError

ALGORITHM = "hmac-sha256"
SIZE_BYTES = 32
"""As long as the digest: RFC 8945 section 8 asks for no less."""

_KEY = re.compile(
    r"key:\n"
    r"  - id: (?P<name>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\n"
    rf"    algorithm: {ALGORITHM}\n"
    r"    secret: (?P<secret>[A-Za-z0-9+/]{40,120}={0,2})\n?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TsigKey:
    """A key.

    Attributes:
        name: What both sides call it.
        secret: What both sides know.
    """

    name: str
    secret: bytes = field(repr=False)

    @classmethod
    def make(cls, name: str) -> Self:
        """A fresh random key."""
        return cls(name=name, secret=secrets.token_bytes(SIZE_BYTES))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key in a text that `str` gave.

        Raises:
            ConfigError: It is no such text.
        """
        match = _KEY.fullmatch(text)
        try:
            if match is not None:
                secret = b64decode(match["secret"], validate=True)
                return cls(name=match["name"], secret=secret)
        except Error:
            pass  # told below
        raise ConfigError("the key of the zone is no TSIG key as Noroshi writes it; make one by: noroshi share feed --make-key")  # fmt: skip

    def __str__(self) -> str:
        secret = b64encode(self.secret).decode()
        return f"key:\n  - id: {self.name}\n    algorithm: {ALGORITHM}\n    secret: {secret}\n"
