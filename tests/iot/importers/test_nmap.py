"""Nmap: a stream of XML, also cut, hostile or with credentials in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.importers import Imported
from noroshi.iot.importers.nmap import MAX_WAITING, findings_of_nmap


def port(number, inner="", state="open", protocol="tcp"):
    return f'<port protocol="{protocol}" portid="{number}"><state state="{state}"/>{inner}</port>'


def document(*ports, address="192.0.2.1", time="1772323200"):
    return (
        f'<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun><host endtime="{time}">'
        f'<address addr="{address}" addrtype="ipv4"/><address addr="02:00:00:00:00:01" addrtype="mac"/>'
        f"<ports>{''.join(ports)}</ports></host></nmaprun>"
    ).encode()


def read(octets, size=7):
    done = Imported()
    pieces = (octets[at : at + size] for at in range(0, len(octets), size))
    return list(findings_of_nmap(pieces, done)), done


def test_open_ports_with_what_they_said_are_findings():
    found, done = read(
        document(
            port(21, '<service name="ftp" banner="220 made"/>'),
            port(22, '<service name="ssh"/><script id="banner" output="SSH-2.0-x"/>'),
            port(80, '<script id="http-title" output="A router"/>'),
            port(81, '<script id="http-server-header" output="Ex/1"/>'),
            port(25, state="closed"),
            port(53, protocol="udp"),
        )
    )
    assert [(one.address, one.port, one.transport, one.protocol, one.banner) for one in found] == [
        ("192.0.2.1", 21, "tcp", "ftp", "220 made"),
        ("192.0.2.1", 22, "tcp", "ssh", "SSH-2.0-x"),
        ("192.0.2.1", 80, "tcp", "http_title", "A router"),
        ("192.0.2.1", 81, "tcp", "http_server", "Ex/1"),
        ("192.0.2.1", 53, "udp", "", ""),
    ]
    assert (done.read, done.refused) == (5, {})


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (document(port(23, '<script id="telnet-brute" output="x"/>')), "credential-value"),
        (document(port(0)), "no-port"),
        (document(port(1), address="router"), "no-address"),
        (document(port(1), time=""), "no-time"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "entity-refused"),
        (b"<nmaprun", "broken-xml"),
        (b"", "broken-xml"),
    ],
)
def test_what_is_refused_is_counted_with_its_reason(octets, reason):
    found, done = read(octets)
    assert (found, done.refused) == ([], {reason: 1})


def test_what_stands_before_a_cut_is_kept():
    found, done = read(document(port(21), port(22))[:-24])
    assert [one.port for one in found] == [21, 22]
    assert done.refused == {"broken-xml": 1}


def test_a_tag_without_end_is_not_kept_in_memory():
    _, done = read(b"<" + b"a" * (2 * MAX_WAITING), size=1 << 20)
    assert done.refused == {"too-large": 1}


@given(st.binary(max_size=300), st.integers(0, 300))
def test_any_octets_are_read_or_counted(octets, at):
    whole = document(port(21, '<service name="ftp" banner="220 made"/>'))
    found, done = read(whole[:at] + octets + whole[at:], size=64)
    assert len(found) + done.refused.total() >= 1 or done.read == 0
