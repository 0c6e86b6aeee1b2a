"""Certificates: names of new certificates that bear a watched brand, from either kind of log."""

import base64
import binascii
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from noroshi.sites.lookalike import brand_in
from noroshi.sites.sense.watch.batch import Batch, Post, Stop
from noroshi.sites.sense.watch.checkpoint import read_checkpoint
from noroshi.sites.sense.watch.log_entry import names_in, read_leaf, read_tile
from noroshi.sites.sense.watch.log_key import LogKey, TreeHead
from noroshi.sites.sense.watch.way import Way
from noroshi.spine.model import InputError, SourceError

Read = TypeVar("Read")

TILE = 256
"""Entries of a full tile."""

AT_ONCE = 256
"""Entries that are asked for at once by `get-entries`; logs may give fewer."""


def tile_batches(
    way: Way, key: LogKey, brands: Sequence[str], cursor: str, stop: Stop
) -> Iterator[Batch]:
    """New entries of a log that serves tiles (c2sp.org/static-ct-api), a tile a batch.

    The cursor is the number of the next entry. Without one, reading begins at the log's present end.

    Raises:
        SourceError: The log is unwell, or shows what its key did not sign.
    """
    head = read_checkpoint(way.ask(f"{way.url}/checkpoint").body, key, way.name)

    def entries(at: int) -> list[bytes | None]:
        tile, first = divmod(at, TILE)
        width = min(TILE, head.size - tile * TILE)
        partial = f".p/{width}" if width < TILE else ""
        answer = way.ask(f"{way.url}/tile/data/{tile_path(tile)}{partial}")
        try:
            found = read_tile(answer.body, TILE)
        except InputError as error:
            raise SourceError(
                f"{way.name} gives tile {tile}, which cannot be read: {error}"
            ) from error
        if len(found) < width:
            raise SourceError(f"{way.name} gives tile {tile} with {len(found)} of {width} entries")
        return list(found[first:width])

    return _batches(head, cursor, brands, entries, stop)


def log_batches(
    way: Way, key: LogKey, brands: Sequence[str], cursor: str, stop: Stop
) -> Iterator[Batch]:
    """New entries of a log of RFC 6962 (sections 4.3 and 4.6); the cursor as above.

    Raises:
        SourceError: The log is unwell, or shows what its key did not sign.
    """
    head = _signed_head(way.ask(f"{way.url}/ct/v1/get-sth").body, key, way.name)

    def entries(at: int) -> list[bytes | None]:
        asked = urlencode({"start": at, "end": min(head.size, at + AT_ONCE) - 1})
        answer = way.ask(f"{way.url}/ct/v1/get-entries?{asked}")
        rows = _decoded(answer.body, Entries, way.name).entries[:AT_ONCE]
        if not rows:
            raise SourceError(f"{way.name} gives no entry at {at}, although it has more")
        return [_leaf(row) for row in rows[: head.size - at]]

    return _batches(head, cursor, brands, entries, stop)


def tile_path(tile: int) -> str:
    """The number of a tile as a path: groups of three digits, all but the last with an `x`."""
    groups = [f"{tile % 1000:03d}"]
    while tile := tile // 1000:
        groups.insert(0, f"x{tile % 1000:03d}")
    return "/".join(groups)


class Entry(msgspec.Struct):
    """One entry of `get-entries`."""

    leaf_input: str
    extra_data: str


class Entries(msgspec.Struct):
    """An answer to `get-entries`."""

    entries: list[Entry]


class SignedHead(msgspec.Struct):
    """An answer to `get-sth`."""

    tree_size: int
    timestamp: int
    sha256_root_hash: str
    tree_head_signature: str


def _batches(
    head: TreeHead,
    cursor: str,
    brands: Sequence[str],
    entries: Callable[[int], list[bytes | None]],
    stop: Stop,
) -> Iterator[Batch]:
    if not cursor.isdecimal():
        yield Batch(cursor=str(head.size))
        return
    at = int(cursor)
    while at < head.size and not stop():
        found = entries(at)
        batch = _batch(found, at + len(found), brands)
        at += len(found)
        yield batch


def _batch(certificates: Sequence[bytes | None], cursor: int, brands: Sequence[str]) -> Batch:
    names: dict[str, None] = {}
    refused: Counter[str] = Counter()
    for certificate in certificates:
        try:
            found = names_in(certificate or b"")
        except InputError as error:
            refused[str(error)] += 1
        else:
            names |= dict.fromkeys(name for name in found if brand_in(name, brands))
    posts = [Post(id=name, urls=[f"https://{name}/"]) for name in names]
    return Batch(posts=posts, cursor=str(cursor), read=len(certificates), refused=refused)


def _leaf(entry: Entry) -> bytes | None:
    try:
        leaf = base64.b64decode(entry.leaf_input, validate=True)
        return read_leaf(leaf, base64.b64decode(entry.extra_data, validate=True))
    except (InputError, ValueError, binascii.Error):
        return None


def _signed_head(octets: bytes, key: LogKey, name: str) -> TreeHead:
    told = _decoded(octets, SignedHead, name)
    try:
        root = base64.b64decode(told.sha256_root_hash, validate=True)
        signed = base64.b64decode(told.tree_head_signature, validate=True)
    except (ValueError, binascii.Error) as error:
        raise SourceError(f"{name} gives a tree head that is no base64") from error
    limits = 0 <= told.tree_size < 2**63 and 0 <= told.timestamp < 2**63 and len(root) == 32
    if not limits:
        raise SourceError(f"{name} gives a tree head that cannot be")
    head = TreeHead(size=told.tree_size, root=root, stamp_ms=told.timestamp)
    key.check(head, signed, name)
    return head


def _decoded(octets: bytes, kind: type[Read], name: str) -> Read:
    try:
        return msgspec.json.decode(octets, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise SourceError(f"{name} does not answer as a log does: {str(error)[:200]}") from error
