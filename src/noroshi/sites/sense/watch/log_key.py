"""Log key: the public key of a certificate log, and what it must have signed."""

import base64
import binascii
import struct
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from noroshi.spine.model import ConfigError, SourceError

SHA256 = 4
"""HashAlgorithm of DigitallySigned (RFC 5246, section 7.4.1.4.1)."""

NOTE_SIGNATURE = 0x05
"""Kind of signature of a note: RFC 6962's tree head (c2sp.org/static-ct-api, "Checkpoints")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """How large a log is, as it signs for.

    Attributes:
        size: Entries.
        root: Hash of the tree, 32 octets.
        stamp_ms: When it was signed, Unix milliseconds.
    """

    size: int
    root: bytes
    stamp_ms: int


class LogKey:
    """A log's key."""

    def __init__(self, text: str) -> None:
        """The base64 of its DER form, as log lists tell it.

        Raises:
            ConfigError: It is none that logs use.
        """
        try:
            der = base64.b64decode(text, validate=True)
            key = load_der_public_key(der)
        except (binascii.Error, ValueError, UnsupportedAlgorithm) as error:
            raise ConfigError(f"the key of the log cannot be read: {error}") from error
        if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise ConfigError("the key of the log is neither of ECDSA nor of RSA")
        self._key = key
        self.id = sha256(der).digest()
        """The log's id (RFC 6962, section 3.2)."""

    def note_id(self, origin: str) -> bytes:
        """The four octets by which a note's signature names this key."""
        named = origin.encode() + b"\n" + bytes([NOTE_SIGNATURE]) + self.id
        return sha256(named).digest()[:4]

    def check(self, head: TreeHead, signed: bytes, name: str) -> None:
        """See that the log signed a tree head (RFC 6962, section 3.5).

        Args:
            head: What it is said to have signed.
            signed: DigitallySigned.
            name: Of the source, for the message.

        Raises:
            SourceError: It did not.
        """
        told = struct.pack(">BBQQ32s", 0, 1, head.stamp_ms, head.size, head.root)
        if not self._signed(told, signed):
            raise SourceError(
                f"{name} shows a size that its key did not sign; nothing was read. Check its key"
            )

    def _signed(self, told: bytes, signed: bytes) -> bool:
        if len(signed) < 4 or signed[0] != SHA256 or len(signed) != 4 + int.from_bytes(signed[2:4]):
            return False
        try:
            if isinstance(self._key, ec.EllipticCurvePublicKey):
                self._key.verify(signed[4:], told, ec.ECDSA(hashes.SHA256()))
            else:
                self._key.verify(signed[4:], told, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True
