"""An indicator says what may leave, and until when it holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.model import Endpoint, Indicator, Subject, Text, Tlp

START = datetime(2026, 1, 1, tzinfo=UTC)
INDICATOR = Indicator(
    subject=Subject.endpoint(Endpoint("192.0.2.1", 6667, "tcp")),
    kind="c2-server",
    label="c2-irc",
    confidence=90,
    valid_from=START,
    valid_until=START + timedelta(days=14),
    tlp=Tlp.AMBER,
    reasons=(Text(ja="理由", en="reason"),),
    first_seen=START,
    last_seen=START,
)


def test_the_id_never_changes_between_releases() -> None:
    assert INDICATOR.id == "e071e65a-d6e0-5c3e-ae8b-4d48183bde3a"


@given(st.integers(0, 100), st.booleans(), st.sampled_from(Tlp), st.integers(1, 400))
def test_the_same_subject_keeps_its_id_in_every_run(
    confidence: int, revoked: bool, tlp: Tlp, days: int
) -> None:
    until = START + timedelta(days=days)
    again = replace(INDICATOR, confidence=confidence, revoked=revoked, tlp=tlp, valid_until=until)
    assert again.id == INDICATOR.id


def test_another_kind_or_subject_has_another_id() -> None:
    assert replace(INDICATOR, kind="phishing").id != INDICATOR.id
    assert replace(INDICATOR, subject=Subject.ip("192.0.2.1")).id != INDICATOR.id


@pytest.mark.parametrize("confidence", [-1, 101])
def test_confidence_outside_stix_s_range_is_refused(confidence: int) -> None:
    with pytest.raises(ValueError, match="0-100"):
        replace(INDICATOR, confidence=confidence)


@pytest.mark.parametrize("length", [timedelta(0), timedelta(seconds=-1)])
def test_a_validity_that_is_over_before_it_begins_is_refused(length: timedelta) -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        replace(INDICATOR, valid_until=START + length)
