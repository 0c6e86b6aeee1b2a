"""Assess: all checks of one domain."""

from collections.abc import Iterator
from dataclasses import dataclass

from noroshi.readiness.check import Check, Level, say, unanswered, worst
from noroshi.readiness.mail.judge.dkim_checks import dkim_checks
from noroshi.readiness.mail.judge.dmarc_checks import dmarc_checks
from noroshi.readiness.mail.judge.spf_checks import spf_checks
from noroshi.readiness.mail.judge.transport_checks import (
    FetchPolicy,
    bimi_checks,
    sts_checks,
    tls_report_checks,
)
from noroshi.spine.net.lookup import Lookup, Outcome, Remembering


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How a domain stands.

    Attributes:
        domain: The domain.
        level: Of the whole.
        receives: Mail exchangers, best first.
        checks: In the order of the technologies.
    """

    domain: str
    level: Level
    receives: tuple[str, ...]
    checks: tuple[Check, ...]

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "domain": self.domain,
            "level": self.level.value,
            "mx": list(self.receives),
            "checks": [check.as_dict() for check in self.checks],
        }


def assess(
    domain: str,
    lookup: Lookup,
    *,
    selectors: tuple[str, ...] = (),
    fetch: FetchPolicy | None = None,
) -> Assessment:
    """All there is to say of a domain.

    Args:
        domain: In canonical form.
        lookup: Answers.
        selectors: Known DKIM selectors.
        fetch: Gives MTA-STS policies; they stay unknown without it.
    """
    lookup = Remembering(lookup)
    checks: list[Check] = []
    answer = lookup.ask(domain, "MX")
    if answer.outcome is Outcome.FAILED:
        checks.append(unanswered("mx", domain, f"MX {domain}"))
    hosts = tuple(_exchangers(answer.records))
    # Without an answer, or with an address of its own (RFC 5321 section 5.1), it may have mail.
    sends = bool(hosts or selectors) or answer.outcome is Outcome.FAILED
    if not answer.records:
        sends = sends or any(lookup.ask(domain, kind).records for kind in ("A", "AAAA"))
    if not sends:
        checks.append(_parked(domain))
    checks += spf_checks(domain, lookup, sends=sends)
    checks += dkim_checks(domain, selectors, lookup, sends=sends)
    checks += dmarc_checks(domain, lookup, sends=sends)
    if hosts:
        checks += sts_checks(domain, hosts, lookup, fetch)
        checks += tls_report_checks(domain, lookup)
    checks += bimi_checks(domain, lookup)
    return Assessment(
        domain=domain,
        level=worst([check.level for check in checks]),
        receives=hosts,
        checks=tuple(checks),
    )


def _exchangers(records: tuple[str, ...]) -> Iterator[str]:
    """Hosts by preference; a null MX (RFC 7505) gives none."""
    found = []
    for record in records:
        preference, _, host = record.partition(" ")
        if host.strip(". ") and preference.isdecimal():
            found.append((int(preference), host.lower().removesuffix(".")))
    yield from (host for _, host in sorted(found))


def _parked(domain: str) -> Check:
    return say(
        "mx", Level.NOTE, domain,
        ("メールを受けないドメインとみなす（MX がないか、空の MX）。",
         "Taken as a domain without mail: it has no MX, or a null MX."),
        remedy=("送信に使うなら --selector を与える。", "If it does send, give --selector."),
        source="RFC 7505",
    )  # fmt: skip
