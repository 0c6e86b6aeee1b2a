"""Yara: YARA-X rules over a page's markup, with a bound on time."""

from dataclasses import dataclass

import yara_x

from noroshi.sites.visit import Visit
from noroshi.spine.model import InputError

TIMEOUT_S = 5


@dataclass(frozen=True)
class YaraRules:
    """Compiled rules."""

    compiled: yara_x.Rules

    @classmethod
    def read(cls, text: str) -> "YaraRules":
        """Rules from their text.

        Raises:
            InputError: They do not compile; the message is the compiler's.
        """
        try:
            return cls(yara_x.compile(text))
        except (yara_x.CompileError, ValueError) as error:
            raise InputError(f"the rules do not compile: {str(error).splitlines()[0]}") from error

    def matching(self, visit: Visit) -> list[str]:
        """Names of the rules that fit a visit's markup, in their order; none where time ran out."""
        scanner = yara_x.Scanner(self.compiled)
        scanner.set_timeout(TIMEOUT_S)
        try:
            found = scanner.scan(visit.html.encode(errors="replace"))
        except (yara_x.ScanError, yara_x.TimeoutError):
            return []
        return [rule.identifier for rule in found.matching_rules]
