"""Notify: who has to know, and did the word arrive?"""

from noroshi.relay.notify.backoff import Backoff
from noroshi.relay.notify.case_letter import reminder
from noroshi.relay.notify.challenge import challenge_body, is_answered
from noroshi.relay.notify.delta import Delta, change_of, delta_body, may_travel
from noroshi.relay.notify.digest import Digest, Digester, Group, Happened
from noroshi.relay.notify.digest_letter import Occasion, digest_letter
from noroshi.relay.notify.endpoint import webhook_secret, webhook_url
from noroshi.relay.notify.letter import (
    Letter,
    Section,
    html_text,
    mail_address,
    message,
    plain_text,
    sender_address,
)
from noroshi.relay.notify.signature import (
    DELIVERY,
    EVENT,
    REPLAY_WINDOW,
    SIGNATURE,
    TIMESTAMP,
    challenge_answer,
    signature,
    signed_headers,
    verify,
)
from noroshi.relay.notify.stopped_letter import stopped_letter

__all__ = [
    "DELIVERY",
    "EVENT",
    "REPLAY_WINDOW",
    "SIGNATURE",
    "TIMESTAMP",
    "Backoff",
    "Delta",
    "Digest",
    "Digester",
    "Group",
    "Happened",
    "Letter",
    "Occasion",
    "Section",
    "challenge_answer",
    "challenge_body",
    "change_of",
    "delta_body",
    "digest_letter",
    "html_text",
    "is_answered",
    "mail_address",
    "may_travel",
    "message",
    "plain_text",
    "reminder",
    "sender_address",
    "signature",
    "signed_headers",
    "stopped_letter",
    "verify",
    "webhook_secret",
    "webhook_url",
]
