"""Mail reports: DMARC aggregate reports as receivers write them, for tests and benchmarks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

BEGIN_S = 1_788_220_800
"""Midnight UTC of 1 September 2026."""

DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record.

    Attributes:
        source: Address that sent.
        count: Messages.
        dkim: Aligned DKIM result.
        spf: Aligned SPF result.
        signatures: Domain -> result of its signature.
        envelope: Envelope domain -> its SPF result.
        reasons: Why the receiver did otherwise than asked.
    """

    source: str
    count: int = 1
    dkim: str = "pass"
    spf: str = "pass"
    signatures: Mapping[str, str] = field(default_factory=dict)
    envelope: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


def report_xml(
    records: Iterable[Record],
    *,
    domain: str = "isp.example",
    org: str = "receiver.example",
    day: int = 0,
    report_id: str = "",
) -> bytes:
    """A report of one day, counted from `BEGIN_S`."""
    begin = BEGIN_S + day * DAY_S
    body = "".join(_record(record, domain) for record in records)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feedback><report_metadata>'
        f"<org_name>{escape(org)}</org_name><email>dmarc@{escape(org)}</email>"
        f"<report_id>{escape(report_id or f'{org}-{day}')}</report_id>"
        f"<date_range><begin>{begin}</begin><end>{begin + DAY_S - 1}</end></date_range>"
        f"</report_metadata><policy_published><domain>{escape(domain)}</domain>"
        f"<p>none</p><sp>none</sp></policy_published>{body}</feedback>"
    ).encode()


def _record(record: Record, domain: str) -> str:
    reasons = "".join(f"<reason><type>{one}</type></reason>" for one in record.reasons)
    auth = "".join(
        f"<dkim><domain>{name}</domain><selector>s1</selector><result>{result}</result></dkim>"
        for name, result in record.signatures.items()
    )
    auth += "".join(
        f"<spf><domain>{name}</domain><result>{result}</result></spf>"
        for name, result in record.envelope.items()
    )
    return (
        f"<record><row><source_ip>{record.source}</source_ip><count>{record.count}</count>"
        f"<policy_evaluated><disposition>none</disposition><dkim>{record.dkim}</dkim>"
        f"<spf>{record.spf}</spf>{reasons}</policy_evaluated></row>"
        f"<identifiers><header_from>{escape(domain)}</header_from></identifiers>"
        f"<auth_results>{auth}</auth_results></record>"
    )
