"""Block lists and findings of documentation addresses, and their agreement."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from noroshi.c2.evaluate.blocklist import LISTED, BlockList
from noroshi.c2.evaluate.entry import subject_of
from noroshi.c2.evaluate.match import Agreement, MatchParameters, match
from noroshi.spine.model import Endpoint, Finding, Observation, Subject
from noroshi.testing.findings import HOUR, make_finding

Entry = str | tuple[str, datetime | None, datetime | None]
"""A text, or a text with when it was seen first and last."""


def listed(*entries: Entry, name: str = "list") -> BlockList:
    """A list of these."""
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


def found(*places: str) -> list[Finding]:
    """Findings of `address:port`, TCP."""
    return [
        make_finding(Subject.endpoint(Endpoint(address, int(port), "tcp")))
        for address, port in (place.rsplit(":", 1) for place in places)
    ]


def both(
    findings: Sequence[Finding],
    *lists: BlockList,
    seen: Collection[str] = (),
    parameters: MatchParameters | None = None,
    is_shared: Callable[[str], bool] = lambda _: False,
) -> tuple[Agreement, Agreement]:
    """Agreement in both directions, within the hour of the findings."""
    return match(
        findings,
        lists,
        seen=lambda: seen,
        window=HOUR,
        parameters=parameters,
        is_shared=is_shared,
    )
