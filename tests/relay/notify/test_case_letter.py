"""Case letter: which case, since when it is overdue, what to do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from noroshi.relay.notify import plain_text, reminder
from noroshi.spine.model import Case, CaseStanding, Endpoint, Subject

CASE = Case(
    id="c",
    number=12,
    title="c2-irc 192.0.2.1:443/tcp",
    kind="c2-server",
    subject=Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")),
    operator_id="alpha",
    standing=CaseStanding.OPEN,
    opened_at=datetime(2026, 1, 5, tzinfo=UTC),
    due_at=datetime(2026, 1, 6, 9, tzinfo=UTC),
)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_reminder_names_the_case_its_date_and_its_subject(language):
    letter = reminder(CASE, hub="Hub", url="https://hub.example/cases/12", language=language)
    text = plain_text(letter)
    assert "12" in letter.subject
    assert "2026-01-06 09:00" in text
    assert "192[.]0[.]2[.]1" in text
    assert "192.0.2.1" not in text
    assert "https://hub.example/cases/12" in text


def test_without_a_place_no_place_is_named():
    assert reminder(CASE, hub="Hub", url="", language="en").closing == ()


def test_a_case_without_a_date_needs_no_reminder():
    with pytest.raises(ValueError, match="no date"):
        reminder(replace(CASE, due_at=None), hub="Hub", url="", language="en")
