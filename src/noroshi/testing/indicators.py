"""Made indicators, on documentation addresses, for tests of renderers."""

from dataclasses import replace
from datetime import timedelta

from noroshi.spine.model import Endpoint, Indicator, Subject, Text, Tlp
from noroshi.testing.findings import HOUR

_PLAIN = Indicator(
    subject=Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp")),
    kind="c2-server",
    label="c2-http-beacon",
    confidence=91,
    valid_from=HOUR.start,
    valid_until=HOUR.end + timedelta(days=14),
    tlp=Tlp.AMBER,
    reasons=(Text(ja="規則的な接続です。", en="Contacts are regular."),),
    first_seen=HOUR.start,
    last_seen=HOUR.end,
)


def make_indicator(
    subject: Subject | None = None,
    *,
    kind: str = _PLAIN.kind,
    label: str = _PLAIN.label,
    tlp: Tlp = _PLAIN.tlp,
    reasons: tuple[Text, ...] = _PLAIN.reasons,
    revoked: bool = False,
) -> Indicator:
    """An indicator of a C&C server that holds for 14 days after the made findings' window."""
    return replace(
        _PLAIN,
        subject=subject or _PLAIN.subject,
        kind=kind,
        label=label,
        tlp=tlp,
        reasons=reasons,
        revoked=revoked,
    )
