"""Pulling TAXII: the new objects of a collection of a TAXII 2.1 server, page by page."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import msgspec

from noroshi.jobs.decide.contributing import UNSURE
from noroshi.jobs.share.peer import Batch, Peer
from noroshi.relay.share.observed import Observed, observed
from noroshi.relay.share.simple_pattern import Refused
from noroshi.spine.model import Contribution, SourceError, Tlp
from noroshi.spine.net.http import Answer

TAXII = "application/taxii+json;version=2.1"
TYPES = "indicator,ipv4-addr,ipv6-addr,domain-name,url"
PAGE = 1_000
"""Objects that are asked for at once; servers may give fewer."""

MOST_PAGES = 10_000
"""Of one pull; the next one goes on."""


def taxii_batches(peer: Peer, cursor: str, *, submission_id: str, at: datetime) -> Iterator[Batch]:
    """Batches after a cursor, which is a moment of the server's clock; empty for the start.

    A cursor lies just before the last stamp that was read, so that objects which share it with
    others, or come late with it, are not missed: the last ones are read again, to no effect.

    Raises:
        SourceError: The server is unwell or speaks another language.
    """
    settings = peer.settings
    url = f"{settings.url.rstrip('/')}/collections/{settings.collection}/objects/"
    query = {"limit": str(PAGE), "match[type]": TYPES}
    if cursor:
        query["added_after"] = cursor
    for _ in range(MOST_PAGES):
        answer = peer.ask(f"{url}?{urlencode(query)}", {"accept": TAXII})
        envelope = _envelope(answer, settings.name)
        last = answer.headers.get("x-taxii-date-added-last", "")
        cursor = _before(last, settings.name) if last else cursor
        yield _batch(envelope, peer, cursor=cursor, submission_id=submission_id, at=at)
        following = envelope.get("next")
        if not envelope.get("more"):
            return
        # Some servers give the same token on every page; a page without objects is no way on.
        if not isinstance(following, str) or not envelope.get("objects"):
            raise SourceError(f"{settings.name} says there is more but not where; try later")
        query["next"] = following


def _envelope(answer: Answer, name: str) -> Mapping[str, object]:
    kind = answer.headers.get("content-type", "")
    if not kind.startswith("application/taxii+json"):
        raise SourceError(f"{name} answers with {kind[:80]!r}; is its url a TAXII 2.1 API root?")
    try:
        envelope = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise SourceError(f"{name} answers with broken JSON: {error}") from error
    if not isinstance(envelope, Mapping):
        raise SourceError(f"{name} answers with JSON that is no envelope")
    return envelope


def _before(stamp: str, name: str) -> str:
    try:
        moment = datetime.fromisoformat(stamp[:64]).astimezone(UTC) - timedelta(microseconds=1)
    except (ValueError, OverflowError) as error:
        raise SourceError(f"{name} tells {stamp[:64]!r} for a time") from error
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _batch(
    envelope: Mapping[str, object], peer: Peer, *, cursor: str, submission_id: str, at: datetime
) -> Batch:
    objects = envelope.get("objects")
    refused: Counter[str] = Counter()
    taken: dict[str, list[Contribution]] = {}
    withdrawn: dict[str, None] = {}
    for made in objects if isinstance(objects, list) else []:
        try:
            object_id, told = _told(made)
        except Refused as error:
            refused[error.reason] += 1
            continue
        if told.revoked:
            withdrawn[object_id] = None
            taken.pop(object_id, None)
        else:
            withdrawn.pop(object_id, None)
            taken[object_id] = _contributions(told, object_id, peer, submission_id, at)
    return Batch(
        contributions=[one for some in taken.values() for one in some],
        withdrawn=list(withdrawn),
        refused=refused,
        cursor=cursor,
    )


def _told(made: object) -> tuple[str, Observed]:
    object_id = made.get("id") if isinstance(made, Mapping) else None
    if not isinstance(made, Mapping) or not isinstance(object_id, str):
        raise Refused("no-object")
    told = observed(made)
    if told.tlp is Tlp.RED:
        raise Refused("tlp-red")
    return object_id[:200], told


def _contributions(
    told: Observed, object_id: str, peer: Peer, submission_id: str, at: datetime
) -> list[Contribution]:
    return [
        Contribution(
            subject=subject,
            kind=peer.settings.says,
            source=peer.source,
            label=told.label,
            confidence=UNSURE if told.confidence is None else told.confidence,
            tlp=told.tlp or Tlp.AMBER,
            first_seen=told.first_seen,
            valid_until=told.valid_until,
            object_id=object_id,
            submission_id=submission_id,
            received_at=at,
        )
        for subject in told.subjects
    ]
