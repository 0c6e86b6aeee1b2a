"""Check: the function check_host() of RFC 7208 section 4, and what it cost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from noroshi.readiness.mail.spf.macro import expand, expand_name, is_macro_string
from noroshi.readiness.mail.spf.record import Fault, Record, Term, parse_record, select_record
from noroshi.spine.net.lookup import Answer, Lookup, Outcome

MOST_LOOKUPS = 10
MOST_VOIDS = 2
MOST_NAMES = 10
"""Names of one MX or PTR answer (RFC 7208 section 4.6.4)."""

_LABEL = re.compile(r"[^\x00-\x20.]{1,63}")


class SpfResult(StrEnum):
    """Results (RFC 7208 section 2.6)."""

    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"  # noqa: S105  # a result, no secret
    FAIL = "fail"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


_BY_QUALIFIER = {
    "+": SpfResult.PASS,
    "-": SpfResult.FAIL,
    "~": SpfResult.SOFTFAIL,
    "?": SpfResult.NEUTRAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends.

    Attributes:
        address: IP address of the client.
        mail_from: Envelope sender; empty for bounces.
        helo: What the client calls itself.
        receiver: Who asks, for explanations.
        now_s: Unix time, for explanations.
    """

    address: str
    mail_from: str = ""
    helo: str = ""
    receiver: str = "unknown"
    now_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What SPF says of a sender.

    Attributes:
        result: The result.
        why: The term that matched, or what is wrong; in English, as the grammar's own words are.
        explanation: Of the domain for a fail; empty without one.
        lookups: Terms that cost a look-up.
    """

    result: SpfResult
    why: str = ""
    explanation: str = ""
    lookups: int = 0


class _Error(Exception):
    """Ends the evaluation with an error."""

    def __init__(self, result: SpfResult, why: str) -> None:
        super().__init__(why)
        self.result = result


def check_host(sender: Sender, lookup: Lookup) -> Checked:
    """The SPF result of a sender: of its envelope sender, or of its HELO for bounces.

    Source:
        RFC 7208 sections 2.4 and 4.
    """
    local, _, domain = sender.mail_from.rpartition("@")
    if not sender.mail_from:
        local, domain = "postmaster", sender.helo
    work = _Work(sender, local or "postmaster", domain, lookup)
    if not _is_multi_label(domain):
        return Checked(result=SpfResult.NONE, why=f"{domain!r} is no domain")
    try:
        result, why, explaining = work.check(domain)
    except _Error as error:
        return Checked(result=error.result, why=str(error), lookups=work.lookups)
    told = work.explain(*explaining) if result is SpfResult.FAIL and explaining else ""
    return Checked(result=result, why=why, explanation=told, lookups=work.lookups)


def _is_multi_label(domain: str) -> bool:
    labels = domain.removesuffix(".").split(".")
    return (
        len(labels) > 1
        and len(domain) <= 254
        and not domain.endswith("]")
        and all(map(_LABEL.fullmatch, labels))
    )


_Found = tuple[SpfResult, str, tuple[str, str] | None]
"""Result, why, and spec and domain of the explanation."""


@dataclass(slots=True)
class _Work:
    """One evaluation and what it has cost so far."""

    sender: Sender
    local: str
    domain: str
    lookup: Lookup
    lookups: int = 0
    voids: int = 0
    address: IPv4Address | IPv6Address = field(init=False)
    _named: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        address = ip_address(self.sender.address)
        self.address = getattr(address, "ipv4_mapped", None) or address

    def check(self, domain: str) -> _Found:
        record = self._record_of(domain)
        if record is None:
            return SpfResult.NONE, f"{domain} has no SPF record", None
        explaining = (record.explanation, domain) if record.explanation else None
        for term in record.terms:
            if self._matches(term, domain):
                shown = f"{term.qualifier}{term.name}{':' if term.spec else ''}{term.spec}"
                return _BY_QUALIFIER[term.qualifier], f"{shown} of {domain}", explaining
        if record.redirect:
            self._count()
            target = self._name(record.redirect, domain)
            found = self.check(target)
            if found[0] is SpfResult.NONE:
                raise _Error(SpfResult.PERMERROR, f"redirect to {target}, which has no record")
            return found
        return SpfResult.NEUTRAL, f"nothing of {domain} matches", None

    def explain(self, spec: str, domain: str) -> str:
        """The domain's explanation, or nothing where it cannot be had (section 6.2)."""
        answer = self.lookup.ask(self._name(spec, domain), "TXT")
        if len(answer.records) != 1 or not answer.records[0].isascii():
            return ""
        text = answer.records[0]
        if not is_macro_string(text, explaining=True):
            return ""
        return expand(text, lambda letter: self._value(letter, domain))

    def _record_of(self, domain: str) -> Record | None:
        if not _is_multi_label(domain):
            return None
        answer = self.lookup.ask(domain, "TXT")
        if answer.outcome is Outcome.FAILED:
            raise _Error(SpfResult.TEMPERROR, f"TXT of {domain} cannot be looked up")
        texts = select_record(answer.records)
        if len(texts) > 1:
            raise _Error(SpfResult.PERMERROR, f"{domain} has {len(texts)} SPF records")
        try:
            return parse_record(texts[0]) if texts else None
        except Fault as fault:
            raise _Error(SpfResult.PERMERROR, f"record of {domain}: {fault}") from fault

    def _matches(self, term: Term, domain: str) -> bool:
        if term.name == "all":
            return True
        if term.name in ("ip4", "ip6"):
            return self._is_in(term.spec, term)
        self._count()
        target = self._name(term.spec, domain) if term.spec else domain
        if term.name == "include":
            return self._includes(target)
        if term.name == "exists":
            return bool(self._ask(target, "A").records)
        if term.name == "ptr":
            return self._is_named(target.lower())
        hosts = [target] if term.name == "a" else self._exchangers(target)
        return any(
            self._is_in(address, term) for host in hosts for address in self._addresses(host)
        )

    def _includes(self, target: str) -> bool:
        result, _, _ = self.check(target)
        if result is SpfResult.NONE:
            raise _Error(SpfResult.PERMERROR, f"include of {target}, which has no record")
        return result is SpfResult.PASS

    def _is_in(self, address: str, term: Term) -> bool:
        bits = term.bits6 if ":" in address else term.bits4
        network = ip_network(f"{address}/{bits}", strict=False)
        return self.address.version == network.version and self.address in network

    def _exchangers(self, domain: str) -> list[str]:
        records = self._ask(domain, "MX").records
        if len(records) > MOST_NAMES:
            raise _Error(SpfResult.PERMERROR, f"{domain} has more than {MOST_NAMES} MX")
        return [record.partition(" ")[2].removesuffix(".") for record in records]

    def _addresses(self, name: str) -> Iterable[str]:
        return self._ask(name, self._kind).records

    @property
    def _kind(self) -> str:
        return "A" if self.address.version == 4 else "AAAA"

    def _is_named(self, domain: str) -> bool:
        if self.lookup.ask(self.address.reverse_pointer, "PTR").is_void:
            self._count_void()
        return any(f".{name}".endswith(f".{domain}") for name in self._validated_names())

    def _validated_names(self) -> list[str]:
        """Names of the client that lead back to it (section 5.5); errors give none."""
        answer = self.lookup.ask(self.address.reverse_pointer, "PTR")
        return [
            name.lower().removesuffix(".")
            for name in answer.records[:MOST_NAMES]
            if any(
                ip_address(text) == self.address
                for text in self.lookup.ask(name, self._kind).records
            )
        ]

    def _ask(self, name: str, kind: str) -> Answer:
        answer = self.lookup.ask(name, kind)
        if answer.outcome is Outcome.FAILED:
            if not _is_multi_label(name):  # a name that cannot be asked does not exist
                answer = Answer(outcome=Outcome.ABSENT)
            else:
                raise _Error(SpfResult.TEMPERROR, f"{kind} of {name} cannot be looked up")
        if answer.is_void:
            self._count_void()
        return answer

    def _count(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise _Error(SpfResult.PERMERROR, f"more than {MOST_LOOKUPS} look-ups")

    def _count_void(self) -> None:
        self.voids += 1
        if self.voids > MOST_VOIDS:
            raise _Error(SpfResult.PERMERROR, f"more than {MOST_VOIDS} look-ups without an answer")

    def _name(self, spec: str, domain: str) -> str:
        return expand_name(spec, lambda letter: self._value(letter, domain))

    def _value(self, letter: str, domain: str) -> str:
        v6 = isinstance(self.address, IPv6Address)
        dotted = (
            ".".join(self.address.exploded.replace(":", "").upper()) if v6 else str(self.address)
        )
        simple = {
            "s": f"{self.local}@{self.domain}",
            "l": self.local,
            "o": self.domain,
            "d": domain,
            "i": dotted,
            "v": "ip6" if v6 else "in-addr",
            "h": self.sender.helo,
            "c": str(self.address),
            "r": self.sender.receiver,
            "t": str(self.sender.now_s),
        }
        return self._validated_name(domain) if letter == "p" else simple[letter]

    def _validated_name(self, domain: str) -> str:
        """One name of the client, best the domain's own (section 7.3)."""
        if domain not in self._named:
            names = self._validated_names()
            best = [name for name in names if name == domain.lower()]
            below = [name for name in names if name.endswith(f".{domain.lower()}")]
            self._named[domain] = (best + below + names + ["unknown"])[0]
        return self._named[domain]
