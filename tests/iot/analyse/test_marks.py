"""Marks: hosts and networks that answer whatever is asked, and those that only look busy."""

from noroshi.iot.analyse.answer import Feature
from noroshi.iot.analyse.marks import (
    MOST_PORTS,
    MOST_PROTOCOLS,
    MOST_REFLECTING,
    WHOLE_NET,
    Mark,
    Service,
    marks_of,
)

TEXT = (Feature("telnet.banner", "login:"),)


def service(address="192.0.2.1", port=23, protocol="telnet", texts=TEXT):
    return Service(address, port, protocol, texts)


def net(hosts, **changes):
    return [service(f"198.51.100.{host}", **changes) for host in range(hosts)]


def test_a_host_with_every_port_or_protocol_is_marked_and_its_neighbour_is_not():
    ports = [service(port=port) for port in range(1, MOST_PORTS + 1)]
    protocols = [service(protocol=str(one)) for one in range(MOST_PROTOCOLS)]
    for many in (ports, protocols):
        assert marks_of([*many, service("192.0.2.2")]) == [Mark.ANSWERS_ALL] * len(many) + [None]
        assert marks_of(many[1:]) == [None] * (len(many) - 1)


def test_one_text_over_a_whole_network_is_marked():
    assert set(marks_of(net(WHOLE_NET))) == {Mark.ONE_BANNER}
    assert set(marks_of(net(WHOLE_NET - 1))) == {None}


def test_other_texts_ports_and_silence_are_no_network_of_one_banner():
    half = WHOLE_NET // 2
    other = (Feature("telnet.banner", "other"),)
    mixed = net(half) + [service(f"198.51.100.{h}", texts=other) for h in range(half, 256)]
    assert set(marks_of(mixed)) == {None}
    assert set(marks_of(net(256, texts=()))) == {None}
    assert set(marks_of([service(f"2001:db8::{h:x}") for h in range(256)])) == {None}
    assert marks_of([*net(256), service("192.0.2.1")])[-1] is None


def test_the_same_address_again_counts_once():
    assert set(marks_of([service()] * 300)) == {None}


def test_who_amplifies_in_every_protocol_is_bait_and_a_true_reflector_is_not():
    bait = [
        Service("192.0.2.1", number, f"udp-{number}", (), reflects=True)
        for number in range(MOST_REFLECTING)
    ]
    beside = [service("192.0.2.1"), Service("192.0.2.2", 1900, "ssdp", (), reflects=True)]
    assert marks_of([*bait, *beside]) == [Mark.REFLECTS_ALL] * len(bait) + [None, None]
    assert set(marks_of(bait[1:])) == {None}
