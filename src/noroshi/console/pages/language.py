"""Language: which one a reader gets, and the words of the pages in it.

The English text in a template is its own key; `locale/ja` holds what it is in Japanese, one
catalogue a part of the console.
"""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any

from babel.messages.pofile import read_po
from litestar.connection import ASGIConnection

from noroshi.console.caller import Caller
from noroshi.spine.model import Language

COOKIE = "language"
"""Holds what the reader chose in this browser: `ja` or `en`."""

LANGUAGES: dict[str, Language] = {"ja": "ja", "en": "en"}

LONGEST_HEADER = 1000
"""Characters of Accept-Language that are read (RFC 9110, section 12.5.4, sets no bound)."""

LONGEST_ADDRESS = 2000
"""Characters of an address that is followed back."""

_RANGE = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?")


def language_of(request: ASGIConnection[Any, Caller, Any, Any]) -> Language:
    """What the reader chose in this browser, else what his account says, else what the browser asks."""
    chosen = LANGUAGES.get(request.cookies.get(COOKIE, ""))
    return (
        chosen
        or LANGUAGES.get(request.user.language)
        or accepted(request.headers.get("accept-language", ""))
    )


def accepted(header: str) -> Language:
    """The language that an Accept-Language header likes best; English where it names neither."""
    liked: dict[Language, float] = {}
    for part in header[:LONGEST_HEADER].split(","):
        match = _RANGE.fullmatch(part)
        language = LANGUAGES.get(match.group(1).lower()) if match else None
        if match and language:
            liked[language] = max(liked.get(language, 0.0), float(match.group(2) or 1))
    return max(liked, key=lambda each: liked[each]) if any(liked.values()) else "en"


def local_path(address: str) -> str:
    """The address where it leads to this hub, `/` where it may lead elsewhere."""
    odd = "\\" in address or not address.isprintable() or len(address) > LONGEST_ADDRESS
    return "/" if odd or not address.startswith("/") or address.startswith("//") else address


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Words by their English text; empty for English."""
    if language == "en":
        return {}
    folder = files("noroshi.console.pages") / "locale" / language / "LC_MESSAGES"
    words: dict[str, str] = {}
    for file in sorted(_catalogues(folder), key=lambda each: each.name):
        for message in read_po(BytesIO(file.read_bytes()), locale=language, abort_invalid=True):
            if message.id and isinstance(message.id, str) and isinstance(message.string, str):
                words[message.id] = message.string
    return words


def _catalogues(folder: Traversable) -> list[Traversable]:
    return [each for each in folder.iterdir() if each.name.endswith(".po")]


def translate(language: Language, text: str) -> str:
    """The words in a language; the English ones where there are none yet."""
    return catalogue(language).get(text, text)
