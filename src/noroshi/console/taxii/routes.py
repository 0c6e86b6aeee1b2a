"""Routes: the API root with one way of telling errors, whatever the path or method."""

from litestar import Router
from litestar.exceptions import HTTPException

from noroshi.console.taxii.answer import fail
from noroshi.console.taxii.negotiating import negotiate
from noroshi.console.taxii.reading import (
    LARGEST_BYTES,
    api_root,
    collection_manifest,
    collection_objects,
    collections,
    discovery,
    object_versions,
    one_collection,
    one_object,
)
from noroshi.console.taxii.writing import add_objects, delete_object, status

_HANDLERS = [
    discovery,
    api_root,
    collections,
    one_collection,
    collection_manifest,
    collection_objects,
    one_object,
    object_versions,
    add_objects,
    delete_object,
    status,
]

ROUTES = [
    Router(
        path="/",
        route_handlers=_HANDLERS,
        before_request=negotiate,
        exception_handlers={HTTPException: fail, Exception: fail},
        request_max_body_size=LARGEST_BYTES,
    )
]
"""Routes of the API root, for the application."""
