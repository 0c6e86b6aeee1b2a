"""Signed mail: messages signed and sealed with fresh keys, for tests; by the letter of the RFCs, not by our reader.

The canonical forms are made here once more, plainly, so that a slip in the reader does not hide in its twin.
"""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CRLF = b"\r\n"
NAMES = ("from", "to", "subject", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A domain that signs.

    Attributes:
        domain: The domain.
        selector: Its key's name.
        key: Its key; a fresh one of RSA, 2048 bits, when left out.
    """

    domain: str
    selector: str = "s1"
    key: RSAPrivateKey | Ed25519PrivateKey = field(
        default_factory=lambda: generate_private_key(public_exponent=65537, key_size=2048)
    )

    @property
    def place(self) -> tuple[str, str]:
        """Name and type of its record."""
        return f"{self.selector}._domainkey.{self.domain}", "TXT"

    @property
    def record(self) -> str:
        """Its record."""
        if isinstance(self.key, Ed25519PrivateKey):
            octets = self.key.public_key().public_bytes_raw()
            return f"v=DKIM1; k=ed25519; p={b64encode(octets).decode()}"
        octets = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return f"v=DKIM1; k=rsa; p={b64encode(octets).decode()}"

    @property
    def algorithm(self) -> str:
        """The value of `a=`."""
        return "ed25519-sha256" if isinstance(self.key, Ed25519PrivateKey) else "rsa-sha256"

    def signature(self, octets: bytes) -> str:
        """Base64 of the signature of octets."""
        if isinstance(self.key, Ed25519PrivateKey):
            return b64encode(self.key.sign(sha256(octets).digest())).decode()
        return b64encode(self.key.sign(octets, PKCS1v15(), SHA256())).decode()


def signed(
    mail: bytes, signer: Signer, *, extra: str = "", names: tuple[str, ...] = NAMES
) -> bytes:
    """A message with a DKIM signature on top, relaxed/relaxed.

    Args:
        mail: Header and body with CRLF.
        signer: Who signs.
        extra: More tags, such as `x=1; `.
        names: Fields that are signed; each stands once.
    """
    return _message_signed("DKIM-Signature", f"v=1; {extra}", mail, signer, names) + mail


def sealed(mail: bytes, signer: Signer, *, instance: int, seen: str, chain: str = "") -> bytes:
    """A message with an ARC set on top.

    Args:
        mail: Header and body with CRLF, and the sets before.
        signer: Who seals.
        instance: Number of the set.
        seen: Results, as `dmarc=pass`.
        chain: `cv=`; as it should be when left out.
    """
    results = f"ARC-Authentication-Results: i={instance}; mx.{signer.domain}; {seen}\r\n".encode()
    message = _message_signed("ARC-Message-Signature", f"i={instance}; ", mail, signer, NAMES)
    head = mail.partition(b"\r\n\r\n")[0]
    before = [_relaxed(one) for at in range(1, instance) for one in _arc_fields(head, at)]
    chain = chain or ("none" if instance == 1 else "pass")
    tags = f"ARC-Seal: i={instance}; a={signer.algorithm}; cv={chain}; d={signer.domain}; s={signer.selector}; b="  # fmt: skip
    covered = [*before, _relaxed(results[:-2]), _relaxed(message[:-2]), _relaxed(tags.encode())]
    return _finished(tags, covered, signer) + message + results + mail


def _message_signed(
    field: str, first: str, mail: bytes, signer: Signer, names: tuple[str, ...]
) -> bytes:
    head, _, body = mail.partition(b"\r\n\r\n")
    body_hash = b64encode(sha256(_relaxed_body(body)).digest()).decode()
    tags = (
        f"{field}: {first}a={signer.algorithm}; c=relaxed/relaxed; d={signer.domain}; s={signer.selector};\r\n"
        f" h={':'.join(names)}; bh={body_hash}; b="
    )
    lines = {one.partition(b":")[0].lower().decode(): one for one in _fields(head)}
    # A name that stands twice covers, the second time, that there is no such field.
    once = [name for name in dict.fromkeys(names) if name in lines]
    return _finished(tags, [*(_relaxed(lines[name]) for name in once), _relaxed(tags.encode())], signer)  # fmt: skip


def _finished(tags: str, covered: list[bytes], signer: Signer) -> bytes:
    return f"{tags}{signer.signature(CRLF.join(covered))}\r\n".encode()


def _fields(head: bytes) -> list[bytes]:
    return re.split(rb"\r\n(?![ \t])", head)


def _arc_fields(head: bytes, instance: int) -> list[bytes]:
    """The fields of a set in the order in which they are sealed."""
    mark = re.compile(rb"[:;]\s*i=%d;" % instance)
    names = (b"arc-authentication-results:", b"arc-message-signature:", b"arc-seal:")
    return [
        next(one for one in _fields(head) if one.lower().startswith(name) and mark.search(one))
        for name in names
    ]


def _relaxed(field: bytes) -> bytes:
    name, _, value = field.partition(b":")
    return name.lower() + b":" + b" ".join(value.split())


def _relaxed_body(body: bytes) -> bytes:
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)
