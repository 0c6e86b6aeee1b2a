"""Made findings, on documentation addresses, for tests of what stands behind a detector."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from noroshi.spine.model import Detector, Endpoint, Evidence, Finding, Subject, Text, Window

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Start of the window that made findings stand in."""

HOUR = Window(MADE_AT, MADE_AT + timedelta(hours=1))
"""The window that made findings stand in."""

DETECTOR = Detector(name="test.detector", version="1", parameters="0" * 16)
"""The detector that made findings name."""


def make_evidence(code: str = "c2.exclusive-port", *, weight: float = 1.2) -> Evidence:
    """One term of evidence with that code and weight (log-odds)."""
    return Evidence(
        code=code,
        value=0.97,
        unit="1",
        baseline=0.04,
        weight=weight,
        text=Text(ja=f"{code} は背景と異なります。", en=f"{code} differs from the background."),
        source="test",
    )


def make_finding(
    subject: Subject | None = None,
    *,
    score: float = 0.95,
    label: str = "c2-http-beacon",
    window: Window = HOUR,
    clients: int | None = 5,
    evidence: Sequence[Evidence] = (),
) -> Finding:
    """A `c2-server` finding; two kinds of evidence speak for it unless others are given."""
    given = tuple(evidence) or (make_evidence(), make_evidence("c2.regular-contacts"))
    return Finding(
        kind="c2-server",
        subject=subject or Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")),
        score=score,
        label=label,
        window=window,
        clients=clients,
        evidence=given,
        counterfactual=Text(
            ja="接続が不規則であれば下がります。", en="Irregular contacts would lower it."
        ),
        detector=DETECTOR,
    )
