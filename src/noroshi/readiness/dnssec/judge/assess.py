"""Assess: all checks of one zone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from noroshi.readiness.check import Check, Level, unanswered, worst
from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.judge.key_checks import cds_checks, ds_checks, key_checks
from noroshi.readiness.dnssec.judge.zone_checks import (
    denial_checks,
    server_checks,
    signature_checks,
    verdict_checks,
)

CHECKS: tuple[Callable[[Facts], Iterator[Check]], ...] = (
    verdict_checks, key_checks, ds_checks, cds_checks, signature_checks, denial_checks, server_checks,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How a zone stands.

    Attributes:
        zone: Its name.
        level: Of the whole.
        checks: All.
    """

    zone: str
    level: Level
    checks: tuple[Check, ...]

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "zone": self.zone,
            "level": self.level.value,
            "checks": [check.as_dict() for check in self.checks],
        }


def assess(facts: Facts) -> Assessment:
    """All there is to say of a zone."""
    zone = facts.zone.to_text()
    if facts.soa is None:
        checks = [unanswered("dnssec.soa", zone, f"SOA {zone}")]
    else:
        checks = [check for group in CHECKS for check in group(facts)]
    return Assessment(
        zone=zone, level=worst([check.level for check in checks]), checks=tuple(checks)
    )
