"""ZGrab2: modules of a record, and records that are none."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse import features_of
from noroshi.iot.importers.zgrab import findings_of_zgrab
from noroshi.spine.model import InputError

TIME = "2026-03-01T09:00:00+09:00"
WEB = {
    "status": "success", "protocol": "http", "timestamp": TIME,
    "result": {"response": {"headers": {"server": ["Ex/1"]}, "body": "<title>A router</title>"}},
}  # fmt: skip


def read(row):
    return list(findings_of_zgrab(json.dumps(row).encode()))


def test_every_module_that_succeeded_is_a_finding():
    modules = {
        "http": WEB, "second": WEB | {"port": 8080}, "ssh": {"status": "connection-timeout"},
        "ntp": {"status": "success", "timestamp": TIME},
    }  # fmt: skip
    found = read({"ip": "192.0.2.1", "data": modules})
    assert [(one.port, one.transport, one.protocol) for one in found] == [
        (80, "tcp", "http"), (8080, "tcp", "http"), (123, "udp", "ntp"),
    ]  # fmt: skip
    assert [(one.kind, one.text) for one in features_of(found[0].row())] == [
        ("http_header.server", "Ex/1"), ("html_title", "A router"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"ip": "192.0.2.1"}, "no-zgrab-record"),
        ({"ip": "192.0.2.1", "data": {"http": 1}}, "no-zgrab-record"),
        ({"ip": "x", "data": {"http": WEB}}, "no-address"),
        ({"ip": "192.0.2.1", "data": {"http": WEB | {"timestamp": ""}}}, "no-time"),
        ({"ip": "192.0.2.1", "data": {"own": WEB | {"protocol": "own"}}}, "no-port"),
        ({"ip": "192.0.2.1", "data": {"ftp": WEB | {"result": {"password": "x"}}}}, "credential"),
    ],
)
def test_a_bad_record_is_refused_with_its_reason(row, reason):
    with pytest.raises(InputError, match=reason):
        read(row)


@given(st.binary(max_size=200), st.sampled_from([b"", b'{"ip": "192.0.2.1", "data": {"http": {']))
def test_any_octets_are_read_or_refused(octets, start):
    with suppress(InputError):
        for found in findings_of_zgrab(start + octets):
            assert found.row()["address"]
