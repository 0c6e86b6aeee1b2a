"""Parameters: what a fingerprint says of a match, its templates read once and not at every match."""

import re
from collections.abc import Mapping, Sequence

import msgspec

_SLOT = re.compile(r"\{([a-z0-9_.]+)\}")
_DEPTH = 3
"""Templates that name templates are followed so far; one that names itself is left out."""
_FOREIGN = re.compile(r"[^a-z0-9._~+-]")
MAX_PART = 100
"""Characters of a captured value in a CPE."""


class Parameters(msgspec.Struct, frozen=True, gc=False):
    """A fingerprint's parameters: those that never change, and how the others are filled."""

    constant: Mapping[str, str]
    captured: tuple[tuple[str, int], ...]
    """Name and place of the group among a match's groups."""
    templates: "tuple[tuple[str, _Template], ...]"
    """Those that name what is captured, each after those that it names."""

    @property
    def same(self) -> Mapping[str, str] | None:
        """All parameters where no match changes any; None where one does."""
        return None if self.captured else self.constant

    def of(self, groups: Sequence[bytes | None]) -> Mapping[str, str]:
        """Parameters of one match: what was captured, and fixed ones with their slots filled.

        Args:
            groups: Octets of groups 1, 2, …; None where a group took no part, which counts as empty.
        """
        found = dict(self.constant)
        for name, place in self.captured:
            if place < len(groups):
                found[name] = (groups[place] or b"").decode("utf-8", "replace")
        for name, template in self.templates:
            found[name] = template.filled(found)
        return found


def parameters_of(fixed: Mapping[str, str], captured: Mapping[str, int]) -> Parameters:
    """A fingerprint's parameters, from its fixed and captured ones."""
    ready = _in_order(fixed)
    taken = tuple((name, number - 1) for name, number in captured.items() if name not in ready)
    changing = {name for name, _ in taken}
    constant: dict[str, str] = {}
    templates: list[tuple[str, _Template]] = []
    for name, text in ready.items():
        if _slots(text) & changing:
            changing.add(name)
            templates.append((name, _template(text)))
        else:
            constant[name] = _template(text).filled(constant) if "{" in text else text
    return Parameters(constant, taken, tuple(templates))


class _Template(msgspec.Struct, frozen=True, gc=False):
    """A text with `{name}` in it; in a CPE what is not known is `-`, as in recog."""

    is_cpe: bool
    pieces: tuple[str, ...]
    """Text, name, text, name, …, text."""

    def filled(self, found: Mapping[str, str]) -> str:
        """The text with its slots filled; what was captured is data, and never read as a template."""
        pieces = [*self.pieces]
        values = [found.get(name, "") for name in pieces[1::2]]
        if self.is_cpe:
            pieces[1::2] = [_escaped(value) for value in values]
            return "".join(pieces)
        pieces[1::2] = values
        return "".join(pieces).strip()


def _template(text: str) -> _Template:
    return _Template(text.startswith("cpe:/"), tuple(_SLOT.split(text)))


def _in_order(fixed: Mapping[str, str]) -> dict[str, str]:
    """Fixed parameters, each after those that it names."""
    waiting = dict(fixed)
    ordered: dict[str, str] = {}
    for _ in range(_DEPTH):
        ready = [name for name, text in waiting.items() if not _slots(text) & waiting.keys()]
        ordered |= {name: waiting.pop(name) for name in ready}
    return ordered


def _slots(text: str) -> set[str]:
    return set(_SLOT.findall(text)) if "{" in text else set()


def _escaped(text: str) -> str:
    """A captured value as a part of a CPE URI: lower case, no separators (NISTIR 7695, 6.1.2)."""
    return _FOREIGN.sub("_", text.strip().lower())[:MAX_PART] or "-"
