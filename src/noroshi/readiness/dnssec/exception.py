"""Exception: a negative trust anchor (RFC 7646): a name whose failure to validate is forgiven for a while."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import dns.name

from noroshi.readiness.dnssec.rehearsal import Broken
from noroshi.readiness.dnssec.verdict import ABOUT, Fault
from noroshi.spine.model import ConfigError, rfc3339

LONGEST = timedelta(days=7)
"""RFC 7646 section 4: no longer than a week."""

LEAST_LABELS = 3
"""With the root's: an exception for a top-level domain would take protection from everybody below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A name that is forgiven.

    Attributes:
        name: Validation is off here and below.
        fault: Why it fails.
        users: Clients that asked for names below.
        begins: From when.
        ends: Until when; whoever is still broken then is looked at again.
    """

    name: dns.name.Name
    fault: Fault
    users: int
    begins: datetime
    ends: datetime

    def as_dict(self) -> dict[str, object]:
        """For machine output, and for the book of the home."""
        return {
            "name": self.name.to_text(),
            "fault": self.fault.value,
            "users": self.users,
            "begins": rfc3339(self.begins),
            "ends": rfc3339(self.ends),
            "text": ABOUT[self.fault].text.as_dict(),
        }


def proposals(
    broken: Iterable[Broken], *, least_users: int, now: datetime, life: timedelta
) -> Iterator[Exemption]:
    """Exceptions for names that many users would miss, the most users first.

    A name below another one that is forgiven needs none of its own. Top-level domains get none.

    Raises:
        ConfigError: They would live longer than RFC 7646 allows.
    """
    if not timedelta(0) < life <= LONGEST:
        raise ConfigError("an exception lives at most 7 days (RFC 7646); look again before it ends")
    users: dict[dns.name.Name, tuple[int, Fault]] = {}
    for one in broken:
        at, fault = one.verdict.at, one.verdict.fault
        if fault is not None and len(at) >= LEAST_LABELS:
            users[at] = (users.get(at, (0, fault))[0] + one.users, fault)
    for name, (count, fault) in sorted(users.items(), key=lambda item: (-item[1][0], item[0])):
        above = any(name != other and name.is_subdomain(other) for other in users)
        if count >= least_users and not above:
            yield Exemption(name=name, fault=fault, users=count, begins=now, ends=now + life)


def exemption_of(row: dict[str, object]) -> Exemption:
    """An exception of the home's book; raises `ValueError` or `KeyError` for another row."""
    return Exemption(
        name=dns.name.from_text(str(row["name"])),
        fault=Fault(str(row["fault"])),
        users=int(str(row["users"])),
        begins=_moment(row["begins"]),
        ends=_moment(row["ends"]),
    )


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).astimezone(UTC)
