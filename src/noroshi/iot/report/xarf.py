"""XARF: one JSON object a line, in version 4 of the abuse reporting format.

Source:
    XARF 4.0.0, types `vulnerability/cve`, `vulnerability/open_service` and
    `infrastructure/botnet` (https://xarf.org).
"""

from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5

import msgspec

from noroshi.iot.analyse import Confidence
from noroshi.iot.report.exposure import Exposure, Severity, Trouble
from noroshi.iot.report.reported import Reported, Sender

VERSION = "4.0.0"
REPORTS = UUID("0f8b6f3a-5d0c-4a54-9f0e-1f1a0d1c7f61")
"""Namespace of report ids; the same exposure gives the same report."""
CONFIDENCE = {
    Confidence.VERSION: 0.95,
    Confidence.PRODUCT: 0.6,
    Confidence.VENDOR: 0.3,
    Confidence.SOFTWARE: 0.6,
    Confidence.CONTRADICTED: 0.2,
    Confidence.NONE: 0.2,
}
"""How sure the reporter is (0 to 1, as the format wants it)."""
MOST_CVES = 10
"""What the format takes in one report."""


def render_xarf(rows: Iterable[Reported], sender: Sender) -> Iterator[bytes]:
    """One report a line."""
    encode = msgspec.json.Encoder().encode
    who = {"org": sender.organisation, "contact": sender.contact, "domain": sender.domain}
    for row in rows:
        yield encode(_core(row.exposure, who) | _kind(row.exposure)) + b"\n"


def _core(one: Exposure, who: dict[str, str]) -> dict[str, object]:
    return {
        "xarf_version": VERSION,
        "report_id": _report_id(one),
        "timestamp": one.time,
        "reporter": who,
        "sender": who,
        "source_identifier": one.address,
        "source_port": one.port,
        "evidence_source": "vulnerability_scan",
        "confidence": CONFIDENCE[one.confidence],
        "description": _description(one),
        "tags": [f"noroshi:{one.trouble}"],
    }


def _report_id(one: Exposure) -> str:
    """A UUID of version 4's form, as the format demands, made from what it reports."""
    octets = uuid5(REPORTS, f"{one.address}|{one.port}|{one.transport}|{one.time}|{one.id}").bytes
    return str(UUID(bytes=octets, version=4))


def _kind(one: Exposure) -> dict[str, object]:
    match one.trouble:
        case Trouble.INFECTED:
            return {
                "category": "infrastructure",
                "type": "botnet",
                "compromise_evidence": "traffic to a known command server",
            }
        case Trouble.VULNERABLE | Trouble.POSSIBLY_VULNERABLE:
            return {
                "category": "vulnerability",
                "type": "cve",
                "service": _service(one),
                "service_version": (one.version or "")[:100] or "unknown",
                "service_port": one.port,
                "cve_id": one.cves[0],
                "cve_ids": list(dict.fromkeys(one.cves))[:MOST_CVES],
                "severity": one.severity.value,
                "risk_level": one.severity.value,
                "exploitability": "functional" if one.kev else "theoretical",
            }
        case _:
            return {"category": "vulnerability", "type": "open_service", "service": _service(one)}


def _service(one: Exposure) -> str:
    device = " ".join(filter(None, (one.vendor, one.product)))
    return (device or one.protocol or one.transport)[:200]


def _description(one: Exposure) -> str:
    device = " ".join(filter(None, (one.vendor, one.product, one.version))) or "a device"
    urgent = (
        " It is exploited in the wild." if one.severity is Severity.CRITICAL and one.kev else ""
    )
    return f"{device} answers on {one.transport} port {one.port}: {one.trouble}.{urgent}"[:1000]
