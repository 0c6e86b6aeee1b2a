"""JSON Lines for programs: one object a line, UTF-8."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from itertools import islice

import msgspec

from noroshi.relay.share.plain import Facts, plain, with_facts
from noroshi.relay.share.renderer import Edition
from noroshi.spine.model import Indicator, rfc3339

LINES_A_CHUNK = 64


def as_jsonl(indicators: Iterable[Indicator], edition: Edition) -> Iterator[bytes]:
    """One line per indicator."""
    encode = msgspec.json.Encoder().encode_lines
    producer = plain(edition.producer)
    moment = lru_cache(maxsize=4_096)(rfc3339)  # many entries share their hours
    rows = (_row(one, told, producer, moment) for one, told in with_facts(indicators))
    while some := list(islice(rows, LINES_A_CHUNK)):
        yield encode(some)


def _row(
    indicator: Indicator, told: Facts, producer: str, moment: Callable[[datetime], str]
) -> dict[str, object]:
    value, port, protocol = told
    endpoint = {"port": port, "protocol": protocol} if port is not None else {}
    return {
        "id": indicator.id,
        "kind": plain(indicator.kind),
        "subject_kind": indicator.subject.kind,
        "value": value,
        **endpoint,
        "label": plain(indicator.label),
        "confidence": indicator.confidence,
        "tlp": indicator.tlp,
        "first_seen": moment(indicator.first_seen),
        "last_seen": moment(indicator.last_seen),
        "valid_from": moment(indicator.valid_from),
        "valid_until": moment(indicator.valid_until),
        "revoked": indicator.revoked,
        "reasons": [
            {"ja": plain(reason.ja), "en": plain(reason.en)} for reason in indicator.reasons
        ],
        "producer": producer,
    }
