"""Zone feeding: the shared lists' changes become changes of a policy zone at its primary."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.jobs.outlet.admitting import never
from noroshi.jobs.outlet.staging import sinks_of
from noroshi.jobs.share.zone_key import zone_key_of
from noroshi.relay.share.act_words import zone_target
from noroshi.relay.share.rpz import TTL_S, owners
from noroshi.relay.share.zone import (
    SAID_OCTETS,
    UNFINISHED,
    Cursor,
    Difference,
    difference,
    fingerprint,
    messages,
    namesakes,
    next_serial,
    octets,
)
from noroshi.spine.home import Home
from noroshi.spine.home.acts import read_acts
from noroshi.spine.model import (
    Act,
    ConfigError,
    Edition,
    Outlet,
    SourceError,
    Standing,
    Subject,
    Tlp,
)
from noroshi.spine.net.zone_server import Blocked, Primary, Start, ZoneServer
from noroshi.spine.store import Store
from noroshi.spine.store.listed import Listed, Readership
from noroshi.spine.store.lists import SharedList

TLPS = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)
"""Markings for every member; a zone has one content for all."""

EDITIONS_AT_ONCE = 500
"""Editions, or entries that ended, in one update at most."""

NOTHING = Difference([], [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """What one pass did.

    Attributes:
        zone: Its name.
        reloaded: The zone was new, damaged or chosen otherwise, and was compared as a whole.
        editions: Editions that were read.
        ended: Subjects whose entry ended by itself.
        blocked: Names that the zone was told to hold, those it held already included.
        unblocked: Names that it was told not to hold.
        unsayable: Subjects read that a policy zone has no words for.
        updates: Messages, each of which held as a whole.
        sequence: Of the last edition that the zone knows.
        serial: Of the zone.
    """

    zone: str
    reloaded: bool
    editions: int
    ended: int
    blocked: int
    unblocked: int
    unsayable: int
    updates: int
    sequence: int
    serial: int


def feed(home: Home, store: Store, at: datetime, *, reload: bool = False) -> Fed:
    """Bring the zone to what the lists say now; a second time changes nothing.

    An entry acts from its publication on. Safe to kill: each update tells how far it goes.

    Args:
        home: Settings `[zone]` and the key.
        store: The lists.
        at: Now.
        reload: Compare the whole zone, whatever it says of itself.

    Raises:
        ConfigError: No zone is set, its key is missing, or the primary does not let us.
        SourceError: The primary or the state cannot be reached, or another one feeds the zone.
    """
    return _Pass(home, store, at).run(reload=reload)


def readership_of(home: Home) -> Readership:
    """Which entries the zone is made of."""
    return Readership(collections=home.settings.zone.collections, tlps=TLPS)


def primary_of(home: Home) -> Primary:
    """Where the zone is written, and by which key.

    Raises:
        ConfigError: No zone is set, or its key is missing.
    """
    zone = home.settings.zone
    if not zone.name:
        raise ConfigError(f"no zone is fed; set [zone] name in {home.settings_file}")
    return Primary(
        address=zone.server,
        port=zone.port,
        zone=zone.name,
        key=zone_key_of(home),
        ttl_s=TTL_S,
        target=zone_target(act_of(home), sinks_of(home)),
    )


def act_of(home: Home) -> Act:
    """What resolvers do at what the zone holds."""
    return read_acts(home)[Outlet.RPZ].act


class _Pass:
    """One pass: the zone's start, and what becomes of it."""

    def __init__(self, home: Home, store: Store, at: datetime) -> None:
        primary, readers = primary_of(home), readership_of(home)
        self._zone, self._at, self._readers = primary.zone, at, readers
        self._is_on, self._never = act_of(home) is not Act.OFF, never(home)
        self._choice = fingerprint(_chosen(home, primary, readers))
        self._server = ZoneServer(primary)
        self._shared = SharedList(store.database)
        self._listed = Listed(store.database, readers)
        self._counts: Counter[str] = Counter()

    def run(self, *, reload: bool) -> Fed:
        """Feed it."""
        self._start = self._server.start()
        head = self._shared.head()
        cursor = Cursor.read(self._start.contact)
        known = cursor is not None and (
            cursor.serial == self._start.serial
            and cursor.choice == self._choice
            and cursor.sequence <= head
        )
        if cursor is None or not known or reload:
            self._reload(head)
            sequence, reload = head, True
        else:
            sequence = self._go_on(cursor, head)
        counts = {
            name: self._counts[name]
            for name in ("editions", "ended", "blocked", "unblocked", "unsayable", "updates")
        }
        return Fed(
            zone=self._zone,
            reloaded=reload,
            sequence=sequence,
            serial=self._start.serial,
            **counts,
        )

    def _go_on(self, cursor: Cursor, head: int) -> int:
        """Tell what changed since; gives the sequence that the zone knows then."""
        self._at = max(self._at, cursor.moment)  # a clock that went back undoes nothing
        ended = list(_portions(sorted(self._listed.ended(cursor.moment, self._at))))
        sequence = cursor.sequence
        for number, some in enumerate(ended, 1):
            self._counts["ended"] += len(some)
            moment = self._at if number == len(ended) else cursor.moment
            self._tell(self._judged(some, ()), sequence, moment)
        while editions := self._page(sequence, head):
            sequence = editions[-1].sequence
            self._counts["editions"] += len(editions)
            live = [one.indicator.subject for one in editions if self._holds(one)]
            off = [one.indicator.subject for one in editions if not self._holds(one)]
            self._tell(self._judged(off, live), sequence, self._at)
        return sequence

    def _page(self, sequence: int, head: int) -> list[Edition]:
        """The next editions that fit into one update."""
        page = self._shared.since(
            sequence, collections=self._readers.collections, limit=EDITIONS_AT_ONCE, until=head
        )
        return list(_fitting(page))

    def _holds(self, edition: Edition) -> bool:
        return (
            edition.standing is Standing.LIVE
            and edition.indicator.tlp in self._readers.tlps
            and self._at < edition.indicator.valid_until
        )

    def _judged(self, doubtful: Sequence[Subject], live: Sequence[Subject]) -> Difference:
        """Which names stand and which fall; one falls only where no other entry means it, too."""
        self._counts["unsayable"] += sum(not owners(one) for one in (*doubtful, *live))
        blocked = dict.fromkeys(map(owners, (*doubtful, *live)), False)
        looks = [namesakes(one) for one in doubtful if owners(one)]
        others = self._listed.named(
            [value for look in looks for value in look.values],
            self._at,
            starts=[start for look in looks for start in look.starts],
        )
        for subject in filter(self._acts, (*others, *live)):
            blocked[owners(subject)] = True
        return difference(blocked)

    def _acts(self, subject: Subject) -> bool:
        return self._is_on and not self._never(subject)

    def _reload(self, head: int) -> None:
        """Compare all that the zone holds with all that it should, and tell what differs.

        Nothing that stands rightly is taken away meanwhile.
        """
        wanted: set[str] = set()
        for subject in filter(self._acts, self._listed.subjects(self._at)):
            names = owners(subject)
            self._counts["unsayable"] += not names
            wanted.update(names)
        held: set[str] = set()
        wrong: set[str] = set()
        for name, well in self._server.held():
            (held if well else wrong).add(name)
        held -= wrong
        removed = sorted((held | wrong) - wanted)
        for part in messages(Difference([], sorted(wrong & wanted))):
            self._update(Difference(part.removed, part.removed), UNFINISHED)
        for part in messages(Difference(sorted(wanted - held - wrong), removed)):
            self._update(part, UNFINISHED)
        self._tell(NOTHING, head, self._at)

    def _tell(self, change: Difference, sequence: int, moment: datetime) -> None:
        cursor = Cursor(
            sequence=sequence, moment=moment, serial=self._next_serial(), choice=self._choice
        )
        self._update(change, cursor.contact)

    def _next_serial(self) -> int:
        return next_serial(self._start.serial, self._at)

    def _update(self, change: Difference, contact: str) -> None:
        then = Start(contact, self._next_serial())
        blocked = Blocked(added=change.added, removed=change.removed)
        if not self._server.update(blocked, seen=self._start, then=then):
            raise SourceError(
                f"{self._server} was changed by another program meanwhile; let one feed it"
            )
        self._start = then
        self._counts.update(blocked=len(change.added), unblocked=len(change.removed), updates=1)


def _chosen(home: Home, primary: Primary, readers: Readership) -> Iterator[str]:
    """All that decides what the zone holds beside the lists; another one makes it anew."""
    yield from (*sorted(readers.collections), *readers.tlps)
    yield from (act_of(home), primary.target, *sorted(home.settings.outlet.never))


def _fitting(page: Iterable[Edition]) -> Iterator[Edition]:
    """The first editions of a page, at least one, as many as one message holds."""
    size = 0
    for edition in page:
        size += octets(edition.indicator.subject)
        if size > SAID_OCTETS:
            return
        yield edition


def _portions(subjects: Sequence[Subject]) -> Iterator[list[Subject]]:
    portion: list[Subject] = []
    size = 0
    for subject in subjects:
        size += octets(subject)
        if portion and (size > SAID_OCTETS or len(portion) == EDITIONS_AT_ONCE):
            yield portion
            portion, size = [], octets(subject)
        portion.append(subject)
    if portion:
        yield portion
