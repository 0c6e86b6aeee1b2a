"""Verdict: what a weighed page is called, whose name it borrows, and what may be done about it."""

from dataclasses import dataclass
from enum import StrEnum

from noroshi.sites.analyse.document import host_of
from noroshi.sites.judge.facts import Facts
from noroshi.sites.judge.services import SHORTENERS, belongs
from noroshi.sites.judge.terms import TERMS
from noroshi.sites.judge.weigh import PageWeights, Weighed
from noroshi.spine.model.site_verdict import SiteDanger


class SiteVerdict(StrEnum):
    """What an address is called."""

    PHISH = "phish"
    FAKE_SHOP = "fake-shop"
    MALWARE = "malware"
    SUPPORT_SCAM = "support-scam"
    COMPROMISED = "compromised"
    SUSPICIOUS = "suspicious"
    BENIGN = "benign"
    DEAD = "dead"

    @property
    def malicious(self) -> bool:
        """Whether it says that the page harms."""
        return self.danger is SiteDanger.DANGEROUS

    @property
    def danger(self) -> SiteDanger:
        """What it means for whoever meets the page."""
        return _DANGER.get(self, SiteDanger.DANGEROUS)


_DANGER = {
    SiteVerdict.SUSPICIOUS: SiteDanger.SUSPICIOUS,
    SiteVerdict.BENIGN: SiteDanger.HARMLESS,
    SiteVerdict.DEAD: SiteDanger.UNREACHABLE,
}
"""All others are dangerous."""


class Route(StrEnum):
    """What comes next: shared by policy, seen by an analyst, or neither."""

    SHARE = "share"
    QUEUE = "queue"
    NONE = "none"


SUSPICIOUS_FROM = 0.3
"""Share of the threshold's way, in probability, from which a page is suspicious: `SUSPICIOUS_FROM · queue`."""

_HARMS = (SiteVerdict.PHISH, SiteVerdict.FAKE_SHOP, SiteVerdict.MALWARE, SiteVerdict.SUPPORT_SCAM)
_CODES = tuple(term.code for term in TERMS)
_LEAST_CLAIM, _CLEAR_CLAIM = 0.35, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A verdict with the name it borrows, or whose site it is; and its route."""

    verdict: SiteVerdict
    brand: str
    route: Route


def call(weighed: Weighed, weights: PageWeights) -> Called:
    """What a weighed page is called."""
    facts, chance = weighed.facts, weighed.probability
    gone = all(look.gone for look in facts.looks)
    sent_back = _strength(weighed, "sites.sent-to-official") > 0 and not _shortened(facts)
    if chance >= weights.queue and not gone:
        verdict = _harm(weighed)
    elif gone and not sent_back:
        verdict = SiteVerdict.DEAD
    elif chance >= SUSPICIOUS_FROM * weights.queue or sent_back:
        verdict = SiteVerdict.SUSPICIOUS
    else:
        verdict = SiteVerdict.BENIGN
    route = Route.NONE
    if verdict.malicious:
        route = Route.SHARE if chance >= weights.share else Route.QUEUE
    elif verdict is SiteVerdict.SUSPICIOUS:
        route = Route.QUEUE
    return Called(verdict=verdict, brand=_brand(facts, verdict), route=route)


def _harm(weighed: Weighed) -> SiteVerdict:
    """The kind of harm that most evidence speaks for; a phish amid another's site is a compromise."""
    harm = max(_HARMS, key=weighed.toward)
    if harm is SiteVerdict.PHISH and _strength(weighed, "sites.injected-path") >= 0.5:
        return SiteVerdict.COMPROMISED
    return harm


def _brand(facts: Facts, verdict: SiteVerdict) -> str:
    """The borrowed name of a malicious page, or the owner of a harmless one; empty if none.

    Where no brand of the list fits, it is the page's own word for itself.
    """
    if verdict in {SiteVerdict.BENIGN, SiteVerdict.DEAD}:
        return facts.owner.name if facts.owner else ""
    claim = facts.foreign_claim
    borrowed = verdict in {SiteVerdict.PHISH, SiteVerdict.COMPROMISED, SiteVerdict.SUPPORT_SCAM}
    if claim and claim.strength >= (_LEAST_CLAIM if borrowed else _CLEAR_CLAIM):
        return claim.brand.name
    if facts.identity_elsewhere and (owner := facts.brands.owner(facts.identity_elsewhere)):
        return owner.name
    return facts.name if verdict in {SiteVerdict.PHISH, SiteVerdict.COMPROMISED} else ""


def _strength(weighed: Weighed, code: str) -> float:
    return weighed.strengths[_CODES.index(code)]


def _shortened(facts: Facts) -> bool:
    return all(belongs(host_of(look.visit.url), SHORTENERS) for look in facts.looks)
