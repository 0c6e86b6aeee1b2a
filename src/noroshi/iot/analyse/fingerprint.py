"""Fingerprint: a pattern, and what it says of whoever answers so."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An answer that a fingerprint was written for, with values that must be captured."""

    text: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
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
