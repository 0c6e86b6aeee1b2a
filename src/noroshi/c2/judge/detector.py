"""Detector: flows in, explained C&C servers out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import numpy as np

from noroshi.c2.analyse import Analysis, AnalysisParameters, Flags, analyse
from noroshi.c2.judge.labels import c2_labels, ordinary_labels
from noroshi.c2.judge.model import Allowance, Judgement, Weights, judge, shipped_weights
from noroshi.c2.judge.reasons import Reasons
from noroshi.spine.engine import Engine
from noroshi.spine.model import Detector, Endpoint, Finding, Subject, Window, protocol_keyword
from noroshi.spine.model.address import address_text

NAME = "c2.servers"
KIND = "c2-server"

AllowLists = Callable[[Analysis], Allowance]
"""Looks every server of an analysis up in the allow-lists in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerParameters:
    """Parameters of the detector.

    Attributes:
        threshold: Probability from which a server is listed.
        analysis: Parameters of the analysis.
        weights: Fitted weights of the evidence.
    """

    threshold: float = 0.5
    analysis: AnalysisParameters = field(default_factory=AnalysisParameters)
    weights: Weights = field(default_factory=shipped_weights)

    def digest(self) -> str:
        """Short digest of everything that shapes a score."""
        parts = (self.analysis.crowd, self.analysis.crowd_share, self.weights)
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:12]


class ServerDetector:
    """Finds C&C servers among the far ends of subscribers' flows."""

    name = NAME

    def __init__(
        self, parameters: ServerParameters | None = None, allow_lists: AllowLists | None = None
    ) -> None:
        self.parameters = parameters or ServerParameters()
        self.version = self.parameters.weights.version
        self._allow_lists = allow_lists

    def detect(self, engine: Engine, window: Window) -> list[Finding]:
        """Servers at or above the threshold, highest first; reads the table `flows`."""
        judgement = self.judge(engine, window)
        return self.findings(judgement, self.listed(judgement))

    def judge(self, engine: Engine, window: Window) -> Judgement:
        """Analyse and weigh, without words."""
        analysis = analyse(engine, window, self.parameters.analysis)
        allowance = self._allow_lists(analysis) if self._allow_lists else None
        return judge(analysis, self.parameters.weights, allowance)

    def listed(self, judgement: Judgement) -> Flags:
        """Which servers reach the threshold."""
        flags: Flags = judgement.facts.scored & (judgement.probability >= self.parameters.threshold)
        return flags

    def findings(self, judgement: Judgement, wanted: Flags) -> list[Finding]:
        """Some servers of a judgement as findings, highest first, ties by address and port."""
        rows = np.flatnonzero(wanted & judgement.facts.scored)
        order = rows[np.lexsort((rows, -judgement.log_odds[rows]))]
        maker = _FindingMaker(self, judgement)
        return [maker.make(int(row)) for row in order]

    @property
    def identity(self) -> Detector:
        """Name, version and digest for findings and runs."""
        return Detector(name=self.name, version=self.version, parameters=self.parameters.digest())


class _FindingMaker:
    """Turns rows of one judgement into findings."""

    def __init__(self, detector: ServerDetector, judgement: Judgement) -> None:
        self._detector = detector
        self._judgement = judgement
        self._reasons = Reasons(judgement)
        self._probability = judgement.probability
        self._c2 = c2_labels(judgement.facts)
        self._ordinary = ordinary_labels(judgement.facts)
        if judgement.allowance is not None:
            given = judgement.allowance.classes
            self._ordinary = np.where(given == "", self._ordinary, given)
        servers = judgement.facts.analysis.servers
        self._hi, self._lo = servers.ints("srv_hi"), servers.ints("srv_lo")
        self._port, self._proto = servers.ints("srv_port"), servers.ints("proto")
        self._clients = servers.ints("clients")
        threshold = detector.parameters.threshold
        self._cut = float(np.log(max(threshold, 1e-9) / max(1 - threshold, 1e-9)))

    def make(self, row: int) -> Finding:
        listed = self._probability[row] >= self._detector.parameters.threshold
        endpoint = Endpoint(
            address_text(int(self._hi[row]), int(self._lo[row])),
            int(self._port[row]),
            protocol_keyword(int(self._proto[row])),
        )
        return Finding(
            kind=KIND,
            subject=Subject.endpoint(endpoint),
            score=round(float(self._probability[row]), 6),
            label=str((self._c2 if listed else self._ordinary)[row]),
            window=self._judgement.facts.analysis.window,
            clients=int(self._clients[row]),
            evidence=self._reasons.evidence(row),
            counterfactual=self._reasons.counterfactual(row, self._cut),
            detector=self._detector.identity,
        )
