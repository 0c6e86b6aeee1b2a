"""A finding has a stable id, a score in range and reasons."""

from dataclasses import FrozenInstanceError, replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import Detector, Endpoint, Evidence, Finding, Subject, Text, Window

EVIDENCE = Evidence(
    code="c2.exclusive-port",
    value=0.9,
    unit="1",
    baseline=0.1,
    weight=1.5,
    text=Text(ja="ポートが偏る", en="an exclusive port"),
    source="step server_stats",
)
FINDING = Finding(
    kind="c2-server",
    subject=Subject.endpoint(Endpoint("192.0.2.1", 6667, "tcp")),
    score=0.9,
    label="c2-irc",
    window=Window.of_ms(0, 3_600_000),
    clients=3,
    evidence=(EVIDENCE,),
    counterfactual=Text(ja="他の客が多ければ", en="many other clients"),
    detector=Detector(name="c2.joint", version="1"),
)


def test_the_id_never_changes_between_releases() -> None:
    assert FINDING.id == "3fb76004-87d8-544c-850a-b7eca1c6f84c"


@given(st.floats(0, 1), st.text(), st.none() | st.integers(0), st.text())
def test_the_id_does_not_depend_on_what_a_rerun_may_change(
    score: float, label: str, clients: int | None, version: str
) -> None:
    detector = Detector(name="c2.joint", version=version, parameters=label)
    again = replace(FINDING, score=score, label=label, clients=clients, detector=detector)
    assert again.id == FINDING.id


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, kind="phishing"),
        replace(FINDING, subject=Subject.ip("192.0.2.1")),
        replace(FINDING, window=Window.of_ms(0, 3_600_001)),
        replace(FINDING, detector=Detector(name="c2.other", version="1")),
    ],
    ids=["kind", "subject", "window", "detector"],
)
def test_the_id_tells_apart(other: Finding) -> None:
    assert other.id != FINDING.id
    assert UUID(other.id).version == 5


@pytest.mark.parametrize("score", [-0.001, 1.001, float("nan"), float("inf")])
def test_a_score_outside_its_range_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match=r"outside \[0, 1\]"):
        replace(FINDING, score=score)


def test_a_finding_without_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="needs evidence"):
        replace(FINDING, evidence=())


def test_a_finding_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FINDING.score = 0.1  # type: ignore[misc]


def test_machine_output_has_the_contract_s_fields() -> None:
    row = FINDING.as_dict()
    assert list(row) == [
        "id",
        "kind",
        "subject",
        "score",
        "class",
        "window",
        "clients",
        "evidence",
        "counterfactual",
        "detector",
    ]
    assert row["window"] == ["1970-01-01T00:00:00.000Z", "1970-01-01T01:00:00.000Z"]
    assert row["detector"] == {"name": "c2.joint", "version": "1"}
