"""Deciding: the policy of a home, and its decision on every finding."""

from datetime import datetime
from functools import cache
from pathlib import Path

from noroshi.relay.decide import (
    DOCUMENTATION,
    NO_WARNINGS,
    SHIPPED,
    SPECIAL_PURPOSE,
    Life,
    Matcher,
    MemberSpace,
    SharePolicy,
    WarningFolders,
    decide,
    member_spaces,
    networks,
    undecided,
)
from noroshi.spine.home import Home, Settings
from noroshi.spine.model import Finding, SubjectKind
from noroshi.spine.store import Database, Store
from noroshi.spine.store.decisions import Decisions
from noroshi.spine.store.members import Operators


def policy_of(home: Home, database: Database) -> SharePolicy:
    """The policy as settings, members and warning lists say it now."""
    return share_policy(
        home.settings,
        members=member_spaces(Operators(database).all()),
        warnings=warnings_of(home).matcher(),
    )


def warnings_of(home: Home) -> WarningFolders:
    """The shipped warning lists and the home's own; one for each home in a process."""
    return _warnings_at(home.warning_lists)


@cache
def _warnings_at(folder: Path) -> WarningFolders:
    return WarningFolders([SHIPPED, folder])


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
