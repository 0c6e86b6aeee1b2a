"""Mail: what a message that somebody hands in holds: texts, links, pictures; and whom it names.

Of people only their names are read, so that they can be removed; a message that was forwarded is
read to its innermost part. All octets are hostile: size, parts and depth are bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from noroshi.sites.sense.anchors import MOST_CHARACTERS, anchors
from noroshi.sites.sense.markup import plain_text
from noroshi.sites.sense.outlook import message_of
from noroshi.spine.model import InputError

MOST_OCTETS = 64 << 20
MOST_PARTS = 200
MOST_BOUNDARIES = 64
"""Parts that hold parts; each makes the reading of every line dearer."""

MOST_PICTURES = 20
MOST_NAMES = 100
_PEOPLE = (
    "to",
    "cc",
    "bcc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "resent-to",
    "reply-to",
    "sender",
    "x-forwarded-to",
    "x-forwarded-for",
    "from",
)
_TEXT_KEPT = 100_000
"""Characters of each text that are looked at for words and URLs outside of links."""


@dataclass(slots=True)
class Letter:
    """What a message holds. None of it is masked.

    Attributes:
        subject: Of the innermost message.
        texts: Plain texts, and those of HTML without its tags.
        links: Where links and forms lead.
        names: Display names and addresses of all headers, and the parts of these.
        pictures: Octets of attached pictures.
        signs: What is odd, as codes, each once.
    """

    subject: str = ""
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)

    def add_sign(self, sign: str) -> None:
        """Note what is odd."""
        if sign not in self.signs:
            self.signs.append(sign)


def read_mail(octets: bytes) -> Letter:
    """A message as RFC 5322 and MIME write it, however badly.

    Raises:
        InputError: It is too large, too deep, or nothing that could be a message. The message is
            the reason.
    """
    if len(octets) > MOST_OCTETS:
        raise InputError("mail-too-large")
    if octets.lower().count(b"boundary") > MOST_BOUNDARIES:
        raise InputError("mail-too-deep")
    try:
        message = message_from_bytes(octets, policy=policy.compat32)
    except (RecursionError, MessageError, ValueError, LookupError) as error:
        raise InputError("mail-unreadable") from error
    if not message.keys():
        raise InputError("no-mail")
    return _letter(message)


def read_outlook(octets: bytes) -> Letter:
    """A message as Outlook saves it (.msg), within the same bounds.

    Raises:
        InputError: It is too large, too deep, or no such file. The message is the reason.
    """
    if len(octets) > MOST_OCTETS:
        raise InputError("mail-too-large")
    return _letter(message_of(octets))


def _letter(message: Message) -> Letter:
    letter = Letter()
    for part in _parts(message):
        _read_part(part, letter)
    return letter


def _parts(message: Message) -> Iterator[Message]:
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting[:0] = [one for one in inner if isinstance(one, Message)]


def _read_part(part: Message, letter: Letter) -> None:
    _read_people(part, letter)
    if subject := _header(part, "subject"):
        letter.subject = subject
    kind = part.get_content_type()
    if part.is_multipart():
        return
    if kind in {"text/plain", "text/html"}:
        _read_text(part, kind, letter)
    elif kind.startswith("image/") and len(letter.pictures) < MOST_PICTURES:
        letter.pictures.append(_octets(part))
    elif part.get_content_disposition() == "attachment":
        letter.add_sign("attachment")
        _read_attached(part, letter)


def _read_attached(part: Message, letter: Letter) -> None:
    """A file that is HTML by its name opens in a browser, whatever the header calls it."""
    name = _header_text(part.get_filename() or "").lower()
    if name.endswith((".htm", ".html", ".shtml", ".svg", ".xhtml")):
        letter.add_sign("html-attached")
        _read_text(part, "text/html", letter)


def _read_text(part: Message, kind: str, letter: Letter) -> None:
    text = _decoded(_octets(part), part)
    if kind == "text/html":
        for link in anchors(text):
            letter.links.append(link.target)
            if link.differs:
                letter.add_sign("link-differs")
        if "<form" in text[:MOST_CHARACTERS].lower():
            letter.add_sign("form")
        text = plain_text(_without_heads(text[:_TEXT_KEPT]))
    letter.texts.append(text[:_TEXT_KEPT])


_HEADS = re.compile(r"<(style|script|head)\b[^<>]{0,500}>", re.IGNORECASE)
_LEFT = re.compile(r"<[^<>]{0,4000}>")


def _without_heads(html: str) -> str:
    kept, at = [], 0
    for match in _HEADS.finditer(html):
        if match.start() < at:
            continue
        end = html.lower().find(f"</{match[1].lower()}", match.end())
        kept.append(html[at : match.start()])
        at = len(html) if end < 0 else end
    return _LEFT.sub(_anchor_or_space, "".join([*kept, html[at:]]))


def _anchor_or_space(tag: re.Match[str]) -> str:
    """The start or the end of a link: without its end, all that follows would be what it shows."""
    return tag[0] if tag[0][:2].lower() == "<a" or tag[0][:3].lower() == "</a" else " "


def _read_people(part: Message, letter: Letter) -> None:
    for header in _PEOPLE:
        for value in part.get_all(header, [])[:20]:
            for name, address in getaddresses([_header_text(value)[:2_000]]):
                _add_names(letter, name, address)


def _add_names(letter: Letter, name: str, address: str) -> None:
    local = address.partition("@")[0]
    pieces = [name, address, local, *re.split(r"[\s,、・　]+", name), *re.split(r"[._+-]+", local)]
    for piece in (one.strip("\"'()<> ") for one in pieces):
        if len(piece) >= 2 and piece not in letter.names and len(letter.names) < MOST_NAMES:
            letter.names.append(piece)


def _header(part: Message, name: str) -> str:
    return _header_text(part.get(name) or "")[:500]


def _header_text(value: object) -> str:
    """A header's words (RFC 2047), or its letters as they stand."""
    text = str(value)[:10_000]
    try:
        return str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError, UnicodeError):
        return text


def _octets(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError, AssertionError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _decoded(octets: bytes, part: Message) -> str:
    try:
        charset = str(part.get_content_charset() or "utf-8")
    except (ValueError, LookupError, UnicodeError):
        charset = "utf-8"
    for name in (charset, "utf-8", "iso-2022-jp", "cp932"):
        try:
            return octets.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return octets.decode("utf-8", "replace")
