"""Picture: URLs that stand in a picture, in its QR codes or as letters."""

import struct
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from noroshi.sites.sense.extract import extract_urls
from noroshi.spine.model import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_OCTETS = 20 << 20
MOST_PIXELS = 40_000_000
"""A picture says its size before it is unpacked; larger ones are not."""

MOST_CODES = 20
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, ArithmeticError, LookupError, EOFError, struct.error)  # fmt: skip
"""What decoders raise for damage, each format's in its own way."""

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
"""What phones and mail programs make; other readers stay shut."""

Read = Callable[[bytes], str]
"""PNG octets in grey to the text that is read in them."""


def picture_texts(octets: bytes, read: Read | None = None) -> tuple[str, ...]:
    """Texts of a picture's QR codes, and of its letters if there is a reader for them.

    Args:
        octets: The file.
        read: What reads letters; null where nothing does.

    Raises:
        InputError: It is no picture, or larger than any screen. The message is the reason.
    """
    from zxingcpp import read_barcodes  # noqa: PLC0415  # heavy, and needed for pictures only

    if len(octets) > MOST_OCTETS:
        raise InputError("picture-too-large")
    grey = _grey(octets)
    texts = [code.text for code in read_barcodes(grey)[:MOST_CODES] if code.text]
    if read is not None:
        written = BytesIO()
        grey.save(written, "PNG")
        texts.append(read(written.getvalue()))
    return tuple(texts)


def _grey(octets: bytes) -> "Image":
    import PIL.Image  # noqa: PLC0415  # heavy, and needed for pictures only

    try:
        opened = PIL.Image.open(BytesIO(octets), formats=FORMATS)
        size = opened.width * opened.height
        grey = opened.convert("L") if size <= MOST_PIXELS else None
    except (*_BROKEN, PIL.Image.DecompressionBombError) as error:
        raise InputError("no-picture") from error
    if grey is None:
        raise InputError("picture-too-large")
    return grey


def readings(text: str) -> tuple[str, ...]:
    """URLs of a text that was read from a picture; where a letter may be another, both.

    In most type faces `l`, `1` and `I` look alike, and so do `0` and `O`. A host in lower case has no
    `I`, so the first two are exchanged once in the longest label; `i` may have been `l`.
    """
    found: dict[str, None] = {}
    for url in extract_urls(text):
        found[url] = None
        for other in _others(url):
            found[other] = None
    return tuple(found)


MOST_OTHERS = 4
_LIKE = {"l": "1", "1": "l", "i": "l", "0": "o"}


def _others(url: str) -> list[str]:
    head, mark, tail = url.partition("://")
    if not mark:
        head, tail = "", url
    host, slash, rest = tail.partition("/")
    labels = host.split(".")
    at = max(range(len(labels) - 1), key=lambda n: len(labels[n]), default=-1)
    if at < 0:
        return []
    label = labels[at]
    swaps = [n for n, sign in enumerate(label) if sign in _LIKE][:MOST_OTHERS]
    made = []
    for n in swaps:
        labels[at] = label[:n] + _LIKE[label[n]] + label[n + 1 :]
        made.append(head + mark + ".".join(labels) + slash + rest)
    return made
