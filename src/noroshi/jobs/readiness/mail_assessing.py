"""Mail assessing: how domains stand, by answers of a resolver or of zone files."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from noroshi.jobs.readiness.mail_importing import mail_folder
from noroshi.readiness.mail.analyse.sources import read_sources
from noroshi.readiness.mail.judge.assess import Assessment, assess
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError, canonical_domain
from noroshi.spine.net.http import Limits, Outbound
from noroshi.spine.net.lookup import Lookup, Remembering, Resolver, ZoneFiles

MARK = "._domainkey."

_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,100}[A-Za-z0-9])?")


def lookup_of(resolver: str | None, zones: Sequence[Path]) -> Lookup:
    """Who answers: a resolver by its address, or zone files.

    Raises:
        ConfigError: Both or neither were given.
        InputError: A file holds no zone.
    """
    if bool(resolver) == bool(zones):
        raise ConfigError("give either --resolver ADDRESS or --zone FILE; --zone may be repeated")
    return Remembering(Resolver(resolver) if resolver else ZoneFiles(zones))


def assess_domains(
    domains: Sequence[str],
    *,
    resolver: str | None,
    zones: Sequence[Path],
    selectors: Sequence[str] = (),
    sts_policy: Path | None = None,
    home: Home | None = None,
) -> Iterator[Assessment]:
    """How each domain stands, in order.

    Args:
        domains: Names in any spelling.
        resolver: Address of a resolver.
        zones: Zone files in its place; DKIM selectors are then read from them.
        selectors: Known DKIM selectors.
        sts_policy: A file in place of the MTA-STS policy that is fetched.
        home: Where reports lie that tell selectors in use.
    """
    lookup = lookup_of(resolver, zones)
    names = ZoneFiles(zones).names() if zones else ()
    for domain in map(canonical_domain, domains):
        found = [name.partition(MARK)[0] for name in names if name.endswith(f"{MARK}{domain}")]
        if home is not None:
            found += sorted(_reported(domain, home))
        yield assess(
            domain,
            lookup,
            selectors=tuple(dict.fromkeys((*selectors, *found))),
            fetch=partial(_read, sts_policy) if sts_policy else _fetched if resolver else None,
        )


def _reported(domain: str, home: Home) -> set[str]:
    """Selectors with which good signatures of a domain were seen."""
    seen = read_sources(mail_folder(home) / "aggregate", {domain}, start=None, end=None)
    found = set().union(*(source.selectors for source in seen.sources.values()))
    return {selector for selector in found if _SELECTOR.fullmatch(selector)}


def _fetched(domain: str) -> str:
    """The policy of a domain from its own web server (RFC 8461 section 3.3: no redirects)."""
    limits = Limits(wait_s=10, total_s=20, size_bytes=64 * 1024, redirects=0)
    answer = Outbound(limits=limits).get(f"https://mta-sts.{domain}/.well-known/mta-sts.txt")
    if answer.status != 200:
        raise SourceError(f"mta-sts.{domain} answers with status {answer.status}")
    return answer.body.decode("utf-8", "replace")


def _read(path: Path, domain: str) -> str:
    """A policy that lies in a file."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ConfigError(f"{path} for {domain}: {error.strerror}") from error
