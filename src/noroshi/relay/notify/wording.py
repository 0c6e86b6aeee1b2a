"""Wording: sentences and values made fit for messages that leave."""

import re

from noroshi.spine.model import Subject, Text, strange_addresses

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)
_SCHEME = re.compile(r"http(s?)://", re.IGNORECASE)

LONGEST = 1_000
"""Characters of a sentence in a message; a longer one is cut and ends in an ellipsis."""

WITHHELD = Text(
    ja="理由の文に対象以外のアドレスが含まれるため、示しません。",
    en="The reason names an address other than the subject's and is withheld.",
)


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text on one line, without control or direction characters or lone surrogates."""
    flat = _UNSAFE.sub(" ", text).strip()
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def outside(text: Text, subject: Subject) -> Text:
    """A sentence that names no address but the subject's, or that says it is withheld.

    Whoever wrote it cleaned it already; this holds where somebody did not.
    """
    if strange_addresses(text.ja, subject) or strange_addresses(text.en, subject):
        return WITHHELD
    return Text(ja=one_line(text.ja) or WITHHELD.ja, en=one_line(text.en) or WITHHELD.en)


def defanged(value: str) -> str:
    """A subject so written that no mail program makes a link of it: `203.0.113[.]5`, `hxxps://`."""
    return without_links(one_line(value, 300)).replace(".", "[.]")


def without_links(text: str) -> str:
    """A sentence of which no mail program makes a link with a scheme."""
    return _SCHEME.sub(lambda match: f"hxxp{match.group(1)}://", text)
