"""`noroshi flows consume`: a topic into the lake, and what is told when it cannot be."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError

kafka = pytest.importorskip("confluent_kafka", reason="the extra [kafka] is not installed")


def run(tmp_path, *arguments):
    return CliRunner().invoke(cli, ["--home", str(tmp_path), "flows", "consume", *arguments])


def test_a_topic_is_read_to_its_end_and_refusals_are_told(tmp_path):
    producer = kafka.Producer(
        {"test.mock.num.brokers": 1, "bootstrap.servers": "localhost", "log_level": 0}
    )
    (broker,) = producer.list_topics(timeout=10).brokers.values()
    producer.produce("flows", b"\x07 no protobuf", partition=0)
    producer.flush(10)
    result = run(tmp_path, "--brokers", f"{broker.host}:{broker.port}", "--until-end", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"messages": 1, "read": 1, "kept": 0, "refused": {"bad-record": 1}}  # fmt: skip


def test_no_broker_is_wrong_use(tmp_path):
    result = run(tmp_path)
    assert isinstance(result.exception, ConfigError)
    assert "--brokers" in str(result.exception)
