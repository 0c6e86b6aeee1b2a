"""Signature: how a webhook's receiver knows who sends, and that nothing was changed or replayed.

HMAC-SHA256 (RFC 2104) with the webhook's secret over the time, a dot and the body as sent. The time
is signed so that an old delivery cannot be sent again later; the body names the delivery, so that
one that comes twice within the window can be told.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from noroshi.spine.model import InputError

SIGNATURE = "Noroshi-Signature"
"""`v1=` and 64 hexadecimal digits."""
TIMESTAMP = "Noroshi-Timestamp"
"""When it was signed: whole seconds since 1970 (UTC), in decimal."""
DELIVERY = "Noroshi-Delivery"
"""Id of the delivery, the same at every attempt."""
EVENT = "Noroshi-Event"
"""`changes`, `challenge` or `test`."""

REPLAY_WINDOW = timedelta(minutes=5)
"""How far the time of a delivery may lie from the receiver's clock, either way."""

VERSION = "v1"


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The value of the signature's header."""
    signed = str(timestamp).encode("ascii") + b"." + body
    return f"{VERSION}={_hmac(secret, signed)}"


def signed_headers(
    secret: str, *, event: str, delivery: str, body: bytes, at: datetime
) -> dict[str, str]:
    """Headers of one attempt, signed at that time."""
    timestamp = int(at.timestamp())
    return {
        "Content-Type": "application/json",
        EVENT: event,
        DELIVERY: delivery,
        TIMESTAMP: str(timestamp),
        SIGNATURE: signature(secret, timestamp, body),
    }


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, at: datetime) -> None:
    """Believe what came, or not: for receivers in Python, and for tests.

    Args:
        secret: The webhook's secret.
        headers: Headers as received; names in any case.
        body: The body as received, before it is parsed.
        at: The receiver's clock.

    Raises:
        InputError: A header is missing, the time lies outside the window, or the signature is wrong.
    """
    told = {name.lower(): value for name, value in headers.items()}
    timestamp, shown = told.get(TIMESTAMP.lower(), ""), told.get(SIGNATURE.lower(), "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 11):
        raise InputError(f"{TIMESTAMP} is missing or no number of seconds")
    if abs(at - datetime.fromtimestamp(int(timestamp), UTC)) > REPLAY_WINDOW:
        raise InputError(f"{TIMESTAMP} lies more than {REPLAY_WINDOW} from this clock")
    wanted = signature(secret, int(timestamp), body)
    if not hmac.compare_digest(wanted.encode(), shown.encode("utf-8", "replace")):
        raise InputError(f"{SIGNATURE} does not fit the body and the secret")


def challenge_answer(secret: str, challenge: str) -> str:
    """What a receiver answers to a challenge: proof that it holds the secret."""
    return _hmac(secret, f"challenge.{challenge}".encode())


def _hmac(secret: str, octets: bytes) -> str:
    return hmac.new(secret.encode("ascii"), octets, hashlib.sha256).hexdigest()
