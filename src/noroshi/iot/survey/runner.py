"""Runner: a shard of a round, chunk by chunk, each whole before the next begins.

A chunk is asked, what answered is written, and then its second line stands in the book. A process
that is killed leaves one chunk without that line, and asks that one again.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

import numpy as np

from noroshi.iot.survey.attention import Attention, Clock
from noroshi.iot.survey.book import JUMP, Book
from noroshi.iot.survey.boundary import Boundary, Verdict
from noroshi.iot.survey.chunk import Flags, Gone, Means, go
from noroshi.iot.survey.dealer import UNSEEN, Pace, pace_pps
from noroshi.iot.survey.permission import Permission
from noroshi.iot.survey.plan import Plan, Shard, chunks_of, order_of
from noroshi.iot.survey.results import ANSWERED, WAITING, Answer, read_results, write_part
from noroshi.iot.survey.sweep import Sweep
from noroshi.iot.survey.targets import Slot, Targets
from noroshi.spine.net.datagrams import DatagramAsker
from noroshi.spine.net.loop import fastest_loop


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a shard is.

    Attributes:
        targets: Targets of the shard.
        settled: Of them, those of chunks that are complete.
        sent: Probes of the order that left in this run.
        skipped: Refused targets by verdict, in this run.
        open: Targets found open or answering in this run.
        answered: Of them, those that said something.
        reason: Why it ended; empty while it runs, `complete` at the end.
    """

    targets: int = 0
    settled: int = 0
    sent: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    open: int = 0
    answered: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a shard works with.

    Attributes:
        permission: Proof that the scope holds.
        plan: How the round is cut.
        targets: What the plan cuts: the whole scope, or some addresses.
        shard: Which part.
        run: Folder of the round.
        raw: Whether to sweep by raw sockets; else every target gets a connection.
        secret: Key of sequence numbers.
    """

    permission: Permission
    plan: Plan
    targets: Targets
    shard: Shard
    run: Path
    raw: bool
    secret: bytes


class Runner:
    """Works through one shard."""

    def __init__(
        self, setting: Setting, boundary: Boundary, attention: Attention, clock: Clock, book: Book
    ) -> None:
        self._set, self._boundary = setting, boundary
        self._attention, self._clock, self._book = attention, clock, book
        self._targets = setting.targets
        self._order = order_of(setting.plan)
        self.progress = Progress()

    def run(self) -> Iterator[Progress]:
        """Go through the chunks; gives the progress after each, the last with its reason.

        Raises:
            InputError: The book was changed.
            ConfigError: This machine cannot send.
            SourceError: The network is gone.
        """
        chunks = list(chunks_of(self._set.plan, self._set.shard))
        self.progress.targets = sum(end - start for start, end in chunks)
        earlier = Earlier(self._book, self._set.run)
        with ExitStack() as stack:
            means = self._means(stack)
            for start, end in chunks:
                if earlier.is_settled(start):
                    self.progress.settled += end - start
                    continue
                self.progress.reason = self._chunk(means, start, end, earlier)
                if self.progress.reason:
                    yield self.progress
                    return
                self.progress.settled += end - start
                yield self.progress
        self.progress.reason = "complete"
        yield self.progress

    def _means(self, stack: ExitStack) -> Means:
        permission, clock = self._set.permission, self._clock
        asker = DatagramAsker(permission.source)
        stack.callback(asker.close)
        return Means(
            slots=self._targets.slots,
            contact=permission.scope.authority.contact,
            source=permission.source,
            boundary=self._boundary,
            pace=Pace(
                pace_pps(permission.scope, self._targets, self._set.shard.of), clock.monotonic
            ),
            look=self._attention.look,
            unix_s=lambda: int(clock.now().timestamp()),
            asker=asker,
            sweep=stack.enter_context(self._sweep()) if self._set.raw else None,
            loop=stack.enter_context(asyncio.Runner(loop_factory=fastest_loop())),
        )

    def _sweep(self) -> Sweep:
        source = IPv4Address(self._set.permission.source)
        first = IPv4Address(int(self._targets.at(np.zeros(1, np.uint64))[0][0]))
        return Sweep(source, first, self._targets.slots, self._set.secret)

    def _chunk(self, means: Means, start: int, end: int, earlier: "Earlier") -> str:
        """One go at a chunk; gives why it ended early, or nothing."""
        permission, name = self._set.permission, f"{start:015d}-{earlier.goes(start)}"
        detail = {"source": permission.source, "key": permission.key, "part": name}
        rows = np.flatnonzero(~earlier.sent(start, end))
        addresses, slots = self._targets.at(self._order.at(start + rows))
        waiting = earlier.waiting(start, self._targets.slots)
        self._book.begin(permission.digest, start, end, detail)
        gone = go(means, addresses, slots, waiting)
        write_part(self._set.run, name, gone.answers)
        sent = np.zeros(end - start, bool)
        sent[rows] = gone.sent
        self._end(start, end, sent, gone, detail)
        return gone.stopped

    def _end(self, start: int, end: int, sent: Flags, gone: Gone, detail: dict[str, str]) -> None:
        scope = self._set.permission.digest
        skipped = _skipped(gone)
        told = {f"skipped-{name}": str(count) for name, count in skipped.items()}
        settled = {"settled": "no" if gone.stopped else "yes"}
        if gone.stopped:
            settled["stopped"] = gone.stopped
        self._book.end(scope, start, end, sent, detail | told | settled)
        if self._attention.jumped_s:
            self._book.note(JUMP, scope, {"seconds": f"{self._attention.jumped_s:.1f}"})
            self._attention.jumped_s = 0.0
        progress = self.progress
        progress.sent += int(gone.sent.sum())
        for name, count in skipped.items():
            progress.skipped[name] = progress.skipped.get(name, 0) + count
        first = [one for one in gone.answers if one.message == one.slot.message]
        progress.open += len(first)
        progress.answered += sum(one.state == ANSWERED for one in first)


class Earlier:
    """What earlier goes left."""

    def __init__(self, book: Book, run: Path) -> None:
        self._book, self._run = book, run
        self._spans = book.spans()

    def is_settled(self, start: int) -> bool:
        """Whether nothing of the chunk remains."""
        return any(span.settled for span in self._spans if span.start == start)

    def goes(self, start: int) -> int:
        """How many goes at the chunk there were."""
        return sum(span.start == start for span in self._spans)

    def sent(self, start: int, end: int) -> Flags:
        """Which positions of the chunk need not be asked again."""
        made = np.zeros(end - start, bool)
        for span in self._spans:
            if span.start == start and span.ended is not None:
                made |= self._book.sent_of(span)
        return made

    def waiting(self, start: int, slots: tuple[Slot, ...]) -> list[Answer]:
        """Targets of the chunk that the last go found open, and did not come to ask."""
        goes = self.goes(start)
        if not goes or not (self._run / "results" / f"{start:015d}-{goes - 1}.parquet").exists():
            return []
        known = {(slot.probe.name, slot.port): slot for slot in slots}
        return [
            Answer(
                address=row["address"], slot=known[row["probe"], row["port"]], message=0,
                at_s=int(row["at"].timestamp()), state=WAITING,
            )
            for row in read_results(self._run, [f"{start:015d}-{goes - 1}"]).to_pylist()
            if row["state"] == WAITING
        ]  # fmt: skip


def _skipped(gone: Gone) -> dict[str, int]:
    """Refused targets by verdict; those of a stopped go that were not reached count as unseen."""
    verdicts, counts = np.unique(gone.verdicts[~gone.sent], return_counts=True)
    return {
        "unseen" if code == UNSEEN else Verdict(code).name.lower().replace("_", "-"): int(count)
        for code, count in zip(verdicts.tolist(), counts.tolist(), strict=True)
    }
