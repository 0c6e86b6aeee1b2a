"""Kept evidence: what signed packages of visits to a page say, read back for people and for requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from noroshi.sites.analyse.document import host_of
from noroshi.sites.visit.evidence.manifest import MOST_OCTETS, Part, read_sealed
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.spine.model.site_queue import SiteVisit

MOST_VISIT_OCTETS = 8 * 1024 * 1024
MOST_PACKAGES = 50
"""Packages of a page that are read; the newest of more."""


class _Met(msgspec.Struct, frozen=True):
    """A document or request of a kept visit."""

    url: str
    address: str | None = None


class _Kept(msgspec.Struct, frozen=True):
    """What is read of a kept visit; all else is passed over."""

    final_url: str = ""
    title: str = ""
    chain: tuple[_Met, ...] = ()
    exchanges: tuple[_Met, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package.

    Attributes:
        visit: Its record.
        place: Its directory.
        parts: Its files with sizes and hashes, as they were signed.
        final_url: Where the visit ended.
        title: Of the page.
        hosts: Hosts that answered, with the addresses that they answered from.
    """

    visit: SiteVisit
    place: Path
    parts: tuple[Part, ...]
    final_url: str
    title: str
    hosts: dict[str, tuple[str, ...]]


def packages_of(home: Home, visits: list[SiteVisit]) -> Iterator[Package]:
    """The packages of visits that still lie in the home, oldest first; broken ones are passed over."""
    for visit in visits[-MOST_PACKAGES:]:
        place = home.evidence / "visits" / visit.evidence
        if not visit.evidence or place.parent != home.evidence / "visits":
            continue
        try:
            sealed = read_sealed(_octets(place / "manifest.json", MOST_OCTETS))
            kept = msgspec.json.decode(_octets(place / "visit.json", MOST_VISIT_OCTETS), type=_Kept)
        except (InputError, msgspec.DecodeError, RecursionError):
            continue
        yield Package(
            visit=visit,
            place=place,
            parts=sealed.manifest.parts,
            final_url=kept.final_url,
            title=kept.title,
            hosts=_hosts((*kept.chain, *kept.exchanges)),
        )


def _hosts(met: tuple[_Met, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for one in met:
        host = host_of(one.url)
        if host and one.address:
            found.setdefault(host, {})[one.address] = None
    return {host: tuple(addresses) for host, addresses in found.items()}


def _octets(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            octets = file.read(most + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    if len(octets) > most:
        raise InputError(f"{path} is larger than any such file")
    return octets
