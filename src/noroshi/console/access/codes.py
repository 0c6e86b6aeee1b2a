"""Codes: the second factor of an authenticator app (TOTP, RFC 6238)."""

import hmac
import io
from datetime import UTC, datetime

import pyotp
import segno

STEP_S = 30
"""Seconds for which a code stands (RFC 6238 section 5.2)."""
DRIFT = (0, -1, 1)
"""Steps that are tried: clocks differ, and people type slowly."""


def fresh_code_secret() -> str:
    """A new secret to share with an app, Base32, 160 bits."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, at: datetime) -> datetime | None:
    """Start of the step whose code this is; null where it is none of now.

    Whoever lets somebody in records the step, because a code works once (RFC 6238 section 5.2).
    """
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    totp = pyotp.TOTP(secret, interval=STEP_S)
    present = int(at.timestamp()) // STEP_S
    for drift in DRIFT:
        if hmac.compare_digest(totp.generate_otp(present + drift), digits):
            return datetime.fromtimestamp((present + drift) * STEP_S, UTC)
    return None


def enrolment_link(secret: str, *, name: str, issuer: str) -> str:
    """The `otpauth:` link that apps read."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=name, issuer_name=issuer)


def drawn(link: str) -> str:
    """A link as a QR code (ISO/IEC 18004), in SVG to stand in a page; dark on light in any theme.

    Raises:
        ValueError: The link is longer than the largest code holds.
    """
    written = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(
        written,
        kind="svg",
        border=4,
        light="#fff",
        xmldecl=False,
        svgns=False,
        nl=False,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
    )
    return written.getvalue().decode()
