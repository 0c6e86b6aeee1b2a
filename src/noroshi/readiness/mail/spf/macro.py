"""Macros of SPF (RFC 7208 section 7): letters that stand for what is known of a message."""

import re
from collections.abc import Callable
from urllib.parse import quote

_PART = re.compile(
    r"%\{(?P<letter>[a-zA-Z])(?P<digits>\d{0,3})(?P<reverse>r?)(?P<delimiters>[.\-+,/_=]*)\}"
    r"|%(?P<escaped>[%_-])|(?P<literal>[\x21-\x24\x26-\x7e]+)",
    re.IGNORECASE,
)
_TOP_LABEL = re.compile(r"\.(?!\d+\.?$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.?$", re.IGNORECASE)
_LETTERS = frozenset("slodipvh")
_EXPLAINING = _LETTERS | frozenset("crt")
_ESCAPED = {"%": "%", "_": " ", "-": "%20"}
LONGEST_NAME = 253

Value = Callable[[str], str]
"""Lower-case letter -> what it stands for."""


def is_macro_string(text: str, *, explaining: bool = False) -> bool:
    """Whether a text is a macro-string; blanks are allowed in explanations only."""
    if explaining:
        text = text.replace(" ", "")
    letters = _EXPLAINING if explaining else _LETTERS
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return False
        if (letter := part["letter"]) and not _is_macro(letter, part["digits"], letters):
            return False
        at = part.end()
    return True


def is_domain_spec(text: str) -> bool:
    """Whether a text is a domain-spec: a macro-string that ends in a top label or a macro."""
    if not text or not is_macro_string(text):
        return False
    *_, last = _PART.finditer(text)
    return last["literal"] is None or bool(_TOP_LABEL.search(last["literal"]))


def expand(text: str, value: Value) -> str:
    """A checked macro-string with every macro replaced.

    Source:
        RFC 7208 section 7.3.
    """
    return re.sub(_PART, lambda part: _expanded(part, value), text)


def expand_name(text: str, value: Value) -> str:
    """A domain-spec expanded, and cut from the left to the length of a name."""
    name = expand(text, value).removesuffix(".")
    while len(name) > LONGEST_NAME and "." in name:
        name = name.partition(".")[2]
    return name


def _is_macro(letter: str, digits: str, letters: frozenset[str]) -> bool:
    return letter.lower() in letters and (not digits or int(digits) > 0)


def _expanded(part: re.Match[str], value: Value) -> str:
    if part["literal"]:
        return part["literal"]
    if part["escaped"]:
        return _ESCAPED[part["escaped"]]
    text = value(part["letter"].lower())
    delimiters = part["delimiters"] or "."
    if part["digits"] or part["reverse"] or part["delimiters"]:
        pieces = re.split(f"[{re.escape(delimiters)}]", text)
        if part["reverse"]:
            pieces.reverse()
        text = ".".join(pieces[-int(part["digits"] or 0) :])
    return quote(text, safe="-._~") if part["letter"].isupper() else text
