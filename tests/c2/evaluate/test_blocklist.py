"""Block list: what a report says of it."""

from noroshi.c2.evaluate.blocklist import LISTED, BlockList
from noroshi.c2.evaluate.entry import subject_of
from noroshi.c2.evaluate.match import match
from noroshi.spine.model import Endpoint, Observation, Subject
from noroshi.testing.findings import HOUR, make_finding


def listed(*entries, name="list"):
    """A list of texts, or of (text, first seen, last seen)."""
    made = []
    for entry in entries:
        text, first, last = entry if isinstance(entry, tuple) else (entry, None, None)
        made.append(
            Observation(
                subject=subject_of(text), source=name, kind=LISTED, first_seen=first, last_seen=last
            )
        )
    return BlockList(
        name=name,
        format="text",
        snapshot=None,
        observations=tuple(made),
        read=len(made),
        refused={},
    )


def found(*places):
    return [
        make_finding(Subject.endpoint(Endpoint(address, int(port), "tcp")))
        for address, port in (place.rsplit(":", 1) for place in places)
    ]


def both(findings, *lists, seen=(), parameters=None, is_shared=lambda _: False):
    return match(
        findings,
        lists,
        seen=lambda: seen,
        window=HOUR,
        parameters=parameters,
        is_shared=is_shared,
    )


def test_the_row_holds_to_the_contract():
    ours, _ = both(found("192.0.2.1:443"), listed("192.0.2.1", name="a.txt"))
    row = ours.as_dict()
    assert {
        "direction",
        "matched",
        "total",
        "rate",
        "low",
        "high",
        "lead_days_p50",
        "lists",
    } <= set(row)
    assert row["lists"] == [
        {"name": "a.txt", "format": "text", "snapshot": None, "entries": 1, "refused": {}}
    ]
