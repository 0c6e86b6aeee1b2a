"""Wording: text as a person reads it, whatever code points it is written with.

Kits break words so that machines cannot find them: zero-width characters, letters of other alphabets
that look alike, full-width forms, spaces between letters. People read the same word.
"""

import re
import unicodedata

MOST_CHARACTERS = 200_000
"""Of one page that are looked at."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
"""Format characters that draw nothing (Unicode general category Cf and kin)."""

_ALIKE = str.maketrans(
    "авсԁеһіјӏкмопрԛѕтуѵѡхузАВСЕНІЈКМОРЅТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχɑɡɩℓ",
    "abcdehijlkmonpqstyvwxy3ABCEHIJKMOPSTXYABEZHIKMNOPTYXaiknoptuxagil",
)
"""Letters that look like Latin ones (Unicode TR 39, the confusables most used in host names)."""

_SPACED = re.compile(r"(?<![^\s])(?:[^\W_] ){3,}[^\W_](?![^\s])")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text for matching: compatibility forms folded, invisible characters gone, look-alikes Latin.

    Case stays; white space becomes single spaces; letters that were spaced out are joined.
    """
    text = _INVISIBLE.sub("", text[:MOST_CHARACTERS])
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = text.translate(_ALIKE)
    text = _SPACE.sub(" ", text).strip()
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), text)


def broken_words(text: str) -> int:
    """How many times words are broken by what nobody sees.

    Counted are invisible characters between letters, and other alphabets' letters in Latin words.
    """
    text = text[:MOST_CHARACTERS]
    if text.isascii():
        return 0
    return len(_BETWEEN.findall(text)) + len(_MIXED.findall(text))


_BETWEEN = re.compile(
    "(?<=\\w)[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+(?=\\w)"
)
_MIXED = re.compile("[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
