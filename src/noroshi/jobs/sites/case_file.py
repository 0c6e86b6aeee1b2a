"""Job: all that is known of one case, as pages and programs show it. Nothing of the page itself is run."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from noroshi.jobs.sites.labelling import package_of
from noroshi.jobs.sites.visiting import evidence_key
from noroshi.sites.judge.page_judge import KIND
from noroshi.sites.visit import Visit
from noroshi.sites.visit.evidence import signed_part
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, Finding, InputError, Subject
from noroshi.spine.model.site_proposal import ProposalState, SiteProposal
from noroshi.spine.model.site_queue import SiteVisit
from noroshi.spine.model.site_report import SiteReport
from noroshi.spine.model.site_verdict import SiteVerdict
from noroshi.spine.store import Store
from noroshi.spine.store.site_cases import SiteCase, SiteCases
from noroshi.spine.store.site_proposals import SiteProposals, last_held
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_verdicts import SiteVerdicts

MOST_LOOKS = 12
"""Newest looks whose evidence is opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One host that a look asked.

    Attributes:
        host: Its name.
        addresses: That answered.
        requests: How many went there.
        refused: Of these, how many the egress refused.
        kinds: What was asked for, in Chromium's words.
    """

    host: str
    addresses: tuple[str, ...]
    requests: int
    refused: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLook:
    """One look with what its signed evidence tells.

    Attributes:
        place: Its number among the looks of the case, from 0.
        record: What the state says of it.
        visit: Without page and pictures; null where the evidence is missing or not as it was signed.
        fault: Why there is no visit; empty where there is one.
        hosts: Hosts that it asked, its own first.
    """

    place: int
    record: SiteVisit
    visit: Visit | None
    fault: str
    hosts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case, whole.

    Attributes:
        case: What holds.
        reports: Who said so, without names, newest first.
        looks: Newest first.
        verdicts: Oldest first.
        proposals: Oldest first.
        finding: The newest finding on the page; null for none.
    """

    case: SiteCase
    reports: tuple[SiteReport, ...]
    looks: tuple[OpenedLook, ...]
    verdicts: tuple[SiteVerdict, ...]
    proposals: tuple[SiteProposal, ...]
    finding: Finding | None

    @property
    def waiting(self) -> SiteProposal | None:
        """The proposal that waits for a second key; null for none."""
        return next((one for one in self.proposals if one.state is ProposalState.OPEN), None)

    @property
    def held(self) -> SiteProposal | None:
        """The verdict of persons that stands; null for none."""
        return last_held(self.proposals)

    @property
    def latest(self) -> tuple[OpenedLook, ...]:
        """Looks of the last round, in their order: one of each profile."""
        newest: dict[str, OpenedLook] = {}
        for look in self.looks:
            newest.setdefault(look.record.profile, look)
        return tuple(sorted(newest.values(), key=lambda look: look.record.started_at))


def case_file(home: Home, store: Store, url_id: str) -> CaseFile | None:
    """The file of a case; null where there is no such case."""
    case = SiteCases(store.database).get(url_id)
    if case is None:
        return None
    findings = store.findings(kind=KIND, subject=Subject.url(case.url))
    return CaseFile(
        case=case,
        reports=tuple(SiteReports(store.database).of_url(url_id)),
        looks=tuple(_opened(home, SiteQueue(store.database).visits(case.url))),
        verdicts=tuple(SiteVerdicts(store.database).of([url_id])[url_id]),
        proposals=tuple(SiteProposals(store.database).of(url_id)),
        finding=max(findings, key=lambda one: (one.window.end, one.id), default=None),
    )


def screenshot_of(home: Home, store: Store, url_id: str, place: int) -> bytes:
    """The signed picture of a look.

    Raises:
        InputError: There is no such look, or no picture as it was signed.
    """
    found = SiteQueue(store.database).with_ids([url_id])
    visits = SiteQueue(store.database).visits(found[0].url) if found else []
    if not 0 <= place < len(visits) or not visits[place].evidence:
        raise InputError("there is no such look")
    return signed_part(package_of(home, visits[place]), "screenshot.png", evidence_key(home, None))


def _opened(home: Home, visits: Sequence[SiteVisit]) -> list[OpenedLook]:
    numbered = list(enumerate(visits))[::-1]
    opened = [_look(home, place, record) for place, record in numbered[:MOST_LOOKS]]
    return opened + [
        OpenedLook(place=place, record=record, visit=None, fault="", hosts=())
        for place, record in numbered[MOST_LOOKS:]
    ]


def _look(home: Home, place: int, record: SiteVisit) -> OpenedLook:
    try:
        octets = signed_part(package_of(home, record), "visit.json", evidence_key(home, None))
        told = msgspec.json.decode(octets)
        visit = msgspec.convert(
            told | {"html": "", "text": "", "screenshot": b"", "favicon": b""}, Visit
        )
    except (InputError, ConfigError, msgspec.MsgspecError) as error:
        return OpenedLook(place=place, record=record, visit=None, fault=str(error), hosts=())
    return OpenedLook(place=place, record=record, visit=visit, fault="", hosts=_hosts(visit))


def _hosts(visit: Visit) -> tuple[Asked, ...]:
    by_host: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(visit.exchanges):
        by_host[_host(one.url)].append(at)
    own = _host(visit.final_url)
    made = [
        Asked(
            host=host,
            addresses=tuple(sorted({a for at in some if (a := visit.exchanges[at].address)})),
            requests=len(some),
            refused=sum(1 for at in some if visit.exchanges[at].refused),
            kinds=tuple(sorted({visit.exchanges[at].resource for at in some})),
        )
        for host, some in by_host.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.host != own, -one.requests, one.host)))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
