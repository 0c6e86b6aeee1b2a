"""Checkpoint: a log's size as a signed note (c2sp.org/signed-note, c2sp.org/static-ct-api)."""

import base64
import binascii
import struct

from noroshi.sites.sense.watch.log_key import LogKey, TreeHead
from noroshi.spine.model import SourceError

MOST_OCTETS = 64 << 10
_SIGNATURE = "— "
"""What a line with a signature begins with: an em dash and a space."""


def read_checkpoint(octets: bytes, key: LogKey, name: str) -> TreeHead:
    """The size that a note tells, signed by the log's key.

    Args:
        octets: The note.
        key: Of the log.
        name: Of the source, for messages.

    Raises:
        SourceError: It is no note, or the key has not signed it.
    """
    try:
        body, _, tail = octets[:MOST_OCTETS].decode("utf-8").rpartition("\n\n")
        origin, size, root, *_ = body.split("\n")
        told = int(size) if size.isascii() and size.isdecimal() and len(size) < 19 else -1
        digest = base64.b64decode(root, validate=True)
    except (UnicodeDecodeError, ValueError, binascii.Error) as error:
        raise SourceError(f"{name} gives no checkpoint; check its url") from error
    if told < 0 or len(digest) != 32:
        raise SourceError(f"{name} gives a checkpoint without a size or a hash")
    for line in tail.splitlines()[:50]:
        signed = _signature(line, origin, key)
        if signed is not None:
            (stamp_ms,) = struct.unpack_from(">Q", signed)
            head = TreeHead(size=told, root=digest, stamp_ms=stamp_ms)
            key.check(head, signed[8:], name)
            return head
    raise SourceError(f"{name} shows a checkpoint that its key did not sign; check its key")


def _signature(line: str, origin: str, key: LogKey) -> bytes | None:
    """The signature of a line if it is of this key: a stamp and DigitallySigned."""
    if not line.startswith(f"{_SIGNATURE}{origin} "):
        return None
    try:
        octets = base64.b64decode(line.rpartition(" ")[2], validate=True)
    except (ValueError, binascii.Error):
        return None
    return octets[4:] if octets[:4] == key.note_id(origin) and len(octets) > 16 else None
