"""Problem: errors as RFC 9457 says, so that a program can tell them apart and a person can act."""

from http import HTTPStatus
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from noroshi.spine.model import ConfigError, InputError, NoroshiError, SourceError

MEDIA_TYPE = "application/problem+json"

LOG = structlog.get_logger(__name__)


def problem(
    status: int, detail: str, *, headers: dict[str, str] | None = None, **more: object
) -> Response[dict[str, object]]:
    """An answer that says what is wrong and what to do.

    Args:
        status: HTTP status.
        detail: One sentence for people.
        headers: Further headers.
        more: Further members for programs.
    """
    return Response(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            **more,
        },
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def of_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, object]]:
    """What the framework, a guard or a handler refuses."""
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        headers.setdefault("WWW-Authenticate", 'Bearer realm="noroshi"')
    more: dict[str, object] = {}
    if isinstance(error, ValidationException) and error.extra:
        more["errors"] = error.extra
    return problem(error.status_code, error.detail or "refused", headers=headers, **more)


def of_noroshi(_: Request[Any, Any, Any], error: NoroshiError) -> Response[dict[str, object]]:
    """What the house refuses: wrong input, or a database that is away."""
    if isinstance(error, InputError | ConfigError):
        return problem(HTTPStatus.BAD_REQUEST, str(error))
    if isinstance(error, SourceError):
        # The text names hosts and files of the hub; readers need to know only when to come back.
        LOG.warning("a request found the state unwell", why=str(error))
        detail = "the hub cannot reach its state; try again in a moment"
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "5"})
    return of_anything(_, error)


def of_anything(_: Request[Any, Any, Any], error: Exception) -> Response[dict[str, object]]:
    """What nobody expected: logged here, told without its inside."""
    LOG.error("a request failed", exc_info=error)
    detail = "the hub failed; its log says why. Tell the coordinator when it happens again"
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


HANDLERS: ExceptionHandlersMap = {
    HTTPException: of_http,
    NoroshiError: of_noroshi,
    Exception: of_anything,
}
"""For a router's `exception_handlers`."""
