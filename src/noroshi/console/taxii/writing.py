"""Writing: members add objects and take them back; a status tells what became of a post."""

from typing import Any
from uuid import uuid4

import msgspec
from litestar import Response, delete, get, post
from litestar.exceptions import (
    ClientException,
    HTTPException,
    NotFoundException,
    PermissionDeniedException,
)
from litestar.params import FromPath, RawBody

from noroshi.console.caller import Caller
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.console.taxii.answer import answer
from noroshi.console.taxii.entitled import WRITABLE, readable
from noroshi.console.taxii.media import is_taxii
from noroshi.console.taxii.objects import stamp
from noroshi.console.taxii.reading import ROOT, Asked, By
from noroshi.jobs.decide.contributing import SOURCE, Fate, Giver, contribute
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.model import Contribution, ContributionStanding, Right
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.submissions import Submissions

MOST_OBJECTS = 10_000
"""Objects of one post."""

_CONTRIBUTE = permit(Right.READ_LISTS, Right.CONTRIBUTE)


class UnsupportedMediaType(HTTPException):
    """The body does not say that it is TAXII."""

    status_code = 415


@post(
    f"{ROOT}/collections/{{collection:str}}/objects",
    opt=_CONTRIBUTE,
    status_code=202,
    sync_to_thread=True,
)
def add_objects(
    hub: AtHub, caller: By, collection: FromPath[str], request: Asked, body: RawBody
) -> Response[bytes]:
    """Take objects in (section 5.5); they are contributions until policy or people decide."""
    known = _writable(hub, caller, collection)
    if not is_taxii(request.headers.get("content-type")):
        raise UnsupportedMediaType("send Content-Type: application/taxii+json;version=2.1")
    objects = _objects(body)
    operator_id, at = caller.operator_id or "", hub.clock()
    giver = Giver(operator_id=operator_id, collection=known, submission_id=str(uuid4()), at=at)
    fates = contribute(hub.store.database, objects, giver)
    status = msgspec.json.encode(_status(giver, fates))
    taken = sum(not fate.refused for fate in fates)
    detail = {"list": known, "taken": str(taken), "refused": str(len(fates) - taken)}
    trail_of(hub.home, hub.clock).note(caller.by, "contribution.post", giver.submission_id, detail)
    Submissions(hub.store.database).keep(
        giver.submission_id, by=caller.by, operator_id=operator_id, body=status, at=at
    )
    return answer(status, status=202)


@get(f"{ROOT}/status/{{submission_id:str}}", opt=_CONTRIBUTE, sync_to_thread=True)
def status(hub: AtHub, caller: By, submission_id: FromPath[str]) -> Response[bytes]:
    """What became of a post (section 4.3); for whoever posted.

    Each object says what was decided on it since. A post is complete at once, as clients wait for
    that word and people may take days.
    """
    found = Submissions(hub.store.database).find(
        submission_id, by=caller.by, operator_id=caller.operator_id or ""
    )
    if found is None:
        raise NotFoundException("there is no such status for you")
    told = msgspec.json.decode(found, type=dict[str, Any])
    return answer(msgspec.json.encode(_decided(hub, caller.operator_id or "", told)))


@delete(
    f"{ROOT}/collections/{{collection:str}}/objects/{{object_id:str}}",
    opt=_CONTRIBUTE,
    status_code=200,
    sync_to_thread=True,
)
def delete_object(
    hub: AtHub, caller: By, collection: FromPath[str], object_id: FromPath[str]
) -> Response[bytes]:
    """Take back what the caller's operator posted under this id (section 5.7).

    What others found or policy published goes by review, so that every reader gets a tombstone.
    """
    _writable(hub, caller, collection)
    store = Contributions(hub.store.database)
    if not store.withdraw(SOURCE, caller.operator_id, [object_id]):
        raise NotFoundException("your operator has posted no such object")
    trail_of(hub.home, hub.clock).note(caller.by, "contribution.withdraw", object_id)
    return answer({})


def _writable(hub: Hub, caller: Caller, name: str) -> str:
    _, collection = readable(hub, caller, name)
    if collection not in WRITABLE:
        raise PermissionDeniedException("nobody posts to this collection")
    return collection


def _objects(body: bytes) -> list[object]:
    try:
        envelope = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ClientException(f"the body is no JSON: {error}") from error
    objects = envelope.get("objects") if isinstance(envelope, dict) else None
    if not isinstance(objects, list) or not 1 <= len(objects) <= MOST_OBJECTS:
        raise ClientException(f'send {{"objects": […]}} with 1 to {MOST_OBJECTS} objects')
    return objects


def _status(giver: Giver, fates: list[Fate]) -> dict[str, Any]:
    """The status resource (section 4.3.1). All is done when the answer leaves."""
    taken = [_row(fate) for fate in fates if not fate.refused]
    refused = [_row(fate) | {"message": fate.refused} for fate in fates if fate.refused]
    told: dict[str, Any] = {
        "id": giver.submission_id,
        "status": "complete",
        "request_timestamp": stamp(giver.at),
        "total_count": len(fates),
        "success_count": len(taken),
        "failure_count": len(refused),
        "pending_count": 0,
    }
    if taken:
        told["successes"] = taken
    if refused:
        told["failures"] = refused
    return told


def _decided(hub: Hub, operator_id: str, told: dict[str, Any]) -> dict[str, Any]:
    """The status with what policy or people decided since: what they refused has failed."""
    taken = told.get("successes", [])
    said = Contributions(hub.store.database).of_objects(
        SOURCE, operator_id, [one["id"] for one in taken]
    )
    kept: list[dict[str, str]] = []
    failed: list[dict[str, str]] = list(told.get("failures", []))
    for one in taken:
        refused, message = _message(said.get(one["id"], []))
        (failed if refused else kept).append(one | ({"message": message} if message else {}))
    counts = {"success_count": len(kept), "failure_count": len(failed)}
    lists = {name: rows for name, rows in (("successes", kept), ("failures", failed)) if rows}
    frame = {name: value for name, value in told.items() if name not in {"successes", "failures"}}
    return frame | counts | lists


def _message(said: list[Contribution]) -> tuple[bool, str]:
    """Whether all that an object said is refused, and the words on it."""
    if not said:
        return False, ""
    refused = all(one.standing is ContributionStanding.REFUSED for one in said)
    # An object about several subjects may fare differently for each; the best news counts.
    best = next((one for one in said if one.standing is ContributionStanding.ACCEPTED), said[0])
    return refused, f"{best.standing}: {best.reason.en}" if best.reason else str(best.standing)


def _row(fate: Fate) -> dict[str, str]:
    return {"id": fate.object_id, "version": fate.version}
