"""Surveying: run a shard of a signed scope, tell how far it is, stop it, and answer who was asked."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from noroshi.iot.scope import Scope, parse_signature
from noroshi.iot.survey.asked import Asking, asked_in, askings_of
from noroshi.iot.survey.attention import Attention, Clock
from noroshi.iot.survey.book import Book
from noroshi.iot.survey.boundary import Boundary
from noroshi.iot.survey.chosen import Address, ChosenTargets
from noroshi.iot.survey.permission import Host, Permission, permit, pin
from noroshi.iot.survey.plan import Shard
from noroshi.iot.survey.runner import Progress, Runner, Setting
from noroshi.iot.survey.targets import Targets
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.opting_out import opted_out
from noroshi.jobs.iot.scoping import read_public_key, signature_file, trusted_of_home
from noroshi.jobs.iot.survey_place import (
    Place,
    held,
    place_of,
    plan_at,
    scope_at,
    shard_of,
    targets_at,
)
from noroshi.spine.home import Home, read_or_make_key, write_whole
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.host import ThisHost
from noroshi.spine.net.raw import can_send_raw
from noroshi.spine.store import Store

KEY_BYTES = 32
ROUND, RESURVEY = "iot survey", "iot resurvey"
"""Jobs under which complete rounds stand in the record of runs."""


def utc_now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants surveyed.

    Attributes:
        scope: The signed scope's file.
        round: Name of the round.
        shard: `i/n`.
        engine: `raw`, `connect`, or `auto` for raw where this process may.
        source: The address to ask from; empty where the scope declares one only.
        lists: Files that the scope pins.
        only: Addresses of a re-survey; null for the whole scope, or what the round began with.
        counted: Whether a complete round stands in the record of runs, where figures count it.
    """

    scope: Path
    round: str = "1"
    shard: str = "1/1"
    engine: str = "auto"
    source: str = ""
    lists: tuple[Path, ...] = ()
    only: tuple[Address, ...] | None = None
    counted: bool = True


class Survey:
    """One run of a shard.

    Raises:
        ConfigError: The scope does not hold here and now, or the engine cannot run here.
        InputError: A file is malformed.
    """

    def __init__(
        self,
        home: Home,
        wish: Wish,
        *,
        host: Host | None = None,
        wall: Callable[[], datetime] = utc_now,
    ) -> None:
        self._home = home.create()
        scope = scope_at(wish.scope)
        self.shard = shard_of(wish.shard)
        self.clock = Clock(wall, time.monotonic)
        self.permission = permission_of(home, wish, scope, self.clock.now(), host=host)
        self.place = place_of(home, scope, wish.round)
        only = None if wish.only is None else ChosenTargets(scope, wish.only)
        self.plan = plan_at(self.place, scope, wish.round, only)
        self.targets = targets_at(self.place, scope, self.plan)
        self.raw = _is_raw(wish.engine, listed=bool(len(self.targets.listing)))
        _check_family(self.permission.source, self.targets)
        self._attention: Attention | None = None
        self._counted = wish.counted

    def interrupt(self) -> None:
        """End soon, with everything that was asked kept; any thread or signal handler may call."""
        if self._attention is not None:
            self._attention.interrupted = True

    def run(self) -> Iterator[Progress]:
        """Survey; gives the progress after each chunk, the last with its reason.

        Raises:
            ConfigError: Another process works at this shard, or the book was cut.
            InputError: The book was changed.
            SourceError: The network is gone.
        """
        place, shard = self.place, self.shard
        if place.stop_file.exists():
            raise ConfigError(
                f"this round was stopped; to go on, remove {place.stop_file} and run it again"
            )
        trail = trail_of(self._home, utc_now)
        with held(place, shard), Store.open(self._home.state) as store:
            book = Book(place.book_file(shard), self.clock.now)
            _check_uncut(place, shard, book)
            boundary = Boundary(
                self.permission, share=shard.of, now=self.clock.now,
                monotonic=self.clock.monotonic, listing=self.targets.listing,
            )  # fmt: skip
            self._attention = Attention(
                self.permission, boundary, self.clock, stop_file=place.stop_file,
                opt_outs=lambda: opted_out(store),
            )  # fmt: skip
            target = f"{self.permission.scope.id}/{self.plan.round}/{shard}"
            trail.note("system", "survey.begin", target, {"scope": self.permission.digest})
            progress = Progress()
            for progress in self._runner(boundary, book).run():
                _write_progress(place, shard, progress, book)
                yield progress
            head = book.head()
            trail.note("system", "survey.end", target, {"reason": progress.reason, "book": head})
            if progress.reason == "complete" and self._counted:
                record_round(store, self, self.clock.now())

    def _runner(self, boundary: Boundary, book: Book) -> Runner:
        assert self._attention is not None
        setting = Setting(
            permission=self.permission, plan=self.plan, targets=self.targets, shard=self.shard,
            run=self.place.run,
            raw=self.raw, secret=read_or_make_key(self._home.survey_key_file, KEY_BYTES),
        )  # fmt: skip
        return Runner(setting, boundary, self._attention, self.clock, book)


class ShardStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far a shard is, as its file tells those who watch."""

    shard: str
    targets: int
    settled: int
    sent: int
    skipped: dict[str, int]
    open: int
    answered: int
    reason: str
    at: datetime
    book: str
    """Digest of the book's last line at that moment."""


def statuses(home: Home, scope: Scope, name: str) -> list[ShardStatus]:
    """How far each shard of a round is that was worked on here."""
    place = place_of(home, scope, name)
    return [_status(path) for path in sorted(place.run.glob("progress-*.json"))]


def stop(home: Home, scope: Scope, name: str) -> Path:
    """Let every process at a round end within a second; gives the file that keeps it stopped.

    Raises:
        ConfigError: There is no such round.
    """
    place = place_of(home, scope, name)
    if not place.run.is_dir():
        raise ConfigError(f"{scope.id} has no round {name} here; there are {_rounds(place)}")
    place.stop_file.touch()
    trail_of(home, utc_now).note("system", "survey.stop", f"{scope.id}/{name}")
    return place.stop_file


def asked(home: Home, scope: Scope, name: str, address: str) -> list[Asking]:
    """Every probe to an address in a round, in order of time.

    Raises:
        ConfigError: There is no such round, or the address is none.
        InputError: A book was changed.
    """
    place = place_of(home, scope, name)
    if not (place.run / "plan.json").exists():
        raise ConfigError(f"{scope.id} has no round {name} here; there are {_rounds(place)}")
    plan = plan_at(place, scope, name)
    targets = targets_at(place, scope, plan)
    try:
        number = targets.listing.number_of(address)
    except ValueError as error:
        raise ConfigError(f"{address!r} is no address") from error
    if number is None:
        return []
    return askings_of(number, plan=plan, targets=targets, books=_books(place))


def asked_addresses(home: Home, scope: Scope, name: str) -> list[str]:
    """Every address that got at least one probe in a round, ascending.

    Raises:
        ConfigError: There is no such round.
        InputError: A book was changed.
    """
    place = place_of(home, scope, name)
    if not (place.run / "plan.json").exists():
        raise ConfigError(f"{scope.id} has no round {name} here; there are {_rounds(place)}")
    plan = plan_at(place, scope, name)
    targets = targets_at(place, scope, plan)
    found = asked_in(plan, targets, _books(place))
    return [targets.listing.text_of(one) for one in found.tolist()]


def _books(place: Place) -> list[Book]:
    return [Book(path, utc_now) for path in place.books()]


def record_round(store: Store, work: Survey, at: datetime) -> None:
    """Record a round that every shard here has completed, once, so that figures can count it."""
    place, plan = work.place, work.plan
    done = [_status(path) for path in place.run.glob("progress-*.json")]
    if len([one for one in done if one.reason == "complete"]) < work.shard.of:
        return
    job = RESURVEY if plan.chosen else ROUND
    inputs = {"scope": plan.scope, "id": work.permission.scope.id, "round": plan.round}
    if any(run.inputs == inputs for run in store.runs(job=job)):
        return
    asked_here = asked_in(plan, work.targets, _books(place))
    counts = {
        "addresses": len(asked_here),
        "allowed": work.targets.addresses,
        "probes": sum(one.sent for one in done),
        "answered": sum(one.answered for one in done),
    }
    run = store.begin_run(job, detector=None, window=None, inputs=inputs, at=at)
    store.end_run(run, outcome="done", counts=counts, at=at)


def _rounds(place: Place) -> str:
    names = sorted(path.parent.name for path in place.scope_folder.glob("*/plan.json"))
    return ", ".join(names) or "none"


def permission_of(
    home: Home, wish: Wish, scope: Scope, now: datetime, *, host: Host | None = None
) -> Permission:
    """The proof that a scope holds here and now.

    Raises:
        ConfigError: It does not; the message says why.
        InputError: A file is malformed.
    """
    trusted = [read_public_key(path) for path in trusted_of_home(home)]
    if not trusted:
        raise ConfigError(f"no authority is trusted; put its .pub file into {home.authorities}")
    try:
        signature = parse_signature(signature_file(wish.scope).read_bytes())
        files = {pin(octets): octets for octets in (path.read_bytes() for path in wish.lists)}
    except OSError as error:
        raise ConfigError(f"{error.filename} cannot be read: {error.strerror}") from error
    source = wish.source or _only(scope.sources)
    return permit(
        scope,
        signature,
        trusted=trusted,
        files=files,
        source=source,
        host=host or ThisHost(),
        now=now,
    )


def _only(sources: Sequence[str]) -> str:
    if len(sources) > 1:
        raise ConfigError(f"the scope declares {len(sources)} sources; choose one by --source")
    return sources[0]


def _is_raw(engine: str, *, listed: bool) -> bool:
    if listed:
        if engine == "raw":
            raise ConfigError("the raw engine asks IPv4; use --engine connect for a list of IPv6")
        return False
    able = can_send_raw()
    if engine == "raw" and not able:
        raise ConfigError("the raw engine needs CAP_NET_RAW; use --engine connect, or root")
    return engine == "raw" or (engine == "auto" and able)


def _check_family(source: str, targets: Targets) -> None:
    if (":" in source) != bool(len(targets.listing)):
        family = "IPv6" if len(targets.listing) else "IPv4"
        raise ConfigError(f"this round asks {family}, and not from {source}; choose by --source")


def _write_progress(place: Place, shard: Shard, progress: Progress, book: Book) -> None:
    status = ShardStatus(
        shard=str(shard), targets=progress.targets, settled=progress.settled, sent=progress.sent,
        skipped=progress.skipped, open=progress.open, answered=progress.answered,
        reason=progress.reason, at=utc_now(), book=book.head(),
    )  # fmt: skip
    write_whole([msgspec.json.encode(status) + b"\n"], place.progress_file(shard))


def _status(path: Path) -> ShardStatus:
    try:
        return msgspec.json.decode(path.read_bytes(), type=ShardStatus)
    except (OSError, msgspec.DecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}; remove it and run again") from error


def _check_uncut(place: Place, shard: Shard, book: Book) -> None:
    """Refuse a book that lost lines which were there when progress was last told.

    Raises:
        ConfigError: It did.
    """
    file = place.progress_file(shard)
    if file.exists() and not book.holds(_status(file).book):
        raise ConfigError(
            f"{book.path} was cut: lines that stood in it are gone. Take it from the backup,"
            " or begin another round"
        )
