"""Consuming: a topic comes into the lake once, however often and wherever it is interrupted."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.jobs.flows import consuming
from noroshi.jobs.flows.consuming import Consumption
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home, Payload
from noroshi.spine.net.kafka import TopicOptions
from noroshi.spine.store import Store

kafka = pytest.importorskip("confluent_kafka", reason="the extra [kafka] is not installed")
"""Against librdkafka's own broker, which speaks the real protocol on loopback."""


def made(name):
    """Makers of messages that another test file has."""
    path = Path(__file__).parents[2] / "spine" / "flows" / "importers" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


goflow = made("test_goflow")


@pytest.fixture
def broker():
    producer = kafka.Producer(
        {"test.mock.num.brokers": 1, "bootstrap.servers": "localhost", "log_level": 0}
    )
    (one,) = producer.list_topics(timeout=10).brokers.values()
    return SimpleNamespace(
        place=f"{one.host}:{one.port}", produce=producer.produce, flush=producer.flush
    )


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def produced(broker, count, first=0):
    for number in range(first, first + count):
        message = goflow.message(f9=number + 1)
        value = goflow.framed(message) if number % 2 else message
        broker.produce("flows", value, partition=number % 3)
    broker.flush(10)


def consumed(home, broker, payload=Payload.GOFLOW):
    topic = TopicOptions(brokers=broker.place, topic="flows", group="g")
    with Store.open(home.state_file) as store:
        one = Consumption(home, store, topic, payload)
        list(one.run(60, until_end=True))
        return one.counts


def octets(home):
    tables = [pq.read_table(f) for f in FlowLake(home.flows).files()]
    return sorted(pa.concat_tables(tables)["octetDeltaCount"].to_pylist()) if tables else []


def test_messages_of_all_partitions_become_rows(home, broker):
    produced(broker, 100)
    counts = consumed(home, broker)
    assert (counts.messages, counts.read, counts.kept) == (100, 100, 100)
    assert octets(home) == list(range(1, 101))


def test_the_next_run_goes_on_where_the_last_one_ended(home, broker):
    produced(broker, 10)
    consumed(home, broker)
    produced(broker, 10, first=10)
    assert consumed(home, broker).messages == 10
    assert octets(home) == list(range(1, 21))


def test_a_crash_before_the_record_doubles_nothing(home, broker, monkeypatch):
    produced(broker, 30)

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "save_collection", crash)
        with pytest.raises(KeyboardInterrupt):
            consumed(home, broker)
    assert octets(home)  # files that nobody recorded
    produced(broker, 10, first=30)  # the stretch read now is another one
    consumed(home, broker)
    assert octets(home) == list(range(1, 41))


def test_a_crash_before_the_broker_is_told_doubles_nothing(home, broker, monkeypatch):
    produced(broker, 30)
    with monkeypatch.context() as patch:
        patch.setattr(consuming.TopicReader, "acknowledge", lambda *_: None)
        consumed(home, broker)
    assert consumed(home, broker).messages == 0
    assert octets(home) == list(range(1, 31))


def test_subscribers_are_pseudonyms(home, broker):
    produced(broker, 3)
    consumed(home, broker)
    table = pa.concat_tables(pq.read_table(f) for f in FlowLake(home.flows).files())
    planted = 0xFFFF << 32 | 100 << 24 | 64 << 16 | 1
    assert planted not in table["sourceAddressLo"].to_pylist()
    assert table["subscriberSide"].to_pylist() == [1, 1, 1]


def test_messages_that_are_no_flows_are_counted(home, broker):
    produced(broker, 3)
    broker.produce("flows", b"\x07hello", partition=0)
    broker.produce("flows", b"", partition=1)
    broker.flush(10)
    counts = consumed(home, broker)
    assert (counts.kept, dict(counts.refused)) == (3, {"bad-record": 1, "no-ip-address": 1})


TEMPLATE = bytes.fromhex("000a 0034 6553f100 00000000 00000007 0002 0024 0100 0007 0008 0004 000c 0004 0007 0002 000b 0002 0004 0001 0001 0008 0002 0008".replace(" ", ""))  # fmt: skip


def data(number):
    record = bytes([100, 64, 0, 1, 192, 0, 2, 1]) + bytes.fromhex("c35001bb06") + number.to_bytes(8, "big") + (1).to_bytes(8, "big")  # fmt: skip
    body = (256).to_bytes(2, "big") + (4 + len(record)).to_bytes(2, "big") + record
    head = bytes.fromhex("000a") + (16 + len(body)).to_bytes(2, "big") + bytes.fromhex("6553f100") + number.to_bytes(4, "big") + (7).to_bytes(4, "big")  # fmt: skip
    return head + body


def raw_flow(payload):
    sender = bytes(10) + b"\xff\xff" + bytes([198, 51, 100, 9])
    return b"\x08" + goflow.varint(1_700_000_000) + b"\x12" + goflow.varint(len(payload)) + payload + b"\x1a\x10" + sender  # fmt: skip


@pytest.mark.parametrize("payload", [Payload.AKVORADO, Payload.DATAGRAMS])
def test_datagrams_are_decoded_and_templates_outlive_the_process(home, broker, payload):
    wrap = raw_flow if payload is Payload.AKVORADO else bytes
    key = b"198.51.100.9"
    broker.produce("flows", wrap(TEMPLATE), key=key, partition=0)
    broker.produce("flows", wrap(data(1)), key=key, partition=0)
    broker.flush(10)
    consumed(home, broker, payload)
    broker.produce("flows", wrap(data(2)), key=key, partition=0)
    broker.flush(10)
    consumed(home, broker, payload)
    assert octets(home) == [1, 2]
    table = pa.concat_tables(pq.read_table(f) for f in FlowLake(home.flows).files())
    assert set(table["exporter"].to_pylist()) == {"198.51.100.9"}
    assert set(table["exportVersion"].to_pylist()) == {10}
