"""Static: what pages bring along, from the package. Addresses carry a digest, so it is kept for good."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.permit import PUBLIC

KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
"""Suffix -> media type of what is served; other files stay inside."""

YEAR_S = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file: as it is, and packed.

    Attributes:
        kind: Media type.
        content: Octets.
        packed: The same, gzip.
        digest: Start of its SHA-256.
    """

    kind: str
    content: bytes
    packed: bytes
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """All of them, by their name below `/static/`."""
    folder = files("noroshi.console.pages") / "static"
    found: dict[str, Asset] = {}
    for file in folder.iterdir():
        kind = KINDS.get("." + file.name.rpartition(".")[2])
        if kind and file.is_file():
            found[file.name] = _asset(kind, file.read_bytes())
    return found


def _asset(kind: str, content: bytes) -> Asset:
    packed = gzip.compress(content, 9, mtime=0)
    return Asset(kind=kind, content=content, packed=packed, digest=sha256(content).hexdigest()[:12])


def address_of(name: str) -> str:
    """Where a page finds it.

    Raises:
        KeyError: There is no such file; a mistake in a template.
    """
    return f"/static/{name}?{assets()[name].digest}"


@get("/static/{name:path}", opt=PUBLIC, sync_to_thread=False)
def serve_static(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """One file, packed for whoever takes gzip."""
    asset = assets().get(name.removeprefix("/"))
    if asset is None:
        raise NotFoundException("there is no such file")
    headers = {
        "Cache-Control": f"public, max-age={YEAR_S}, immutable",
        "ETag": f'"{asset.digest}"',
        "Vary": "Accept-Encoding",
    }
    packs = "gzip" in request.headers.get("accept-encoding", "")
    if packs:
        headers["Content-Encoding"] = "gzip"
    content = asset.packed if packs else asset.content
    return Response(content, media_type=asset.kind, headers=headers)
