"""Weakness: what is known against an identity, with how sure that is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from noroshi.iot.analyse.cpe import Cpe
from noroshi.iot.analyse.identity import Identity
from noroshi.iot.judge.endoflife import EndOfLife, last_day
from noroshi.iot.judge.nvd import Certainty, Range

T = TypeVar("T")

BACKPORTED = frozenset({
    "openssh", "http_server", "nginx", "php", "openssl", "proftpd", "vsftpd", "postfix", "exim",
    "dovecot", "bind", "dnsmasq", "samba", "mysql", "mariadb", "lighttpd", "sendmail", "pure-ftpd",
    "ntp", "net-snmp", "busybox", "dropbear_ssh", "miniupnpd", "linux_kernel",
})  # fmt: skip
"""CPE products that distributions and makers mend without a new version number."""
MAX_WEAKNESSES = 500
"""Most weaknesses told of one identity, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """One CVE against an identity.

    Attributes:
        cve: Its id.
        cpe: The product that it is listed under, with the version that answered.
        certainty: Whether the version alone decides.
        exploited: Whether KEV lists it.
    """

    cve: str
    cpe: Cpe
    certainty: Certainty
    exploited: bool


class Knowledge:
    """Imported ranges, exploited weaknesses and ends of life."""

    def __init__(
        self,
        *,
        ranges: Iterable[Range] = (),
        exploited: frozenset[str] = frozenset(),
        ends: Iterable[EndOfLife] = (),
    ) -> None:
        self._exploited = exploited
        self._ranges: Mapping[tuple[str, str, str], list[Range]] = _grouped(
            (one.cpe[:3], one) for one in ranges
        )
        self._ends: Mapping[tuple[str, str, str], list[EndOfLife]] = _grouped(
            (one.product, one) for one in ends
        )

    def weaknesses_of(self, identity: Identity) -> list[Weakness]:
        """CVEs whose range holds a version that the answer told, newest first.

        Without a version there is none: a product that once was weak is not weak for that.
        """
        found: dict[str, Weakness] = {}
        for cpe, version in versions_of(identity):
            for one in self._ranges.get(cpe[:3], ()):
                if one.holds(version):
                    weakness = self._weakness(one, cpe)
                    known = found.get(one.cve)
                    if known is None or known.certainty is Certainty.POSSIBLY:
                        found[one.cve] = weakness
        newest = sorted(found.values(), key=lambda weakness: _age(weakness.cve), reverse=True)
        return newest[:MAX_WEAKNESSES]

    def end_of(self, identity: Identity) -> date | None:
        """Last day on which the first dated version of the identity is mended."""
        for cpe, version in versions_of(identity):
            day = last_day(self._ends.get(cpe[:3], ()), cpe, version)
            if day is not None:
                return day
        return None

    def _weakness(self, one: Range, cpe: Cpe) -> Weakness:
        unsure = one.conditional or cpe.product in BACKPORTED
        return Weakness(
            cve=one.cve,
            cpe=cpe,
            certainty=Certainty.POSSIBLY if unsure else Certainty.EXACT,
            exploited=one.cve in self._exploited,
        )


def versions_of(identity: Identity) -> Iterator[tuple[Cpe, str]]:
    """The identity's CPEs that have a version."""
    return ((cpe, cpe.version) for cpe in identity.cpes if cpe.has_version)


def _age(cve: str) -> tuple[int, ...]:
    return tuple(int(part) for part in cve.split("-") if part.isascii() and part.isdigit())


def _grouped(
    pairs: Iterable[tuple[tuple[str, str, str], T]],
) -> dict[tuple[str, str, str], list[T]]:
    groups: dict[tuple[str, str, str], list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
