"""IntelMQ: one event a line, in the harmonised field names of IntelMQ 3.

Source:
    https://docs.intelmq.org/latest/user/event/ (data format, classification by RSIT).
"""

from collections.abc import Iterable, Iterator

import msgspec

from noroshi.iot.report.exposure import Exposure, Trouble
from noroshi.iot.report.reported import Reported, Sender

CLASSIFICATION = {
    Trouble.INFECTED: "infected-system",
    Trouble.REFLECTOR: "ddos-amplifier",
    Trouble.EXPOSED: "potentially-unwanted-accessible",
}
"""Type by RSIT; everything else is a `vulnerable-system`."""


def render_intelmq(rows: Iterable[Reported], sender: Sender) -> Iterator[bytes]:
    """One event a line."""
    encode = msgspec.json.Encoder().encode
    for row in rows:
        event = _event(row.exposure) | ({"source.asn": row.asn} if row.asn else {})
        yield encode(event | {"feed.provider": sender.organisation}) + b"\n"


def _event(one: Exposure) -> dict[str, object]:
    known = {
        "protocol.application": one.protocol.lower(),
        "extra.vendor": one.vendor,
        "extra.product": one.product,
        "extra.version": one.version,
        "extra.cpe": one.cpe,
    }
    return {
        "__type": "Event",
        "time.source": f"{one.time:%Y-%m-%dT%H:%M:%S}+00:00",
        "source.ip": one.address,
        "source.port": one.port,
        "protocol.transport": one.transport,
        "classification.taxonomy": "vulnerable"
        if one.trouble is not Trouble.INFECTED
        else "malicious-code",
        "classification.type": CLASSIFICATION.get(one.trouble, "vulnerable-system"),
        "classification.identifier": one.cves[0].lower() if one.cves else one.trouble.value,
        "extra.severity": one.severity.value,
        "extra.cves": list(one.cves),
        "extra.kev": one.kev,
    } | {name: value for name, value in known.items() if value}
