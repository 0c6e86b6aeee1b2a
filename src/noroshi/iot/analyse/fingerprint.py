"""Fingerprint: a pattern, and what it says of whoever answers so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
_DEPTH = 3
"""Templates that name templates are followed so far; one that names itself is left out."""


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

    def values(self, groups: tuple[str | None, ...]) -> dict[str, str]:
        """Parameters of one match: what was captured, and fixed ones with their slots filled.

        Args:
            groups: Text of groups 1, 2, …; None where a group took no part, which counts as empty.
        """
        captured = {
            name: groups[number - 1] or ""
            for name, number in self.captured.items()
            if number <= len(groups)
        }
        found = dict(captured)
        waiting = dict(self.fixed)
        for _ in range(_DEPTH):
            ready = {name for name, text in waiting.items() if not _slots(text) & waiting.keys()}
            found |= {name: _filled(waiting.pop(name), found) for name in ready}
        return found


def _slots(text: str) -> set[str]:
    return set(_SLOT.findall(text)) if "{" in text else set()


def _filled(text: str, found: Mapping[str, str]) -> str:
    """A template with `{name}` replaced; in a CPE what is not known is `-`, as in recog.

    Captured text is data: it is put in once and never read as a template again.
    """
    if "{" not in text:
        return text
    if text.startswith("cpe:/"):
        return _SLOT.sub(lambda slot: _escaped(found.get(slot[1], "")), text)
    return _SLOT.sub(lambda slot: found.get(slot[1], ""), text).strip()


def _escaped(text: str) -> str:
    """A captured value as a part of a CPE URI: lower case, no separators (NISTIR 7695, 6.1.2)."""
    return re.sub(r"[^a-z0-9._~+-]", "_", text.strip().lower())[:100] or "-"
