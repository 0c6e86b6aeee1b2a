"""Consuming: messages of a Kafka topic into the lake, each once, whatever happens in between.

The queue is the spool: a stretch of offsets of one partition is decoded, its files are written, and
one transaction of the state records the files, the offset that follows and what the decoder knows;
only then the broker is told. What was written without a record is removed and read again.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pyarrow as pa

from noroshi.jobs.flows.decoding import CollectionLog, interface_names, remove_unrecorded
from noroshi.spine.flows.address import parse_networks
from noroshi.spine.flows.decode import Datagrams, Decoder, Sequences, recall, remember
from noroshi.spine.flows.draft import Draft, settle
from noroshi.spine.flows.importers.goflow import draft_of, undelimited
from noroshi.spine.flows.lake import LakeWriter
from noroshi.spine.flows.pseudonym import Pseudonyms, hide_subscribers
from noroshi.spine.flows.queued import bounds, plain_datagrams, raw_flows
from noroshi.spine.flows.stamp import stamp
from noroshi.spine.flows.tally import Tally
from noroshi.spine.home import SECRET_BYTES, Home, Payload, read_or_make_key
from noroshi.spine.model import CollectionRecord
from noroshi.spine.net.kafka import Message, TopicOptions, TopicReader

MOST_MESSAGES = 200_000
MOST_OCTETS = 64 << 20
"""Held in memory of all partitions before they are written."""
AT_ONCE = 8_192
WAIT_S = 0.5


@dataclass(slots=True)
class ConsumedCounts:
    """What came so far: messages, rows read and kept, rows refused by reason."""

    messages: int = 0
    read: int = 0
    kept: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def as_row(self) -> dict[str, object]:
        """Machine output of `noroshi flows consume`."""
        return {
            "messages": self.messages,
            "read": self.read,
            "kept": self.kept,
            "refused": dict(sorted(self.refused.items())),
        }


class Consumption:
    """Consumes from its first `run` until `stop` is asked for.

    Args:
        home: Whose settings and lake.
        log: The state.
        topic: Which topic.
        payload: What its messages hold.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        home: Home,
        log: CollectionLog,
        topic: TopicOptions,
        payload: Payload,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        settings = home.settings
        key = read_or_make_key(home.pseudonym_key_file, SECRET_BYTES)
        self._pseudonyms = Pseudonyms(key, parse_networks(settings.flows.subscribers))
        self._sampling = settings.flows.sampling if settings.flows.sampling > 1 else None
        self._home, self._log, self._topic, self._payload = home, log, topic, payload
        self._clock = clock
        self._held: dict[int, list[Message]] = {}
        self._decoders: dict[int, Decoder] = {}
        self._octets = self._messages = 0
        self._stop_asked = False
        self.counts = ConsumedCounts()

    def stop(self) -> None:
        """Ask for an orderly end: what is held is written first. Signal handlers may call it."""
        self._stop_asked = True

    def run(self, every_s: float, *, until_end: bool = False) -> Iterator[ConsumedCounts]:
        """Consume; gives the counts after each stretch that is in the lake.

        Args:
            every_s: Seconds between two writings while little comes.
            until_end: Stop where the topic ends now.

        Raises:
            NoroshiError: Broker, lake or state are unwell; start again to go on.
        """
        reader = TopicReader(self._topic, self._resume)
        due = self._clock() + every_s
        try:
            while True:
                for message in reader.read(AT_ONCE, WAIT_S):
                    self._hold(message)
                done = self._stop_asked or (until_end and reader.at_end)
                if done or self._is_full() or self._clock() >= due:
                    self._write(reader)
                    due = self._clock() + every_s
                    yield self.counts
                if done:
                    return
        finally:
            reader.close()

    def name(self, partition: int) -> str:
        """Name of a partition in files and records."""
        return f"kafka-{self._topic.topic}-{partition:05d}"

    def _resume(self, partition: int, remembered: int) -> int:
        """Where to go on: our own state knows, unless another home read further since."""
        following = self._log.last_segment(self.name(partition))
        # Without a state of our own, files below what the broker remembers are not ours to judge.
        known = following or max(remembered, 0)
        remove_unrecorded(self._home.flows, self.name(partition), known + 1)
        return max(following, remembered) or remembered

    def _hold(self, message: Message) -> None:
        self._held.setdefault(message.partition, []).append(message)
        self._messages += 1
        self._octets += len(message.value)

    def _is_full(self) -> bool:
        return self._messages >= MOST_MESSAGES or self._octets >= MOST_OCTETS

    def _write(self, reader: TopicReader) -> None:
        for partition in sorted(self._held):
            messages = self._held[partition]
            self._take(partition, messages)
            reader.acknowledge(partition, messages[-1].offset + 1)
            self.counts.messages += len(messages)
        self._held.clear()
        self._messages = self._octets = 0

    def _take(self, partition: int, messages: Sequence[Message]) -> None:
        """A stretch of one partition: files, then the record that makes them count."""
        first, following = messages[0].offset + 1, messages[-1].offset + 1
        tally, name = Tally(), self.name(partition)
        writer = LakeWriter(self._home.flows, f"{name}-{first:016d}", f"{following:016d}")
        try:
            for at in range(0, len(messages), AT_ONCE):
                for draft in self._drafts(partition, messages[at : at + AT_ONCE], tally):
                    writer.add(self._rows(draft, tally))
            files = writer.finish()
        except BaseException:
            writer.abandon()
            raise
        record = CollectionRecord(
            collector=name,
            first_segment=first,
            last_segment=following,
            datagrams=len(messages),
            read=tally.read,
            kept=tally.kept,
            refused=dict(sorted(tally.refused.items())),
            files=files,
            committed_at=datetime.now(UTC),
        )
        decoder = self._decoders.get(partition)
        memory = remember(decoder) if decoder else b""
        names = interface_names(decoder) if decoder else ()
        self._log.save_collection(record, memory, names)
        self.counts.read += tally.read
        self.counts.kept += tally.kept
        self.counts.refused += tally.refused

    def _rows(self, draft: Draft, tally: Tally) -> pa.Table:
        stamped = stamp(settle(draft, tally), sampling=self._sampling, exporter="kafka")
        return hide_subscribers(stamped, self._pseudonyms)

    def _drafts(self, partition: int, messages: Sequence[Message], tally: Tally) -> Iterator[Draft]:
        values = [message.value for message in messages]
        if self._payload is Payload.GOFLOW:
            octets, start, end = bounds(values)
            yield draft_of(octets, undelimited(octets, start, end), end, tally)
            return
        times = [message.time_ms for message in messages]
        if self._payload is Payload.AKVORADO:
            datagrams = raw_flows(values, times, tally)
        else:
            senders = [message.key.decode("ascii", "replace") for message in messages]
            datagrams = plain_datagrams(values, senders, times)
        yield from self._decoded(partition, datagrams, tally)

    def _decoded(self, partition: int, datagrams: Datagrams, tally: Tally) -> Iterator[Draft]:
        decoder = self._decoders.get(partition)
        if decoder is None:
            memory = self._log.memory_of(self.name(partition))
            decoder = recall(memory, Tally()) if memory else None
            decoder = decoder or Decoder(Tally(), sequences=Sequences())
            self._decoders[partition] = decoder
        decoder.tally = tally
        yield from decoder.decode(datagrams)
