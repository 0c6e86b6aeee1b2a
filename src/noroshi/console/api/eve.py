"""EVE: Suricata's alerts as counts. The file is read once, line by line, and forgotten."""

import zlib
from collections.abc import AsyncIterator, Iterator
from tempfile import TemporaryFile
from typing import IO, Annotated

import msgspec
from litestar import Response, post
from litestar.concurrency import sync_to_thread
from litestar.params import HeaderParameter

from noroshi.console.api.answer import Asked
from noroshi.console.api.problem import problem
from noroshi.console.caller import Asking, Caller
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.console.reach import reach_of
from noroshi.jobs.share.counting_alerts import LONGEST_LINE, Told, count_alerts
from noroshi.spine.model import Right
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.sightings import Sightings

LARGEST = 64 * 1024 * 1024
"""Octets of an upload; split larger files."""

LARGEST_UNPACKED = 512 * 1024 * 1024
"""Octets of a packed upload once unpacked."""

CHUNK = 256 * 1024


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the lines: `read` is the sum of the other three. `entries` were met."""

    read: int
    counted: int
    others: int
    refused: dict[str, int]
    entries: int


@post(
    "/sightings/eve",
    opt=permit(Right.SIGHT),
    status_code=200,
    request_max_body_size=LARGEST,
    summary="Count Suricata alerts",
)
async def add_alerts(
    hub: AtHub,
    caller: Asking,
    request: Asked,
    packed: Annotated[
        str | None,
        HeaderParameter(name="Content-Encoding", description="`gzip` or nothing.", max_length=16),
    ] = None,
) -> Response[Counted] | Response[dict[str, object]]:
    """EVE JSON, one event a line, up to 64 MiB. Addresses in it serve to find the entry only."""
    if packed not in {None, "", "identity", "gzip"}:
        return problem(415, "pack the upload with gzip, or not at all")
    with TemporaryFile() as file:
        await _keep(request.stream(), file)
        file.seek(0)
        counted = await sync_to_thread(_count, hub, caller, file, packed == "gzip")
    return Response(counted)


async def _keep(chunks: AsyncIterator[bytes], file: IO[bytes]) -> None:
    async for chunk in chunks:
        file.write(chunk)


def _count(hub: Hub, caller: Caller, file: IO[bytes], packed: bool) -> Counted:
    reach = reach_of(hub, caller)
    sightings, told = count_alerts(
        SharedList(hub.store.database),
        lines_of(unpacked(file) if packed else plain(file)),
        operator_id=reach.operator.id,
        collections=reach.collections,
        at=hub.clock(),
    )
    Sightings(hub.store.database).add(sightings)
    return _told(told, len({sighting.indicator_id for sighting in sightings}))


def _told(told: Told, entries: int) -> Counted:
    return Counted(
        read=told.read,
        counted=told.counted,
        others=told.others,
        refused=dict(told.refused),
        entries=entries,
    )


def plain(file: IO[bytes]) -> Iterator[bytes]:
    """A file in chunks."""
    while chunk := file.read(CHUNK):
        yield chunk


def unpacked(file: IO[bytes]) -> Iterator[bytes]:
    """A gzip file in chunks, up to `LARGEST_UNPACKED`; what is damaged ends it."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    left = LARGEST_UNPACKED
    rest = file.read(CHUNK)
    while rest and left > 0 and not unpacker.eof:
        try:
            chunk = unpacker.decompress(rest, min(CHUNK, left))
        except zlib.error:
            return
        left -= len(chunk)
        yield chunk
        rest = unpacker.unconsumed_tail or file.read(CHUNK)


def lines_of(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines; one that is too long comes once, cut just above what is taken."""
    kept = b""
    for chunk in chunks:
        *lines, kept = (kept + chunk).split(b"\n")
        yield from lines
        kept = kept[: LONGEST_LINE + 1]
    if kept:
        yield kept
