"""Indicators: entries one by one, with their history, and found by facets."""

from collections.abc import Sequence
from typing import Annotated, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, QueryParameter

from noroshi.console.api.answer import Asked, small
from noroshi.console.api.cursor import cursor_of, sequence_of
from noroshi.console.api.entry import Entry
from noroshi.console.api.problem import problem
from noroshi.console.at_once import at_once
from noroshi.console.caller import Asking, Caller
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.console.reach import reach_for, reach_of
from noroshi.relay.share import RENDERERS
from noroshi.relay.share import Edition as ListEdition
from noroshi.spine.model import Edition, Right, Sighting, SightingKind, Standing, SubjectKind, Tlp
from noroshi.spine.store.entry_record import read_entry
from noroshi.spine.store.lists import Choice, SharedList

T = TypeVar("T")

LIMIT = 100
MOST = 1_000

SHOWN_FROM = 3
"""Smaller counts are not told outside the operator they come from."""

Values = Annotated[
    list[str] | None, QueryParameter(max_items=20, description="May be given again.")
]


class Hits(msgspec.Struct, frozen=True, kw_only=True):
    """What members say of an entry. Counts below 3 are told as `<3`."""

    operators: int | str
    hits: int | str
    wrong: int | str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """One entry, every version it had, and what members say of it."""

    entry: Entry
    history: list[Entry]
    sightings: Hits


class Found(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page of entries. Send `next` as `after` for more; it is absent on the last page."""

    entries: list[Entry]
    next: str | None = None
    total: int | None = None
    facets: dict[str, dict[str, int]] | None = None


@get(
    "/indicators/{indicator_id:str}",
    opt=permit(Right.READ_LISTS),
    summary="One entry with its history",
)
async def read_indicator(
    hub: AtHub,
    caller: Asking,
    indicator_id: Annotated[str, PathParameter(description="Its id (UUID).", max_length=64)],
) -> Detail:
    """What holds for an entry, what held before, and how often members met it."""
    return await at_once(hub, _detail, hub, caller, indicator_id)


def _detail(hub: Hub, caller: Caller, indicator_id: str) -> Detail:
    record = read_entry(hub.store.database, indicator_id, caller.operator_id)
    reach, history = reach_for(record.operator, caller), record.history
    if not history or not reach.covers(history[-1]):
        raise missing(indicator_id)
    told = [Entry.of(edition) for edition in history if reach.covers(edition)]
    return Detail(
        entry=told[-1],
        history=told,
        sightings=_hits(record.sightings),
    )


@get(
    "/indicators",
    opt=permit(Right.READ_LISTS),
    sync_to_thread=True,
    summary="Entries by facets",
)
def find_indicators(  # noqa: PLR0913, PLR0917  # the parameters of the route, each by its name
    hub: AtHub,
    caller: Asking,
    request: Asked,
    collection: Values = None,
    standing: Annotated[
        list[Standing] | None, QueryParameter(max_items=4, description="`live` when left out.")
    ] = None,
    subject_kind: Annotated[list[SubjectKind] | None, QueryParameter(max_items=7)] = None,
    kind: Values = None,
    label: Values = None,
    tlp: Annotated[list[Tlp] | None, QueryParameter(max_items=5)] = None,
    q: Annotated[str, QueryParameter(max_length=200, description="A part of the subject.")] = "",
    min_confidence: Annotated[int, QueryParameter(ge=0, le=100)] = 0,
    after: Annotated[
        str, QueryParameter(max_length=64, description="`next` of the last page.")
    ] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = LIMIT,
    facets: Annotated[bool, QueryParameter(description="Count what each facet holds.")] = False,
    form: Annotated[
        str | None,
        QueryParameter(
            name="format", max_length=16, description="`json` or `csv`; else by `Accept`."
        ),
    ] = None,
) -> Response[dict[str, object]] | Response[bytes] | Response[None]:
    """Entries that fit every given filter, the newest first, as JSON or CSV."""
    reach = reach_of(hub, caller)
    form = form or ("csv" if "text/csv" in request.headers.get("accept", "") else "json")
    if form not in {"json", "csv"}:
        return problem(400, "a page of entries comes as json or csv")
    choice = Choice(
        marked=reach.among(collections=collection, tlps=tlp),
        standings=tuple(standing or [Standing.LIVE]),
        subject_kinds=_all_or(subject_kind),
        kinds=_all_or(kind),
        labels=_all_or(label),
        text=q,
        min_confidence=min_confidence,
    )
    shared = SharedList(hub.store.database)
    page = shared.entries(choice, limit=limit, after=sequence_of(after), newest_first=True)
    following = cursor_of(page[-1].sequence) if len(page) == limit else None
    headers = _link(request, following)
    if form == "csv":
        body = _csv(hub, page)
        return small(request, body, media_type=RENDERERS["csv"].media_type, headers=headers)
    found = Found(
        entries=[Entry.of(edition) for edition in page],
        next=following,
        total=shared.count(choice) if facets else None,
        facets=shared.facets(choice) if facets else None,
    )
    body = msgspec.json.encode(found)
    return small(request, body, media_type="application/json", headers=headers)


def missing(indicator_id: str) -> NotFoundException:
    """There is no such entry, or none for this caller."""
    return NotFoundException(f"there is no entry {indicator_id[:64]!r} for you")


def few(count: int) -> int | str:
    """A count as others may see it."""
    return count if count == 0 or count >= SHOWN_FROM else f"<{SHOWN_FROM}"


def _all_or(asked: list[T] | None) -> tuple[T, ...] | None:
    return None if asked is None else tuple(asked)


def _hits(told: Sequence[Sighting]) -> Hits:
    seen = [one for one in told if one.kind is SightingKind.SEEN]
    wrong = {one.operator_id for one in told if one.kind is SightingKind.FALSE_POSITIVE}
    return Hits(
        operators=few(len({one.operator_id for one in seen})),
        hits=few(sum(one.count for one in seen)),
        wrong=few(len(wrong)),
    )


def _csv(hub: Hub, editions: list[Edition]) -> bytes:
    edition = ListEdition(producer=hub.home.settings.share.producer, at=hub.clock())
    return b"".join(RENDERERS["csv"].render((one.indicator for one in editions), edition))


def _link(request: Asked, following: str | None) -> dict[str, str]:
    """RFC 8288: where the next page is."""
    if following is None:
        return {}
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    query = urlencode([*asked, ("after", following)])
    return {"Link": f'<{request.url.path}?{query}>; rel="next"'}
