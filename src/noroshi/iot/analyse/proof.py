"""Proof: a rule that matched, what it captured, and what follows from that."""

from collections.abc import Mapping

import msgspec

from noroshi.iot.analyse.claim import Claim


class Proof(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A rule that matched, and what it captured.

    Attributes:
        source: Database and place in it, as `recog/ftp_banners#12`.
        pattern: The rule's pattern.
        params: Parameters of the match, shared where every match gives the same.
        claims: What they say of the device; empty where they only tell what it is not.
    """

    source: str
    pattern: str
    params: Mapping[str, str]
    claims: tuple[Claim, ...] = ()
