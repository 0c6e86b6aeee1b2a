"""DNSSEC staging: where zones and resolvers stand, and what changed since the last look."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from noroshi.jobs.readiness.dnssec_assessing import Ways, facts_of, zone_name
from noroshi.jobs.readiness.dnssec_exempting import in_force
from noroshi.jobs.readiness.dnssec_rehearsing import dnssec_folder, rehearsal_of, summary
from noroshi.readiness.check import Check
from noroshi.readiness.dnssec.configure.dialects import VALIDATION
from noroshi.readiness.dnssec.configure.validation import Mode, ValidationWish
from noroshi.readiness.dnssec.judge.stages import (
    Rehearsed,
    ResolverStep,
    resolver_stage,
    zone_stage,
)
from noroshi.readiness.dnssec.judge.watch import Look, changes, look
from noroshi.readiness.stage import Stage
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError

MOST_LINE = 2**20


def stage_of_zone(zone: str, ways: Ways, *, now: int) -> Stage:
    """Where a zone stands."""
    return zone_stage(facts_of(zone_name(zone), ways, now=now))


def stage_of_resolver(
    resolver: str, step: ResolverStep, home: Home, *, system: str, now: int, limit: float
) -> Stage:
    """Where a resolver stands, by the latest rehearsal of the home and the exceptions in force.

    Args:
        resolver: Its name, for the answer.
        step: Where it stands: who runs several nodes knows it, no question to one of them does.
        home: Where rehearsals lie.
        system: `unbound`, `bind` or `kresd`.
        now: Seconds since 1970.
        limit: Share of users that may meet a failure.
    """
    try:
        found = _rehearsed(home, now)
    except ConfigError:
        found = None
    return resolver_stage(resolver, step, found, texts=_texts(system), limit=limit)


def watch_zone(zone: str, ways: Ways, home: Home, *, now: int) -> Iterator[Check]:
    """Look at a zone, keep the look in the home's history, and tell what changed."""
    after = look(facts_of(zone_name(zone), ways, now=now))
    before = _last(home, after.zone)
    _keep(home, after)
    yield from changes(before, after)


def history(home: Home) -> Iterator[Look]:
    """All looks, the oldest first; lines that a crash cut are passed over."""
    path = _history(home)
    if not path.exists():
        return
    with path.open("rb") as file:
        while line := file.readline(MOST_LINE):
            try:
                yield msgspec.json.decode(line, type=Look)
            except msgspec.DecodeError:
                continue


def _rehearsed(home: Home, now: int) -> Rehearsed:
    moment = datetime.fromtimestamp(now, UTC)
    exempt = [one for one in in_force(home) if one.ends > moment]
    with rehearsal_of(home) as book:
        found = summary(book)
        left = [
            one for one in book.broken()
            if not any(one.verdict.at.is_subdomain(other.name) for other in exempt)
        ]  # fmt: skip
    # Users of several names are counted once where nothing is forgiven, and at most once a name else.
    hit = min(found.hit, sum(one.users for one in left))
    return Rehearsed(users=found.users, hit=hit, open_names=found.names["open"], exempt=len(exempt))


def _texts(system: str) -> dict[ResolverStep, str]:
    """What to put in force for each step; resolvers that cannot only note stay off meanwhile."""
    write = VALIDATION[system]
    enforce, off = (write(ValidationWish(mode=mode)) for mode in (Mode.ENFORCE, Mode.OFF))
    try:
        log = write(ValidationWish(mode=Mode.LOG))
    except ConfigError:
        log = off
    return {
        ResolverStep.OFF: off, ResolverStep.LOG: log,
        ResolverStep.ONE: enforce, ResolverStep.ALL: enforce,
    }  # fmt: skip


def _last(home: Home, zone: str) -> Look | None:
    found = None
    for one in history(home):
        if one.zone == zone:
            found = one
    return found


def _keep(home: Home, seen: Look) -> None:
    folder = dnssec_folder(home.create())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _history(home).open("ab") as file:
            file.write(msgspec.json.encode(asdict(seen)) + b"\n")
    except OSError as error:
        raise ConfigError(f"{error.filename}: {error.strerror}") from error


def _history(home: Home) -> Path:
    return dnssec_folder(home) / "looks.jsonl"
