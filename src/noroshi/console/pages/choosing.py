"""Choosing: the reader picks his language for this browser."""

from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from noroshi.console.pages.language import COOKIE, LANGUAGES, local_path
from noroshi.console.permit import PUBLIC

YEAR_S = 31_536_000


@get("/language/{code:str}", opt=PUBLIC, sync_to_thread=False)
def choose_language(
    code: FromPath[str],
    request: Request[Any, Any, Any],
    back: FromQuery[str] = "/",
) -> Response[None]:
    """Remember the language, and go back to the page."""
    language = LANGUAGES.get(code)
    if language is None:
        raise NotFoundException("choose ja or en")
    cookie = Cookie(
        key=COOKIE, value=language, max_age=YEAR_S, samesite="lax", httponly=True,
        secure=request.url.scheme == "https", path="/",
    )  # fmt: skip
    return Response(None, status_code=303, headers={"Location": local_path(back)}, cookies=[cookie])
