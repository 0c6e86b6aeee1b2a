"""One question to one server."""

import socket
from threading import Thread

import dns.flags
import dns.message
import dns.name
import dns.rdatatype
import pytest

from noroshi.spine.model import ConfigError
from noroshi.spine.net.dns_server import DnsServer

NAME = dns.name.from_text("www.isp.example")


@pytest.fixture
def echo():
    """A server that answers over UDP that it is cut, and over TCP with nothing; keeps the questions."""
    heard = []
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    tcp = socket.create_server(udp.getsockname())

    def by_udp():
        wire, client = udp.recvfrom(4_096)
        heard.append(dns.message.from_wire(wire))
        answer = dns.message.make_response(heard[-1])
        answer.flags |= dns.flags.TC
        udp.sendto(b"junk", client)
        udp.sendto(answer.to_wire(), client)

    def by_tcp():
        stream, _ = tcp.accept()
        with stream:
            wire = stream.recv(4_096)[2:]
            heard.append(dns.message.from_wire(wire))
            answer = dns.message.make_response(heard[-1]).to_wire()
            stream.sendall(len(answer).to_bytes(2) + answer)

    threads = [Thread(target=by_udp, daemon=True), Thread(target=by_tcp, daemon=True)]
    for thread in threads:
        thread.start()
    yield udp.getsockname()[1], heard
    udp.close()
    tcp.close()


def test_it_asks_with_do_and_cd_and_goes_on_over_tcp(echo):
    port, heard = echo
    answer = DnsServer(address="127.0.0.1", port=port).ask(NAME, dns.rdatatype.A)
    assert answer is not None
    assert len(heard) == 2
    assert all(one.ednsflags & dns.flags.DO and one.flags & dns.flags.CD for one in heard)
    assert heard[0].payload == 1232


def test_no_recursion_is_asked_of_a_zones_server(echo):
    port, heard = echo
    DnsServer(address="127.0.0.1", port=port, recursion=False).ask(NAME, dns.rdatatype.A)
    assert not heard[0].flags & dns.flags.RD


def test_silence_is_no_answer():
    server = DnsServer(address="127.0.0.1", port=1, timeout_s=0.1)
    assert server.ask(NAME, dns.rdatatype.A) is None
    assert server.ask_by_tcp(NAME, dns.rdatatype.A) is None


def test_places_are_read_and_written():
    assert str(DnsServer.at("192.0.2.1")) == "192.0.2.1"
    assert str(DnsServer.at("[2001:db8::1]:5353")) == "[2001:db8::1]:5353"
    with pytest.raises(ConfigError):
        DnsServer.at("ns.example")
