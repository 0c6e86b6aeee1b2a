"""The catalogue is closed and harmless: these tests are the boundary's alarm."""

import re

import pytest

from noroshi.iot.sense import CATALOGUE, CATALOGUE_VERSION, Transport
from noroshi.iot.sense.catalogue import SLOTS

PROBES = list(CATALOGUE.values())
FORBIDDEN = re.compile(
    rb"\b(POST|PUT|DELETE|PATCH|CONNECT|DESCRIBE|SETUP|PLAY|USER|PASS|LOGIN|AUTH|SITE|EHLO|HELO)\b"
    rb"|public|private|anonymous|admin|root@|Authorization|monlist|cgi",
)


def test_the_catalogue_takes_no_entry_at_run_time():
    with pytest.raises(TypeError):
        CATALOGUE["mine"] = PROBES[0]  # type: ignore[index]


def test_names_of_this_version_are_these_and_no_other():
    assert CATALOGUE_VERSION == 1
    assert list(CATALOGUE) == [
        "ftp", "ssh", "telnet", "smtp", "pop3", "imap", "mqtt-open", "http", "https", "rtsp",
        "snmpv3", "ssdp", "ntp", "dns", "mdns", "coap",
    ]  # fmt: skip


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_no_probe_holds_a_credential_a_write_or_an_exploit(probe):
    assert [message for message in probe.sends if FORBIDDEN.search(message)] == []


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_a_probe_is_small_and_has_known_slots_only(probe):
    assert len(probe.sends) <= 2
    for message in probe.sends:
        assert len(message) <= 256
        assert {slot.decode() for slot in re.findall(rb"\{[a-z]+\}", message)} <= set(SLOTS)


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_ports_are_sorted_and_named_once(probe):
    assert list(probe.ports) == sorted(set(probe.ports))
    assert all(0 < port < 65_536 for port in probe.ports)


def test_no_two_probes_of_one_transport_share_a_port():
    ports = [(p.transport is Transport.UDP, port) for p in PROBES for port in p.ports]
    assert len(ports) == len(set(ports))


def test_the_discovery_of_snmp_is_one_whole_ber_message_without_names():
    (message,) = CATALOGUE["snmpv3"].sends
    assert message[0] == 0x30
    assert message[1] == len(message) - 2


def test_the_read_of_ntp_asks_for_time_and_variables_only():
    time, variables = CATALOGUE["ntp"].sends
    assert (time[0] & 7, len(time)) == (3, 48)
    assert (variables[0] & 7, variables[1] & 31, len(variables)) == (6, 2, 12)
