"""Lists: whole in every format, or as what changed since a cursor."""

from typing import Annotated

import msgspec
from litestar import HttpMethod, Response, get, route
from litestar.params import PathParameter, QueryParameter
from litestar.response import Stream

from noroshi.console.api.answer import (
    Asked,
    Read,
    coding_for,
    not_modified,
    small,
    stream,
    unchanged,
)
from noroshi.console.api.changes import MEDIA_TYPES, BeyondError, changes_after
from noroshi.console.api.cursor import cursor_of, sequence_of
from noroshi.console.api.formats import chosen_format
from noroshi.console.api.problem import problem
from noroshi.console.api.whole_list import WholeList
from noroshi.console.caller import Asking
from noroshi.console.copies import CopyKey
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.console.reach import Reach, reach_of
from noroshi.relay.share import RENDERERS
from noroshi.spine.model import Right, Standing
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.pulls import Pull

DELTA = "delta"
"""What the record of pulls calls a reading of changes."""

CURSOR_HEADER = "Noroshi-Cursor"
"""Header with the cursor of a reader who has taken the answer."""

LIMIT = 1_000
MOST = 10_000


class ListInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One list: how to read it, and how far it is."""

    name: str
    entries: int
    cursor: str
    href: str
    formats: list[str]
    tlps: list[str]


class Lists(msgspec.Struct, frozen=True):
    """The lists that you may read."""

    lists: list[ListInfo]


@get("/lists", opt=permit(Right.READ_LISTS), sync_to_thread=True, summary="Lists you may read")
def read_lists(hub: AtHub, caller: Asking) -> Lists:
    """Every list that your operator is entitled to, with its formats and its present cursor."""
    reach = reach_of(hub, caller)
    shared = SharedList(hub.store.database)
    return Lists([_info(shared, reach, name) for name in reach.collections])


@route(
    "/lists/{collection:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt=permit(Right.READ_LISTS),
    sync_to_thread=True,
    summary="One list, whole or since a cursor",
)
def read_list(  # noqa: PLR0913, PLR0917  # the parameters of the route, each by its name
    hub: AtHub,
    caller: Asking,
    request: Asked,
    collection: Annotated[str, PathParameter(description="Name of a list.", max_length=64)],
    name: Annotated[
        str | None,
        QueryParameter(
            name="format",
            max_length=64,
            description="A format of `/lists`; with `since`, `json` or `jsonl`. Else by `Accept`.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        QueryParameter(
            max_length=64,
            description="Only what changed after this cursor, with what must be taken back. "
            "Empty to begin; then `next` of each answer.",
        ),
    ] = None,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MOST, description="Most entries of an answer with `since`.")
    ] = LIMIT,
) -> Response[bytes] | Response[dict[str, object]] | Response[None] | Stream:
    """The whole list in any format, or what changed.

    Whole lists answer `If-None-Match`; their header `Noroshi-Cursor` is where changes go on.
    """
    reach = reach_of(hub, caller)
    reach.collection(collection)
    if since is not None:
        return _changes(hub, request, reach, Wanted(collection, since, limit, name or "json"))
    return _whole(hub, request, reach, collection, name)


class Wanted(msgspec.Struct, frozen=True):
    """One request for changes."""

    collection: str
    since: str
    limit: int
    form: str


def _info(shared: SharedList, reach: Reach, name: str) -> ListInfo:
    tlps = reach.tlps(name)
    choice = Choice(collections=(name,), standings=(Standing.LIVE,), tlps=tlps)
    return ListInfo(
        name=name,
        cursor=cursor_of(shared.head_of(name)),
        entries=shared.count(choice),
        href=f"/api/v1/lists/{name}",
        formats=sorted(RENDERERS),
        tlps=[tlp.value for tlp in tlps],
    )


def _whole(
    hub: Hub, request: Asked, reach: Reach, collection: str, name: str | None
) -> Response[bytes] | Response[None] | Stream:
    renderer = chosen_format(name, request.headers.get("accept", ""))
    tlps = tuple(tlp.value for tlp in reach.tlps(collection))
    key = CopyKey(collection, renderer.name, tlps, coding_for(request))
    whole = WholeList(hub=hub, renderer=renderer, key=key, at=hub.clock())
    if unchanged(request, whole.etag):
        _noter(hub, reach, key.collection, renderer.name)(0)
        return not_modified(_headers(whole.etag))
    copy = whole.copy()
    file_name = f"{collection}{renderer.suffix}"
    return stream(
        request,
        copy.chunks(),
        size=copy.size,
        coding=key.encoding,
        media_type=renderer.media_type,
        headers=_headers(whole.etag_of(copy))
        | {
            CURSOR_HEADER: cursor_of(copy.head),
            "Content-Disposition": f'inline; filename="{file_name}"',
        },
        read=_noter(hub, reach, collection, renderer.name, copy.head, copy.entries),
    )


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Encoding"}


def _changes(
    hub: Hub, request: Asked, reach: Reach, wanted: Wanted
) -> Response[dict[str, object]] | Response[bytes] | Response[None]:
    if wanted.form not in MEDIA_TYPES:
        return problem(400, "changes come as json or jsonl; leave `since` out for other formats")
    begin = sequence_of(wanted.since)
    try:
        changes = changes_after(hub, reach, wanted.collection, begin, limit=wanted.limit)
    except BeyondError as error:
        return problem(410, str(error))
    body = changes.as_json() if wanted.form == "json" else changes.as_jsonl()
    read = _noter(hub, reach, wanted.collection, DELTA, changes.reached, len(changes.entries))
    headers = {CURSOR_HEADER: changes.next, "Cache-Control": "private, no-store"}
    return small(request, body, media_type=MEDIA_TYPES[wanted.form], headers=headers, read=read)


def _noter(  # what a pull is, each by its place
    hub: Hub,
    reach: Reach,
    collection: str,
    form: str,
    sequence: int | None = None,
    entries: int = 0,
) -> Read:
    """Notes the pull once the answer has been taken; an unchanged list was read to its head."""

    def read(octets: int) -> None:
        held = sequence
        if held is None:
            held = SharedList(hub.store.database).head_of(collection)
        hub.pulls.note(
            Pull(
                operator_id=reach.operator.id,
                collection=collection,
                format=form,
                last_at=hub.clock(),
                octets=octets,
                entries=entries,
                sequence=held,
            )
        )

    return read
