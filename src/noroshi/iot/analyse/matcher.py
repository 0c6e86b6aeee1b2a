"""Matcher: the first fingerprint that fits a text, in linear time whatever the text is.

RE2 looks for all patterns of a database at once and tells which fit; only the first of these is
run again for its groups, where it has any. Backtracking engines need seconds for some of recog's
own patterns.
"""

from collections.abc import Sequence
from functools import cached_property

import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.iot.analyse.fingerprint import Fingerprint
from noroshi.iot.analyse.proof import Proof
from noroshi.iot.analyse.rule import Rule, options
from noroshi.spine.model import ConfigError

MAX_TEXT = 1024
"""Characters of a text that are looked at: hostile texts end here. Recog's longest example has 838."""
MAX_MEM = 256 * 1024 * 1024
"""Memory of one set, in octets. RE2 tells nothing when it runs out, so this is ample and sets small."""
SET_SIZE = 400
"""Patterns in one set."""


class Matcher:
    """Fingerprints that are tried in order; compiled when the first text comes."""

    def __init__(self, fingerprints: Sequence[Fingerprint]) -> None:
        self._fingerprints = fingerprints
        self._rules: dict[int, Rule] = {}

    def first(self, text: str) -> Proof | None:
        """What the first fingerprint that fits proves, or None."""
        octets = text[:MAX_TEXT].encode("utf-8", "replace")
        for start, patterns in self._sets:
            fitting = patterns.Match(octets)
            if fitting:
                return self._rule(start + min(fitting)).proof(octets)
        return None

    def earliest(self, text: str) -> Proof | None:
        """What the fingerprint that fits nearest to the text's begin proves, or None."""
        octets = text[:MAX_TEXT].encode("utf-8", "replace")
        fitting = [start + one for start, those in self._sets for one in those.Match(octets) or ()]
        if len(fitting) > 1:
            fitting.sort(key=lambda index: (self._rule(index).place(octets), index))
        return self._rule(fitting[0]).proof(octets) if fitting else None

    def _rule(self, index: int) -> Rule:
        rule = self._rules.get(index)
        if rule is None:
            rule = self._rules[index] = Rule(self._fingerprints[index])
        return rule

    @cached_property
    def _sets(self) -> list[tuple[int, re2.Set]]:
        return [(start, self._set(start)) for start in range(0, len(self._fingerprints), SET_SIZE)]

    def _set(self, start: int) -> re2.Set:
        patterns = re2.Set.SearchSet(options(MAX_MEM))
        for fingerprint in self._fingerprints[start : start + SET_SIZE]:
            try:
                patterns.Add(fingerprint.pattern.encode())
            except re2.error as error:
                raise ConfigError(f"{fingerprint.source}: RE2 refuses its pattern") from error
        patterns.Compile()
        return patterns
