"""Kafka: against librdkafka's own broker, which speaks the real protocol on loopback."""

from types import SimpleNamespace

import pytest

from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.kafka import TopicOptions, TopicReader

kafka = pytest.importorskip("confluent_kafka", reason="the extra [kafka] is not installed")


@pytest.fixture
def broker():
    """A broker that lives as long as this producer."""
    producer = kafka.Producer(
        {"test.mock.num.brokers": 1, "bootstrap.servers": "localhost", "log_level": 0}
    )
    (one,) = producer.list_topics(timeout=10).brokers.values()
    return SimpleNamespace(
        place=f"{one.host}:{one.port}", produce=producer.produce, flush=producer.flush
    )


def reader(place, *, resume=lambda _, remembered: remembered, topic="flows", **more):
    options = TopicOptions(brokers=place, topic=topic, group="g", more=more)
    return TopicReader(options, resume)


def everything(one):
    found = []
    for _ in range(100):
        found += one.read(1000, 0.2)
        if one.at_end:
            return found
    raise AssertionError("the topic never ended")


def test_messages_come_in_order_with_their_place(broker):
    for number in range(5):
        broker.produce("flows", b"m%d" % number, key=b"k", partition=2, timestamp=1_700_000_000_000)
    broker.flush(10)
    one = reader(broker.place)
    found = everything(one)
    one.close()
    assert [(m.partition, m.offset, m.value) for m in found] == [
        (2, n, b"m%d" % n) for n in range(5)
    ]
    assert {(m.key, m.time_ms) for m in found} == {(b"k", 1_700_000_000_000)}


def test_only_what_was_acknowledged_is_remembered(broker):
    for number in range(5):
        broker.produce("flows", b"m%d" % number, partition=0)
    broker.flush(10)
    first = reader(broker.place)
    everything(first)
    first.acknowledge(0, 3)
    first.close()
    second = reader(broker.place)
    assert [m.offset for m in everything(second)] == [3, 4]
    second.close()


def test_the_caller_decides_where_to_go_on(broker):
    for number in range(5):
        broker.produce("flows", b"m%d" % number, partition=0)
    broker.flush(10)
    one = reader(broker.place, resume=lambda partition, _: 4 if partition == 0 else 0)
    assert [m.offset for m in everything(one)] == [4]
    one.close()


def test_options_of_ours_and_unknown_ones_are_wrong_settings(broker):
    with pytest.raises(ConfigError, match="may not hold"):
        reader(broker.place, **{"enable.auto.commit": "true"})
    with pytest.raises(ConfigError, match=r"no\.such\.option"):
        reader(broker.place, **{"no.such.option": "1"})


def test_a_topic_name_that_cannot_be_is_told(broker):
    with pytest.raises(SourceError, match="check"):
        reader(broker.place, topic="no such topic!")


def test_a_broker_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr("noroshi.spine.net.kafka.ANSWER_S", 0.5)
    with pytest.raises(SourceError, match="does not answer"):
        reader("127.0.0.1:9", log_level="0")
