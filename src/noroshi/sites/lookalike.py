"""Lookalike: a host name as an eye takes it, so that a brand's word is found behind borrowed letters."""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import combining, normalize

import idna

_SEEN_AS = str.maketrans(
    "аеорсухіјѕԁԛԝһӏвкмнтαβεικνορτυχωɑɡıℓ0135øłđħ",
    "aeopcyxijsdqwhlbkmhtabeikvoptuxwagilolesoldh",
)
"""Letters of other scripts (UTS 39, the lower-case Cyrillic and Greek part) and digits as Latin ones."""

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


@lru_cache(maxsize=1 << 12)
def seen_as(host: str) -> str:
    """A host in the letters that it looks like; hyphens stay, accents go.

    Args:
        host: In ASCII, with `xn--` labels, or in Unicode.
    """
    return _drawn(".".join(map(_unicode, host.lower().split("."))))


def brand_in(host: str, words: Iterable[str]) -> str:
    """The first of some brand words that a host seems to bear; empty for none.

    A word that is a whole label, or a part of one between hyphens, counts at any length; one inside
    a longer label only from five letters on.
    """
    plain, drawn = host.lower(), seen_as(host)
    for word in words:
        if any(_bears(form, given) for form, given in ((plain, word), (drawn, _drawn(word)))):
            return word
    return ""


def _bears(host: str, word: str) -> bool:
    if len(word) >= 5 and word in host:
        return True
    return word in host.replace("-", ".").split(".")


def _drawn(text: str) -> str:
    base = "".join(sign for sign in normalize("NFKD", text) if not combining(sign))
    drawn = base.translate(_SEEN_AS)
    for pair, letter in _PAIRS:
        drawn = drawn.replace(pair, letter)
    return drawn


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.ulabel(label)
    except idna.IDNAError:
        try:
            return label[4:].encode("ascii").decode("punycode")
        except (UnicodeError, ValueError):
            return label
