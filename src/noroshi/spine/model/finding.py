"""Finding: what a detector concludes about a subject in a window. All rooms meet here."""

from dataclasses import dataclass
from uuid import UUID

from noroshi.spine.model.evidence import Evidence
from noroshi.spine.model.label import is_harmful
from noroshi.spine.model.named_id import named_id
from noroshi.spine.model.subject import Subject
from noroshi.spine.model.text import Text
from noroshi.spine.model.window import Window

_SPACE = UUID("6f1d7f6e-5c1e-5a57-9d0a-0f5e9d2f3b11").bytes
"""Namespace of finding ids (UUIDv5, RFC 9562 section 5.5)."""

LOOKED_AT = frozenset({"malicious-site"})
"""Kinds whose windows are the times of visits; a later visit replaces the finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """Who concluded: a name, its version, and a digest of its parameters."""

    name: str
    version: str
    parameters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A conclusion with its reasons.

    Attributes:
        kind: What was found, for example `c2-server`.
        subject: What the finding is about.
        score: Calibrated probability in [0, 1].
        label: Class of the subject in the room's own words, for example `c2-http-beacon`.
        window: The time that was looked at.
        clients: How many subscribers take part, never who; null where that has no meaning.
        evidence: Why, strongest first; never empty.
        counterfactual: What would change the verdict.
        detector: Who concluded.
    """

    kind: str
    subject: Subject
    score: float
    label: str
    window: Window
    clients: int | None
    evidence: tuple[Evidence, ...]
    counterfactual: Text
    detector: Detector

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score {self.score} is outside [0, 1]")
        if not self.evidence:
            raise ValueError("a finding needs evidence")

    @property
    def id(self) -> str:
        """Same kind, subject, window and detector name give the same id, so a re-run replaces.

        A page is visited when somebody happens to look: there the window is no part of it.
        """
        if self.kind in LOOKED_AT:
            return named_id(_SPACE, f"{self.kind}|{self.subject}||{self.detector.name}")
        start, end = self.window.isoformat()
        return named_id(_SPACE, f"{self.kind}|{self.subject}|{start}|{end}|{self.detector.name}")

    @property
    def grounds(self) -> tuple[Evidence, ...]:
        """Evidence that speaks for the label, strongest first; all of it where none does."""
        direction = 1.0 if is_harmful(self.label) else -1.0
        speaking = tuple(e for e in self.evidence if e.weight * direction > 0)
        return tuple(sorted(speaking, key=lambda e: -abs(e.weight))) or self.evidence

    def as_dict(self) -> dict[str, object]:
        """The finding as `c2 detect --json` writes it (see the command contract)."""
        return {
            "id": self.id,
            "kind": self.kind,
            "subject": self.subject.as_dict(),
            "score": self.score,
            "class": self.label,
            "window": list(self.window.isoformat()),
            "clients": self.clients,
            "evidence": [evidence.as_dict() for evidence in self.evidence],
            "counterfactual": self.counterfactual.as_dict(),
            "detector": {"name": self.detector.name, "version": self.detector.version},
        }
