"""Tags: the `name=value` lists that DKIM, DMARC, MTA-STS, TLS-RPT and BIMI records are made of."""

import re

LONGEST = 16_384

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class TagFault(ValueError):  # noqa: N818  # a fault of the text, told to its owner
    """The list is malformed; the message says where."""


def parse_tags(text: str, *, folded: bool = True) -> dict[str, str]:
    """Tags by name in their order; blanks around names and values are dropped.

    Args:
        text: The list.
        folded: Names in lower case, as DMARC wants; DKIM tells `a` from `A` (RFC 6376 section 3.2).

    Raises:
        TagFault: A part is no tag, or a name stands twice (RFC 6376 section 3.2).
    """
    if len(text) > LONGEST:
        raise TagFault(f"longer than {LONGEST:,} characters")
    tags: dict[str, str] = {}
    parts = text.split(";")
    for part in parts if parts[-1].strip() else parts[:-1]:
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name):
            raise TagFault(f"{part.strip()[:80]!r} is no name=value")
        name = name.lower() if folded else name
        if name in tags:
            raise TagFault(f"{name}= stands twice")
        tags[name] = value.strip()
    return tags
