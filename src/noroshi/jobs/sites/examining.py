"""Job: an address is looked at by one visitor after another, judged, and its evidence kept."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from noroshi.jobs.sites.judging import JudgingParameters, LookAt
from noroshi.jobs.sites.networks import Networks
from noroshi.sites.analyse import url_parts
from noroshi.sites.analyse.document import host_of
from noroshi.sites.judge.page_judge import Judged
from noroshi.sites.judge.plan import wants_another
from noroshi.sites.judge.verdict import SiteVerdict
from noroshi.sites.names import registered_domain
from noroshi.sites.visit import Visit
from noroshi.sites.visit.evidence import write_package
from noroshi.spine.model import Evidence, Text
from noroshi.spine.model.site_queue import SiteVisit
from noroshi.spine.model.site_report import Channel
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports

DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What looking at one address gave.

    Attributes:
        judged: What the looks came to.
        visits: One for each look, in order.
        evidence: Names of their packages.
        by_all: Whether every visitor looked.
    """

    judged: Judged
    visits: tuple[Visit, ...]
    evidence: tuple[str, ...]
    by_all: bool

    @property
    def stayed(self) -> bool:
        """Whether every visitor ended on the domain that was asked for."""
        return all(
            registered_domain(host_of(visit.final_url)) == registered_domain(host_of(visit.url))
            for visit in self.visits
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """Looks at addresses of the queue.

    Attributes:
        queue: Where visits are recorded.
        reports: Where it stands when a name was first seen in certificates.
        look: Who looks.
        parameters: The judge.
        visits: Folder of evidence.
        seed: Key that signs it.
        name: Of the worker, for the record of visits.
        clock: The present.
        networks: Tells the AS of addresses.
    """

    queue: SiteQueue
    reports: SiteReports
    look: LookAt
    parameters: JudgingParameters
    visits: Path
    seed: bytes
    name: str
    clock: Callable[[], datetime]
    networks: Networks = field(default_factory=Networks)

    async def examine(self, url: str, channel: Channel, *, thorough: bool) -> Examined:
        """Look with one profile, and with the next as long as something may be hidden.

        Args:
            url: As it stands in the queue.
            channel: How it was reported: only a first visitor comes from where it was met.
            thorough: Whether nothing harmful at first sight is no end: then all profiles look.
        """
        triage = self.parameters.triage.log_odds(url_parts(url))
        known_days = await asyncio.to_thread(self._known_days, url)
        seen: list[Visit] = []
        kept: list[str] = []
        for profile in self.parameters.profiles:
            seen.append(await self.look(url, profile, channel=None if seen else channel))
            kept.append(await asyncio.to_thread(self._keep, url, seen[-1]))
            judged = self.parameters.judge.judge(seen, triage=triage, first_seen_days=known_days)
            doubted = thorough and judged.called.verdict is SiteVerdict.BENIGN
            if not wants_another(judged) and not doubted:
                break
        judged = self._with_network(judged, seen)
        by_all = len(seen) == len(self.parameters.profiles)
        return Examined(judged=judged, visits=tuple(seen), evidence=tuple(kept), by_all=by_all)

    def _with_network(self, judged: Judged, seen: Sequence[Visit]) -> Judged:
        """With the AS that serves the page as a term: told to people, but not weighed."""
        met = [hop.address for visit in seen for hop in visit.chain[-1:] if hop.address]
        found = next(iter(self.networks.of(met[:1]).values()), None)
        if found is None:
            return judged
        term = Evidence(
            code="sites.network",
            value=float(found.number),
            unit="AS",
            baseline=None,
            weight=0.0,
            text=Text(
                ja=f"ページは {found} から配信されています（判定には使いません）。",
                en=f"The page is served from {found} (told, not weighed).",
            ),
            source="[iot] as_table",
        )
        finding = replace(judged.finding, evidence=(*judged.finding.evidence, term))
        return replace(judged, finding=finding)

    def _keep(self, url: str, visit: Visit) -> str:
        """Evidence first, then its record: a record never names what is not there."""
        package = write_package(visit, self.visits, self.seed)
        self.queue.record(
            SiteVisit(
                url=url,
                profile=visit.profile,
                started_at=visit.started,
                ended_at=visit.ended,
                outcome=visit.outcome.value,
                evidence=package.name,
                worker=self.name,
            )
        )
        return package.name

    def _known_days(self, url: str) -> float | None:
        """Days since a watcher of certificates first met the name; null where none ever did."""
        first = self.reports.first_heard(host_of(url), Channel.CERTIFICATE)
        return None if first is None else max(0.0, (self.clock() - first).total_seconds() / DAY_S)
