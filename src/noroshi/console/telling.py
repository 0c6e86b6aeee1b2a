"""Telling: errors in the asker's form: a page for browsers, TAXII below its root, else problem details."""

from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from noroshi.console.caller import NOBODY
from noroshi.console.pages.failing import fail
from noroshi.console.taxii import answer as taxii
from noroshi.spine.model import InputError, NoroshiError, SourceError

PROBLEM = "application/problem+json"
"""RFC 9457."""


def tell_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """An error that a route, the guard or the router raised."""
    # Unknown paths never meet the authentication.
    request.scope.setdefault("user", NOBODY)
    if taxii.is_ours(request):
        return taxii.fail(request, error)
    if "text/html" in request.headers.get("accept", ""):
        answer: Response[Any] = fail(request, error)
    else:
        answer = _problem(error)
    for name, value in (error.headers or {}).items():
        answer.headers.setdefault(name, value)
    return answer


def tell_own(request: Request[Any, Any, Any], error: NoroshiError) -> Response[Any]:
    """An error that Noroshi raised on purpose."""
    if isinstance(error, InputError):
        return tell_http(request, HTTPException(str(error), status_code=400))
    _log(request, error)
    if isinstance(error, SourceError):
        told = HTTPException("the hub is unwell; try again later", status_code=503)
        return tell_http(request, told)
    return tell_http(request, HTTPException("the hub failed", status_code=500))


def tell_any(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault: logged once, and told without its inside."""
    _log(request, error)
    return tell_http(request, HTTPException("the hub failed", status_code=500))


TELLERS: ExceptionHandlersMap = {
    HTTPException: tell_http,
    NoroshiError: tell_own,
    Exception: tell_any,
}
"""By kind of error."""


def _log(request: Request[Any, Any, Any], error: Exception) -> None:
    # The path alone: a query may hold what somebody looked for.
    structlog.get_logger().error(
        "request failed", method=request.method, path=_shown(request), exc_info=error
    )


def _shown(request: Request[Any, Any, Any]) -> str:
    """The path, without the secret that a link holds."""
    path = request.url.path
    return "/welcome/…" if path.startswith("/welcome/") else path


def _problem(error: HTTPException) -> Response[Any]:
    headers = {"WWW-Authenticate": 'Bearer realm="Noroshi"'} if error.status_code == 401 else {}
    content = {"status": error.status_code, "title": error.detail}
    return Response(content, status_code=error.status_code, media_type=PROBLEM, headers=headers)
