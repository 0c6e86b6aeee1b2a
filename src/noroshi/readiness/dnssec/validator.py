"""Validator: whether an answer is secure, insecure or bogus (RFC 4035 section 5), by our own proof.

It takes answers from any source that is asked with CD, and believes nothing but its trust anchors.
"""

from dataclasses import dataclass

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from noroshi.readiness.dnssec.anchor import Anchors
from noroshi.readiness.dnssec.chain import (
    ANSWERED,
    Chain,
    checked,
    denial_of,
    find,
    signatures_of,
)
from noroshi.readiness.dnssec.denial import Denial, Proof
from noroshi.readiness.dnssec.signature import Signed, Work, Zone
from noroshi.readiness.dnssec.verdict import Broken, Fault, State, Verdict
from noroshi.spine.net.dns_server import DnsSource

MOST_CHAIN = 12
"""CNAME and DNAME records that are followed."""

_ORDER = (State.BOGUS, State.INDETERMINATE, State.INSECURE, State.SECURE)
_CNAME, _DNAME, _DS = dns.rdatatype.CNAME, dns.rdatatype.DNAME, dns.rdatatype.DS


@dataclass(frozen=True, slots=True)
class _Question:
    name: dns.name.Name
    kind: dns.rdatatype.RdataType
    work: Work


class Validator:
    """Judges answers.

    Args:
        source: Gives answers that are not validated.
        anchors: Where belief starts.
        now: Seconds since 1970.
    """

    def __init__(self, source: DnsSource, anchors: Anchors, *, now: int) -> None:
        self._source, self._now = source, now
        self._chain = Chain(source, anchors, now=now)

    def validate(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> Verdict:
        """What a validating resolver would say of a name and type: the worst along its CNAMEs."""
        question = _Question(name, kind, Work())
        verdicts: list[Verdict] = []
        seen: set[dns.name.Name] = set()
        answer = None
        while True:
            if question.name in seen or len(seen) > MOST_CHAIN:
                verdicts.append(_verdict(State.INDETERMINATE, question, Fault.LOOP))
                break
            seen.add(question.name)
            answer = answer if answer and _holds(answer, question) else self._asked(question)
            if isinstance(answer, Verdict):
                verdicts.append(answer)
                break
            verdict, target = self._link(answer, question)
            verdicts.append(verdict)
            if target is None or verdict.state is State.BOGUS:
                break
            question = _Question(target, kind, question.work)
        return min(verdicts, key=lambda one: _ORDER.index(one.state))

    def _asked(self, question: _Question) -> "dns.message.Message | Verdict":
        answer = self._source.ask(question.name, question.kind)
        if answer is None:
            return _verdict(State.INDETERMINATE, question, Fault.NO_ANSWER)
        if answer.rcode() not in ANSWERED:
            return _verdict(State.INDETERMINATE, question, Fault.SERVER)
        return answer

    def _link(
        self, answer: dns.message.Message, question: _Question
    ) -> tuple[Verdict, dns.name.Name | None]:
        """The verdict on one link of the chain, and where it leads."""
        if rrset := find(answer.answer, question.name, question.kind):
            return self._positive(answer, rrset, question), None
        # The CNAME that a server makes from a DNAME is unsigned: only the DNAME is believed.
        if moved := _dname(answer, question.name):
            return self._positive(answer, moved, question), _moved(question.name, moved)
        if question.kind != _CNAME and (alias := find(answer.answer, question.name, _CNAME)):
            return self._positive(answer, alias, question), alias[0].target
        return self._negative(answer, question), None

    def _positive(
        self, answer: dns.message.Message, rrset: dns.rrset.RRset, question: _Question
    ) -> Verdict:
        place = rrset.name.parent() if rrset.rdtype == _DS and rrset.name != dns.name.root else rrset.name  # fmt: skip
        signer = _signer(answer.answer, rrset, place)
        zone = self._zone(signer or place, question, is_signer=signer is not None)
        if isinstance(zone, Verdict):
            return zone
        try:
            signed = checked(rrset, answer.answer, zone, now=self._now, work=question.work)
            if signed.wildcard is None:
                return Verdict(state=State.SECURE, at=rrset.name)
            return self._expanded(answer, rrset, signed, zone, question)
        except Broken as broken:
            return _broken(rrset.name, broken)

    def _expanded(
        self, answer: dns.message.Message, rrset: dns.rrset.RRset, signed: Signed, zone: Zone,
        question: _Question,
    ) -> Verdict:  # fmt: skip
        """A name made from a wildcard: nothing closer may exist (RFC 4035 section 5.3.4)."""
        assert signed.wildcard is not None
        denial = denial_of(answer, zone, now=self._now, work=question.work)
        proof = denial.of_closer(rrset.name, signed.wildcard)
        return _of_proof(proof, rrset.name)

    def _negative(self, answer: dns.message.Message, question: _Question) -> Verdict:
        name = question.name
        place = name.parent() if question.kind == _DS and name != dns.name.root else name
        signer = next(
            (one for rrset in answer.authority if (one := _signer(answer.authority, rrset, place))),
            None,
        )
        zone = self._zone(signer or place, question, is_signer=signer is not None)
        if isinstance(zone, Verdict):
            return zone
        try:
            denial = denial_of(answer, zone, now=self._now, work=question.work)
            if soa := find(answer.authority, zone.name, dns.rdatatype.SOA):
                checked(soa, answer.authority, zone, now=self._now, work=question.work)
            return _of_proof(_denied(denial, answer, question), name)
        except Broken as broken:
            return _broken(name, broken)

    def _zone(self, name: dns.name.Name, question: _Question, *, is_signer: bool) -> Zone | Verdict:
        stand = self._chain.stand(name, question.work)
        if stand.zone is None:
            assert stand.verdict is not None
            return stand.verdict
        if is_signer and stand.zone.name != name:
            return _verdict(State.BOGUS, question, Fault.SIGNER)
        return stand.zone


def _holds(answer: "dns.message.Message | Verdict", question: _Question) -> bool:
    """Whether an answer that was given before goes on with this name."""
    if isinstance(answer, Verdict):
        return False
    kinds = (question.kind, _CNAME)
    return any(one.name == question.name and one.rdtype in kinds for one in answer.answer)


def _denied(denial: Denial, answer: dns.message.Message, question: _Question) -> Proof:
    if answer.rcode() == dns.rcode.NXDOMAIN and _final(answer) == question.name:
        return denial.of_name(question.name)
    return denial.of_type(question.name, question.kind)


def _final(answer: dns.message.Message) -> dns.name.Name:
    """The name that the response code speaks of: the end of the CNAME chain (RFC 6604)."""
    name = answer.question[0].name
    for _ in range(MOST_CHAIN):
        alias = find(answer.answer, name, _CNAME)
        if alias is None:
            break
        name = alias[0].target
    return name


def _signer(
    section: list[dns.rrset.RRset], rrset: dns.rrset.RRset, place: dns.name.Name
) -> dns.name.Name | None:
    """The zone that says that it signed an RRset, where it lies above the name."""
    for signature in signatures_of(section, rrset) or ():
        if place.is_subdomain(signature.signer):
            found: dns.name.Name = signature.signer
            return found
    return None


def _dname(answer: dns.message.Message, name: dns.name.Name) -> dns.rrset.RRset | None:
    return next(
        (one for one in answer.answer if one.rdtype == _DNAME and name != one.name and name.is_subdomain(one.name)),
        None,
    )  # fmt: skip


def _moved(name: dns.name.Name, rrset: dns.rrset.RRset) -> dns.name.Name | None:
    try:
        return name.relativize(rrset.name).concatenate(rrset[0].target)
    except dns.exception.DNSException:
        return None


def _of_proof(proof: Proof, name: dns.name.Name) -> Verdict:
    if proof is Proof.ABSENT:
        return Verdict(state=State.SECURE, at=name)
    if proof is Proof.OPT_OUT:
        return Verdict(state=State.INSECURE, at=name, fault=Fault.OPT_OUT)
    return Verdict(state=State.BOGUS, at=name, fault=Fault.NO_PROOF)


def _broken(name: dns.name.Name, broken: Broken) -> Verdict:
    state = State.INSECURE if broken.fault is Fault.ITERATIONS else State.BOGUS
    return Verdict(state=state, at=name, fault=broken.fault)


def _verdict(state: State, question: _Question, fault: Fault) -> Verdict:
    return Verdict(state=state, at=question.name, fault=fault)
