"""Rule: a fingerprint at work; whatever is the same for all texts is worked out once."""

from functools import cached_property

import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.iot.analyse.claim import claims_of
from noroshi.iot.analyse.fingerprint import Fingerprint
from noroshi.iot.analyse.parameters import Parameters
from noroshi.iot.analyse.proof import Proof

MAX_MEM = 256 * 1024 * 1024
"""Memory of a pattern that does not fit into less, in octets."""


class Rule:
    """What a fingerprint proves of texts that it is known to fit."""

    def __init__(self, fingerprint: Fingerprint) -> None:
        self._fingerprint = fingerprint
        self._parameters = Parameters(fingerprint.fixed, fingerprint.captured)

    def proof(self, octets: bytes) -> Proof | None:
        """The proof that a text gives; None where the pattern does not fit after all."""
        if self._same is not None:
            return self._same
        match = self._pattern.search(octets)
        return None if match is None else self._proof(match.groups())

    def place(self, octets: bytes) -> int:
        """Where in a text the pattern fits; its end where it does not."""
        match = self._pattern.search(octets)
        return len(octets) if match is None else int(match.start())

    @cached_property
    def _same(self) -> Proof | None:
        """The proof of every text, where nothing is captured: then nothing is searched for."""
        return None if self._parameters.same is None else self._proof(())

    @cached_property
    def _pattern(self) -> re2._Regexp:
        return re2.compile(self._fingerprint.pattern.encode(), options(MAX_MEM))

    def _proof(self, groups: tuple[bytes | None, ...]) -> Proof:
        params = self._parameters.of(groups)
        return Proof(
            source=self._fingerprint.source,
            pattern=self._fingerprint.pattern,
            params=params,
            claims=tuple(claims_of(params)),
        )


def options(max_mem: int) -> re2.Options:
    """How patterns are compiled, in so much memory (octets)."""
    made = re2.Options()
    made.max_mem = max_mem
    made.log_errors = False
    return made
