"""References: how brands' own pages look, captured by the operator from the official sites."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from noroshi.sites.analyse.picture import icon_hash, layout_hash, layout_likeness
from noroshi.sites.visit import Visit
from noroshi.spine.model import ConfigError

FILE = "references.jsonl"
LIKE = 0.55
"""Likeness of layouts from which two pages look the same to a hurried eye."""


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One look at a brand's own page.

    Attributes:
        brand: Name in the list of brands.
        url: Page that was looked at.
        taken: UTC, ISO 8601.
        icon: Hash of its icon; 0 where it has none.
        layout: Hash of its screen, in hexadecimal.
        evidence: Name of the signed evidence of the look; empty where it was not kept.
    """

    brand: str
    url: str
    taken: str
    icon: int
    layout: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """All captured looks."""

    looks: tuple[Reference, ...] = ()

    def of(self, brand: str) -> tuple[Reference, ...]:
        """Looks at a brand's own pages, the newest first."""
        own = (look for look in self.looks if look.brand == brand)
        return tuple(sorted(own, key=lambda look: look.taken, reverse=True))

    def by_icon(self, icon: int) -> str:
        """The brand whose icon this is; empty where none is, or several share it."""
        brands = {look.brand for look in self.looks if icon and look.icon == icon}
        return brands.pop() if len(brands) == 1 else ""

    def by_layout(self, layout: int) -> tuple[str, float]:
        """The brand whose page looks most alike, and how much; empty below the bound."""
        likeness = [
            (layout_likeness(layout, int(look.layout, 16)), look.brand) for look in self.looks
        ]
        best = max(likeness, default=(0.0, ""))
        return (best[1], best[0]) if best[0] >= LIKE else ("", 0.0)


def reference_of(brand: str, visit: Visit, evidence: str = "") -> Reference:
    """A look at a brand's own page, in short."""
    return Reference(
        brand=brand,
        url=visit.final_url,
        taken=visit.started.isoformat(),
        icon=icon_hash(visit.favicon),
        layout=f"{layout_hash(visit.screenshot):x}",
        evidence=evidence,
    )


def read_references(path: Path) -> References:
    """Captured looks of a file; none where there is no file.

    Raises:
        ConfigError: The file is damaged.
    """
    if not path.exists():
        return References()
    try:
        lines = path.read_bytes().splitlines()
        return References(
            tuple(msgspec.json.decode(line, type=Reference) for line in lines if line)
        )
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(
            f"{path} is no file of references; remove it and capture again"
        ) from error


def write_references(references: References, path: Path) -> None:
    """Write captured looks, a line each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(msgspec.json.encode(look) + b"\n" for look in references.looks))
