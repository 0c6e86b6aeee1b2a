"""Rule: a fingerprint at work; whatever is the same for all texts is worked out once."""

from functools import cached_property

import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.iot.analyse.claim import claims_of, things_in
from noroshi.iot.analyse.fingerprint import Fingerprint
from noroshi.iot.analyse.parameters import Parameters
from noroshi.iot.analyse.proof import Proof
from noroshi.iot.analyse.repetition import loosened

MIN_MEM = 2 * 1024 * 1024
"""Memory of one pattern, in octets. With more RE2 builds more of a hostile text's states before it
takes its other way, which keeps none: 2 MiB end that after a few milliseconds."""
MAX_MEM = 256 * 1024 * 1024
"""Memory of what does not fit into less, in octets."""


class Rule:
    """What a fingerprint proves of texts that its pattern without high counts fits."""

    def __init__(self, fingerprint: Fingerprint) -> None:
        self._fingerprint = fingerprint
        self._loose, self._same_to = loosened(fingerprint.pattern)
        self._parameters = Parameters(fingerprint.fixed, fingerprint.captured)
        self._things = things_in(fingerprint.fixed.keys() | fingerprint.captured.keys())

    def proof(self, octets: bytes) -> Proof | None:
        """The proof that a text gives; None where the pattern does not fit after all."""
        if self._same is not None and len(octets) <= self._same_to:
            return self._same
        match = self._pattern(octets).search(octets)
        return None if match is None else self._same or self._proof(match.groups())

    def place(self, octets: bytes) -> int:
        """Where in a text the pattern fits; its end where it does not."""
        match = self._pattern(octets).search(octets)
        return len(octets) if match is None else int(match.start())

    def _pattern(self, octets: bytes) -> re2._Regexp:
        return self._short if len(octets) <= self._same_to else self._exact

    @cached_property
    def _short(self) -> re2._Regexp:
        return _compiled(self._loose)

    @cached_property
    def _exact(self) -> re2._Regexp:
        return _compiled(self._fingerprint.pattern)

    @cached_property
    def _same(self) -> Proof | None:
        """The proof of every text, where nothing is captured: then nothing is searched for."""
        return None if self._parameters.same is None else self._proof(())

    def _proof(self, groups: tuple[bytes | None, ...]) -> Proof:
        params = self._parameters.of(groups)
        return Proof(
            source=self._fingerprint.source,
            pattern=self._fingerprint.pattern,
            params=params,
            claims=claims_of(params, self._things),
        )


def _compiled(pattern: str) -> re2._Regexp:
    try:
        return re2.compile(pattern.encode(), options(MIN_MEM))
    except re2.error:
        return re2.compile(pattern.encode(), options(MAX_MEM))


def options(max_mem: int) -> re2.Options:
    """How patterns are compiled, in so much memory (octets)."""
    made = re2.Options()
    made.max_mem = max_mem
    made.log_errors = False
    return made
