"""DNSSEC exempting: negative trust anchors from the rehearsal, looked at again before they end."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import dns.rdatatype

from noroshi.jobs.readiness.dnssec_rehearsing import dnssec_folder, rehearsal_of
from noroshi.readiness.dnssec.anchor import read_anchors
from noroshi.readiness.dnssec.exception import Exemption, exemption_of, proposals
from noroshi.readiness.dnssec.validator import Validator
from noroshi.readiness.dnssec.verdict import State
from noroshi.spine.home import Home
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import ConfigError
from noroshi.spine.net.dns_server import DnsServer

MOST_OCTETS = 16 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What became of exceptions that were in force.

    Attributes:
        kept: Still broken, and not at their end.
        mended: Valid again: take them out.
        ended: At their end: still broken, and somebody must decide anew.
    """

    kept: tuple[Exemption, ...]
    mended: tuple[Exemption, ...]
    ended: tuple[Exemption, ...]


def propose(home: Home, *, least_users: int, days: float, now: datetime) -> list[Exemption]:
    """Exceptions from the latest rehearsal; they go into the home's book beside what is in force."""
    with rehearsal_of(home) as book:
        fresh = list(
            proposals(book.broken(), least_users=least_users, now=now, life=timedelta(days=days))
        )
    held = {one.name: one for one in in_force(home) if one.ends > now}
    # What is in force keeps its end: asking again must not lengthen it.
    made = [held.get(one.name, one) for one in fresh]
    _write(
        home,
        [*made, *(one for name, one in held.items() if name not in {new.name for new in made})],
    )
    return made


def look_again(home: Home, *, resolver: str, anchor: Path | None, now: datetime) -> Looked:
    """Validate each name that is forgiven, and drop those that are well or at their end."""
    server = DnsServer.at(resolver)
    validator = Validator(server, read_anchors(anchor), now=int(now.timestamp()))
    kept: list[Exemption] = []
    mended: list[Exemption] = []
    ended: list[Exemption] = []
    for one in in_force(home):
        verdicts = [validator.validate(one.name, kind).state for kind in (dns.rdatatype.SOA, dns.rdatatype.A)]  # fmt: skip
        is_well = all(state in (State.SECURE, State.INSECURE) for state in verdicts)
        (mended if is_well else ended if one.ends <= now else kept).append(one)
    _write(home, kept)
    return Looked(kept=tuple(kept), mended=tuple(mended), ended=tuple(ended))


def in_force(home: Home) -> list[Exemption]:
    """The exceptions in the home's book.

    Raises:
        ConfigError: The book is damaged.
    """
    path = _book(home)
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8") as file:
            return [exemption_of(row) for row in json.loads(file.read(MOST_OCTETS))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path} is damaged ({error}); move it away and propose again") from error


def _write(home: Home, exempt: Sequence[Exemption]) -> None:
    dnssec_folder(home.create()).mkdir(parents=True, exist_ok=True)
    text = json.dumps([one.as_dict() for one in exempt], ensure_ascii=False, indent=1)
    write_whole([text.encode()], _book(home))


def _book(home: Home) -> Path:
    return dnssec_folder(home) / "exceptions.json"
