"""Page judge: visits to one address in, an explained verdict out. Pure: no browser, no clock."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

import msgspec

from noroshi.sites.brands import BrandList, shipped_brands
from noroshi.sites.brands.references import References
from noroshi.sites.judge.facts import Facts, facts_of
from noroshi.sites.judge.reasons import counterfactual_of, evidence_of
from noroshi.sites.judge.verdict import Called, call
from noroshi.sites.judge.weigh import PageWeights, Weighed, shipped_page_weights, weigh
from noroshi.sites.visit import Visit
from noroshi.spine.model import Detector, Finding, Subject, Window

NAME = "sites.pages"
KIND = "malicious-site"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParameters:
    """Parameters of the detector.

    Attributes:
        weights: Fitted weights of the evidence, with both thresholds.
        brands: Who may be imitated.
        references: How their pages look, where the operator captured them.
    """

    weights: PageWeights = field(default_factory=shipped_page_weights)
    brands: BrandList = field(default_factory=shipped_brands)
    references: References = field(default_factory=References)

    def digest(self) -> str:
        """Short digest of everything that shapes a score."""
        names = [(brand.name, brand.domains, brand.names) for brand in self.brands.brands]
        parts = (self.weights, names, self.references.looks)
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One address, judged."""

    weighed: Weighed
    called: Called
    finding: Finding


class PageJudge:
    """Judges addresses by what visits to them showed."""

    name = NAME

    def __init__(self, parameters: PageParameters | None = None) -> None:
        self.parameters = parameters or PageParameters()
        self.version = self.parameters.weights.version
        self._digest = self.parameters.digest()

    def facts(
        self, visits: Sequence[Visit], *, triage: float = 0.0, first_seen_days: float | None = None
    ) -> Facts:
        """What the visits showed; at least one."""
        chosen = self.parameters
        return facts_of(
            tuple(visits),
            chosen.brands,
            chosen.references,
            triage=triage,
            first_seen_days=first_seen_days,
        )

    def judge(
        self, visits: Sequence[Visit], *, triage: float = 0.0, first_seen_days: float | None = None
    ) -> Judged:
        """A verdict on one address.

        Args:
            visits: Looks at the same address with one profile or several; at least one.
            triage: Log-odds of its text by the triage model; 0 where it was not asked.
            first_seen_days: Days since the name was first seen in certificates; null where not known.
        """
        weights = self.parameters.weights
        facts = self.facts(visits, triage=triage, first_seen_days=first_seen_days)
        weighed = weigh(facts, weights)
        called = call(weighed, weights)
        cut = log(weights.queue / (1 - weights.queue))
        finding = Finding(
            kind=KIND,
            subject=Subject.url(visits[0].url),
            score=round(weighed.probability, 6),
            label=called.verdict.value,
            window=Window(min(one.started for one in visits), max(one.ended for one in visits)),
            clients=None,
            evidence=evidence_of(weighed),
            counterfactual=counterfactual_of(weighed, cut),
            detector=Detector(name=NAME, version=self.version, parameters=self._digest),
        )
        return Judged(weighed=weighed, called=called, finding=finding)
