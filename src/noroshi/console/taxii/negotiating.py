"""Negotiating: the API root speaks one language, and says so before anything else."""

from typing import Any

from litestar import Request
from litestar.exceptions import HTTPException

from noroshi.console.taxii.media import may_answer


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
