"""Job: visit addresses under guard, and keep what was seen as signed evidence."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.confine import browser_user
from noroshi.sites.visit.evidence import Checked, verify_package, write_package
from noroshi.sites.visit.profile import PROFILES, Profile
from noroshi.sites.visit.quarantine import KEY_OCTETS, Quarantine
from noroshi.sites.visit.visit import Visit
from noroshi.spine.home import Home, read_or_make_key
from noroshi.spine.home.audit import public_pem, read_public
from noroshi.spine.home.audit.checkpoint import SEED_OCTETS
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.net.egress import Stage

if TYPE_CHECKING:
    from noroshi.sites.visit.visitor import Visitor

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A visit and the directory of its evidence."""

    visit: Visit
    evidence: Path

    def as_row(self) -> dict[str, object]:
        """Machine output."""
        visit = self.visit
        return {
            "url": visit.url,
            "profile": visit.profile,
            "outcome": visit.outcome.value,
            "detail": visit.detail,
            "status": visit.status,
            "final_url": visit.final_url,
            "title": visit.title,
            "hops": [hop.url for hop in visit.chain],
            "fields": [field.kind for field in visit.fields if field.visible],
            "requests": len(visit.exchanges),
            "refused": sum(1 for one in visit.exchanges if one.refused),
            "downloads": [file.sha256 for file in visit.downloads],
            "evidence": str(self.evidence),
        }


async def visit_all(
    urls: Iterable[str],
    profile: Profile,
    home: Home,
    *,
    out: Path | None = None,
    stage: Stage | None = None,
    refused: Counter[str],
) -> AsyncIterator[Kept]:
    """Visits in the order in which they end, a few at a time.

    Args:
        urls: Addresses; what is none is counted.
        profile: Who looks.
        home: Settings, keys, and the place of evidence.
        out: Another place for the evidence.
        stage: Names that are played on this machine.
        refused: Counts addresses that cannot be visited, by reason.

    Raises:
        ConfigError: Chromium or Playwright is missing, or cannot be confined here.
        SourceError: Chromium does not start, or the disk takes no evidence.
    """
    seed = evidence_seed(home)
    folder = out if out is not None else home.evidence / "visits"
    async with opened_visitor(home, stage=stage) as visitor:
        places = asyncio.Semaphore(home.settings.visit.concurrent)

        async def one(url: str) -> Kept | None:
            async with places:
                try:
                    visit = await visitor.visit(url, profile)
                except InputError as error:
                    refused[str(error)] += 1
                    return None
            return Kept(visit=visit, evidence=write_package(visit, folder, seed))

        for ended in asyncio.as_completed([one(url) for url in urls]):
            kept = await ended
            if kept is not None:
                yield kept


@asynccontextmanager
async def opened_visitor(home: Home, *, stage: Stage | None = None) -> "AsyncIterator[Visitor]":
    """The visitor of a home, with its bounds and its quarantine, while entered.

    Args:
        home: Settings, keys, and the place of what pages push.
        stage: Names that are played on this machine.

    Raises:
        ConfigError: Chromium or Playwright is missing, or cannot be confined here.
        SourceError: Chromium does not start.
    """
    settings = home.settings.visit
    bounds = VisitBounds(
        total_s=settings.total_s,
        received_bytes=settings.received_mb * MIB,
        memory_bytes=settings.memory_mb * MIB,
    )
    user = browser_user(settings.user, os.geteuid())
    key = read_or_make_key(home.quarantine_key_file, KEY_OCTETS)
    async with _visitor()(
        user=user,
        quarantine=Quarantine(home.evidence / "quarantine", key),
        bounds=bounds,
        stage=stage,
        fresh=settings.fresh,
    ) as visitor:
        yield visitor


def evidence_seed(home: Home) -> bytes:
    """The key that signs evidence; it and its public half are made where they are missing."""
    seed = read_or_make_key(home.audit_key_file, SEED_OCTETS)
    if not home.audit_public_file.exists():
        write_whole([public_pem(home.audit_key_file)], home.audit_public_file)
    return seed


def profile_named(name: str) -> Profile:
    """One of the profiles.

    Raises:
        ConfigError: There is none of that name.
    """
    if name not in PROFILES:
        raise ConfigError(f"there is no profile {name!r}; choose one of {', '.join(PROFILES)}")
    return PROFILES[name]


def verify_evidence(place: Path, home: Home, key_file: Path | None) -> Checked:
    """Whether a package is whole and signed, by this home or by the house of a public key.

    Raises:
        ConfigError: There is no public key.
        InputError: The directory is no package.
    """
    return verify_package(place, evidence_key(home, key_file))


def evidence_key(home: Home, key_file: Path | None) -> Ed25519PublicKey:
    """The public key of a file, or of this home.

    Raises:
        ConfigError: It is none.
    """
    return read_public(key_file or home.audit_public_file)


def _visitor() -> "type[Visitor]":
    try:
        from noroshi.sites.visit.visitor import Visitor  # noqa: PLC0415  # the extra [browser]
    except ImportError as error:
        raise ConfigError(
            "visits need Playwright's Python package: install noroshi[browser]"
        ) from error
    return Visitor
