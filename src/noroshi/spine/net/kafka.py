"""Kafka: messages of one topic, in order, from where the caller says; nothing is acknowledged unasked.

Partitions are assigned, not shared within a group: offsets belong to the home whose lake holds the rows.

Uses `confluent-kafka` (librdkafka), which the extra `[kafka]` installs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from noroshi.spine.model import ConfigError, SourceError

try:
    import confluent_kafka as client
except ImportError:  # the command says what to install once it is wanted
    INSTALLED = False
else:
    INSTALLED = True

log = structlog.get_logger()

OURS = frozenset(
    {"bootstrap.servers", "group.id", "enable.auto.commit", "auto.offset.reset", "enable.partition.eof"}
)  # fmt: skip
"""Options that follow from how offsets are kept here, or have a setting of their own."""
END_OF_PARTITION = -191
OUT_OF_REACH = (-195, -187)
"""Codes of librdkafka (rdkafka.h): no more messages; no transport, all brokers down."""
NO_OFFSET = -1001
"""librdkafka's sign for an offset that is not known."""
ANSWER_S = 10.0


@dataclass(frozen=True, slots=True)
class Message:
    """One message: where it stands, when the broker had it (Unix ms), key and payload."""

    partition: int
    offset: int
    time_ms: int
    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOptions:
    """Which topic, and how to reach it.

    Attributes:
        brokers: `host:port`, several after commas.
        topic: Its name.
        group: Consumer group under whose name offsets are told to the brokers.
        more: Further options of librdkafka, for example TLS.
    """

    brokers: str
    topic: str
    group: str
    more: Mapping[str, str] = field(default_factory=dict)


class TopicReader:
    """Reads all partitions of a topic; the caller keeps the offsets.

    Args:
        options: Which topic.
        resume: The offset to read a partition from, told the one that the broker remembers;
            `NO_OFFSET` where it remembers none, and to begin with what is there.

    Raises:
        ConfigError: The client is not installed, or an option is wrong.
        SourceError: The broker does not answer, or knows no such topic.
    """

    def __init__(self, options: TopicOptions, resume: Callable[[int, int], int]) -> None:
        self._topic, self._brokers = options.topic, options.brokers
        self._ended: set[int] = set()
        wrong = OURS & options.more.keys()
        if wrong:
            raise ConfigError(f"[kafka] options may not hold {', '.join(sorted(wrong))}")
        self._consumer = _consumer(options)
        try:
            self._partitions = self._begin(resume)
        except BaseException:
            self._consumer.close()
            raise

    def _begin(self, resume: Callable[[int, int], int]) -> set[int]:
        try:
            topic = self._consumer.list_topics(self._topic, ANSWER_S).topics[self._topic]
            if topic.error is not None or not topic.partitions:
                reason = topic.error.str() if topic.error else "no partitions"
                raise SourceError(f"topic {self._topic}: {reason}; check [kafka] topic")
            places = [client.TopicPartition(self._topic, number) for number in topic.partitions]
            remembered = {p.partition: p.offset for p in self._consumer.committed(places, ANSWER_S)}
        except client.KafkaException as error:
            raise SourceError(
                f"{self._brokers} does not answer: {error.args[0].str()}; check [kafka] brokers"
            ) from error
        for place in places:
            place.offset = resume(place.partition, remembered[place.partition])
        self._consumer.assign(places)
        return {place.partition for place in places}

    def read(self, most: int, timeout_s: float) -> list[Message]:
        """Messages that came, none after `timeout_s`.

        Raises:
            SourceError: The topic is not there, or the broker refuses us.
        """
        found: list[Message] = []
        for message in self._consumer.consume(most, timeout_s):
            error = message.error()
            if error is not None:
                self._judge(error, message.partition() or 0)
                continue
            self._ended.discard(message.partition() or 0)
            kind, time_ms = message.timestamp()
            found.append(
                Message(
                    message.partition() or 0,
                    message.offset() or 0,
                    time_ms if kind else 0,
                    _octets(message.key()),
                    _octets(message.value()),
                )
            )
        return found

    @property
    def at_end(self) -> bool:
        """Whether all partitions were read to their end."""
        return self._partitions <= self._ended

    def acknowledge(self, partition: int, following: int) -> None:
        """Tell the broker which offset comes next. Only its lag figures depend on it."""
        try:
            place = client.TopicPartition(self._topic, partition, following)
            self._consumer.commit(offsets=[place], asynchronous=False)
        except client.KafkaException as error:
            log.warning("offset not told to the broker", partition=partition, reason=str(error))

    def close(self) -> None:
        """Let go of the brokers."""
        self._consumer.close()

    def _judge(self, error: "client.KafkaError", partition: int) -> None:
        if error.code() == END_OF_PARTITION:
            self._ended.add(partition)
        elif error.retriable() or error.code() in OUT_OF_REACH:
            log.warning("the broker is out of reach; trying on", reason=error.str())
        else:
            raise SourceError(
                f"topic {self._topic}: {error.str()}; check [kafka] brokers and topic"
            )


def _consumer(options: TopicOptions) -> "client.Consumer":
    if not INSTALLED:
        raise ConfigError("Kafka needs its client: pip install 'noroshi[kafka]'")
    try:
        return client.Consumer(
            {
                **options.more,
                "bootstrap.servers": options.brokers,
                "group.id": options.group,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "enable.partition.eof": True,
            }
        )
    except client.KafkaException as error:
        raise ConfigError(f"[kafka] options: {error.args[0].str()}") from error


def _octets(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return value if isinstance(value, bytes) else b""
