"""Challenge: a webhook proves that it holds its secret before anything is told to it."""

import hmac

import msgspec

from noroshi.relay.notify.signature import challenge_answer
from noroshi.spine.model import Webhook

LONGEST_ANSWER = 4_096
"""Octets of an answer that are looked at."""


class _Answer(msgspec.Struct):
    answer: str


def challenge_body(webhook: Webhook, challenge: str) -> bytes:
    """What is posted to the place."""
    told = {"event": "challenge", "webhook": webhook.id, "challenge": challenge}
    return msgspec.json.encode(told)


def is_answered(webhook: Webhook, challenge: str, body: bytes) -> bool:
    """Whether what came back proves that the receiver holds the secret."""
    if len(body) > LONGEST_ANSWER:
        return False
    try:
        given = msgspec.json.decode(body, type=_Answer).answer
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    wanted = challenge_answer(webhook.secret, challenge)
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
