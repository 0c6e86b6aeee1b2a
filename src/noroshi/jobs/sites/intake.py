"""Job: what is reported goes into the store and its URLs into the queue, masked."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path

from ada_url import URL

from noroshi.jobs.sites.triaging import model_at
from noroshi.sites.analyse import url_parts
from noroshi.sites.judge import TriageModel
from noroshi.sites.judge.order import CHANNEL_TRUST, lead_of
from noroshi.sites.lookalike import brand_in
from noroshi.sites.names import public_suffix
from noroshi.sites.sense import canonical_url, extract_urls, mask_victim
from noroshi.sites.sense.words import masked_words, without_names
from noroshi.spine.home import Settings
from noroshi.spine.home.site_settings import SitesSettings
from noroshi.spine.model import InputError
from noroshi.spine.model.receipt import NUMBERS, receipt_number
from noroshi.spine.model.site_life import FollowPace
from noroshi.spine.model.site_queue import Pace
from noroshi.spine.model.site_report import Channel, SiteReport, WantedUrl, origin_id
from noroshi.spine.store import Database
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports, TakenReports
from noroshi.spine.store.site_sources import Reading

MOST_URLS = 200
"""URLs of one report that are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said, as it came. Nothing of it is kept before it is masked.

    Attributes:
        channel: How it came.
        source: Name of the watcher or of the door.
        text: Words with URLs in them.
        urls: URLs that stand apart from the words.
        keep_words: Whether the words are kept, masked.
        names: What its headers call people.
        signs: What is odd about it, as codes.
        origin: What tells it from all others of its source; empty for nothing.
        trust: Of the source, between 0 and 1; null for what the channel has.
    """

    channel: Channel
    source: str
    text: str = ""
    urls: Sequence[str] = ()
    keep_words: bool = False
    names: Sequence[str] = ()
    signs: Sequence[str] = ()
    origin: str = ""
    trust: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIntake:
    """The way in, with all that it needs.

    Attributes:
        database: The state.
        settings: `[sites]`.
        model: What gives triage scores.
        clock: The present.
        refused: URLs that could not be taken, by reason.
    """

    database: Database
    settings: SitesSettings
    model: TriageModel
    clock: Callable[[], datetime]
    refused: Counter[str] = field(default_factory=Counter)

    def take(self, said: Iterable[Said], reading: Reading | None = None) -> TakenReports:
        """Keep what was said, and queue the URLs in it: all of it, or nothing.

        Raises:
            SourceError: Too many URLs wait.
        """
        at = self.clock()
        return self.keep([self.report(one, at) for one in said], reading)

    def keep(self, reports: Sequence[SiteReport], reading: Reading | None = None) -> TakenReports:
        """Keep reports that were made already: all of them, or none.

        Raises:
            SourceError: Too many URLs wait.
        """
        return SiteReports(self.database).take(
            reports,
            at=self.clock(),
            most_waiting=self.settings.most_waiting,
            reading=reading,
        )

    def report(self, said: Said, at: datetime) -> SiteReport:
        """The report of what was said, without what tells a person."""
        return SiteReport(
            receipt=receipt_number(secrets.randbelow(NUMBERS)),
            channel=said.channel,
            source=said.source,
            received_at=at,
            urls=self._wanted(said),
            words=masked_words(said.text, said.names) if said.keep_words else "",
            signs=tuple(said.signs),
            origin=origin_id(said.source, said.origin) if said.origin else "",
        )

    def _wanted(self, said: Said) -> tuple[WantedUrl, ...]:
        found: dict[str, WantedUrl] = {}
        for text in (*chain.from_iterable(map(_armed, said.urls)), *extract_urls(said.text)):
            try:
                url = masked_url(text, said.names)
                if len(found) < MOST_URLS:
                    found.setdefault(url, self._one(url, said))
                else:
                    self.refused["too-many-urls"] += 1
            except InputError as error:
                self.refused[str(error)] += 1
        return tuple(found.values())

    def _one(self, url: str, said: Said) -> WantedUrl:
        host = URL(url).hostname
        score = self.model.score(url_parts(url))
        trust = CHANNEL_TRUST[said.channel] if said.trust is None else said.trust
        lead_s, reasons = lead_of(score, trust, brand_in(host, self.settings.brands))
        return WantedUrl(
            url=url,
            host=host,
            score=round(score, 4),
            lead_s=lead_s,
            reasons=reasons,
            allowed=is_allowed(host, self.settings.allow),
        )


def site_intake(
    settings: Settings, database: Database, clock: Callable[[], datetime], home: Path
) -> SiteIntake:
    """The way in of an installation.

    Raises:
        ConfigError: The model of `[sites] model` is none.
    """
    own = settings.sites.model
    return SiteIntake(
        database=database,
        settings=settings.sites,
        model=_model(home / own if own else None),
        clock=clock,
    )


def _armed(text: str) -> Sequence[str]:
    """A URL that stands alone, as it is or armed again."""
    address = "://" not in text[:12] and "@" in text.partition("/")[0]
    try:
        canonical_url("" if address else text)
    except InputError:
        # A mail address would be taken for a user at a host.
        return extract_urls(text) or ("" if address else text,)
    return (text,)


@cache
def _model(path: Path | None) -> TriageModel:
    """A model, read once by each process."""
    return model_at(path)


def site_queue(settings: Settings, database: Database) -> SiteQueue:
    """The queue of an installation, worked off as `[sites]` says."""
    own = settings.sites
    pace = Pace(
        lease_s=own.lease_s,
        host_pause_s=own.host_pause_s,
        attempts=own.attempts,
        retry_s=own.retry_s,
        again_s=own.again_h * 3_600,
    )
    return SiteQueue(database, pace)


def follow_pace(settings: Settings) -> FollowPace:
    """How followed pages are looked at, as `[sites]` says."""
    own = settings.sites
    return FollowPace(
        after_s=tuple(60 * minutes for minutes in own.follow_minutes),
        every_s=own.follow_every_h * 3_600,
        days=own.follow_days,
        most_full=own.follow_visits,
        harmless_looks=own.harmless_looks,
        lease_s=2 * own.lease_s,
        host_pause_s=own.host_pause_s,
        retry_s=10 * own.retry_s,
    )


def masked_url(text: str, names: Sequence[str] = ()) -> str:
    """The canonical URL without what identifies a victim.

    Raises:
        InputError: The text is no web URL. The message is the reason.
    """
    return canonical_url(without_names(mask_victim(canonical_url(text)), names))


def is_allowed(host: str, allow: Sequence[str]) -> bool:
    """Whether a host is, or lies under, one that is known to be good.

    A name under which others register theirs allows itself only.
    """
    return any(
        host == good or (host.endswith(f".{good}") and public_suffix(good) != good)
        for good in allow
    )
