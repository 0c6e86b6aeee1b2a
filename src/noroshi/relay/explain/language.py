"""Language: which of the two a reader gets, and strings made safe to show."""

import re
from ipaddress import ip_address
from typing import Literal, TypeAlias
from unicodedata import east_asian_width

from noroshi.spine.model import Language, Text

Lang: TypeAlias = Language
Audience = Literal["inside", "outside"]

GAP: dict[Lang, str] = {"ja": "", "en": " "}
"""What stands between two sentences."""

LANGS: tuple[Lang, Lang] = ("ja", "en")

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls: not allowed in XML 1.0, or harmful in a terminal
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls: can show an address backwards
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # surrogates and non-characters: not allowed in XML 1.0
)
_ADDRESS_LIKE = re.compile(r"(?<![\w.:])[0-9A-Fa-f:]*[.:][0-9A-Fa-f:.]*[0-9A-Fa-f:]", re.ASCII)

_SMALL_COUNTS = (
    re.compile(
        r"(?<![\d.,])[0-2](?= ?(?:clients?|subscribers?|hosts?|customers?)\b)", re.IGNORECASE
    ),
    re.compile(r"(?<=利用者 )[0-2](?![\d.,])|(?<=加入者 )[0-2](?![\d.,])"),
    re.compile(r"(?<=利用者)[0-2](?![\d.,])|(?<=加入者)[0-2](?![\d.,])"),
    re.compile(r"(?<![\d.,])[0-2](?= ?(?:人|台|件)?の?(?:利用者|加入者|クライアント))"),
)

HIDDEN = "•••"
"""What stands in place of an address that the page must not tell."""


def say(text: Text, lang: Lang) -> str:
    """The sentence in one language."""
    return text.said(lang)


def printable(text: str) -> str:
    """The text without control, bidirectional-control and non-characters."""
    return _UNPRINTABLE.sub("", text)


def without_addresses(text: str, *, but: str) -> str:
    """The text with every address hidden except one.

    A pseudonym looks like an address, so a sentence that names one by mistake is mended here.
    """

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        return HIDDEN if _is_address(word) and word != but else word

    return _ADDRESS_LIKE.sub(mend, printable(text))


def without_small_counts(text: str) -> str:
    """The text with counts of clients below 3 written as "<3", in both languages."""
    for pattern in _SMALL_COUNTS:
        text = pattern.sub("<3", text)
    return text


def _is_address(word: str) -> bool:
    for candidate in (word, word.rstrip(".:"), word.rpartition(":")[0]):
        try:
            ip_address(candidate)
        except ValueError:
            continue
        return True
    return False


def width_em(text: str) -> float:
    """A text's width in em, as sans-serif fonts draw it on average."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.56 for char in text)


def shorten(text: str, room_em: float) -> str:
    """The text cut to a width, with an ellipsis where something was cut."""
    text = printable(text)[:400]
    if width_em(text) <= room_em:
        return text
    while text and width_em(text) > room_em - 1.0:
        text = text[:-1]
    return text.rstrip() + "…"
