"""Decoding: segments of the spool into the lake, each once, whatever happens in between.

A stretch of segments is decoded, its files are written, and one transaction of the state records
both the files and what the decoder knows after it; only then the segments go. A process that dies
before the transaction leaves files that no record names: the next one removes them and decodes the
segments again, from the same knowledge, to the same names.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import structlog

from noroshi.spine.flows.arrow import distinct_words
from noroshi.spine.flows.collect import DecodedCounts
from noroshi.spine.flows.counter_lake import write_counters
from noroshi.spine.flows.decode import Decoder, Sequences, recall, remember
from noroshi.spine.flows.decode.pending import LONGEST_MS
from noroshi.spine.flows.draft import settle
from noroshi.spine.flows.lake import LakeWriter
from noroshi.spine.flows.pseudonym import Pseudonyms, hide_subscribers
from noroshi.spine.flows.spool import Segment, SpoolFolder, datagrams_of
from noroshi.spine.flows.stamp import stamp
from noroshi.spine.flows.tally import Tally
from noroshi.spine.home import Home
from noroshi.spine.model import CollectionRecord, InterfaceName, NoroshiError, address_text

log = structlog.get_logger()

MOST_SEGMENTS = 32
MOST_OCTETS = 256 << 20
"""A stretch is no larger, so that memory and the loss of work by a crash stay small."""


class CollectionLog(Protocol):
    """Remembers which segments are in the lake."""

    def last_segment(self, collector: str) -> int:
        """Number of the last segment taken in; 0 when there is none."""

    def memory_of(self, collector: str) -> bytes | None:
        """What the decoder knows after it."""

    def save_collection(
        self, record: CollectionRecord, memory: bytes, interfaces: Sequence[InterfaceName] = ()
    ) -> None:
        """Record all of it, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingOptions:
    """How datagrams become rows.

    Attributes:
        collector: Name in files and records.
        pseudonyms: Stand-ins for subscribers.
        sampling: Interval where exporters do not tell; null for unknown.
    """

    collector: str
    pseudonyms: Pseudonyms
    sampling: int | None


class SpoolDecoder:
    """Takes the spool into the lake, a stretch a call. One process a spool may use it.

    Args:
        home: Whose spool and lake.
        collections: The state.
        options: May be replaced between calls.
    """

    def __init__(self, home: Home, collections: CollectionLog, options: DecodingOptions) -> None:
        self.options = options
        self._home, self._collections = home, collections
        self._spool = SpoolFolder(home.datagrams)
        self._one_by_one = False
        self._decoder = self._recalled()

    def recover(self) -> None:
        """Remove what a killed process left: segments already taken in, files nobody recorded.

        Raises:
            SourceError: The state cannot be read.
        """
        last = self._collections.last_segment(self.options.collector)
        for segment in self._spool.closed():
            if segment.number <= last:
                segment.path.unlink(missing_ok=True)
        waiting = self._spool.closed()
        lowest = waiting[0].number if waiting else None
        for root in (self._home.flows, self._home.counters):
            remove_unrecorded(root, self.options.collector, lowest)

    def step(self) -> DecodedCounts | None:
        """Take the oldest stretch in; null when there is none.

        Raises:
            NoroshiError: The lake or the state is unwell; nothing is recorded, so try again.
        """
        stretch = self._stretch()
        if not stretch:
            return None
        try:
            return self._take(stretch)
        except NoroshiError:
            self._decoder = self._recalled()
            raise
        except Exception:
            # A fault of ours must neither lose the segments nor hold up those behind them.
            log.exception("segments not decoded", first=stretch[0].number, last=stretch[-1].number)
            self._decoder = self._recalled()
            return self._set_aside(stretch)

    def _set_aside(self, stretch: Sequence[Segment]) -> DecodedCounts:
        if len(stretch) > 1:
            self._one_by_one = True
            return DecodedCounts()
        (segment,) = stretch
        segment.path.rename(segment.path.with_suffix(".failed"))
        return DecodedCounts(refused=Counter({"failed-segment": 1}))

    def _recalled(self) -> Decoder:
        memory = self._collections.memory_of(self.options.collector)
        if memory is not None:
            decoder = recall(memory, Tally())
            if decoder is not None:
                return decoder
            log.warning("another version's memory is not read; templates are learned again")
        return Decoder(Tally(), sequences=Sequences())

    def _stretch(self) -> list[Segment]:
        """The oldest segments, as many as one transaction takes."""
        chosen: list[Segment] = []
        size = 0
        for segment in self._spool.closed()[: 1 if self._one_by_one else MOST_SEGMENTS]:
            size += segment.path.stat().st_size
            if chosen and size > MOST_OCTETS:
                break
            chosen.append(segment)
        self._one_by_one = False
        return chosen

    def _take(self, stretch: Sequence[Segment]) -> DecodedCounts:
        tally = Tally()
        self._decoder.tally = tally
        sequences = self._decoder.sequences
        assert sequences is not None
        lost, restarts = sequences.lost(), Counter(sequences.restarts)
        counts = DecodedCounts()
        name = f"{self.options.collector}-{stretch[0].number:016d}"
        writer = LakeWriter(self._home.flows, name, f"{stretch[-1].number:016d}")
        try:
            self._decoder.counters = []
            for table in self._tables(stretch, tally, counts):
                writer.add(table)
            options = f"{stretch[-1].number:016d}"
            # An orphan is found by its name, as those of flows are; nothing else need record it.
            write_counters(self._decoder.counters, self._home.counters, f"{name}-{options}")
            files = writer.finish()
        except BaseException:
            writer.abandon()
            raise
        counts.read, counts.kept, counts.refused = tally.read, tally.kept, tally.refused
        counts.lost = _by_text(_change(sequences.lost(), lost))
        counts.restarts = _by_text(_change(sequences.restarts, restarts))
        self._commit(stretch, counts, files)
        if tally.aside:
            log.info("passed over", first=stretch[0].number, **tally.aside)
        return counts

    def _tables(
        self, stretch: Sequence[Segment], tally: Tally, counts: DecodedCounts
    ) -> Iterator[pa.Table]:
        for segment in stretch:
            for batch in datagrams_of(segment, tally):
                counts.datagrams += len(batch)
                for draft in self._decoder.decode(batch):
                    rows = settle(draft, tally)
                    counts.rows.update(_rows_by_exporter(rows))
                    stamped = stamp(rows, sampling=self.options.sampling, exporter="")
                    yield hide_subscribers(stamped, self.options.pseudonyms)
                newest = int(batch.received_ms[-1])
                self._decoder.pending.forget_before(newest - LONGEST_MS, tally)

    def _commit(
        self, stretch: Sequence[Segment], counts: DecodedCounts, files: tuple[str, ...]
    ) -> None:
        record = CollectionRecord(
            collector=self.options.collector,
            first_segment=stretch[0].number,
            last_segment=stretch[-1].number,
            datagrams=counts.datagrams,
            read=counts.read,
            kept=counts.kept,
            refused=dict(sorted(counts.refused.items())),
            files=files,
            committed_at=datetime.now(UTC),
        )
        interfaces = interface_names(self._decoder)
        self._collections.save_collection(record, remember(self._decoder), interfaces)
        for segment in stretch:
            segment.path.unlink(missing_ok=True)


def remove_unrecorded(root: Path, collector: str, lowest: int | None) -> None:
    """Files of segments that are still in the spool, and what was being written."""
    name = re.compile(rf"{re.escape(collector)}-(\d{{16}})-\d{{16}}-\d+\.(.*)")
    for file in root.glob(f"date=*/hour=*/{collector}-*"):
        match = name.fullmatch(file.name)
        if match is None:
            continue
        unfinished = match[2].endswith("tmp")
        if unfinished or (lowest is not None and int(match[1]) >= lowest):
            with suppress(FileNotFoundError):
                file.unlink()


def interface_names(decoder: Decoder) -> list[InterfaceName]:
    """Interfaces that exporters named anew since this was last asked."""
    return [
        InterfaceName(
            exporter=address_text(hi, lo),
            domain=domain,
            number=number,
            name=name,
            description=description,
        )
        for (hi, lo, domain), number, name, description in decoder.names.interface_changes()
    ]


def _rows_by_exporter(rows: pa.Table) -> Counter[str]:
    if not rows.num_rows:
        return Counter()
    words, places = distinct_words(rows["exporter"])
    counted = np.bincount(places, minlength=len(words)).tolist()
    return Counter({word: n for word, n in zip(words, counted, strict=False) if n})


def _change(
    now: Counter[tuple[int, int]], before: Counter[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    both = now.keys() | before.keys()
    return {key: now[key] - before[key] for key in both if now[key] != before[key]}


def _by_text(values: dict[tuple[int, int], int]) -> Counter[str]:
    return Counter({address_text(*sender): n for sender, n in values.items()})
