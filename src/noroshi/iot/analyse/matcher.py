"""Matcher: the first fingerprint that fits a text, in linear time whatever the text is.

RE2 looks for all patterns of a database at once, without their high counts, and tells which may fit;
only the first of these is run again, where it has groups or the text is long. Backtracking engines
need seconds for some of recog's own patterns.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.iot.analyse.fingerprint import Fingerprint
from noroshi.iot.analyse.proof import Proof
from noroshi.iot.analyse.repetition import loosened
from noroshi.iot.analyse.rule import MAX_MEM, Rule, options, rule_of
from noroshi.spine.model import ConfigError

MAX_TEXT = 1024
"""Characters of a text that are looked at: hostile texts end here. Recog's longest example has 838."""
SET_MEM = 32 * 1024 * 1024
"""Memory of one set, in octets. When it is full RE2 empties it and goes on, which takes long if it is
large; what does not fit is refused when the set is made."""
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
            for one in sorted(fitting) if fitting else ():
                proof = self._rule(start + one).proof(octets)
                if proof is not None:
                    return proof
        return None

    def earliest(self, text: str) -> Proof | None:
        """What the fingerprint that fits nearest to the text's begin proves, or None."""
        octets = text[:MAX_TEXT].encode("utf-8", "replace")
        fitting = [start + one for start, those in self._sets for one in those.Match(octets) or ()]
        if len(fitting) > 1:
            fitting.sort(key=lambda index: (self._rule(index).place(octets), index))
        for index in fitting:
            proof = self._rule(index).proof(octets)
            if proof is not None:
                return proof
        return None

    def _rule(self, index: int) -> Rule:
        rule = self._rules.get(index)
        if rule is None:
            rule = self._rules[index] = rule_of(self._fingerprints[index])
        return rule

    @cached_property
    def _sets(self) -> list[tuple[int, re2.Set]]:
        return [
            (start, _set_of(self._fingerprints[start : start + SET_SIZE]))
            for start in range(0, len(self._fingerprints), SET_SIZE)
        ]


def _set_of(fingerprints: Sequence[Fingerprint]) -> re2.Set:
    _check(fingerprints)
    for memory in (SET_MEM, MAX_MEM):
        patterns = re2.Set.SearchSet(options(memory))
        for fingerprint in fingerprints:
            patterns.Add(loosened(fingerprint.pattern).pattern.encode())
        with suppress(re2.error):
            patterns.Compile()
            return patterns
    raise ConfigError(f"{fingerprints[0].source} and those after it: RE2 refuses so large a set")


def _check(fingerprints: Sequence[Fingerprint]) -> None:
    """Have RE2 read every pattern as it is written."""
    read = re2.Set.SearchSet(options(MAX_MEM))
    for fingerprint in fingerprints:
        try:
            read.Add(fingerprint.pattern.encode())
        except re2.error as error:
            raise ConfigError(f"{fingerprint.source}: RE2 refuses its pattern") from error
