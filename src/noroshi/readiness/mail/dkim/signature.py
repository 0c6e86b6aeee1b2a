"""Signature: what a DKIM-Signature, ARC-Message-Signature or ARC-Seal field says of itself."""

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass

from noroshi.readiness.mail.dkim.letter import Field
from noroshi.readiness.mail.tags import TagFault, parse_tags

MOST_NAMES = 1_000
MOST_INSTANCES = 50
"""Sets of one ARC chain (RFC 8617 section 4.2.1)."""

ALGORITHMS = ("rsa-sha256", "ed25519-sha256")
"""SHA-1 must not be believed (RFC 8301 section 3.1)."""

_DOMAIN = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})+")
_SELECTOR = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*")
_TIME = re.compile(r"[0-9]{1,12}")
_LENGTH = re.compile(r"[0-9]{1,76}")
_INSTANCE = re.compile(r"0*([1-9][0-9]?)")


class SignatureFault(ValueError):  # noqa: N818  # a fault of the text, told to its owner
    """The field is no signature that may be believed; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature.

    Attributes:
        field: Where it stands.
        algorithm: One of `ALGORITHMS`.
        value: The signature itself.
        domain: Who signed, in lower case.
        selector: Which key.
        signed_s: Unix time of signing; null where it is not told.
        body_hash: Hash of the body; empty for a seal, which signs none.
        names: Signed header fields, in lower case and order; empty for a seal.
        relaxed: Whether header and body are signed in the relaxed form.
        length: Octets of the body that are signed; null for all.
        expires_s: Unix time from which it does not hold; null for never.
        identity: Domain of `i=` of a DKIM signature.
        instance: Number of the ARC set; 0 for DKIM.
        chain: `cv=` of a seal.
    """

    field: Field
    algorithm: str
    value: bytes
    domain: str
    selector: str
    signed_s: int | None = None
    body_hash: bytes = b""
    names: tuple[str, ...] = ()
    relaxed: tuple[bool, bool] = (True, True)
    length: int | None = None
    expires_s: int | None = None
    identity: str = ""
    instance: int = 0
    chain: str = ""


def parse_signature(field: Field) -> Signature:
    """The signature of a DKIM-Signature field (RFC 6376 section 3.5).

    Raises:
        SignatureFault: It breaks a rule.
    """
    tags = _tags(field)
    if tags.get("v") != "1":
        raise SignatureFault("v= is not 1")
    domain = _match(tags, "d", _DOMAIN).lower()
    identity = tags.get("i", f"@{domain}").rpartition("@")[2].lower()
    if identity != domain and not identity.endswith(f".{domain}"):
        raise SignatureFault("i= is not within d=")
    return _message_signature(field, tags, identity=identity)


def parse_arc_signature(field: Field) -> Signature:
    """The signature of an ARC-Message-Signature field (RFC 8617 section 4.1.2).

    Raises:
        SignatureFault: It breaks a rule.
    """
    tags = _tags(field)
    found = _message_signature(field, tags, instance=instance_of(tags.get("i", "")))
    if "arc-seal" in found.names:
        raise SignatureFault("h= holds ARC-Seal")
    return found


def parse_seal(field: Field) -> Signature:
    """The signature of an ARC-Seal field (RFC 8617 section 4.1.3).

    Raises:
        SignatureFault: It breaks a rule.
    """
    tags = _tags(field)
    if "h" in tags:
        raise SignatureFault("a seal must not have h=")
    chain = tags.get("cv", "")
    if chain not in ("none", "pass", "fail"):
        raise SignatureFault("cv= is none of none, pass, fail")
    return Signature(
        field=field,
        algorithm=_algorithm(tags),
        value=_octets(tags, "b"),
        domain=_match(tags, "d", _DOMAIN).lower(),
        selector=_match(tags, "s", _SELECTOR).lower(),
        signed_s=_moment(tags, "t"),
        instance=instance_of(tags.get("i", "")),
        chain=chain,
    )


def instance_of(text: str) -> int:
    """The number of an ARC set.

    Raises:
        SignatureFault: It is none of 1 to 50.
    """
    match = _INSTANCE.fullmatch(text.strip())
    if match is None or int(match[1]) > MOST_INSTANCES:
        raise SignatureFault(f"i= is no number from 1 to {MOST_INSTANCES}")
    return int(match[1])


def _message_signature(
    field: Field, tags: dict[str, str], *, identity: str = "", instance: int = 0
) -> Signature:
    signed_s, expires_s = _moment(tags, "t"), _moment(tags, "x")
    if signed_s is not None and expires_s is not None and expires_s <= signed_s:
        raise SignatureFault("x= is not after t=")
    if "dns/txt" not in [one.strip() for one in tags.get("q", "dns/txt").split(":")]:
        raise SignatureFault("q= names no way to the key that is known")
    return Signature(
        field=field,
        algorithm=_algorithm(tags),
        value=_octets(tags, "b"),
        domain=_match(tags, "d", _DOMAIN).lower(),
        selector=_match(tags, "s", _SELECTOR).lower(),
        signed_s=signed_s,
        body_hash=_octets(tags, "bh"),
        names=_names(tags),
        relaxed=_forms(tags.get("c", "simple/simple")),
        length=int(_match(tags, "l", _LENGTH)) if "l" in tags else None,
        expires_s=expires_s,
        identity=identity,
        instance=instance,
    )


def _tags(field: Field) -> dict[str, str]:
    try:
        return parse_tags(field.text, folded=False)
    except TagFault as fault:
        raise SignatureFault(str(fault)) from fault


def _algorithm(tags: dict[str, str]) -> str:
    found = tags.get("a", "")
    if found not in ALGORITHMS:
        raise SignatureFault(f"a={found[:40]} may not be believed or is not known")
    return found


def _octets(tags: dict[str, str], name: str) -> bytes:
    packed = "".join(tags.get(name, "").split())
    try:
        octets = b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureFault(f"{name}= is no base64") from error
    if not octets:
        raise SignatureFault(f"{name}= is missing or empty")
    return octets


def _match(tags: dict[str, str], name: str, shape: re.Pattern[str]) -> str:
    found = tags.get(name, "")
    if not shape.fullmatch(found):
        raise SignatureFault(f"{name}= is missing or malformed")
    return found


def _moment(tags: dict[str, str], name: str) -> int | None:
    return int(_match(tags, name, _TIME)) if name in tags else None


def _names(tags: dict[str, str]) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in tags.get("h", "").split(":"))
    if len(names) > MOST_NAMES:
        raise SignatureFault(f"h= holds more than {MOST_NAMES:,} names")
    if "from" not in names:
        raise SignatureFault("h= does not hold From")
    return names


def _forms(text: str) -> tuple[bool, bool]:
    header, slash, body = text.partition("/")
    forms = (header, body if slash else "simple")
    if not set(forms) <= {"simple", "relaxed"}:
        raise SignatureFault(f"c={text[:40]} is not known")
    return forms[0] == "relaxed", forms[1] == "relaxed"
