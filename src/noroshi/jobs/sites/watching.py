"""Job: watchers read their sources, and what they find goes in; each goes on where it ended."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import structlog

from noroshi.jobs.sites.files import said_in_mail
from noroshi.jobs.sites.intake import Said, SiteIntake, site_intake
from noroshi.relay.notify import Backoff
from noroshi.sites.sense.watch import Batch, Stop
from noroshi.sites.sense.watch.batch import Post
from noroshi.sites.sense.watch.bluesky import bluesky_batches
from noroshi.sites.sense.watch.certificates import log_batches, tile_batches
from noroshi.sites.sense.watch.domains import domain_batches
from noroshi.sites.sense.watch.folder import dropped_files, put_aside, read_dropped
from noroshi.sites.sense.watch.log_key import LogKey
from noroshi.sites.sense.watch.mastodon import mastodon_batches
from noroshi.sites.sense.watch.misskey import misskey_batches
from noroshi.sites.sense.watch.rss import rss_batches
from noroshi.sites.sense.watch.table import PHISHTANK, URLHAUS, table_batches
from noroshi.sites.sense.watch.way import Way
from noroshi.sites.sense.watch.x import x_batches
from noroshi.spine.home import Home, read_secret
from noroshi.spine.home.site_settings import WatchKind, WatchSettings
from noroshi.spine.model import ConfigError, InputError, NoroshiError, SubjectKind
from noroshi.spine.model.site_report import Channel
from noroshi.spine.net.destination import Destinations
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.site_sources import Reading, SiteSources

log = structlog.get_logger()

STREAMS = frozenset({WatchKind.MASTODON, WatchKind.MISSKEY, WatchKind.BLUESKY})
"""Kinds that are read without end."""

CHANNELS: dict[WatchKind, Channel] = {
    WatchKind.MASTODON: Channel.SNS,
    WatchKind.MISSKEY: Channel.SNS,
    WatchKind.BLUESKY: Channel.SNS,
    WatchKind.X: Channel.SNS,
    WatchKind.RSS: Channel.RSS,
    WatchKind.URLHAUS: Channel.FEED,
    WatchKind.PHISHTANK: Channel.FEED,
    WatchKind.OPENPHISH: Channel.FEED,
    WatchKind.DOMAINS: Channel.DOMAIN,
    WatchKind.CT_TILES: Channel.CERTIFICATE,
    WatchKind.CT_LOG: Channel.CERTIFICATE,
    WatchKind.PEERS: Channel.PEER,
    WatchKind.MAIL: Channel.MAIL,
}

PAUSES = Backoff(first_s=5, longest_s=900, attempts=10_000)
"""After a failure: doubled each time, with chance, up to a quarter of an hour."""

AT_ONCE = 500


@dataclass(slots=True)
class Watched:
    """What reading a source came to.

    Attributes:
        source: Its name.
        read: Posts or rows.
        kept: Reports made of them.
        known: Reports that were there already.
        queued: URLs that wait for a visit since then.
        refused: What could not be taken, by reason.
        error: Why it ended early; empty where it did not. What came before is kept.
    """

    source: str
    read: int = 0
    kept: int = 0
    known: int = 0
    queued: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    error: str = ""


def chosen_watchers(home: Home, names: Sequence[str]) -> list[WatchSettings]:
    """Watchers of the settings by name; all where none is named.

    Raises:
        ConfigError: There is none, or none of a name.
    """
    known = {one.name: one for one in home.settings.watch}
    if not known:
        raise ConfigError(f"there is nothing to watch; add [[watch]] to {home.settings_file}")
    for name in names:
        if name not in known:
            raise ConfigError(f"there is no watcher {name}; choose of {', '.join(known)}")
    return [known[name] for name in names] if names else list(known.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """One source, and where what it says goes.

    Attributes:
        home: The installation.
        database: Its state.
        settings: Of the watcher.
        clock: The present.
        stop: Whether to come to an end.
    """

    home: Home
    database: Database
    settings: WatchSettings
    clock: Callable[[], datetime]
    stop: Stop

    def read(self) -> Watched:
        """Read the source once: what is new, or for a stream until it is to stop or breaks.

        Raises:
            ConfigError: Its secret, key or folder is wrong.
        """
        name = self.settings.name
        done = Watched(source=name)
        intake = site_intake(self.home.settings, self.database, self.clock, self.home.path)
        try:
            if self.settings.kind is WatchKind.MAIL:
                self._read_folder(intake, done)
            else:
                for batch in self._batches(SiteSources(self.database).cursor(name)):
                    self._keep(intake, batch, done)
        except ConfigError:
            raise
        except NoroshiError as error:
            done.error = str(error)
            SiteSources(self.database).fail(name, done.error, self.clock())
        return done

    def _keep(self, intake: SiteIntake, batch: Batch, done: Watched) -> None:
        said = [self._said(post) for post in batch.posts]
        taken = self._take(intake, said, Counter(batch.refused), batch.read, batch.cursor, done)
        done.queued += taken
        batch.kept()

    def _take(
        self,
        intake: SiteIntake,
        said: Sequence[Said],
        refused: Counter[str],
        read: int,
        cursor: str | None,
        done: Watched,
    ) -> int:
        """Keep what was said together with the cursor; posts without a URL are not reports."""
        reports = [intake.report(one, self.clock()) for one in said]
        refused += intake.refused
        intake.refused.clear()
        named = [one for one in reports if one.urls]
        if without := len(reports) - len(named):
            refused["no-url"] += without
        reading = Reading(name=self.settings.name, cursor=cursor, read=read, refused=refused)
        taken = intake.keep(named, reading)
        done.read += read
        done.kept += taken.kept
        done.known += taken.known
        done.refused += refused
        return taken.queued

    def _said(self, post: Post) -> Said:
        return Said(
            channel=CHANNELS[self.settings.kind],
            source=self.settings.name,
            text=post.text,
            urls=post.urls,
            origin=post.id,
            trust=self.settings.trust,
        )

    def _batches(self, cursor: str) -> Iterator[Batch]:  # noqa: C901, PLR0911  # one line a kind
        own, brands = self.settings, self.home.settings.sites.brands
        if own.kind is WatchKind.PEERS:
            return self._of_peers(cursor)
        way = self._way()
        match own.kind:
            case WatchKind.MASTODON:
                return mastodon_batches(way, own.query, cursor, self.stop)
            case WatchKind.MISSKEY:
                return misskey_batches(way, own.query, cursor, self.stop)
            case WatchKind.BLUESKY:
                return bluesky_batches(way, own.query.split(), cursor, self.stop)
            case WatchKind.X:
                return x_batches(way, own.query, cursor, self.stop, _Meter(self))
            case WatchKind.RSS:
                return rss_batches(way, cursor)
            case WatchKind.URLHAUS:
                return table_batches(way, URLHAUS, cursor)
            case WatchKind.PHISHTANK:
                return table_batches(way, PHISHTANK, cursor)
            case WatchKind.DOMAINS:
                return domain_batches(way, brands, cursor)
            case WatchKind.CT_TILES:
                return tile_batches(way, LogKey(own.key), brands, cursor, self.stop)
            case WatchKind.CT_LOG:
                return log_batches(way, LogKey(own.key), brands, cursor, self.stop)
            case _:
                return table_batches(way, None, cursor)

    def _way(self) -> Way:
        own = self.settings
        secrets = self.home.pseudonym_key_file.parent
        return Way(
            name=own.name,
            url=own.url if own.kind in _WHOLE_URLS else own.url.rstrip("/"),
            destinations=Destinations(allow=own.allow),
            token=read_secret(secrets / own.secret) if own.secret else "",
        )

    def _of_peers(self, cursor: str) -> Iterator[Batch]:
        """URLs and domains that lists of others say since a moment, the cursor."""
        since = datetime.fromisoformat(cursor) if cursor else None
        posts: list[Post] = []
        newest = since
        for one in Contributions(self.database).of_peers():
            if one.subject.kind not in _WEB or (since and one.received_at <= since):
                continue
            newest = max(newest or one.received_at, one.received_at)
            posts.append(Post(id=f"{one.source} {one.subject.value}", urls=[one.subject.value]))
        for at in range(0, len(posts), AT_ONCE):
            some = posts[at : at + AT_ONCE]
            last = at + AT_ONCE >= len(posts)
            moved = newest.isoformat() if last and newest else None
            yield Batch(posts=some, read=len(some), cursor=moved)

    def _read_folder(self, intake: SiteIntake, done: Watched) -> None:
        folder = self.home.path / self.settings.url
        while not self.stop() and (files := dropped_files(folder)):
            for path in files:
                self._read_message(intake, path, folder, done)

    def _read_message(self, intake: SiteIntake, path: Path, folder: Path, done: Watched) -> None:
        refused: Counter[str] = Counter()
        try:
            said = said_in_mail(read_dropped(path), self.settings.name, refused)
        except (InputError, OSError) as error:
            refused[str(error) if isinstance(error, InputError) else "mail-unreadable"] += 1
            self._take(intake, [], refused, 1, None, done)
            put_aside(path, folder)
            return
        one = replace(said, trust=self.settings.trust)
        done.queued += self._take(intake, [one], refused, 1, None, done)
        path.unlink(missing_ok=True)


_WHOLE_URLS = frozenset(
    {
        WatchKind.RSS,
        WatchKind.URLHAUS,
        WatchKind.PHISHTANK,
        WatchKind.OPENPHISH,
        WatchKind.DOMAINS,
    }
)
"""Kinds whose URL names a document; a slash at its end is a part of it."""

_WEB = frozenset({SubjectKind.URL, SubjectKind.DOMAIN})


@dataclass(frozen=True, slots=True)
class _Meter:
    """The budget of one watcher."""

    watching: Watching

    def reserve(self, most: int) -> int:
        own = self.watching
        return SiteSources(own.database).reserve(
            own.settings.name,
            most,
            per_day=own.settings.per_day,
            per_month=own.settings.per_month,
            at=own.clock(),
        )

    def give_back(self, posts: int) -> None:
        if posts:
            own = self.watching
            SiteSources(own.database).give_back(own.settings.name, posts, own.clock())


def keep_watching(
    watching: Watching, wait: Callable[[float], bool], chance: Callable[[], float]
) -> None:
    """Read one source again and again until told to stop.

    Args:
        watching: The source.
        wait: Waits so many seconds; gives whether to stop.
        chance: A number in [0, 1), anew at each call, that spreads pauses.
    """
    failures = 0
    while not watching.stop():
        try:
            done = watching.read()
        except NoroshiError as error:  # the state is away, or a secret was taken away
            done = Watched(source=watching.settings.name, error=str(error))
        if done.error:
            failures = 1 if done.kept else failures + 1
            pause = PAUSES.pause(failures, chance()).total_seconds()
            log.warning("a watcher failed", source=done.source, reason=done.error, wait_s=pause)
        else:
            failures = 0
            pause = 1.0 if watching.settings.kind in STREAMS else float(watching.settings.every_s)
        if wait(pause):
            return
