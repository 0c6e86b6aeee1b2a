"""Deciding: the policy of a home, and its decision on every finding."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import structlog

from noroshi.jobs.decide.announcing import announced_by
from noroshi.relay.decide import (
    DOCUMENTATION,
    NO_WARNINGS,
    SHIPPED,
    SPECIAL_PURPOSE,
    Life,
    Matcher,
    MemberSpace,
    SharePolicy,
    Span,
    WarningFolders,
    decide,
    member_spaces,
    networks,
    undecided,
)
from noroshi.spine.home import Home, Settings
from noroshi.spine.model import Decision, Finding, InputError, SourceError, SubjectKind
from noroshi.spine.store import Database, Store
from noroshi.spine.store.by_subject import BySubject, Stretch
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.members import Operators

log = structlog.get_logger()


def policy_of(home: Home, database: Database) -> SharePolicy:
    """The policy as settings, members, the AS table and warning lists say it now.

    Where the AS table cannot be read, addresses that it would have judged wait for a person.
    """
    operators = Operators(database).all()
    announced, told = _announced(home, frozenset(asn for one in operators for asn in one.asns))
    policy = share_policy(
        home.settings,
        members=member_spaces(operators, announced),
        warnings=warnings_of(home).matcher(),
    )
    return policy if told else replace(policy, table_unread=True)


def _announced(home: Home, asns: frozenset[int]) -> tuple[Mapping[int, Sequence[Span]], bool]:
    """What members' systems announce, and whether the AS table could be read."""
    try:
        return announced_by(home, asns), True
    except (SourceError, InputError) as error:
        log.warning("the AS table cannot be read", error=str(error))
        return {}, False


def warnings_of(home: Home) -> WarningFolders:
    """The shipped warning lists, those fetched and the home's own; one for each home in a process."""
    return _warnings_at(home.warning_lists, home.held_warning_lists)


@cache
def _warnings_at(own: Path, held: Path) -> WarningFolders:
    return WarningFolders([SHIPPED, held, own])


def share_policy(
    settings: Settings,
    *,
    members: tuple[MemberSpace, ...] = (),
    warnings: Matcher = NO_WARNINGS,
) -> SharePolicy:
    """The policy that the settings describe."""
    share = settings.share
    special = SPECIAL_PURPOSE
    if share.made_data:
        special = tuple(network for network in special if network not in DOCUMENTATION)
    return SharePolicy(
        min_score=share.min_score,
        min_evidence_kinds=share.min_evidence_kinds,
        life=_life(settings),
        tlp=share.tlp,
        subscribers=networks(settings.flows.subscribers),
        special=special,
        widest_ipv4=share.widest_ipv4,
        widest_ipv6=share.widest_ipv6,
        members=members,
        warnings=warnings,
        suppress_days=share.suppress_days,
        step_share=share.step_share,
        step_entries=share.step_entries,
        auto_sites=share.auto_sites,
    )


def _life(settings: Settings) -> Life:
    share = settings.share
    particular = {}
    for name, days in share.days.items():
        kind, _, subject = name.rpartition("/")
        particular[kind, SubjectKind(subject)] = days
    return Life(
        address_days=share.valid_days,
        url_days=share.url_days,
        domain_days=share.domain_days,
        particular=particular,
        speed=share.decay_speed,
    )


def decide_all(store: Store, policy: SharePolicy, at: datetime) -> list[Finding]:
    """Decide on every finding in the store and record what is new; gives the findings.

    A finding on which a person decides meanwhile is left to that person.
    """
    findings = store.findings()
    record = Decisions(store.database)
    seen = record.positions([finding.id for finding in findings])
    proposed = undecided(decide(findings, policy, at), store.decisions())
    record.append(proposed, seen=seen)
    return findings


def decide_stretch(
    store: Store, stretch: Stretch, policy: SharePolicy, at: datetime
) -> tuple[list[Finding], list[Decision]]:
    """The same for a stretch of subjects; gives its findings and the decisions on them."""
    subjects = BySubject(store.database)
    findings, recorded = subjects.findings(stretch), subjects.decisions(stretch)
    proposed = undecided(decide(findings, policy, at), recorded.decisions)
    if not proposed:
        return findings, list(recorded.decisions)
    done = Decisions(store.database).append(proposed, seen=recorded.positions)
    if done.stale:
        return findings, list(subjects.decisions(stretch).decisions)
    return findings, [*recorded.decisions, *done.taken]
