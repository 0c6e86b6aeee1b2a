"""Fingerprint: a pattern, and what it says of whoever answers so.

Thousands of these and of what comes of them are kept, and none can be part of a cycle: they are
exempt from garbage collection, which would look through all of them in the midst of one answer.
"""

from collections.abc import Mapping

import msgspec


class Example(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An answer that a fingerprint was written for, with values that must be captured."""

    text: str
    values: Mapping[str, str]


class Fingerprint(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One rule in recog's terms.

    Attributes:
        source: Database and place in it, as `recog/ftp_banners#12`.
        pattern: RE2 pattern with its flags in front.
        fixed: Parameters that hold whenever the pattern matches.
        captured: Parameter to number of the group that holds its value.
        examples: What must match.
    """

    source: str
    pattern: str
    fixed: Mapping[str, str]
    captured: Mapping[str, int]
    examples: tuple[Example, ...] = ()
