"""ARC: whether the chain of those who passed a message on holds (RFC 8617)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from noroshi.readiness.mail.dkim.check import SignedResult, Trouble, Verifier
from noroshi.readiness.mail.dkim.letter import Field, Letter
from noroshi.readiness.mail.dkim.signature import (
    MOST_INSTANCES,
    Signature,
    SignatureFault,
    instance_of,
    parse_arc_signature,
    parse_seal,
)
from noroshi.spine.net.lookup import Lookup

RESULTS, SIGNATURE, SEAL = (
    "arc-authentication-results",
    "arc-message-signature",
    "arc-seal",
)
_INSTANCE = re.compile(r"\s*i\s*=\s*([0-9]{1,9})\s*(?:;|\Z)")
_METHOD = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc)\s*=\s*([a-z]{1,20})", re.IGNORECASE)


class ChainResult(StrEnum):
    """Results; `temperror` stands for a key without an answer, of which RFC 8617 knows nothing."""

    NONE = "none"
    PASS = "pass"  # noqa: S105  # a result, no secret
    FAIL = "fail"
    TEMPERROR = "temperror"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcSet:
    """What one who passed the message on put on it.

    Attributes:
        instance: Its number, from 1.
        results: The results that were seen there.
        signature: Of the message as it left there.
        seal: Of the chain so far.
    """

    instance: int
    results: Field
    signature: Signature
    seal: Signature

    @property
    def seen(self) -> dict[str, str]:
        """Results by method; of several DKIM results a pass, else the first."""
        found: dict[str, str] = {}
        for method, result in _METHOD.findall(self.results.text):
            if method.lower() not in found or result.lower() == "pass":
                found[method.lower()] = result.lower()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What became of a chain.

    Attributes:
        result: The result.
        sets: From the oldest; empty where they cannot be told apart.
        why: What is wrong; in English.
        instance: Where it is wrong; 0 where it is not of one set.
        oldest_pass: The oldest set whose signature still holds; 0 where all hold.
    """

    result: ChainResult
    sets: tuple[ArcSet, ...] = ()
    why: str = ""
    instance: int = 0
    oldest_pass: int = 0

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "result": self.result.value,
            "why": self.why,
            "instance": self.instance,
            "oldest_pass": self.oldest_pass,
            "sets": [
                {"instance": one.instance, "domain": one.seal.domain, "seen": one.seen}
                for one in self.sets
            ],
        }


class _Broken(Exception):  # noqa: N818  # a state of the chain
    """The chain does not hold."""

    def __init__(self, why: str, instance: int = 0) -> None:
        super().__init__(why)
        self.instance = instance


def check_chain(letter: Letter, lookup: Lookup, *, now_s: int) -> Chain:
    """What became of the chain of a message.

    Source:
        RFC 8617 section 5.2.
    """
    if not any(letter.named(name) for name in (RESULTS, SIGNATURE, SEAL)):
        return Chain(result=ChainResult.NONE)
    sets: tuple[ArcSet, ...] = ()
    verifier = Verifier(letter, lookup, now_s)
    try:
        sets = _sets_of(letter)
        _check_claims(sets)
        _check_signature(verifier, sets[-1])
        for one in reversed(sets):
            _check_seal(verifier, sets, one)
    except _Broken as broken:
        return Chain(result=ChainResult.FAIL, sets=sets, why=str(broken), instance=broken.instance)
    except Trouble as trouble:
        return Chain(result=ChainResult.TEMPERROR, sets=sets, why=f"no answer for {trouble.detail}")
    return Chain(result=ChainResult.PASS, sets=sets, oldest_pass=_oldest_pass(verifier, sets))


def _sets_of(letter: Letter) -> tuple[ArcSet, ...]:
    """The sets, numbered without a gap; more than 50 cannot be, for no number above is read."""
    most = MOST_INSTANCES + 1
    try:
        results = sorted(
            ((_results_instance(one), one) for one in letter.named(RESULTS)[:most]),
            key=lambda numbered: numbered[0],
        )
        signatures = sorted(map(parse_arc_signature, letter.named(SIGNATURE)[:most]), key=_instance)
        seals = sorted(map(parse_seal, letter.named(SEAL)[:most]), key=_instance)
    except SignatureFault as fault:
        raise _Broken(str(fault)) from fault
    whole = list(range(1, len(seals) + 1))
    if not [number for number, _ in results] == [*map(_instance, signatures)] == [*map(_instance, seals)] == whole:  # fmt: skip
        raise _Broken("sets are missing, stand twice, or miss a field")
    return tuple(
        ArcSet(instance=number, results=one, signature=signature, seal=seal)
        for (number, one), signature, seal in zip(results, signatures, seals, strict=True)
    )


def _instance(signature: Signature) -> int:
    return signature.instance


def _results_instance(one: Field) -> int:
    match = _INSTANCE.match(one.text)
    return instance_of(match[1] if match else "")


def _check_claims(sets: tuple[ArcSet, ...]) -> None:
    """What each seal says of the chain before it (section 5.2, steps 2 and 3)."""
    if sets[-1].seal.chain == "fail":
        raise _Broken("the chain was broken before the last who sealed it", sets[-1].instance)
    for one in sets:
        if one.seal.chain != ("none" if one.instance == 1 else "pass"):
            raise _Broken(f"cv={one.seal.chain} cannot be there", one.instance)


def _check_signature(verifier: Verifier, one: ArcSet) -> None:
    try:
        verifier.check_message(one.signature)
    except Trouble as trouble:
        raise _judged(trouble, one, "message signature") from trouble


def _check_seal(verifier: Verifier, sets: tuple[ArcSet, ...], one: ArcSet) -> None:
    signed: list[Field] = []
    for earlier in sets[: one.instance]:
        signed += (earlier.results, earlier.signature.field, earlier.seal.field)
    try:
        verifier.check_fields(one.seal, signed[:-1])
    except Trouble as trouble:
        raise _judged(trouble, one, "seal") from trouble


def _judged(trouble: Trouble, one: ArcSet, what: str) -> Exception:
    """The trouble itself where an answer may come later, else the end of the chain."""
    if trouble.result is SignedResult.TEMPERROR:
        return trouble
    reason = trouble.detail or trouble.why.value
    return _Broken(f"{what} of {one.seal.domain}: {reason}", one.instance)


def _oldest_pass(verifier: Verifier, sets: tuple[ArcSet, ...]) -> int:
    """The oldest set whose message signature still holds; 0 where all do (section 5.2.1)."""
    for one in reversed(sets[:-1]):
        try:
            verifier.check_message(one.signature)
        except Trouble:
            return one.instance + 1
    return 0
