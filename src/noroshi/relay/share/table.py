"""CSV for people and spreadsheets (RFC 4180), safe against formulas and line breaks."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from noroshi.relay.share.plain import facts, plain
from noroshi.relay.share.renderer import Edition
from noroshi.spine.model import Indicator, rfc3339

COLUMNS = (
    "id",
    "kind",
    "subject_kind",
    "value",
    "port",
    "protocol",
    "label",
    "confidence",
    "tlp",
    "first_seen",
    "last_seen",
    "valid_from",
    "valid_until",
    "revoked",
    "reason_ja",
    "reason_en",
    "producer",
)

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""First characters that spreadsheets take for a formula (OWASP, "CSV Injection")."""


def as_csv(indicators: Iterable[Indicator], edition: Edition) -> Iterator[bytes]:
    """A header line, then one line per indicator; lines end in CR LF."""
    yield _line(COLUMNS)
    for indicator in indicators:
        yield _line(_row(indicator, edition))


def _row(indicator: Indicator, edition: Edition) -> tuple[str, ...]:
    value, port, protocol = facts(indicator)
    return (
        indicator.id,
        indicator.kind,
        indicator.subject.kind.value,
        value,
        "" if port is None else str(port),
        protocol,
        indicator.label,
        str(indicator.confidence),
        indicator.tlp.value,
        rfc3339(indicator.first_seen),
        rfc3339(indicator.last_seen),
        rfc3339(indicator.valid_from),
        rfc3339(indicator.valid_until),
        "true" if indicator.revoked else "false",
        " ".join(reason.ja for reason in indicator.reasons),
        " ".join(reason.en for reason in indicator.reasons),
        edition.producer,
    )


def _line(cells: Iterable[str]) -> bytes:
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(map(_cell, cells))
    return out.getvalue().encode()


def _cell(text: str) -> str:
    flat = plain(text)
    return f"'{flat}" if flat.lstrip().startswith(_FORMULA) else flat
