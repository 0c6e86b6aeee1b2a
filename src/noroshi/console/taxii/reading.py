"""Reading: discovery, the API root, and what its collections hold."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.permit import ANYBODY_KNOWN, permit
from noroshi.console.taxii.answer import answer
from noroshi.console.taxii.entitled import collection_of, entitled, readable
from noroshi.console.taxii.filters import Filters, filters_of
from noroshi.console.taxii.media import TAXII
from noroshi.console.taxii.objects import Item, items
from noroshi.console.taxii.page import envelope, manifest, versions
from noroshi.spine.model import Right

ROOT = "/taxii2/noroshi"
"""Path of the one API root."""

LARGEST_BYTES = 10 * 1024 * 1024
"""Octets of a body that members may post (`max_content_length`)."""

Asked = Request[Caller, Any, State]
AtHub = NamedDependency[Hub]
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
    found = [collection_of(name, caller) for name in entitled(hub, caller)]
    return answer({"collections": found} if found else {})


@get(f"{ROOT}/collections/{{name:str}}", opt=_LISTS, sync_to_thread=True)
def collection(hub: AtHub, caller: By, name: FromPath[str]) -> Response[bytes]:
    """One collection (section 5.2)."""
    return answer(collection_of(readable(hub, caller, name), caller))


@get(f"{ROOT}/collections/{{name:str}}/manifest", opt=_LISTS, sync_to_thread=True)
def collection_manifest(
    hub: AtHub, caller: By, name: FromPath[str], request: Asked
) -> Response[bytes]:
    """Ids and versions in a collection (section 5.3)."""
    return manifest(*_asked(hub, caller, name, filters_of(request.query_params)))


@get(f"{ROOT}/collections/{{name:str}}/objects", opt=_LISTS, sync_to_thread=True)
def collection_objects(
    hub: AtHub, caller: By, name: FromPath[str], request: Asked
) -> Response[bytes]:
    """Objects in a collection (section 5.4)."""
    return envelope(*_asked(hub, caller, name, filters_of(request.query_params)))


@get(f"{ROOT}/collections/{{name:str}}/objects/{{object_id:str}}", opt=_LISTS, sync_to_thread=True)
def one_object(
    hub: AtHub, caller: By, name: FromPath[str], object_id: FromPath[str], request: Asked
) -> Response[bytes]:
    """One object (section 5.6)."""
    return envelope(*_asked_of_one(hub, caller, name, object_id, filters_of(request.query_params)))


@get(
    f"{ROOT}/collections/{{name:str}}/objects/{{object_id:str}}/versions",
    opt=_LISTS,
    sync_to_thread=True,
)
def object_versions(
    hub: AtHub, caller: By, name: FromPath[str], object_id: FromPath[str], request: Asked
) -> Response[bytes]:
    """Versions of one object (section 5.8)."""
    filters = replace(filters_of(request.query_params), words=_EVERY_VERSION)
    return versions(*_asked_of_one(hub, caller, name, object_id, filters))


def _asked(hub: Hub, caller: Caller, name: str, filters: Filters) -> tuple[list[Item], int]:
    """A page and one item more, which tells that there is one."""
    known = readable(hub, caller, name)
    return items(hub, known, filters, limit=filters.limit + 1), filters.limit


def _asked_of_one(
    hub: Hub, caller: Caller, name: str, object_id: str, filters: Filters
) -> tuple[list[Item], int]:
    known = readable(hub, caller, name)
    ids = frozenset({object_id})
    if not items(hub, known, Filters(ids=ids, words=_EVERY_VERSION), limit=1):
        raise NotFoundException("the collection holds no such object")
    asked = replace(filters, ids=ids, types=None)
    return items(hub, known, asked, limit=asked.limit + 1), asked.limit
