"""Parcel: what a report comes in: a file, a mail, a mailbox, zip or gzip, one inside the other.

Nothing is unpacked whole: what is inside is a stream, and whoever reads it sets the bounds.
"""

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from noroshi.readiness.mail.sense.boundary import with_known_boundary
from noroshi.spine.model import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_MAIL_OCTETS = 64 * 2**20
MOST_MEMBERS = 1_000
"""Files of one zip."""

MOST_PARTS = 200
"""Parts of one mail."""

DEEPEST = 3
"""Mail, archive, report: nothing is packed deeper by people who mean well."""

_SNIFFED = 512
_READ = 1 << 16
_GZIP = 31  # zlib's number for gzip with the largest window
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
"""What a stream of a broken archive raises while it is read."""


class Kind(StrEnum):
    """What a parcel holds."""

    XML = "xml"
    JSON = "json"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One report as it came.

    Attributes:
        kind: What it holds by its first octets.
        stream: Its octets; closed when the next parcel is asked for.
        message: The mail that is itself the report, for failure reports; else null.
    """

    kind: Kind
    stream: IO[bytes]
    message: Message | None = None


def report_files(path: Path) -> Iterator[Path]:
    """The files of a folder or maildir, sorted; a file gives itself."""
    if not path.is_dir():
        yield path
        return
    # Names, not paths: a folder may hold a hundred thousand files, and a path takes ten times its name.
    # What an entry is, the folder tells without a look at each file.
    with os.scandir(path) as entries:
        found = sorted(
            (one.name, one.is_dir() and not one.is_symlink(), one.is_file()) for one in entries
        )
    for name, is_folder, is_file in found:
        # A maildir's `tmp` holds what is being delivered.
        if name.startswith(".") or (name == "tmp" and (path / "cur").is_dir()):
            continue
        one = path / name
        if is_folder:
            yield from report_files(one)
        elif is_file:
            yield one


def parcels(path: Path) -> Iterator[Parcel | InputError]:
    """Every report of a file, and an error for each part that gives none.

    Raises:
        InputError: The file cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            if file.peek(5)[:5] == b"From ":
                yield from _mailbox(file)
            else:
                yield from _unpacked(file, 0)
    except BROKEN as error:
        raise InputError("unreadable") from error


def _unpacked(stream: BufferedReader, depth: int) -> Iterator[Parcel | InputError]:
    head = stream.peek(_SNIFFED)[:_SNIFFED]
    if head.startswith(b"PK"):
        yield from _zipped(stream, depth)
    elif head.startswith(b"\x1f\x8b"):
        yield from _deeper(_gunzipped(stream), depth)
    elif kind := _kind_of(head):
        yield Parcel(kind=kind, stream=stream)
    elif not head.strip():
        yield InputError("empty")
    elif depth == 0:
        yield from _mail(stream.read(MOST_MAIL_OCTETS + 1))
    else:
        yield InputError("not-a-report")


def _buffered(stream: IO[bytes]) -> BufferedReader:
    return BufferedReader(cast("RawIOBase", stream))


def _kind_of(head: bytes) -> Kind | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.XML
    return Kind.JSON if start.startswith(b"{") else None


def _deeper(stream: BufferedReader, depth: int) -> Iterator[Parcel | InputError]:
    if depth + 1 >= DEEPEST:
        yield InputError("packed-too-deep")
        return
    try:
        yield from _unpacked(stream, depth + 1)
    except BROKEN:
        yield InputError("broken-archive")


def _gunzipped(stream: IO[bytes]) -> BufferedReader:
    """Octets out of gzip: at once where they are few, else as a stream."""
    packed = stream.read(_READ)
    member = zlib.decompressobj(_GZIP)
    with suppress(zlib.error):  # the stream tells it once more
        octets = member.decompress(packed, _READ)
        if member.eof and not member.unused_data:
            return _buffered(BytesIO(octets))
    return BufferedReader(_Gunzipped(stream, packed))


class _Gunzipped(RawIOBase):
    """Octets out of gzip (RFC 1952); what stands behind the last member is passed over.

    Args:
        stream: What is packed.
        packed: What has been read of it.

    Raises:
        EOFError: The stream ends inside a member.
    """

    def __init__(self, stream: IO[bytes], packed: bytes) -> None:
        self._stream = stream
        self._member = zlib.decompressobj(_GZIP)
        self._packed = packed

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer with the next octets; 0 at the end."""
        view = memoryview(buffer)
        while True:
            if self._member.eof:
                self._packed = self._member.unused_data
                if not self._packed.startswith(b"\x1f\x8b"):
                    return 0
                self._member = zlib.decompressobj(_GZIP)
            packed = self._packed or self._stream.read(_READ)
            if not packed:
                raise EOFError("the packed stream ends early")
            octets = self._member.decompress(packed, len(view))
            self._packed = self._member.unconsumed_tail
            if octets:
                view[: len(octets)] = octets
                return len(octets)


def _zipped(stream: IO[bytes], depth: int) -> Iterator[Parcel | InputError]:
    try:
        with zipfile.ZipFile(stream if stream.seekable() else BytesIO(stream.read())) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            for member in members[:MOST_MEMBERS]:
                if member.filename.startswith("__MACOSX/"):
                    continue
                with archive.open(member) as inside:
                    yield from _deeper(_buffered(inside), depth)
            if len(members) > MOST_MEMBERS:
                yield InputError("too-many-members")
    except BROKEN:
        yield InputError("broken-archive")


def _mailbox(file: BufferedReader) -> Iterator[Parcel | InputError]:
    """The messages of an mbox (RFC 4155), one at a time."""
    message = bytearray()
    blank = True
    for line in file:
        if line.startswith(b"From ") and blank:
            if message:
                yield from _mail(bytes(message))
            message.clear()
        elif len(message) <= MOST_MAIL_OCTETS:
            message += line[1:] if line.startswith(b">From ") else line
        blank = not line.strip()
    if message:
        yield from _mail(bytes(message))


def _mail(octets: bytes) -> Iterator[Parcel | InputError]:
    if len(octets) > MOST_MAIL_OCTETS:
        yield InputError("mail-too-large")
        return
    message = message_from_bytes(with_known_boundary(octets))
    if not message.keys():
        yield InputError("not-a-report")
        return
    if _is_failure(message):
        yield Parcel(kind=Kind.FAILURE, stream=BytesIO(octets), message=message)
        return
    found = False
    for at, part in enumerate(message.walk()):
        if at >= MOST_PARTS:
            yield InputError("too-many-parts")
            return
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and _may_hold(part, payload):
            found = True
            yield from _unpacked(_buffered(BytesIO(payload)), 1)
    if not found:
        yield InputError("mail-without-report")


def _is_failure(message: Message) -> bool:
    return (
        message.get_content_type() == "multipart/report"
        and str(message.get_param("report-type", "")).lower() == "feedback-report"
    )


def _may_hold(part: Message, payload: bytes) -> bool:
    """Whether a part is a report and not the words around it."""
    head = payload[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip()
    if part.get_content_maintype() == "text":
        return head.startswith((b"<?xml", b"<feedback", b"PK", b"\x1f\x8b"))
    return part.get_content_maintype() == "application" or head.startswith((b"PK", b"\x1f\x8b"))


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn what a broken archive raises while it is read into an `InputError`.

    Raises:
        InputError: The stream broke off.
    """
    try:
        yield
    except BROKEN as error:
        raise InputError("broken-archive") from error
