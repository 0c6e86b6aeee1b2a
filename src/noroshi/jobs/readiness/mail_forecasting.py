"""Mail forecasting: what reports of the home say about a stricter policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from ipaddress import ip_network

from noroshi.jobs.readiness.mail_importing import mail_folder
from noroshi.readiness.mail.analyse.sources import Seen, read_sources
from noroshi.readiness.mail.dmarc import listed_organization
from noroshi.readiness.mail.judge.blame import Knowledge
from noroshi.readiness.mail.judge.forecast import Forecast, Policy, forecast
from noroshi.readiness.mail.spf import Sender, SpfResult, check_host
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, canonical_domain
from noroshi.spine.net.lookup import Lookup

MOST_ASKED = 10_000
"""Addresses whose SPF is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a forecast is about.

    Attributes:
        domain: The domain.
        policy: The stricter policy.
        own: Networks of own servers.
        known: Domains of services in use.
        start: Reports that end before are left out.
        end: Reports that begin at it or later are left out.
        lookup: Answers, to ask the domain's SPF about each source; null to do without.
    """

    domain: str
    policy: Policy = "reject"
    own: Sequence[str] = ()
    known: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    lookup: Lookup | None = None


def forecast_loss(asked: Asked, home: Home) -> Forecast:
    """What the policy would lose.

    Raises:
        ConfigError: There are no reports, or a network is malformed.
    """
    seen = read_seen(asked, home)
    if not seen.reports:
        raise ConfigError(
            f"no report about {asked.domain} lies in {mail_folder(home)} for that time; import some "
            "with `noroshi readiness mail import`"
        )
    return forecast(seen, knowledge_of(asked), asked.policy)


def read_seen(asked: Asked, home: Home) -> Seen:
    """What the reports of the home say of the domain."""
    folder = mail_folder(home) / "aggregate"
    domain = canonical_domain(asked.domain)
    return read_sources(folder, {domain}, start=asked.start, end=asked.end)


def knowledge_of(asked: Asked) -> Knowledge:
    """What is known beside the reports.

    Raises:
        ConfigError: A network is malformed.
    """
    domain = canonical_domain(asked.domain)
    permits = None
    if asked.lookup is not None:
        permits = lru_cache(MOST_ASKED)(partial(_permits, domain, asked.lookup))
    return Knowledge(
        domain=domain,
        own=tuple(map(_network, asked.own)),
        known=frozenset(listed_organization(name.lower()) for name in asked.known),
        permits=permits,
    )


def _permits(domain: str, lookup: Lookup, address: str) -> bool:
    sender = Sender(address=address, mail_from=f"postmaster@{domain}", helo=domain)
    return check_host(sender, lookup).result is SpfResult.PASS


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError as error:
        raise ConfigError(f"{text!r} is no network; write 192.0.2.0/24") from error
