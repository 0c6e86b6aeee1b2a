"""Outlook: a message that Outlook saved (.msg) becomes one as RFC 5322 and MIME have it.

A .msg file is a compound file whose folders are the message, its recipients and its attachments, and
whose streams are named by the number of a property ([MS-OXMSG], [MS-OXPROPS]). Only what a report is
made of is read; what becomes of it is for `mail`, so that one set of bounds holds for both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import HeaderParser
from itertools import islice
from mimetypes import guess_type
from struct import iter_unpack

from noroshi.sites.sense.compound import STORAGE, STREAM, Compound, Entry, open_compound
from noroshi.sites.sense.rtf import html_in_rtf
from noroshi.spine.model import InputError

MOST_DEPTH = 10
"""Messages within messages."""

MOST_ATTACHED = 200
MOST_RECIPIENTS = 100
_TEXT, _OLD_TEXT, _OCTETS, _OBJECT, _NUMBER = 0x001F, 0x001E, 0x0102, 0x000D, 0x0003
_SUBJECT, _HEADERS, _BODY, _RTF, _HTML = 0x0037, 0x007D, 0x1000, 0x1009, 0x1013
_SENDER, _SENDER_MAIL, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_NAME, _MAIL, _SMTP = 0x3001, 0x3003, 0x39FE
_DATA, _SHORT_NAME, _LONG_NAME, _KIND = 0x3701, 0x3704, 0x3707, 0x370E
_TEXT_PAGE, _HTML_PAGE = 0x3FFD, 0x3FDE
_RECIPIENT, _ATTACHED, _FIXED = "__recip_version1.0_#", "__attach_version1.0_#", "__properties_version1.0"  # fmt: skip
_TO_KEEP = frozenset(
    {
        "from", "to", "cc", "bcc", "sender", "reply-to", "delivered-to", "x-original-to",
        "envelope-to", "resent-to", "x-forwarded-to", "x-forwarded-for",
    }
)  # fmt: skip
_PAGES = {
    932: "cp932", 20127: "ascii", 28591: "latin-1", 50220: "iso-2022-jp", 50221: "iso-2022-jp",
    50222: "iso-2022-jp", 51932: "euc-jp", 20932: "euc-jp", 65000: "utf-7", 65001: "utf-8",
}  # fmt: skip
"""Python's names for Windows' numbers of character sets; most others are `cp` and the number."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """One folder of the file and what lies in it; `head` is where its fixed properties begin."""

    file: Compound
    inside: dict[str, Entry]
    head: int

    def octets(self, number: int, kind: int = _OCTETS) -> bytes:
        entry = self.inside.get(f"__substg1.0_{number:04X}{kind:04X}")
        return self.file.read(entry) if entry is not None and entry.kind == STREAM else b""

    def text(self, *numbers: int) -> str:
        """The first of some properties that is there, as text."""
        for number in numbers:
            if wide := self.octets(number, _TEXT):
                return wide.decode("utf-16-le", "replace")
            if narrow := self.octets(number, _OLD_TEXT):
                return _decoded(narrow, self.charset(_TEXT_PAGE))
        return ""

    def charset(self, *numbers: int) -> str:
        """The character set that a number stands for; Japanese Windows' where none is told."""
        fixed = self.inside.get(_FIXED)
        octets = self.file.read(fixed)[self.head :] if fixed is not None else b""
        told = {
            tag >> 16: value
            for tag, _, value, _ in iter_unpack("<IIII", octets[: len(octets) // 16 * 16])
            if tag & 0xFFFF == _NUMBER
        }
        page = next((told[number] for number in numbers if number in told), 932)
        return _PAGES.get(page, f"cp{page}")

    def named(self, prefix: str, most: int) -> Iterator[Entry]:
        found = (
            entry
            for name, entry in sorted(self.inside.items())
            if entry.kind == STORAGE and name.startswith(prefix)
        )
        return islice(found, most)


def message_of(octets: bytes) -> Message:
    """A message that Outlook saved, with its texts, attachments and the messages inside of it.

    Raises:
        InputError: It is no such file, or too large or too deep. The message is the reason.
    """
    file = open_compound(octets)
    folder = _Folder(file, file.inside(file.root), 32)
    if _FIXED not in folder.inside:
        raise InputError("no-msg")
    return _message(folder, 0)


def _message(folder: _Folder, depth: int) -> Message:
    if depth > MOST_DEPTH:
        raise InputError("mail-too-deep")
    made = Message()
    made["Content-Type"] = "multipart/mixed"
    for name, value in _heads(folder):
        made[name] = " ".join(value.split())
    parts: list[Message | str] = [*_bodies(folder)]
    for entry in folder.named(_ATTACHED, MOST_ATTACHED):
        inner = _Folder(folder.file, folder.file.inside(entry), 8)
        parts += _attached(inner, depth)
    made.set_payload(parts)
    return made


def _heads(folder: _Folder) -> Iterator[tuple[str, str]]:
    """Subject and people: of the headers that it came with, and of what Outlook made of them."""
    yield "Subject", folder.text(_SUBJECT)
    try:
        came = HeaderParser().parsestr(folder.text(_HEADERS)[:100_000])
    except (MessageError, ValueError, LookupError):
        came = Message()
    for name, value in came.items():
        if name.lower() in _TO_KEEP:
            yield name, str(value)
    if sender := _person(folder.text(_SENDER), folder.text(_SENDER_SMTP, _SENDER_MAIL)):
        yield "From", sender
    for entry in folder.named(_RECIPIENT, MOST_RECIPIENTS):
        one = _Folder(folder.file, folder.file.inside(entry), 8)
        if person := _person(one.text(_NAME), one.text(_SMTP, _MAIL)):
            yield "To", person


def _person(name: str, address: str) -> str:
    plain = "".join(" " if sign in '"\\<>\0\r\n' else sign for sign in name[:500]).strip()
    written = address[:500] if "@" in address else ""
    return f'"{plain}" <{written}>' if plain or written else ""


def _bodies(folder: _Folder) -> Iterator[Message]:
    if text := folder.text(_BODY):
        yield _part("text/plain; charset=utf-8", text.encode("utf-8", "replace"))
    html = folder.octets(_HTML)
    if html:
        yield _part(f"text/html; charset={folder.charset(_HTML_PAGE, _TEXT_PAGE)}", html)
    elif written := folder.text(_HTML) or html_in_rtf(folder.octets(_RTF)):
        yield _part("text/html; charset=utf-8", written.encode("utf-8", "replace"))


def _attached(folder: _Folder, depth: int) -> Iterator[Message]:
    """A file, or a message that was forwarded as it is."""
    within = folder.inside.get(f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")
    if within is not None and within.kind == STORAGE:
        inside = folder.file.inside(within)
        if _FIXED in inside:
            yield _message(_Folder(folder.file, inside, 24), depth + 1)
        return
    name = " ".join(folder.text(_LONG_NAME, _SHORT_NAME).split())[:300]
    made = _part(_kind(folder.text(_KIND), name), folder.octets(_DATA))
    made.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    yield made


def _kind(told: str, name: str) -> str:
    """What a file is: as told, or a picture by its name; else any octets, and `mail` looks at the name."""
    kind = told.strip("\0 ").lower()
    if not kind and (guessed := guess_type(name)[0] or "").startswith("image/"):
        return guessed
    plain = re.fullmatch(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}", kind)
    return (
        kind
        if plain and not kind.startswith(("multipart/", "message/"))
        else "application/octet-stream"
    )


def _part(kind: str, octets: bytes) -> Message:
    made = Message()
    made["Content-Type"] = kind
    made._payload = octets  # type: ignore[attr-defined]  # noqa: SLF001  # set_payload takes text only
    return made


def _decoded(octets: bytes, charset: str) -> str:
    try:
        return octets.decode(charset, "replace")
    except (LookupError, UnicodeError):
        return octets.decode("cp932", "replace")
