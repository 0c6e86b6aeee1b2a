"""Shadowserver: CSV in the columns of its device identification reports, with ours behind.

Source:
    https://www.shadowserver.org/what-we-do/network-reporting/device-identification-report/
    for the columns up to `device_version`; parsers find columns by name and pass others over.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from noroshi.iot.report.reported import Reported, Sender

COLUMNS = (
    "timestamp", "severity", "ip", "protocol", "port", "hostname", "tag", "asn", "geo", "region",
    "city", "naics", "hostname_source", "sector", "device_vendor", "device_type", "device_model",
    "device_version", "service", "cpe", "cve", "kev", "eol", "confidence", "id",
)  # fmt: skip
"""Places, host name and sector stay empty: nothing here looks them up."""

ROWS_A_CHUNK = 2_000


def render_shadowserver(rows: Iterable[Reported], sender: Sender) -> Iterator[bytes]:
    """The report as CSV with a heading (RFC 4180, line feeds)."""
    del sender  # the format has no place for it
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for at, row in enumerate(rows, start=1):
        writer.writerow(_cells(row))
        if at % ROWS_A_CHUNK == 0:
            yield _taken(out)
    yield _taken(out)


def _cells(row: Reported) -> tuple[object, ...]:
    one = row.exposure
    return (
        f"{one.time:%Y-%m-%d %H:%M:%S}", one.severity.value, one.address, one.transport, one.port,
        "", one.trouble.value, row.asn or "", "", "", "", "", "", "", _safe(one.vendor), "",
        _safe(one.product), _safe(one.version), _safe(one.protocol), _safe(one.cpe),
        " ".join(one.cves), "yes" if one.kev else "no", one.eol or "", one.confidence.value,
        _safe(str(one.id)),
    )  # fmt: skip


def _safe(text: str | None) -> str:
    """Text of a device on one line, and never a formula of whoever opens it in a spreadsheet."""
    plain = " ".join((text or "").split())
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode(errors="replace")
