"""Boundary: the line between the parts of a mail, under one name for all mails.

Each mail has a boundary of its own, and Python's parser compiles a pattern for every one it meets, which takes
longer than all else it does with a small mail. Under a name that it met before it has the pattern already.
"""

import re

NAME = b"noroshi-boundary-that-stands-in-no-mail"
LONGEST = 2**20
"""Octets of a mail that is looked at; with a longer one a pattern costs little."""

_HEAD = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_NAMED = re.compile(
    rb"^content-type:[ \t]*multipart/(?:[^\r\n\"(]|\r?\n[ \t])*?;\s*boundary=(\"?)([0-9A-Za-z'()+_,./:=?-]{1,70})\1[ \t\r\n;]",
    re.IGNORECASE | re.MULTILINE,
)
_LINE_END = re.compile(rb"(?:--)?[ \t]*\r?(?:\n|\Z)")


def with_known_boundary(octets: bytes) -> bytes:
    """The mail with its boundary renamed; as it is where it has several, or none, or they stand elsewhere too."""
    head = _HEAD.match(octets)
    if head is None or len(octets) > LONGEST or NAME in octets:
        return octets
    named = _NAMED.search(head[0])
    if (
        named is None
        or head[0].lower().count(b"content-type") != 1
        or octets.lower().count(b"boundary") != 1
    ):
        return octets
    boundary = named[2]
    before, *parts = octets.split(b"\n--" + boundary)
    if octets.count(boundary) != len(parts) + 1 or not all(map(_LINE_END.match, parts)):
        return octets
    if not parts or parts[0].startswith(b"--"):
        return octets  # no part begins, so all is one text
    before = before[: named.start(2)] + NAME + before[named.end(2) :]
    return (b"\n--" + NAME).join([before, *parts])
