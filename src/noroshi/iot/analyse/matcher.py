"""Matcher: the first fingerprint that fits a text, in linear time whatever the text is.

RE2 looks for all patterns of a database at once and tells which fit; only the first of these is
run again for its groups. Backtracking engines need seconds for some of recog's own patterns.
"""

from collections.abc import Sequence
from functools import cached_property

import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.iot.analyse.fingerprint import Fingerprint
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
        self._compiled: dict[int, re2._Regexp] = {}

    def first(self, text: str) -> tuple[Fingerprint, dict[str, str]] | None:
        """The first fingerprint that fits and its parameters, or None."""
        octets = text[:MAX_TEXT].encode("utf-8", "replace")
        for start, patterns in self._sets:
            fitting = patterns.Match(octets)
            if fitting:
                return self._read(start + min(fitting), octets)
        return None

    def earliest(self, text: str) -> tuple[Fingerprint, dict[str, str]] | None:
        """The fingerprint that fits nearest to the text's begin and its parameters, or None."""
        octets = text[:MAX_TEXT].encode("utf-8", "replace")
        fitting = [start + one for start, those in self._sets for one in those.Match(octets) or ()]
        if len(fitting) > 1:
            fitting.sort(key=lambda index: (self._place(index, octets), index))
        return self._read(fitting[0], octets) if fitting else None

    def _place(self, index: int, octets: bytes) -> int:
        match = self._pattern(index).search(octets)
        return len(octets) if match is None else int(match.start())

    def _read(self, index: int, octets: bytes) -> tuple[Fingerprint, dict[str, str]] | None:
        fingerprint = self._fingerprints[index]
        match = self._pattern(index).search(octets)
        if match is None:
            return None
        groups = tuple(
            None if group is None else group.decode("utf-8", "replace") for group in match.groups()
        )
        return fingerprint, fingerprint.values(groups)

    def _pattern(self, index: int) -> re2._Regexp:
        compiled = self._compiled.get(index)
        if compiled is None:
            compiled = re2.compile(self._fingerprints[index].pattern.encode(), _options())
            self._compiled[index] = compiled
        return compiled

    @cached_property
    def _sets(self) -> list[tuple[int, re2.Set]]:
        return [(start, self._set(start)) for start in range(0, len(self._fingerprints), SET_SIZE)]

    def _set(self, start: int) -> re2.Set:
        patterns = re2.Set.SearchSet(_options())
        for fingerprint in self._fingerprints[start : start + SET_SIZE]:
            try:
                patterns.Add(fingerprint.pattern.encode())
            except re2.error as error:
                raise ConfigError(f"{fingerprint.source}: RE2 refuses its pattern") from error
        patterns.Compile()
        return patterns


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = MAX_MEM
    options.log_errors = False
    return options
