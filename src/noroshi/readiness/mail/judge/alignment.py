"""Alignment: what DMARC says of a message, by SPF and the signatures that vouch for its author's domain."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import MessageError
from email.utils import getaddresses
from enum import StrEnum

from noroshi.readiness.mail.dkim import Letter
from noroshi.readiness.mail.dmarc import NoAnswer, Walk, walk
from noroshi.spine.model import InputError, canonical_domain
from noroshi.spine.net.lookup import Lookup


class DmarcResult(StrEnum):
    """Results (RFC 9989 section 4.11, RFC 8601)."""

    NONE = "none"
    PASS = "pass"  # noqa: S105  # a result, no secret
    FAIL = "fail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A mechanism that may speak for the author's domain.

    Attributes:
        method: `spf` or `dkim`.
        domain: For whom it speaks.
        result: `pass`, `temperror`, or another of its results.
    """

    method: str
    domain: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dmarc:
    """What DMARC says.

    Attributes:
        result: The result.
        policy: What the author's domain asks for failing mail; empty without a record.
        testing: Whether `t=y` asks to go one step down.
        aligned: Vouchers within the author's domain, whatever their results.
        unanswered: The question that decides and stayed without an answer.
    """

    result: DmarcResult
    policy: str = ""
    testing: bool = False
    aligned: tuple[Voucher, ...] = ()
    unanswered: str = ""

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        vouching = [one for one in self.aligned if one.result == "pass"]
        return {
            "result": self.result.value,
            "policy": self.policy,
            "testing": self.testing,
            "aligned": [f"{one.method} {one.domain}" for one in vouching],
        }


def author_domain(letter: Letter) -> str:
    """The one domain of the From field.

    Raises:
        InputError: There is no such field, more than one, or not one domain in it.
    """
    fields = letter.named("from")
    if len(fields) != 1:
        raise InputError(f"{len(fields)} From fields")
    try:
        pairs = getaddresses([" ".join(fields[0].text.split())])
    except (MessageError, ValueError, IndexError) as error:
        raise InputError("From is malformed") from error
    domains = {address.rpartition("@")[2].lower() for _, address in pairs if "@" in address}
    if len(domains) != 1:
        raise InputError(f"From names {len(domains)} domains")
    return canonical_domain(domains.pop())


def judge_alignment(author: str, vouchers: Iterable[Voucher], lookup: Lookup) -> Dmarc:
    """What DMARC says of a message of an author's domain.

    Source:
        RFC 9989 sections 4.4, 4.10 and 5.3.
    """
    try:
        found = walk(author, lookup)
    except NoAnswer as error:
        return Dmarc(result=DmarcResult.TEMPERROR, unanswered=str(error))
    aligned, unanswered = [], ""
    for voucher in vouchers:
        try:
            if _is_aligned(voucher, found, lookup):
                aligned.append(voucher)
        except NoAnswer as error:
            unanswered = str(error)
    results = {one.result for one in aligned}
    waiting = unanswered or next((one.domain for one in aligned if one.result == "temperror"), "")
    if found.policy is None:
        return Dmarc(result=DmarcResult.NONE, aligned=tuple(aligned))
    if "pass" in results:
        result, waiting = DmarcResult.PASS, ""
    else:
        result = DmarcResult.TEMPERROR if waiting else DmarcResult.FAIL
    return Dmarc(
        result=result,
        policy=found.wanted,
        testing=found.policy.is_testing,
        aligned=tuple(aligned),
        unanswered=waiting,
    )


def _is_aligned(voucher: Voucher, author: Walk, lookup: Lookup) -> bool:
    if not voucher.domain:
        return False
    if voucher.domain == author.domain:
        return True
    tags = author.policy.tags if author.policy else {}
    if tags.get("aspf" if voucher.method == "spf" else "adkim", "r").lower() == "s":
        return False
    return walk(voucher.domain, lookup).organization == author.organization
