"""Pulling lists: CSV and plain text of addresses, whole each time they change."""

import json
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from noroshi.c2.evaluate.lists import parse_list
from noroshi.jobs.decide.contributing import UNSURE
from noroshi.jobs.share.peer import Batch, Peer
from noroshi.spine.model import Contribution, InputError, SourceError

LONGEST_TAG = 1_000


def list_batches(peer: Peer, cursor: str, *, submission_id: str, at: datetime) -> Iterator[Batch]:
    """The list in one batch, or none when it has not changed since the cursor (its validators).

    Raises:
        SourceError: The server is unwell, or what it gives is no list.
    """
    answer = peer.ask(peer.settings.url, _conditions(cursor))
    if answer.status == 304:
        return
    name = urlsplit(answer.url).path.rpartition("/")[2] or peer.settings.name
    try:
        one = parse_list(answer.body, name)
    except InputError as error:
        raise SourceError(f"{peer.settings.name}: {error}") from error
    if not one.observations:
        raise SourceError(f"{peer.settings.name} names no address now; what it named before stays")
    yield Batch(
        contributions=[
            Contribution(
                subject=said.subject,
                kind=peer.settings.says,
                source=peer.source,
                label=said.detail,
                confidence=UNSURE,
                first_seen=said.first_seen,
                last_seen=said.last_seen,
                submission_id=submission_id,
                received_at=at,
            )
            for said in one.observations
        ],
        refused=one.refused,
        cursor=_validators(answer.headers.get("etag"), answer.headers.get("last-modified")),
        whole=True,
    )


def _validators(tag: str | None, modified: str | None) -> str:
    told = {"if-none-match": tag, "if-modified-since": modified}
    return json.dumps(
        {name: value for name, value in told.items() if value and len(value) <= LONGEST_TAG}
    )


def _conditions(cursor: str) -> dict[str, str]:
    held: dict[str, str] = json.loads(cursor) if cursor else {}
    return held
