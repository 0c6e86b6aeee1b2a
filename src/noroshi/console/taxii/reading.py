"""Reading: discovery, the API root, and what its collections hold."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import ANYBODY_KNOWN, permit
from noroshi.console.reach import Reach, reach_of
from noroshi.console.taxii.answer import answer
from noroshi.console.taxii.entitled import collection_of, readable
from noroshi.console.taxii.filters import Filters, filters_of
from noroshi.console.taxii.media import TAXII
from noroshi.console.taxii.objects import Item, items
from noroshi.console.taxii.page import envelope, manifest, versions
from noroshi.spine.model import Right
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.pulls import Pull

ROOT = "/taxii2/noroshi"
"""Path of the one API root."""

LARGEST_BYTES = 10 * 1024 * 1024
"""Octets of a body that members may post (`max_content_length`)."""

Asked = Request[Caller, Any, State]
By = NamedDependency[Caller]
_LISTS = permit(Right.READ_LISTS)
_EVERY_VERSION = frozenset({"all"})


@get("/taxii2", opt=ANYBODY_KNOWN, sync_to_thread=True)
def discovery(hub: AtHub) -> Response[bytes]:
    """What this server offers (section 4.1)."""
    producer = hub.home.settings.share.producer
    return answer(
        {
            "title": f"{producer}: shared list",
            "description": "Indicators that the members of the body share.",
            "default": f"{ROOT}/",
            "api_roots": [f"{ROOT}/"],
        }
    )


@get(ROOT, opt=ANYBODY_KNOWN, sync_to_thread=True)
def api_root(hub: AtHub) -> Response[bytes]:
    """The API root (section 4.2)."""
    return answer(
        {
            "title": hub.home.settings.share.producer,
            "versions": [TAXII],
            "max_content_length": LARGEST_BYTES,
        }
    )


@get(f"{ROOT}/collections", opt=_LISTS, sync_to_thread=True)
def collections(hub: AtHub, caller: By) -> Response[bytes]:
    """Collections of the caller (section 5.1)."""
    found = [collection_of(name, caller) for name in reach_of(hub, caller).collections]
    return answer({"collections": found} if found else {})


@get(f"{ROOT}/collections/{{collection:str}}", opt=_LISTS, sync_to_thread=True)
def one_collection(hub: AtHub, caller: By, collection: FromPath[str]) -> Response[bytes]:
    """One collection (section 5.2)."""
    return answer(collection_of(readable(hub, caller, collection)[1], caller))


@get(f"{ROOT}/collections/{{collection:str}}/manifest", opt=_LISTS, sync_to_thread=True)
def collection_manifest(
    hub: AtHub, caller: By, collection: FromPath[str], request: Asked
) -> Response[bytes]:
    """Ids and versions in a collection (section 5.3)."""
    reach, known = readable(hub, caller, collection)
    filters = filters_of(request.query_params)
    return manifest(_more(hub, reach, known, filters), filters.limit)


@get(f"{ROOT}/collections/{{collection:str}}/objects", opt=_LISTS, sync_to_thread=True)
def collection_objects(
    hub: AtHub, caller: By, collection: FromPath[str], request: Asked
) -> Response[bytes]:
    """Objects in a collection (section 5.4); that it was read is noted."""
    reach, known = readable(hub, caller, collection)
    filters = filters_of(request.query_params)
    found = _more(hub, reach, known, filters)
    made = envelope(found, filters.limit)
    if filters.takes_everything:
        hub.pulls.note(_pull(hub, reach, known, found[: filters.limit], len(made.content)))
    return made


@get(
    f"{ROOT}/collections/{{collection:str}}/objects/{{object_id:str}}",
    opt=_LISTS,
    sync_to_thread=True,
)
def one_object(
    hub: AtHub, caller: By, collection: FromPath[str], object_id: FromPath[str], request: Asked
) -> Response[bytes]:
    """One object (section 5.6)."""
    filters = filters_of(request.query_params)
    return envelope(_of_one(hub, caller, collection, object_id, filters), filters.limit)


@get(
    f"{ROOT}/collections/{{collection:str}}/objects/{{object_id:str}}/versions",
    opt=_LISTS,
    sync_to_thread=True,
)
def object_versions(
    hub: AtHub, caller: By, collection: FromPath[str], object_id: FromPath[str], request: Asked
) -> Response[bytes]:
    """Versions of one object (section 5.8)."""
    filters = replace(filters_of(request.query_params), words=_EVERY_VERSION)
    return versions(_of_one(hub, caller, collection, object_id, filters), filters.limit)


def _more(hub: Hub, reach: Reach, collection: str, filters: Filters) -> list[Item]:
    """A page and one item more, which tells that there is one."""
    return items(hub, reach, collection, filters, limit=filters.limit + 1)


def _of_one(hub: Hub, caller: Caller, name: str, object_id: str, filters: Filters) -> list[Item]:
    reach, known = readable(hub, caller, name)
    ids = frozenset({object_id})
    if not items(hub, reach, known, Filters(ids=ids, words=_EVERY_VERSION), limit=1):
        raise NotFoundException("the collection holds no such object")
    return _more(hub, reach, known, replace(filters, ids=ids, types=None))


def _pull(hub: Hub, reach: Reach, collection: str, shown: list[Item], octets: int) -> Pull:
    """What was read; a page without news was read to the list's end."""
    sequence = shown[-1].place.sequence if shown else 0
    return Pull(
        operator_id=reach.operator.id,
        collection=collection,
        format="taxii",
        last_at=hub.clock(),
        octets=octets,
        entries=sum(item.place.sequence > 0 for item in shown),
        sequence=sequence or SharedList(hub.store.database).head_of(collection),
    )
