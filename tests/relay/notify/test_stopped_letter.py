"""Stopped letter: what stopped and how it goes on, without the path, which may hold a key."""

from datetime import UTC, datetime

import pytest

from noroshi.relay.notify import plain_text, stopped_letter
from noroshi.spine.model import Webhook

WEBHOOK = Webhook(
    id="w1",
    operator_id="alpha",
    url="https://soc.example/hook?key=topsecret",
    secret="k" * 32,
    collections=("c2-servers",),
    sequence=0,
    created_at=datetime(2026, 1, 5, tzinfo=UTC),
)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_letter_says_what_stopped_why_and_what_to_do(language):
    letter = stopped_letter(
        WEBHOOK, hub="Hub", attempts=12, error="the receiver answers 500", language=language
    )
    text = plain_text(letter)
    assert "soc.example" in letter.subject
    for part in ("12", "the receiver answers 500", "noroshi notify webhooks retry w1"):
        assert part in text
    assert "topsecret" not in text
    assert "kkkk" not in text
