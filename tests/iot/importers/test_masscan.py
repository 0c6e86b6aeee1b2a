"""Masscan: its list and its JSON, line by line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.importers.masscan import findings_of_masscan
from noroshi.spine.model import InputError


def read(line):
    return [
        (f.address, f.port, f.transport, f.protocol, f.banner) for f in findings_of_masscan(line)
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"open tcp 80 192.0.2.1 1772323200", ("192.0.2.1", 80, "tcp", "", "")),
        (b"banner tcp 21 192.0.2.1 1772323200 ftp 220 made ready", ("192.0.2.1", 21, "tcp", "ftp", "220 made ready")),
        (b"banner tcp 80 192.0.2.1 1772323200 title A router", ("192.0.2.1", 80, "tcp", "http_title", "A router")),
        (b"banner tcp 9 192.0.2.1 1772323200 unknown x", ("192.0.2.1", 9, "tcp", "unknown", "")),
        (b'{ "ip": "192.0.2.1", "timestamp": "1772323200", "ports": [ {"port": 161, "proto": "udp", "status": "open"} ] },', ("192.0.2.1", 161, "udp", "", "")),
        (b'{"ip":"192.0.2.1","timestamp":"1772323200","ports":[{"port":22,"proto":"tcp","service":{"name":"ssh","banner":"SSH-2.0-x"}}]}', ("192.0.2.1", 22, "tcp", "ssh", "SSH-2.0-x")),
        (b'{"ip":"192.0.2.1","timestamp":"1772323200","port":22,"proto":"tcp","rec_type":"status","data":{"status":"open"}}', ("192.0.2.1", 22, "tcp", "", "")),
        (b'{"ip":"192.0.2.1","timestamp":"1772323200","port":22,"proto":"tcp","rec_type":"banner","data":{"service_name":"ssh","banner":"SSH-2.0-x"}}', ("192.0.2.1", 22, "tcp", "ssh", "SSH-2.0-x")),
    ],
)  # fmt: skip
def test_every_form_of_a_line_is_read(line, found):
    assert read(line) == [found]


def test_brackets_comments_and_closed_ports_are_no_findings():
    for line in (
        b"[",
        b"]",
        b"",
        b"#masscan",
        b"{finished: 1}",
        b"closed tcp 80 192.0.2.1 1772323200",
    ):
        assert read(line) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"open tcp 80", "no-masscan-line"),
        (b"other tcp 80 192.0.2.1 1772323200", "no-masscan-line"),
        (b"open tcp 0 192.0.2.1 1772323200", "no-port"),
        (b"open sctp 80 192.0.2.1 1772323200", "no-transport"),
        (b"open tcp 80 router 1772323200", "no-address"),
        (b"open tcp 80 192.0.2.1 now", "no-time"),
        (b'{"ports": [1]}', "no-masscan-line"),
        (b'{"ports": [{"password": "x"}]}', "credential-value"),
        (b"{", "no-json-object"),
    ],
)
def test_a_bad_line_is_refused_with_its_reason(line, reason):
    with pytest.raises(InputError, match=reason):
        read(line)


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"open tcp 80 ", b"banner ", b'{"ports": [{'])
)
def test_any_octets_are_read_or_refused(octets, start):
    with suppress(InputError):
        for found in findings_of_masscan(start + octets):
            assert found.row()["address"]
