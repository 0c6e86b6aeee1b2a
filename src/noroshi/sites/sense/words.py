"""Words: what a reporter wrote, without what names him or anybody else.

Addresses of mail and network, telephone, card and customer numbers, URLs and names go. A name is
known by its title (山田様, Mr Yamada, Dear Taro) or because the message's own headers bear it; a
bare name in running text cannot be told from any word, so forms ask people to write none.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

from noroshi.sites.sense.mask import MASK
from noroshi.sites.sense.refang import refang

MOST_CHARACTERS = 1_000
"""Characters of words that are kept."""

MOST_READ = 20_000
"""Characters that are looked at; what lies behind is left out."""

SHORTEST_NAME = 2

_LINK = re.compile(r"(?:https?|ftp)://[^\s<>\"「」【】]+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"「」【】]{1,64}@[^\s@<>()\[\],;:\"「」【】]{1,255}")
_NUMBER = re.compile(r"\+?\d(?:[ ()./-]?\d){6,30}")
_ADDRESS = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:[^\s、。,.:;!?()「」【】\-]{1,20}[ ]?){1,2}(?:様|さま|さん|殿|氏|御中)(?![々一-鿿])"
)
_GREETED = re.compile(
    r"\b(dear|hello|hi|mr\.?|mrs\.?|ms\.?)[ ]+[^\s,.:;!?]{1,30}(?:[ ][A-Z][^\s,.:;!?]{0,30}){0,2}",
    re.IGNORECASE,
)
_BARE_HOST = re.compile(r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/\S*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def masked_words(text: str, names: Iterable[str] = ()) -> str:
    """The words with `MASK` in place of what tells a person, cut to a length that is kept.

    Args:
        text: As it was written.
        names: What the message's headers call people; each is removed wherever it stands.
    """
    words = _CONTROL.sub(" ", refang(text[:MOST_READ]))
    words = _LINK.sub("[URL]", words)
    words = _MAIL.sub(MASK, words)
    for name in sorted(set(map(_plain, names)), key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            words = re.sub(re.escape(name), MASK, words, flags=re.IGNORECASE)
    words = _BARE_HOST.sub("[URL]", words)
    for pattern in (_ADDRESS, _NUMBER, _TITLED):
        words = pattern.sub(MASK, words)
    words = _GREETED.sub(rf"\1 {MASK}", words)
    return re.sub(r"[ \t]+", " ", words).strip()[:MOST_CHARACTERS]


def without_names(url: str, names: Iterable[str]) -> str:
    """A URL without the names that the message's headers bear."""
    for name in sorted(set(map(_plain, names)), key=len, reverse=True):
        if len(name) >= 4 and name.isascii():
            head, mark, tail = url.partition("://")
            site, slash, rest = tail.partition("/")
            rest = re.sub(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", MASK, rest, flags=re.IGNORECASE)  # fmt: skip
            url = head + mark + site + slash + rest
    return url


def _plain(name: str) -> str:
    return normalize("NFKC", name).strip()
