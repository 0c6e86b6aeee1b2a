"""Contribution: who says the same of the same subject again renews what he said."""

from dataclasses import replace
from datetime import UTC, datetime

from noroshi.spine.model import Contribution, Subject

ONE = Contribution(
    subject=Subject.ip("192.0.2.1"),
    kind="c2-server",
    source="taxii",
    operator_id="alpha",
    submission_id="1",
    received_at=datetime(2026, 1, 5, tzinfo=UTC),
)


def test_the_same_statement_has_the_same_id():
    assert replace(ONE, submission_id="2", confidence=9, label="x").id == ONE.id


def test_another_giver_subject_or_kind_is_another_statement():
    others = [
        replace(ONE, operator_id="beta"),
        replace(ONE, source="peer:x", operator_id=None),
        replace(ONE, kind="malicious-site"),
        replace(ONE, subject=Subject.ip("192.0.2.2")),
    ]
    assert len({one.id for one in [ONE, *others]}) == 5
