"""Answer: what the API root says, always in its own media type."""

from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from noroshi.console.taxii.media import TAXII
from noroshi.spine.model import ConfigError, InputError, NoroshiError

log = structlog.get_logger("noroshi.console.taxii")

TITLES = {
    400: "the request cannot be read",
    401: "show a token",
    403: "your role does not include this",
    404: "there is nothing here",
    405: "this resource does not take this method",
    406: "this server speaks application/taxii+json;version=2.1",
    413: "the request is too large",
    415: "send application/taxii+json;version=2.1",
    429: "too many requests",
    503: "the server is not well; try again later",
}


def answer(
    content: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """An answer from what JSON can say, or from octets that are JSON already."""
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    return Response(body, status_code=status, media_type=TAXII, headers=dict(headers or {}))


def is_ours(request: Request[Any, Any, Any]) -> bool:
    """Whether a path lies below the API root or its discovery, be there such a resource or not."""
    path = request.url.path
    return path == "/taxii2" or path.startswith("/taxii2/")


def fail(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """An error as TAXII tells it (section 3.6.1). What broke inside is logged, not told."""
    status, detail, headers = _told(error)
    if status >= 500:
        # Not the message: it could carry what somebody posted.
        log.error("taxii.failed", path=request.url.path, error=type(error).__name__)
    body = {"title": TITLES.get(status, "the request failed"), "http_status": str(status)}
    if detail and status < 500:
        body["description"] = detail
    if status == 401:
        headers |= {"WWW-Authenticate": 'Basic realm="noroshi", charset="UTF-8"'}
    return answer(body, status=status, headers=headers)


def _told(error: Exception) -> tuple[int, str, dict[str, str]]:
    if isinstance(error, HTTPException):
        return error.status_code, error.detail, dict(error.headers or {})
    if isinstance(error, InputError | ConfigError):
        return 400, str(error), {}
    return (503 if isinstance(error, NoroshiError) else 500), "", {}
