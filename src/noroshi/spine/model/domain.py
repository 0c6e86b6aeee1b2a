"""Domain: a name of the public DNS in the one form in which the house writes it."""

import re

import idna

from noroshi.spine.model.errors import InputError

LONGEST_NAME = 253
"""Octets of a name in text (RFC 1035 section 2.3.4: 255 on the wire)."""

_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
"""Full stops of other scripts (UTS 46, section 4)."""

# Underscores stand in host names of mail and of many phishing sites, though no registry sells them.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def canonical_domain(text: str) -> str:
    """A name as A-labels (RFC 5890), lower case, without the root's dot.

    Raises:
        InputError: The text is no name of at least two labels, is too long, or ends in a number and
            so would be read as an address.
    """
    name = text.strip().translate(_DOTS).lower().removesuffix(".")
    if len(name) > 4 * LONGEST_NAME:  # before any work: the longest name in UTF-8
        raise _refusal(text, f"is longer than {LONGEST_NAME} octets")
    if not name.isascii():
        name = _a_labels(text, name)
    if len(name) > LONGEST_NAME:
        raise _refusal(text, f"is longer than {LONGEST_NAME} octets")
    labels = name.split(".")
    if len(labels) < 2:
        raise _refusal(text, "has one label only; write it in full, as in c2.example")
    if not all(map(_LABEL.fullmatch, labels)):
        raise _refusal(text, "is no host name; write letters, digits and hyphens between dots")
    if _NUMBER.fullmatch(labels[-1]):
        raise _refusal(text, "ends in a number; an address is written as an address")
    return name


def _a_labels(text: str, name: str) -> str:
    try:
        return idna.encode(name, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise _refusal(text, f"is no name of the DNS ({error})") from error


def _refusal(text: str, why: str) -> InputError:
    shown = text if len(text) <= 80 else text[:79] + "…"
    return InputError(f"{shown!r} {why}")
