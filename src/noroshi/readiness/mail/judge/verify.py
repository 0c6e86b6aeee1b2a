"""Verify: SPF, DKIM, ARC and DMARC of one message, with reasons, and without what names people."""

from dataclasses import dataclass

from noroshi.readiness.check import Check, Level, say
from noroshi.readiness.mail.analyse.handover import Handover, read_handover
from noroshi.readiness.mail.arc import Chain, check_chain
from noroshi.readiness.mail.dkim import Letter, Signed, check_signatures
from noroshi.readiness.mail.judge.alignment import (
    Dmarc,
    DmarcResult,
    Voucher,
    author_domain,
    judge_alignment,
)
from noroshi.readiness.mail.judge.culprit import REMEDIES, Blame, Culprit, blame
from noroshi.readiness.mail.spf import Checked, Sender, check_host
from noroshi.spine.model import InputError, Text
from noroshi.spine.net.lookup import Lookup

_LEVELS = {
    "pass": Level.GOOD,
    "none": Level.NOTE,
    "neutral": Level.NOTE,
    "softfail": Level.WARN,
    "fail": Level.BAD,
    "temperror": Level.UNKNOWN,
    "permerror": Level.BAD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found of one message.

    Attributes:
        author: Domain of the From field; empty where it names none or several.
        handover: Who handed it over.
        spf: SPF of the handover; null where nobody knows the client's address.
        signed: Its DKIM signatures, from the top.
        chain: Its ARC chain.
        dmarc: DMARC.
        blame: Whose fault a failure is.
    """

    author: str
    handover: Handover
    spf: Checked | None
    signed: tuple[Signed, ...]
    chain: Chain
    dmarc: Dmarc
    blame: Blame

    @property
    def level(self) -> Level:
        """How the message stands: as DMARC says."""
        return _LEVELS[self.dmarc.result.value]

    def checks(self) -> list[Check]:
        """What people read, one line a finding."""
        return [self._spf(), *map(self._dkim, self.signed), self._arc(), self._dmarc()]

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "author": self.author,
            "spf": {
                "result": self.spf.result.value if self.spf else None,
                "why": self.spf.why if self.spf else "",
                "domain": self.handover.domain,
                "address": self.handover.address,
                "told": self.handover.is_told,
            },
            "dkim": [one.as_dict() for one in self.signed],
            "arc": self.chain.as_dict(),
            "dmarc": self.dmarc.as_dict(),
            "fault": self.blame.culprit.value,
            "reason": self.blame.text.as_dict(),
        }

    def _spf(self) -> Check:
        domain = self.handover.domain
        if self.spf is None:
            return say(
                "spf.unknown", Level.UNKNOWN, domain,
                ("渡したサーバのアドレスが分からない。", "The address that handed it over is not known."),
                remedy=("--client で与える。", "Give it with --client."),
            )  # fmt: skip
        result, address = self.spf.result.value, self.handover.address
        read = ("", "") if self.handover.is_told else ("（メールの Received による）", " (by its own Received field)")  # fmt: skip
        return say(
            f"spf.{result}", _LEVELS[result], domain,
            (f"{domain}、{address}{read[0]}：{self.spf.why}", f"{domain} from {address}{read[1]}: {self.spf.why}"),
            source="RFC 7208",
        )  # fmt: skip

    def _dkim(self, one: Signed) -> Check:
        partial = one.partial and one.result == "pass"
        why = one.detail or one.why.value
        part = ("、本文の一部だけ（l=）", ", only a part of the body (l=)") if partial else ("", "")
        who = f"{one.domain or '?'} ({one.selector or '?'})"
        return say(
            f"dkim.{one.result}", Level.WARN if partial else _LEVELS[one.result], one.domain,
            (f"{who}{part[0]}{f'：{why}' if why else ''}", f"{who}{part[1]}{f': {why}' if why else ''}"),
            source="RFC 6376",
        )  # fmt: skip

    def _arc(self) -> Check:
        sealers = " → ".join(one.seal.domain for one in self.chain.sets)
        words = "; ".join(word for word in (sealers, self.chain.why) if word)
        result = self.chain.result.value
        return say(
            f"arc.{result}", _LEVELS[result], self.author,
            (words or "封はない。", words or "It bears no seal."),
            source="RFC 8617",
        )  # fmt: skip

    def _dmarc(self) -> Check:
        asked = f" (p={self.dmarc.policy}{'; t=y' if self.dmarc.testing else ''})" if self.dmarc.policy else ""  # fmt: skip
        culprit, text = self.blame.culprit, self.blame.text
        return Check(
            code=f"dmarc.{self.dmarc.result}",
            level=self.level,
            domain=self.author,
            text=Text(
                ja=f"{self.author}{asked}：{text.ja}（責任：{culprit}）",
                en=f"{self.author}{asked}: {text.en} (fault: {culprit})",
            ),
            remedy=REMEDIES.get(culprit),
            source="RFC 9989",
        )


def verify(
    letter: Letter, lookup: Lookup, *, now_s: int, given: Handover | None = None
) -> Verified:
    """What a receiver finds of a message.

    Args:
        letter: The message.
        lookup: Who answers.
        now_s: Unix time, for signatures that expire.
        given: Who handed it over; read from the message when left out.
    """
    handover = given or read_handover(letter)
    spf = _spf_of(handover, lookup)
    signed = tuple(check_signatures(letter, lookup, now_s=now_s))
    chain = check_chain(letter, lookup, now_s=now_s)
    try:
        author = author_domain(letter)
    except InputError as error:
        author, dmarc = "", Dmarc(result=DmarcResult.PERMERROR)
        why = Blame(culprit=Culprit.SENDER, text=Text(ja=f"差出人が一つに決まらない：{error}。", en=f"The author is not one domain: {error}."))  # fmt: skip
    else:
        vouchers = [Voucher(method="dkim", domain=one.domain, result=one.result) for one in signed]
        if spf is not None:
            vouchers.append(Voucher(method="spf", domain=handover.domain, result=spf.result))
        dmarc = judge_alignment(author, vouchers, lookup)
        why = blame(letter, dmarc, signed, chain)
    return Verified(
        author=author,
        handover=handover,
        spf=spf,
        signed=signed,
        chain=chain,
        dmarc=dmarc,
        blame=why,
    )


def _spf_of(handover: Handover, lookup: Lookup) -> Checked | None:
    if not handover.address:
        return None
    return check_host(
        Sender(address=handover.address, mail_from=handover.mail_from, helo=handover.helo), lookup
    )
