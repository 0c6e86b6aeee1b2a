"""Check: whether signatures hold, and if not, what was changed or what is wrong with the key."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from noroshi.readiness.mail.dkim.canon import body_form, header_form, without_value
from noroshi.readiness.mail.dkim.letter import Field, Letter
from noroshi.readiness.mail.dkim.signature import Signature, SignatureFault, parse_signature
from noroshi.readiness.mail.dkim_key import SHORTEST_BITS, DkimKey, KeyFault, Revoked, parse_key
from noroshi.spine.net.lookup import Lookup, Outcome

MOST_SIGNATURES = 10
"""Signatures of one message that are looked at; nobody who means well makes more."""


class SignedResult(StrEnum):
    """Results (RFC 8601 section 2.7.1)."""

    PASS = "pass"  # noqa: S105  # a result, no secret
    FAIL = "fail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class Why(StrEnum):
    """Why a signature does not hold; empty for one that does."""

    NOTHING = ""
    BODY_CHANGED = "body-changed"  # the header is as signed, so the sender did sign
    HEADER_CHANGED = "header-changed"  # or the key is another's
    MALFORMED = "malformed"
    EXPIRED = "expired"
    NO_KEY = "no-key"
    REVOKED = "key-revoked"
    BAD_KEY = "bad-key"
    NO_ANSWER = "no-answer"


SENDERS_FAULTS = frozenset({Why.MALFORMED, Why.EXPIRED, Why.NO_KEY, Why.REVOKED, Why.BAD_KEY})
"""What nobody on the way can have caused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What became of one signature.

    Attributes:
        domain: Who signed; empty where it cannot be read.
        selector: Which key.
        result: The result.
        why: Why it does not hold.
        detail: More on it, in English, as the grammar's own words are.
        partial: Whether it covers only a part of the body (`l=`), so that others may write on.
    """

    domain: str
    selector: str
    result: SignedResult
    why: Why = Why.NOTHING
    detail: str = ""
    partial: bool = False

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "domain": self.domain,
            "selector": self.selector,
            "result": self.result.value,
            "why": self.why.value,
            "detail": self.detail,
            "partial": self.partial,
        }


class Trouble(Exception):  # noqa: N818  # a state of a signature, not a fault of the program
    """A signature does not hold."""

    def __init__(self, result: SignedResult, why: Why, detail: str = "") -> None:
        super().__init__(detail or why.value)
        self.result, self.why, self.detail = result, why, detail


@dataclass(slots=True)
class Verifier:
    """Checks signatures of one message; bodies are brought into each form once.

    Attributes:
        letter: The message.
        lookup: Who answers for keys.
        now_s: Unix time.
    """

    letter: Letter
    lookup: Lookup
    now_s: int
    _bodies: dict[bool, bytes] = field(init=False, default_factory=dict)

    def check_message(self, signature: Signature) -> None:
        """Check a signature of header and body.

        Raises:
            Trouble: It does not hold.
        """
        if signature.expires_s is not None and signature.expires_s < self.now_s:
            raise Trouble(SignedResult.FAIL, Why.EXPIRED)
        key = self.key_of(signature)
        if "s" in key.flags and signature.identity not in ("", signature.domain):
            raise Trouble(SignedResult.PERMERROR, Why.BAD_KEY, "t=s: i= is not d= itself")
        if not _verifies(key, signature, self._header(signature)):
            raise Trouble(SignedResult.FAIL, Why.HEADER_CHANGED)
        if self._body_hash(signature) != signature.body_hash:
            raise Trouble(SignedResult.FAIL, Why.BODY_CHANGED)

    def check_fields(self, signature: Signature, signed: list[Field]) -> None:
        """Check a seal over whole fields, itself the last (RFC 8617 section 5.1.1).

        Raises:
            Trouble: It does not hold.
        """
        forms = [header_form(one.octets, relaxed=True) for one in signed]
        forms.append(header_form(without_value(signature.field), relaxed=True))
        if not _verifies(self.key_of(signature), signature, b"\r\n".join(forms)):
            raise Trouble(SignedResult.FAIL, Why.HEADER_CHANGED)

    def key_of(self, signature: Signature) -> DkimKey:
        """The key of a signature.

        Raises:
            Trouble: There is none that may be used.
        """
        name = f"{signature.selector}._domainkey.{signature.domain}"
        answer = self.lookup.ask(name, "TXT")
        if answer.outcome is Outcome.FAILED:
            raise Trouble(SignedResult.TEMPERROR, Why.NO_ANSWER, name)
        if not answer.records:
            raise Trouble(SignedResult.PERMERROR, Why.NO_KEY, name)
        if len(answer.records) > 1:
            raise Trouble(SignedResult.PERMERROR, Why.BAD_KEY, f"{name} holds several records")
        try:
            key = parse_key(answer.records[0])
        except Revoked as fault:
            raise Trouble(SignedResult.PERMERROR, Why.REVOKED, name) from fault
        except KeyFault as fault:
            raise Trouble(SignedResult.PERMERROR, Why.BAD_KEY, f"{name}: {fault}") from fault
        _usable(key, signature, name)
        return key

    def _header(self, signature: Signature) -> bytes:
        relaxed, _ = signature.relaxed
        forms = [header_form(one.octets, relaxed=relaxed) for one in _signed_fields(self.letter, signature)]  # fmt: skip
        forms.append(header_form(without_value(signature.field), relaxed=relaxed))
        return b"\r\n".join(forms)

    def _body_hash(self, signature: Signature) -> bytes:
        _, relaxed = signature.relaxed
        if relaxed not in self._bodies:
            self._bodies[relaxed] = body_form(self.letter.body, relaxed=relaxed)
        body = memoryview(self._bodies[relaxed])
        if signature.length is not None:
            if signature.length > len(body):
                raise Trouble(SignedResult.FAIL, Why.BODY_CHANGED, "shorter than l=")
            body = body[: signature.length]
        return sha256(body).digest()


def check_signatures(letter: Letter, lookup: Lookup, *, now_s: int) -> list[Signed]:
    """What became of each DKIM signature of a message, from the top; empty for none."""
    verifier = Verifier(letter, lookup, now_s)
    found = letter.named("dkim-signature")[:MOST_SIGNATURES]
    return [_checked(verifier, one) for one in found]


def _checked(verifier: Verifier, one: Field) -> Signed:
    try:
        signature = parse_signature(one)
    except SignatureFault as fault:
        return Signed(domain="", selector="", result=SignedResult.PERMERROR, why=Why.MALFORMED, detail=str(fault))  # fmt: skip
    told = Trouble(SignedResult.PASS, Why.NOTHING)
    try:
        verifier.check_message(signature)
    except Trouble as trouble:
        told = trouble
    return Signed(
        domain=signature.domain,
        selector=signature.selector,
        result=told.result,
        why=told.why,
        detail=told.detail,
        partial=signature.length is not None,
    )


def _signed_fields(letter: Letter, signature: Signature) -> list[Field]:
    """The fields that are named, each name from the bottom up (RFC 6376 section 5.4.2)."""
    by_name: dict[str, list[Field]] = {}
    for one in letter.fields:
        if one is not signature.field:
            by_name.setdefault(one.name, []).append(one)
    taken: Counter[str] = Counter()
    found = []
    for name in signature.names:
        taken[name] += 1
        there = by_name.get(name, [])
        if taken[name] <= len(there):
            found.append(there[-taken[name]])
    return found


def _usable(key: DkimKey, signature: Signature, name: str) -> None:
    kind, _, hashed = signature.algorithm.partition("-")
    is_ed25519 = isinstance(key.key, Ed25519PublicKey)
    if is_ed25519 != (kind == "ed25519"):
        raise Trouble(SignedResult.PERMERROR, Why.BAD_KEY, f"{name} is no {kind} key")
    if not is_ed25519 and key.bits < SHORTEST_BITS:
        raise Trouble(SignedResult.PERMERROR, Why.BAD_KEY, f"{name} has {key.bits} bits")
    if key.hashes and hashed not in key.hashes:
        raise Trouble(SignedResult.PERMERROR, Why.BAD_KEY, f"{name} is not for {hashed}")


def _verifies(key: DkimKey, signature: Signature, signed: bytes) -> bool:
    try:
        if isinstance(key.key, Ed25519PublicKey):
            key.key.verify(signature.value, sha256(signed).digest())  # RFC 8463 section 3
        else:
            key.key.verify(signature.value, signed, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
