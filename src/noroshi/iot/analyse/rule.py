"""Rule: a fingerprint at work; whatever is the same for all texts is worked out once."""

import msgspec
import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.iot.analyse.claim import Names, claims_of, things_in
from noroshi.iot.analyse.fingerprint import Fingerprint
from noroshi.iot.analyse.parameters import Parameters, parameters_of
from noroshi.iot.analyse.proof import Proof
from noroshi.iot.analyse.repetition import loosened

MIN_MEM = 2 * 1024 * 1024
"""Memory of one pattern, in octets. With more RE2 builds more of a hostile text's states before it
takes its other way, which keeps none: 2 MiB end that after a few milliseconds."""
MAX_MEM = 256 * 1024 * 1024
"""Memory of what does not fit into less, in octets."""


class Rule(msgspec.Struct, gc=False):
    """What a fingerprint proves of texts that its pattern without high counts fits.

    Attributes:
        same_to: Octets of a text up to which both patterns fit alike.
        things: What it may tell of.
        same: The proof of every text where nothing is captured: then nothing is searched for.
        short: The pattern without high counts, once it was asked for.
        exact: The pattern, once it was asked for.
    """

    fingerprint: Fingerprint
    parameters: Parameters
    loose: str
    same_to: int
    things: tuple[Names, ...]
    same: Proof | None = None
    short: re2._Regexp | None = None
    exact: re2._Regexp | None = None

    def proof(self, octets: bytes) -> Proof | None:
        """The proof that a text gives; None where the pattern does not fit after all."""
        if self.same is not None and len(octets) <= self.same_to:
            return self.same
        match = self._pattern(octets).search(octets)
        return None if match is None else self.same or self.proof_of(match.groups())

    def place(self, octets: bytes) -> int:
        """Where in a text the pattern fits; its end where it does not."""
        match = self._pattern(octets).search(octets)
        return len(octets) if match is None else int(match.start())

    def proof_of(self, groups: tuple[bytes | None, ...]) -> Proof:
        """The proof of a match with these groups."""
        params = self.parameters.of(groups)
        return Proof(
            source=self.fingerprint.source,
            pattern=self.fingerprint.pattern,
            params=params,
            claims=claims_of(params, self.things),
        )

    def _pattern(self, octets: bytes) -> re2._Regexp:
        if len(octets) <= self.same_to:
            if self.short is None:
                self.short = _compiled(self.loose)
            return self.short
        if self.exact is None:
            self.exact = _compiled(self.fingerprint.pattern)
        return self.exact


def rule_of(fingerprint: Fingerprint) -> Rule:
    """A fingerprint at work."""
    loose, same_to = loosened(fingerprint.pattern)
    parameters = parameters_of(fingerprint.fixed, fingerprint.captured)
    things = things_in(fingerprint.fixed.keys() | fingerprint.captured.keys())
    made = Rule(fingerprint, parameters, loose, same_to, things)
    if parameters.same is not None:
        made.same = made.proof_of(())
    return made


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
