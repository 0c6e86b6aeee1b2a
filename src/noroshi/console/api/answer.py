"""Answer: octets with the headers that readers of lists rely on."""

from collections.abc import Callable, Iterator, Mapping

from litestar import Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import State
from litestar.response import Stream

from noroshi.console.caller import Caller
from noroshi.console.coding import FASTEST, SMALLEST, best_coding, compressed

Asked = Request[Caller, object, State]
"""A request of a known caller."""

Read = Callable[[int], None]
"""Called when an answer has been taken to its end, with the octets that left."""


def coding_for(request: Asked) -> str:
    """The content coding that the reader likes best."""
    return best_coding(request.headers.get("accept-encoding", ""))


def unchanged(request: Asked, etag: str) -> bool:
    """Whether the reader has this version (`If-None-Match`, RFC 9110 section 13.1.2)."""
    told = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in told.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


def not_modified(headers: Mapping[str, str]) -> Response[None]:
    """304 without a body."""
    return Response(None, status_code=304, headers=dict(headers), media_type=None)


def small(
    request: Asked,
    body: bytes,
    *,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    read: Read | None = None,
) -> Response[bytes] | Response[None]:
    """An answer that is whole in memory, compressed where that is worth it."""
    coding = coding_for(request) if len(body) >= SMALLEST else ""
    if coding:
        body = b"".join(compressed([body], coding, level=FASTEST))
    told = _told(len(body), coding, headers)
    if request.method == "HEAD":
        return Response(None, media_type=_bare(media_type), headers=told)
    done = None if read is None else BackgroundTask(_note, read, len(body))
    return Response(body, media_type=_bare(media_type), headers=told, background=done)


def stream(  # noqa: PLR0913  # headers of one answer, each by its name
    request: Asked,
    chunks: Iterator[bytes],
    *,
    size: int,
    coding: str,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    read: Read | None = None,
) -> Stream | Response[None]:
    """Octets of a known size; HEAD gives their headers only."""
    told = _told(size, coding, headers)
    if request.method == "HEAD":
        return Response(None, media_type=_bare(media_type), headers=told)
    return Stream(_noted(chunks, size, read), media_type=_bare(media_type), headers=told)


def _told(size: int, coding: str, headers: Mapping[str, str] | None) -> dict[str, str]:
    told = {"Content-Length": str(size), "Vary": "Accept, Accept-Encoding", **(headers or {})}
    return told | {"Content-Encoding": coding} if coding else told


def _bare(media_type: str) -> str:
    """The framework names the character set of text by itself."""
    return media_type.removesuffix("; charset=utf-8")


async def _note(read: Read, size: int) -> None:
    # Not a plain function: a thread for it would cost more than the answer.
    read(size)


def _noted(chunks: Iterator[bytes], size: int, read: Read | None) -> Iterator[bytes]:
    yield from chunks
    if read is not None:
        read(size)
