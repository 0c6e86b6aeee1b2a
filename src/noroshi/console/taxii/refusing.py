"""Refusing: what the API root does not take, said in its own media type."""

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException
from litestar.handlers import HTTPRouteHandler

from noroshi.console.permit import ANYBODY_KNOWN
from noroshi.console.taxii.media import may_answer

METHODS: tuple[HttpMethod, ...] = (
    HttpMethod.GET,
    HttpMethod.HEAD,
    HttpMethod.POST,
    HttpMethod.PUT,
    HttpMethod.PATCH,
    HttpMethod.DELETE,
)


class NotAcceptable(HTTPException):
    """The client takes no TAXII 2.1."""

    status_code = 406


def negotiate(request: Request[Any, Any, Any]) -> None:
    """Before every handler of the root.

    Raises:
        NotAcceptable: The client takes something else only.
    """
    if not may_answer(request.headers.get("accept")):
        raise NotAcceptable("ask with Accept: application/taxii+json;version=2.1")


def unknown(routes: Sequence[HTTPRouteHandler]) -> HTTPRouteHandler:
    """A handler of every path below these routes that is none of them.

    The router does not go back from a branch that fits at first, so each branch gets its own end.
    """
    paths = sorted({path for one in routes for path in one.paths})
    ends = [
        f"{path}/{{rest:path}}"
        for path in paths
        if not any(other.startswith(f"{path}/{{") for other in paths)
    ]
    bare = {path.rpartition("/{")[0] for path in paths if path.endswith("}")} - set(paths)

    @route(
        [*ends, *sorted(bare)],
        http_method=list(METHODS),
        opt=ANYBODY_KNOWN,
        sync_to_thread=False,
        status_code=404,
    )
    def refuse() -> Response[bytes]:
        raise NotFoundException("there is no such resource")

    return refuse


def other_methods(routes: Sequence[HTTPRouteHandler]) -> list[HTTPRouteHandler]:
    """For each path of these routes a handler of the methods that none of them takes.

    Without it the framework would answer 405 itself, in another media type.
    """
    taken: dict[str, set[str]] = {}
    for one in routes:
        for path in one.paths:
            taken.setdefault(path, set()).update(one.http_methods)
    return [_refuse(path, methods) for path, methods in taken.items()]


def _refuse(path: str, taken: Iterable[str]) -> HTTPRouteHandler:
    allowed = ", ".join(sorted(taken))

    @route(
        path,
        http_method=[method for method in METHODS if method.value not in taken],
        opt=ANYBODY_KNOWN,
        sync_to_thread=False,
        status_code=405,
    )
    def refuse() -> Response[bytes]:
        raise MethodNotAllowedException(f"use {allowed}", headers={"Allow": allowed})

    return refuse
