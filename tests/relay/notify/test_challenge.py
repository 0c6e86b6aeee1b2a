"""Challenge: only who holds the secret answers it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.notify import challenge_answer, challenge_body, is_answered
from noroshi.spine.model import Webhook

WEBHOOK = Webhook(
    id="w",
    operator_id="alpha",
    url="https://soc.example/hook",
    secret="k" * 32,
    collections=("c2-servers",),
    sequence=0,
    created_at=datetime(2026, 1, 5, tzinfo=UTC),
)


def answer(secret=WEBHOOK.secret, challenge="abc"):
    return json.dumps({"answer": challenge_answer(secret, challenge)}).encode()


def test_the_holder_of_the_secret_answers():
    assert json.loads(challenge_body(WEBHOOK, "abc"))["challenge"] == "abc"
    assert is_answered(WEBHOOK, "abc", answer())


@pytest.mark.parametrize(
    "body",
    [
        answer("x" * 32),
        answer(challenge="abd"),
        b'{"answer": "abc"}',
        b'{"answer": 1}',
        b'{"answer": "\\u3042"}',
        b"[]",
        b"",
        answer() + b" " * 5_000,
    ],
    ids=["other secret", "other challenge", "echo", "number", "kana", "list", "empty", "long"],
)
def test_nobody_else_does(body):
    assert not is_answered(WEBHOOK, "abc", body)


@given(st.binary(max_size=300))
def test_no_other_octets_do(body):
    assert not is_answered(WEBHOOK, "abc", body)
