"""IVRE: hosts of its JSON with their ports, and records that are none."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse import features_of
from noroshi.iot.importers.ivre import findings_of_ivre
from noroshi.spine.model import InputError, rfc3339

WEB = {"port": 80, "protocol": "tcp", "state_state": "open", "service_name": "http"}


def host(*ports, **more):
    record = {"addr": "192.0.2.1", "starttime": "2026-03-01 00:00:00", "endtime": "2026-03-01 00:00:05"}  # fmt: skip
    return record | {"ports": list(ports)} | more


def read(row):
    return list(findings_of_ivre(json.dumps(row).encode()))


def script(name, output="x", **more):
    return {"id": name, "output": output} | more


def test_open_ports_with_what_they_said_are_findings():
    found = read(
        host(
            WEB | {"scripts": [script("http-title", "A router"), script("http-server-header", "Ex/1")]},
            WEB | {"port": 8080, "scripts": [script("http-title", "A router")]},
            WEB | {"port": 443, "service_tunnel": "ssl"},
            {"port": 21, "protocol": "tcp", "state_state": "open", "service_name": "ftp",
             "scripts": [script("banner", "220 made")]},
            {"port": 53, "protocol": "udp", "state_state": "open", "service_name": "domain"},
            {"port": 25, "protocol": "tcp", "state_state": "closed"},
            {"port": -1, "scripts": [script("host-script")]},
        )
    )  # fmt: skip
    assert [(one.port, one.transport, one.protocol, one.banner) for one in found] == [
        (80, "tcp", "http_server", "Ex/1"), (8080, "tcp", "http_title", "A router"),
        (443, "tcp", "https", ""), (21, "tcp", "ftp", "220 made"), (53, "udp", "dns", ""),
    ]  # fmt: skip
    assert {rfc3339(one.time) for one in found} == {"2026-03-01T00:00:05.000Z"}
    assert [(one.kind, one.text) for one in features_of(found[0].row())] == [
        ("http_header.server", "Ex/1")
    ]


@pytest.mark.parametrize(
    "time",
    [
        "2026-03-01T00:00:05+00:00",
        1772323205,
        1772323205.4,
        {"$date": "2026-03-01T00:00:05Z"},
        {"$date": {"$numberLong": "1772323205000"}},
        {"$date": 1772323205000},
    ],
)
def test_every_way_of_writing_a_time_is_read(time):
    (found,) = read(host(WEB, endtime=time))
    assert rfc3339(found.time) == "2026-03-01T00:00:05.000Z"


def test_an_array_written_over_lines_is_read():
    lines = [b"[\n", json.dumps(host(WEB)).encode() + b",\n", b"]"]
    assert len([one for line in lines for one in findings_of_ivre(line)]) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"addr": "192.0.2.1", "ports": 1}, "no-ivre-record"),
        ({"ports": []}, "no-ivre-record"),
        (host(WEB, addr="router"), "no-address"),
        (host(WEB, endtime="", starttime=""), "no-time"),
        (host(WEB, endtime={"$date": {}}), "no-time"),
        (host(WEB | {"port": 0}), "no-port"),
        (host(WEB | {"protocol": "sctp"}), "no-transport"),
        (host(WEB, infos={"password": "x"}), "credential-value"),
        (host(WEB | {"scripts": [script("ftp-brute")]}), "credential-value"),
        (host(WEB | {"scripts": [script("x", creds=[{"passwd": "y"}])]}), "credential-value"),
    ],
)
def test_a_bad_record_is_refused_with_its_reason(row, reason):
    with pytest.raises(InputError, match=reason):
        read(row)


def test_a_refused_port_takes_no_other_with_it():
    bad = WEB | {"port": 23, "scripts": [script("telnet-brute")]}
    reading = findings_of_ivre(json.dumps(host(bad, WEB)).encode())
    assert next(reading).port == 80
    with pytest.raises(InputError, match="credential-value"):
        next(reading)


@given(st.binary(max_size=200), st.sampled_from([b"", b'{"addr": "192.0.2.1", "ports": [{']))
def test_any_octets_are_read_or_refused(octets, start):
    with suppress(InputError):
        for found in findings_of_ivre(start + octets):
            assert found.row()["address"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(JSON, JSON, JSON, JSON)
def test_any_values_are_read_or_refused(time, port, scripts, name):
    row = host(WEB | {"port": port, "scripts": scripts, "service_name": name}, endtime=time)
    with suppress(InputError):
        read(row)
