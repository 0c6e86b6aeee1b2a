"""JSON Lines for programs: one object a line, UTF-8."""

from collections.abc import Iterable, Iterator

import msgspec

from noroshi.relay.share.plain import facts, plain
from noroshi.relay.share.renderer import Edition
from noroshi.spine.model import Indicator, rfc3339


def as_jsonl(indicators: Iterable[Indicator], edition: Edition) -> Iterator[bytes]:
    """One line per indicator."""
    encode = msgspec.json.Encoder().encode
    for indicator in indicators:
        yield encode(_row(indicator, edition)) + b"\n"


def _row(indicator: Indicator, edition: Edition) -> dict[str, object]:
    value, port, protocol = facts(indicator)
    endpoint = {"port": port, "protocol": protocol} if port is not None else {}
    return {
        "id": indicator.id,
        "kind": plain(indicator.kind),
        "subject_kind": indicator.subject.kind.value,
        "value": value,
        **endpoint,
        "label": plain(indicator.label),
        "confidence": indicator.confidence,
        "tlp": indicator.tlp.value,
        "first_seen": rfc3339(indicator.first_seen),
        "last_seen": rfc3339(indicator.last_seen),
        "valid_from": rfc3339(indicator.valid_from),
        "valid_until": rfc3339(indicator.valid_until),
        "revoked": indicator.revoked,
        "reasons": [
            {"ja": plain(reason.ja), "en": plain(reason.en)} for reason in indicator.reasons
        ],
        "producer": plain(edition.producer),
    }
